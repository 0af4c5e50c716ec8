#include "ui/topicpanel.h"

#include "models/payloadtext.h"
#include "models/subscriptionmodel.h"
#include "models/topictreemodel.h"
#include "ui/emptyhint.h"
#include "ui/filterfield.h"
#include "ui/iconset.h"
#include "ui/inlinenotice.h"
#include "ui/subscriptionpanel.h"
#include "ui/topicdelegate.h"
#include "ui/topicview.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// New topics of one batch that are looked at for the hint "came later".
constexpr qsizetype maxHintsLookedAt = 100;

} // namespace

TopicPanel::TopicPanel(TopicTreeModel &topics, SubscriptionModel &subscriptions, QWidget *parent)
    : QWidget(parent)
    , m_model(topics)
    , m_field(new FilterField(this))
    , m_view(new TopicView(topics, this))
    , m_empty(new EmptyHint(m_view))
    , m_notice(new InlineNotice(this))
    , m_subscriptions(new SubscriptionPanel(subscriptions, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    buildActions();
    buildLayout();
    connect(&topics, &TopicTreeModel::tickRequested, this, &TopicPanel::handleTick);
    connect(&topics, &TopicTreeModel::branchTickRequested, this, &TopicPanel::handleBranchTick);
    connect(&topics, &TopicTreeModel::topicsAppeared, this, &TopicPanel::handleAppeared);
    connect(&topics, &TopicTreeModel::topicCountChanged, m_field, &FilterField::noteTopicsChanged);
    connect(m_field, &FilterField::topicsWanted, this,
            [this] { m_field->setTopics(m_model.topics()); });
    connect(&m_view->topicDelegate(), &TopicDelegate::filterRequested, this,
            &TopicPanel::subscribeRequested);
    connect(m_view, &TopicView::currentPathChanged, this, &TopicPanel::handleCurrentPath);
    connect(m_view, &TopicView::topicActivated, this, &TopicPanel::topicActivated);
    connect(m_field, &FilterField::subscribeRequested, this, &TopicPanel::subscribeRequested);
    connect(m_field, &FilterField::filterChanged, this, &TopicPanel::updateMarks);
    connect(m_subscriptions, &SubscriptionPanel::unsubscribeRequested, this,
            &TopicPanel::unsubscribeRequested);
    connect(m_notice, &InlineNotice::actionTriggered, this, &TopicPanel::handleNoticeAction);
    connect(m_notice, &InlineNotice::secondActionTriggered, this,
            [this] { emit subscribeRequested(m_noticeSecondFilter); });
    setConnected(false);
}

QAction *TopicPanel::makeAction(const QString &text, const QString &toolTip)
{
    auto *action = new QAction(text, this);
    action->setToolTip(toolTip);
    return action;
}

void TopicPanel::buildActions()
{
    m_allBelow = makeAction(tr("Subscribe to &all below (#)"),
                            tr("The chosen topic and everything below it: TOPIC/#"));
    m_allBelow->setIconText(tr("All below"));
    m_allBelow->setIcon(icon(IconName::Branch));
    m_allBelow->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_B);
    m_oneLevel = makeAction(tr("Subscribe to one &level (+)"),
                            tr("Every topic exactly one level below the chosen one: TOPIC/+"));
    m_oneLevel->setIconText(tr("One level"));
    m_oneLevel->setIcon(icon(IconName::Level));
    m_oneLevel->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_L);
    m_leaveBelow = makeAction(tr("&Unsubscribe from all below (#)"),
                              tr("Leave the chosen topic and everything below it"));
    m_leaveBelow->setIconText(tr("Leave"));
    m_leaveBelow->setIcon(icon(IconName::Unsubscribe));
    m_leaveBelow->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_U);
    connect(m_allBelow, &QAction::triggered, this,
            [this] { subscribeByRole(TopicTreeModel::BelowFilterRole); });
    connect(m_oneLevel, &QAction::triggered, this,
            [this] { subscribeByRole(TopicTreeModel::OneLevelFilterRole); });
    connect(m_leaveBelow, &QAction::triggered, this, &TopicPanel::leaveBelow);
    m_view->addActions(branchActions());
    m_view->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void TopicPanel::buildLayout()
{
    auto *buttons = new QHBoxLayout;
    for (QAction *action : branchActions()) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(action->text().remove(u'&'));
        button->setToolTip(action->toolTip() + u" ("_s
                           + action->shortcut().toString(QKeySequence::NativeText) + u')');
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    auto *tree = new QWidget(this);
    auto *treeLayout = new QVBoxLayout(tree);
    treeLayout->setContentsMargins(0, 0, 0, 0);
    treeLayout->setSpacing(4);
    treeLayout->addWidget(m_view, 1);
    treeLayout->addWidget(m_notice);
    treeLayout->addLayout(buttons);

    m_splitter->addWidget(tree);
    m_splitter->addWidget(m_subscriptions);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(m_field);
    layout->addWidget(m_splitter, 1);
}

void TopicPanel::setConnected(bool connected)
{
    m_connected = connected;
    m_field->setCanSubscribe(connected);
    m_view->topicDelegate().setControlsEnabled(connected);
    m_view->viewport()->update();
    m_subscriptions->setConnected(connected);
    m_empty->setSentence(
        connected
            ? tr("The broker has no topics yet. Type a name above and press Enter to make one.")
            : tr("Not connected.\n\nPress \"Start a broker here\", or give an address and press "
                 "Connect."));
    // Hints offer what needs a connection; why a request failed stays to be read.
    if (!connected && !m_noticeFilter.isEmpty()) {
        m_notice->dismiss();
    }
    updateActions();
}

void TopicPanel::showFailure(const RequestFailure &failure)
{
    m_noticeFilter.clear();
    m_notice->showNotice(InlineNotice::Kind::Error, failure.sentence);
}

void TopicPanel::applySubscribed(const SubscribeAnswer &answer)
{
    if (answer.restored) {
        return;
    }
    m_notice->dismiss();
    if (m_field->text() == answer.filter) {
        m_field->clear();
    }
    if (answer.topics.size() == 1) {
        emit topicChosen(answer.topics.constFirst().toString());
    }
}

QList<QAction *> TopicPanel::branchActions() const
{
    return {m_allBelow, m_oneLevel, m_leaveBelow};
}

void TopicPanel::focusTree()
{
    m_view->setFocus(Qt::ShortcutFocusReason);
    if (!m_view->currentIndex().isValid()) {
        // Coming here by keyboard says nothing about what is to be published.
        const QSignalBlocker quiet(m_view);
        m_view->choose(m_model.index(0, 0));
    }
    updateActions();
}

void TopicPanel::focusFilter()
{
    m_field->focusField();
}

QByteArray TopicPanel::saveState() const
{
    return m_splitter->saveState();
}

void TopicPanel::restoreState(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

void TopicPanel::handleTick(const TopicName &topic, bool on)
{
    if (on) {
        emit subscribeRequested(topic.toString());
    } else {
        emit unsubscribeRequested(topic.toString());
    }
}

void TopicPanel::handleBranchTick(const QString &path)
{
    m_noticeFilter = path + "/#"_L1;
    m_noticeSecondFilter = path;
    const QString shown = wholePayloadText(path.toUtf8());
    // On a button an & would make a letter a shortcut.
    m_notice->showNotice(InlineNotice::Kind::Hint,
                         tr("%1 is no topic yet, only the way to those below it.").arg(shown),
                         tr("Subscribe to all below"),
                         tr("Create %1").arg(QString(shown).replace(u'&', "&&"_L1)));
}

void TopicPanel::handleCurrentPath(const QString &path)
{
    const QModelIndex index = m_view->currentIndex();
    const auto topic = TopicName::parse(QStringView(path));
    const bool isTopic = topic && index.data(TopicTreeModel::IsTopicRole).toBool();
    m_field->setChosenTopic(isTopic ? *topic : TopicName());
    if (isTopic) {
        emit topicChosen(path);
    }
    showHintOf(index);
    updateActions();
}

void TopicPanel::handleAppeared(const QList<TopicName> &topics)
{
    // A notice that is there stays: somebody may be about to press its button. The mark on the row
    // says the same.
    if (!m_notice->isHidden()) {
        return;
    }
    for (const TopicName &topic : topics.mid(0, maxHintsLookedAt)) {
        const QModelIndex index = m_model.indexOf(topic);
        if (!index.data(TopicTreeModel::HintFilterRole).toString().isEmpty()) {
            showHintOf(index);
            return;
        }
    }
}

void TopicPanel::subscribeByRole(int filterRole)
{
    const QString filter = m_view->currentIndex().data(filterRole).toString();
    if (!filter.isEmpty()) {
        emit subscribeRequested(filter);
    }
}

void TopicPanel::leaveBelow()
{
    const QString filter = m_view->currentIndex().data(TopicTreeModel::BelowFilterRole).toString();
    if (!filter.isEmpty()) {
        emit unsubscribeRequested(filter);
    }
}

void TopicPanel::updateActions()
{
    const bool can = m_connected && m_view->currentIndex().isValid();
    for (QAction *action : branchActions()) {
        action->setEnabled(can);
    }
}

void TopicPanel::updateMarks()
{
    m_model.setMarkedFilter(m_field->filter());
    m_view->viewport()->update();
}

void TopicPanel::showHintOf(const QModelIndex &index)
{
    const QString filter = index.data(TopicTreeModel::HintFilterRole).toString();
    if (filter.isEmpty() || !m_connected) {
        return;
    }
    m_noticeFilter = filter;
    m_notice->showNotice(
        InlineNotice::Kind::Hint,
        tr("%1: %2").arg(wholePayloadText(index.data(TopicTreeModel::PathRole).toString().toUtf8()),
                         index.data(TopicTreeModel::HintRole).toString()),
        tr("Subscribe again"));
}

void TopicPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !m_notice->isHidden()) {
        m_notice->dismiss();
        return;
    }
    QWidget::keyPressEvent(event);
}

void TopicPanel::handleNoticeAction()
{
    if (!m_noticeFilter.isEmpty()) {
        emit subscribeRequested(m_noticeFilter);
    }
}

} // namespace corkboard
