#include "ui/filterfield.h"

#include "ui/iconset.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// Rows of the list that are seen without scrolling.
constexpr int visibleRows = 7;
constexpr qsizetype maxMisses = 20;

} // namespace

FilterField::FilterField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_subscribe(new QPushButton(tr("Add"), this))
    , m_summary(new QLabel(this))
    , m_list(new QListWidget(this))
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
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setObjectName("summary"_L1);
    m_list->setAccessibleName(tr("What the filter matches, and why not"));
    m_list->setWordWrap(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMaximumHeight(visibleRows * (fontMetrics().height() + 4));
    m_list->setObjectName("matches"_L1);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setVerticalSpacing(4);
    layout->addWidget(label, 0, 0);
    layout->addWidget(m_edit, 0, 1);
    layout->addWidget(m_subscribe, 0, 2);
    layout->addWidget(m_summary, 1, 0, 1, 3);
    layout->addWidget(m_list, 2, 0, 1, 3);
    layout->setColumnStretch(1, 1);

    connect(m_edit, &QLineEdit::textChanged, this, &FilterField::evaluate);
    connect(m_edit, &QLineEdit::returnPressed, this, &FilterField::submit);
    connect(m_subscribe, &QPushButton::clicked, this, &FilterField::submit);
    evaluate();
}

void FilterField::setTopics(const QList<TopicName> &topics)
{
    m_preview.setTopics(topics);
    if (!text().isEmpty()) {
        evaluate();
    }
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
    m_summary->setVisible(typed);
    m_list->setVisible(typed);
    m_valid = false;
    if (typed) {
        const FilterPreview::Result result = m_preview.evaluate(text());
        m_valid = result.valid;
        m_summary->setText(result.valid ? result.summary : result.problem);
        m_summary->setAccessibleName(m_summary->text());
        fillList(result);
    }
    m_subscribe->setEnabled(m_canSubscribe && m_valid);
    emit filterChanged();
}

void FilterField::fillList(const FilterPreview::Result &result)
{
    m_list->clear();
    if (result.valid && !m_chosen.isEmpty()) {
        m_list->addItem(
            tr("%1: %2").arg(m_chosen.toString(), FilterPreview::explain(text(), m_chosen)));
        m_list->item(0)->setIcon(icon(IconName::Filter));
    }
    for (const TopicName &topic : result.matches) {
        m_list->addItem(u"✓ "_s + topic.toString());
    }
    if (result.matchCount > result.matches.size()) {
        m_list->addItem(tr("… and %L1 more").arg(result.matchCount - result.matches.size()));
    }
    for (const FilterPreview::Miss &miss : result.misses.mid(0, maxMisses)) {
        m_list->addItem(tr("✗ %1: %2").arg(miss.topic.toString(), miss.reason));
    }
    m_list->setVisible(m_list->count() > 0);
}

void FilterField::submit()
{
    if (m_canSubscribe && m_valid) {
        emit subscribeRequested(text());
    }
}

} // namespace corkboard
