#include "ui/filterfield.h"

#include "models/payloadtext.h"
#include "ui/wrappedtext.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

namespace corkboard {

using namespace Qt::StringLiterals;

using namespace std::chrono_literals;

namespace {

/// Rows of the list that are seen without scrolling.
constexpr int visibleRows = 7;
constexpr int fewestRows = 3;
constexpr int shareOfWindow = 9;
constexpr int rowPadding = 4;
constexpr int summaryLines = 4;

/// How long new topics gather before the list takes them in.
constexpr auto topicsDelay = 250ms;

} // namespace

FilterField::FilterField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_subscribe(new QPushButton(tr("Add"), this))
    , m_summary(new WrappedText(summaryLines, this))
    , m_list(new QListView(this))
{
    auto *label = new QLabel(tr("&Subscribe to"), this);
    label->setBuddy(m_edit);
    m_edit->setPlaceholderText(tr("any topic or filter: WEATHER/#"));
    m_edit->setAccessibleName(tr("Topic or filter to subscribe to"));
    m_edit->setToolTip(tr("A topic name, or a filter: + stands for one level, # for all the rest"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setObjectName("filter"_L1);
    m_subscribe->setObjectName("subscribe"_L1);
    m_subscribe->setAccessibleName(tr("Subscribe to the topic or filter typed"));
    m_subscribe->setToolTip(tr("Subscribe (Enter)"));
    m_summary->setObjectName("summary"_L1);
    m_list->setModel(&m_lines);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setAccessibleName(tr("What the filter matches, and why not"));
    m_list->setWordWrap(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setObjectName("matches"_L1);
    fitList();

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(4);
    layout->addWidget(label, 0, 0);
    layout->addWidget(m_edit, 0, 1);
    layout->addWidget(m_subscribe, 0, 2);
    layout->addWidget(m_summary, 1, 0, 1, 3);
    layout->addWidget(m_list, 2, 0, 1, 3);
    layout->setColumnStretch(1, 1);

    m_delay.setSingleShot(true);
    m_delay.setInterval(topicsDelay);
    connect(&m_delay, &QTimer::timeout, this, &FilterField::evaluate);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterField::handleText);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterField::submit);
    connect(m_subscribe, &QPushButton::clicked, this, &FilterField::submit);
    evaluate();
}

void FilterField::setTopics(const QList<TopicName> &topics)
{
    m_topicsChanged = false;
    m_preview.setTopics(topics);
    if (!text().isEmpty() && !m_askingForTopics) {
        evaluate();
    }
}

void FilterField::noteTopicsChanged()
{
    m_topicsChanged = true;
    if (!text().isEmpty() && !m_delay.isActive()) {
        m_delay.start();
    }
}

void FilterField::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fitList();
    }
}

void FilterField::fitList()
{
    // In a low window the tree below needs the room more.
    const int row = fontMetrics().height() + rowPadding;
    m_list->setMaximumHeight(
        std::clamp(window()->height() / shareOfWindow, fewestRows * row, visibleRows * row));
}

void FilterField::handleText()
{
    evaluate();
    m_list->scrollToTop();
}

void FilterField::setChosenTopic(const TopicName &topic)
{
    m_chosen = topic;
    if (!text().isEmpty()) {
        evaluate();
    }
}

void FilterField::setCanSubscribe(bool can)
{
    m_canSubscribe = can;
    m_subscribe->setEnabled(m_canSubscribe && m_valid);
}

QString FilterField::text() const
{
    return m_edit->text();
}

void FilterField::setText(const QString &text)
{
    m_edit->setText(text);
}

std::optional<TopicFilter> FilterField::filter() const
{
    auto parsed = TopicFilter::parse(QStringView(text()));
    return parsed ? std::optional(*parsed) : std::nullopt;
}

void FilterField::clear()
{
    m_edit->clear();
}

void FilterField::focusField()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterField::evaluate()
{
    const bool typed = !text().isEmpty();
    if (typed && m_topicsChanged) {
        m_topicsChanged = false;
        m_askingForTopics = true;
        emit topicsWanted();
        m_askingForTopics = false;
    }
    m_summary->setVisible(typed);
    m_list->setVisible(typed);
    m_valid = false;
    if (typed) {
        fitList();
        const FilterPreview::Result result = m_preview.evaluate(text());
        m_valid = result.valid;
        m_summary->setSentence(result.valid ? result.summary : result.problem);
        fillList(result);
    }
    m_subscribe->setEnabled(m_canSubscribe && m_valid);
    emit filterChanged();
}

void FilterField::fillList(const FilterPreview::Result &result)
{
    QString chosen;
    if (!m_chosen.isEmpty()) {
        chosen = tr("%1: %2").arg(wholePayloadText(m_chosen.utf8()),
                                  FilterPreview::explain(text(), m_chosen));
    }
    // Who reads on while topics are born stays at the same line.
    const int scrolled = m_list->verticalScrollBar()->value();
    const QString current = m_list->currentIndex().data().toString();
    m_lines.setResult(result, chosen);
    m_list->setVisible(m_lines.rowCount() > 0);
    if (!current.isEmpty()) {
        m_list->setCurrentIndex(
            m_lines.match(m_lines.index(0), Qt::DisplayRole, current, 1, Qt::MatchExactly)
                .value(0));
    }
    m_list->doItemsLayout();
    m_list->verticalScrollBar()->setValue(scrolled);
}

void FilterField::submit()
{
    if (m_canSubscribe && m_valid) {
        emit subscribeRequested(text());
    }
}

} // namespace corkboard
