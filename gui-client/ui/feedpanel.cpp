#include "ui/feedpanel.h"

#include "models/messagefeedmodel.h"
#include "ui/columnwidth.h"
#include "ui/elidedlabel.h"
#include "ui/emptyhint.h"
#include "ui/feeddelegate.h"
#include "ui/iconset.h"
#include "ui/logview.h"
#include "ui/messagedetails.h"
#include "ui/passinganswer.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype bytesPerMegabyte = 1024 * 1024;

/// Of the feed and the whole message below it, at first.
constexpr int firstFeedHeight = 2'000;
constexpr int detailsLines = 5;

QToolButton *buttonFor(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAccessibleName(action->text().remove(u'&'));
    return button;
}

} // namespace

FeedPanel::FeedPanel(MessageFeedModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_view(new LogView(this))
    , m_empty(nullptr)
    , m_details(new MessageDetails(this))
    , m_filter(new QLineEdit(this))
    , m_live(new QCheckBox(tr("&live"), this))
    , m_stored(new QCheckBox(tr("sto&red"), this))
    , m_filterSays(new QLabel(this))
    , m_counts(new ElidedLabel(this))
    , m_answer(new PassingAnswer(this))
    , m_clearedSays(new ElidedLabel(this))
    , m_undoButton(nullptr)
    , m_newestButton(nullptr)
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    buildActions();
    buildView();
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setCollapsible(0, false);
    m_splitter->setSizes({firstFeedHeight, fontMetrics().lineSpacing() * detailsLines});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->setSpacing(4);
    layout->addWidget(buildTop());
    layout->addWidget(m_filterSays);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(buildBottom());

    connect(&m_model, &MessageFeedModel::countsChanged, this, &FeedPanel::updateCounts);
    connect(&m_model, &MessageFeedModel::pausedChanged, this, &FeedPanel::updatePause);
    connect(&m_model, &MessageFeedModel::filteringChanged, this, &FeedPanel::updateCounts);
    connect(m_view, &LogView::followingChanged, this, &FeedPanel::updateFollowing);
    connect(m_view, &LogView::rowChosen, this, &FeedPanel::showDetails);
    applyFilter();
    updateCounts();
    updatePause();
    updateFollowing();
}

QAction *FeedPanel::makeAction(const QString &text, const QString &name)
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    return action;
}

void FeedPanel::buildActions()
{
    m_pause = makeAction(tr("Pau&se the feed"), u"pause"_s);
    m_pause->setCheckable(true);
    m_pause->setShortcut(Qt::CTRL | Qt::Key_Space);
    m_copy = makeAction(tr("&Copy the selected messages"), u"copyMessages"_s);
    m_copy->setIconText(tr("Copy"));
    m_copy->setIcon(icon(IconName::Copy));
    m_copy->setToolTip(tr("Copy the selected messages (Ctrl+C in the feed)"));
    m_copy->setShortcut(QKeySequence::Copy);
    // In text boxes the same keys copy text.
    m_copy->setShortcutContext(Qt::WidgetShortcut);
    m_clear = makeAction(tr("C&lear the feed"), u"clearFeed"_s);
    m_clear->setIconText(tr("Clear"));
    m_clear->setIcon(icon(IconName::Clear));
    m_clear->setToolTip(
        tr("Remove the messages listed here; the broker keeps its own (Ctrl+Shift+X)"));
    m_clear->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_X);
    m_undoClear = makeAction(tr("Undo clearin&g the feed"), u"undoClearFeed"_s);
    m_undoClear->setIconText(tr("Undo"));
    m_undoClear->setIcon(icon(IconName::Undo));
    m_newest = makeAction(tr("Go to the &newest message"), u"newest"_s);
    m_newest->setIconText(tr("Newest"));
    m_newest->setIcon(icon(IconName::Newest));
    m_newest->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_End);
    m_showDetails = makeAction(tr("Show the &whole selected message"), u"showDetails"_s);
    m_showDetails->setCheckable(true);
    m_showDetails->setChecked(true);
    m_showDetails->setShortcut(Qt::CTRL | Qt::Key_D);

    connect(m_pause, &QAction::toggled, &m_model, &MessageFeedModel::setPaused);
    connect(m_copy, &QAction::triggered, this, &FeedPanel::copySelected);
    connect(m_clear, &QAction::triggered, this, &FeedPanel::clearFeed);
    connect(m_undoClear, &QAction::triggered, &m_model, &MessageFeedModel::undoClear);
    connect(m_newest, &QAction::triggered, m_view, &LogView::goToNewest);
    connect(m_showDetails, &QAction::toggled, m_details, &QWidget::setVisible);
}

void FeedPanel::buildView()
{
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new FeedDelegate(m_view));
    m_view->setAccessibleName(tr("Messages"));
    m_view->setObjectName("feed"_L1);
    m_view->setAlternatingRowColors(true);
    m_view->addAction(m_copy);
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_empty = new EmptyHint(m_view);
    QHeaderView *header = m_view->horizontalHeader();
    header->setStretchLastSection(true);
    header->setMinimumSectionSize(24);
    const auto fit = [header](int column, const QString &sample) {
        header->resizeSection(column, columnWidth(*header, column, sample));
    };
    fit(MessageFeedModel::TimeColumn, u"00:00:00.000"_s);
    fit(MessageFeedModel::MarkColumn, u"S"_s);
    fit(MessageFeedModel::TopicColumn, u"WEATHER/MINNESOTA/DULUTH"_s);
}

QWidget *FeedPanel::buildTop()
{
    auto *label = new QLabel(tr("Sho&w"), this);
    label->setBuddy(m_filter);
    m_filter->setPlaceholderText(tr("all: type a word, a filter like WEATHER/+, or text:1/2"));
    const QString explanation
        = tr("A word is looked for in topics and messages. What has /, + or # in it is taken for a "
             "topic filter: begin with text: to look for it as it is, or with topic: for a topic "
             "of one level.");
    m_filter->setToolTip(explanation);
    m_filter->setAccessibleDescription(explanation);
    m_filter->setAccessibleName(tr("Show only messages with this text or topic filter"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setObjectName("feedFilter"_L1);
    m_live->setChecked(true);
    m_live->setToolTip(tr("Messages as they are published; mark >"));
    m_live->setAccessibleName(tr("Show live messages"));
    m_live->setObjectName("showLive"_L1);
    m_stored->setChecked(true);
    m_stored->setToolTip(
        tr("Copies that the broker had kept and sent because you subscribed; mark S"));
    m_stored->setAccessibleName(tr("Show stored copies"));
    m_stored->setObjectName("showStored"_L1);
    m_filterSays->setTextFormat(Qt::PlainText);
    m_filterSays->setWordWrap(true);
    // Not that of the longest word, which may be a whole topic.
    m_filterSays->setMinimumWidth(1);
    connect(m_filter, &QLineEdit::textChanged, this, &FeedPanel::applyFilter);
    connect(m_live, &QCheckBox::toggled, this, &FeedPanel::applyFilter);
    connect(m_stored, &QCheckBox::toggled, this, &FeedPanel::applyFilter);

    auto *top = new QWidget(this);
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_live);
    layout->addWidget(m_stored);
    layout->addWidget(buttonFor(m_pause, top));
    layout->addWidget(buttonFor(m_copy, top));
    layout->addWidget(buttonFor(m_clear, top));
    return top;
}

QWidget *FeedPanel::buildBottom()
{
    auto *bottom = new QWidget(this);
    m_counts->setObjectName("counts"_L1);
    m_clearedSays->setObjectName("clearedSays"_L1);
    m_clearedSays->setStretching(false);
    m_undoButton = buttonFor(m_undoClear, bottom);
    m_newestButton = buttonFor(m_newest, bottom);
    reserveRoom();
    auto *layout = new QHBoxLayout(bottom);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_counts, 1);
    layout->addWidget(m_answer);
    layout->addWidget(m_clearedSays);
    layout->addWidget(m_undoButton);
    layout->addWidget(m_newestButton);
    return bottom;
}

void FeedPanel::setSituation(bool connected, int subscriptions)
{
    m_connected = connected;
    m_subscriptions = subscriptions;
    updateHint();
}

QList<QAction *> FeedPanel::feedActions() const
{
    return {m_pause, m_copy, m_clear, m_undoClear, m_newest, m_showDetails};
}

void FeedPanel::focusFeed()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
}

void FeedPanel::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

QString FeedPanel::countsText() const
{
    const MessageFeedModel::Counts counts = m_model.counts();
    const QLocale locale;
    QString text = tr("%1 kept of %2 received, %3 hidden")
                       .arg(locale.toString(counts.kept), locale.toString(counts.received),
                            locale.toString(counts.hidden));
    if (counts.waiting > 0) {
        text += tr(", %1 wait").arg(locale.toString(counts.waiting));
    }
    if (counts.evicted > 0) {
        text += tr(", %1 oldest dropped").arg(locale.toString(counts.evicted));
    }
    return text
        + tr(" · limit %1 rows / %2 MB")
              .arg(locale.toString(m_model.maxRows()),
                   locale.toString(m_model.maxBytes() / bytesPerMegabyte));
}

QByteArray FeedPanel::saveColumns() const
{
    return m_view->horizontalHeader()->saveState();
}

void FeedPanel::restoreColumns(const QByteArray &state)
{
    m_view->horizontalHeader()->restoreState(state);
}

QByteArray FeedPanel::saveSplitter() const
{
    return m_splitter->saveState();
}

void FeedPanel::restoreSplitter(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

void FeedPanel::applyFilter()
{
    const MessageFeedFilter filter(m_filter->text(), m_live->isChecked(), m_stored->isChecked());
    m_model.setFilter(filter);
    const bool invalid = filter.kind() == MessageFeedFilter::Kind::Invalid;
    m_filterSays->setText(invalid ? filter.problem() : filter.description());
    m_filterSays->setVisible(filter.kind() != MessageFeedFilter::Kind::Everything);
    updateHint();
    updateCounts();
}

void FeedPanel::updateCounts()
{
    QString text = countsText();
    if (m_model.isFiltering()) {
        text += tr(" · looking through them…");
    }
    m_counts->setText(text);
    m_details->setKept(!m_detailsPosition || m_model.isKept(*m_detailsPosition));
    updateUndo();
    updateHint();
}

void FeedPanel::updateUndo()
{
    const quint64 count = m_model.counts().restorable;
    m_undoClear->setEnabled(count > 0);
    m_undoButton->setVisible(count > 0);
    m_clearedSays->setVisible(count > 0);
    m_clearedSays->setText(count == 1 ? tr("Cleared 1 message.")
                                      : tr("Cleared %L1 messages.").arg(count));
}

void FeedPanel::reserveRoom()
{
    // So that the window does not grow with the number in the button.
    const QString text = m_newestButton->text();
    m_newestButton->setMinimumWidth(0);
    m_newestButton->setText(tr("Newest (%L1)").arg(m_model.maxRows()));
    m_newestButton->setMinimumWidth(m_newestButton->sizeHint().width());
    m_newestButton->setText(text);
}

void FeedPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        reserveRoom();
    }
}

void FeedPanel::updateFollowing()
{
    // First, since a button takes its action's text again when the action changes.
    m_newest->setEnabled(!m_view->isFollowing());
    const int below = m_view->newRowsBelow();
    m_newestButton->setText(below > 0 ? tr("Newest (%L1)").arg(below) : tr("Newest"));
    m_newestButton->setAccessibleDescription(below > 0 ? tr("%L1 new below").arg(below)
                                                       : QString());
}

void FeedPanel::updatePause()
{
    const bool paused = m_model.isPaused();
    m_pause->setChecked(paused);
    m_pause->setIcon(icon(paused ? IconName::Resume : IconName::Pause));
    m_pause->setIconText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(paused ? tr("Show what came in the meantime (Ctrl+Space)")
                               : tr("Hold the feed; what comes is counted and kept (Ctrl+Space)"));
    updateCounts();
}

void FeedPanel::updateHint()
{
    if (!m_empty) {
        return;
    }
    if (m_model.counts().kept > 0) {
        m_empty->setSentence(nothingPassesText());
    } else if (m_model.isPaused()) {
        m_empty->setSentence(tr("Paused. Press Ctrl+Space to see what came."));
    } else if (!m_connected) {
        m_empty->setSentence(tr("Messages will be listed here."));
    } else if (m_subscriptions == 0) {
        m_empty->setSentence(tr("Tick a topic on the left: its messages will be listed here."));
    } else {
        m_empty->setSentence(tr("Subscribed. Write a message below and press Publish."));
    }
}

QString FeedPanel::nothingPassesText() const
{
    const MessageFeedFilter &filter = m_model.filter();
    if (m_model.isFiltering()) {
        return tr("Looking through the messages…");
    }
    if (!filter.showsLive() && !filter.showsReplayed()) {
        return tr("Neither live messages nor stored copies are shown: tick a box above.");
    }
    const bool hasText = filter.kind() != MessageFeedFilter::Kind::Everything;
    if (!filter.showsLive()) {
        return hasText ? tr("No stored copy passes the filter. Clear the box above, or tick "
                            "\"live\", to see more.")
                       : tr("Live messages are hidden: tick \"live\" above to see them.");
    }
    if (!filter.showsReplayed()) {
        return hasText ? tr("No live message passes the filter. Clear the box above, or tick "
                            "\"stored\", to see more.")
                       : tr("Stored copies are hidden: tick \"stored\" above to see them.");
    }
    return tr("No message passes the filter. Clear the box above to see all of them.");
}

void FeedPanel::showDetails(int row)
{
    m_detailsPosition = m_model.positionOfRow(row);
    m_details->showMessage(m_model.messageAt(row));
}

void FeedPanel::clearFeed()
{
    const MessageFeedModel::Counts counts = m_model.counts();
    if (counts.kept + counts.waiting == 0) {
        m_answer->say(tr("There is nothing to clear."));
    }
    m_model.clear();
}

void FeedPanel::copySelected()
{
    const QList<int> rows = m_view->selectedRows();
    if (rows.isEmpty()) {
        m_answer->say(tr("No message is selected: click one first."));
        return;
    }
    QGuiApplication::clipboard()->setText(m_model.rowsAsText(rows));
    m_answer->say(rows.size() == 1 ? tr("Copied 1 message.")
                                   : tr("Copied %L1 messages.").arg(rows.size()));
}

} // namespace corkboard
