#pragma once

#include "connection/requestanswers.h"
#include "topic/topicname.h"

#include <QList>
#include <QString>
#include <QWidget>

class QAction;
class QSplitter;

namespace corkboard {

class EmptyHint;
class FilterField;
class InlineNotice;
class SubscriptionModel;
class SubscriptionPanel;
class TopicTreeModel;
class TopicView;

/**
 * The dock of topics: subscribe to anything, the tree with its tick-boxes, our subscriptions.
 *
 * It asks by signals; boxes change when the broker has answered.
 */
class TopicPanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicPanel)

public:
    /// The models must outlive the panel.
    TopicPanel(TopicTreeModel &topics, SubscriptionModel &subscriptions, QWidget *parent = nullptr);

    /// Whether requests are possible, and what an empty tree says.
    void setConnected(bool connected);

    /// Shows why a subscribe or unsubscribe request did not go well.
    void showFailure(const RequestFailure &failure);

    /// A subscribe request went well: what was typed for it is done with.
    void applySubscribed(const SubscribeAnswer &answer);

    /// For the menu: all below, one level, leave all below, subscribe again.
    [[nodiscard]] QList<QAction *> branchActions() const;

    void focusTree();
    void focusFilter();

    /// States of the splitter, for the settings.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    void subscribeRequested(const QString &filter);
    void unsubscribeRequested(const QString &filter);

    /// The person looks at a topic: publishing may be about it.
    void topicChosen(const QString &topic);

    /// The person wants to publish to this topic.
    void topicActivated(const QString &topic);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QAction *makeAction(const QString &text, const QString &toolTip);
    void buildActions();
    void buildLayout();
    void handleTick(const TopicName &topic, bool on);
    void handleBranchTick(const QString &path);
    void handleCurrentPath(const QString &path);
    void handleAppeared(const QList<TopicName> &topics);
    void subscribeByRole(int filterRole);
    void leaveBelow();
    void updateActions();
    void updateMarks();
    void showHintOf(const QModelIndex &index);
    void handleNoticeAction();

    TopicTreeModel &m_model;
    bool m_connected = false;
    FilterField *m_field;
    TopicView *m_view;
    EmptyHint *m_empty;
    InlineNotice *m_notice;
    SubscriptionPanel *m_subscriptions;
    QSplitter *m_splitter;
    QAction *m_allBelow;
    QAction *m_oneLevel;
    QAction *m_leaveBelow;
    QString m_noticeFilter; ///< what the notice's first button subscribes to
    QString m_noticeSecondFilter;
};

} // namespace corkboard
