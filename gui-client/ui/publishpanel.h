#pragma once

#include "connection/requestanswers.h"
#include "topic/topicname.h"
#include "ui/inlinenotice.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QTimer>
#include <QWidget>

#include <chrono>

class QAbstractItemModel;
class QAction;
class QGridLayout;
class QPlainTextEdit;

namespace corkboard {

class SubscriptionModel;
class TopicBox;
class WrappedText;

/**
 * The row that publishes: topic, message, and two buttons, Publish and Publish & Retain.
 *
 * It asks by publishRequested() and subscribeRequested() and shows what the broker answered. Retain
 * is a button of its own and never stays pressed. An empty message with retain clears what the
 * topic keeps: it asks once, inside the panel.
 *
 * Below stands a sentence about the topic typed. A notice, an offer or an error, takes its place
 * until it is closed or about something else: an edit of the topic ends it. While one types, "You
 * are not subscribed" is offered when typing pauses.
 */
class PublishPanel final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PublishPanel)

public:
    /// How long nothing was typed when a subscription is offered.
    static constexpr std::chrono::milliseconds typingPause{700};

    /**
     * @param topics         the names that the topic box completes; must outlive the panel
     * @param subscriptions  publishing needs a subscription; must outlive the panel
     */
    PublishPanel(QAbstractItemModel &topics, SubscriptionModel &subscriptions,
                 QWidget *parent = nullptr);

    void setConnected(bool connected);

    /// Puts @p topic into the box unless the person wrote something of their own there.
    void suggestTopic(const QString &topic);

    /// Puts @p topic into the box and the keyboard into the message.
    void chooseTopic(const QString &topic);

    /// A first message to publish, while the box is untouched.
    void suggestPayload(const QString &payload);

    /// Shows what became of a publish request.
    void applyPublished(const PublishAnswer &answer);
    void showFailure(const RequestFailure &failure);

    /// Publish, Publish & Retain: for the menu.
    [[nodiscard]] QList<QAction *> publishActions() const;

    void focusTopic();

signals:
    void publishRequested(const QString &topic, const QByteArray &payload, bool retain);

    /// First subscribe to @p topic, then publish.
    void subscribeAndPublishRequested(const QString &topic, const QByteArray &payload, bool retain);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildActions();
    void buildLayout();
    void fitHeights();
    void handleTopicEdited();
    void handlePayloadEdited();
    [[nodiscard]] QString topic() const;
    [[nodiscard]] QByteArray payload() const;
    [[nodiscard]] QList<TopicName> reachedBy(const QString &filter) const;
    void publish(bool retain);
    void refresh();
    void offerSubscription();
    void closeNotice();
    void handleNoticeClosed();
    void handleNoticeAction();
    void showNotice(InlineNotice::Kind kind, const QString &sentence, const QString &action = {},
                    const QString &second = {});
    void setResult(const QString &sentence, bool good);

    /// What the notice's button does.
    enum class Offer { Nothing, SubscribeAndPublish, ClearRetained };

    SubscriptionModel &m_subscriptions;
    bool m_connected = false;
    bool m_topicIsOwn = false; ///< the person edited the topic box
    bool m_payloadIsOwn = false;
    bool m_suggesting = false;
    bool m_noticeIsFailure = false; ///< what the notice says, not a hint
    QString m_declined; ///< the topic whose offer was closed
    QTimer m_pause; ///< runs while somebody types a topic
    Offer m_offer = Offer::Nothing;
    PublishAnswer m_offered; ///< the request that the notice is about
    TopicBox *m_topic;
    QPlainTextEdit *m_payload;
    WrappedText *m_says;
    QGridLayout *m_layout;
    InlineNotice *m_notice;
    QAction *m_publish;
    QAction *m_publishRetain;
};

} // namespace corkboard
