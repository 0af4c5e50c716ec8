#pragma once

#include "broker/retainedstore.h"
#include "broker/session.h"
#include "broker/subscriptiontree.h"
#include "broker/topiccatalog.h"
#include "message/message.h"

#include <QObject>

#include <memory>
#include <unordered_map>

namespace corkboard {

class Subscriber;

/// Bounds of a Broker.
struct BrokerLimits {
    qsizetype maxTopics = limits::defaultMaxTopics;
    qsizetype maxSubscriptionsPerClient = limits::maxSubscriptionsPerClient;
    RetainedLimits retained;
};

/// What a publish did.
struct PublishOutcome {
    qsizetype receivers = 0; ///< subscriptions that the message was handed to
    bool retainRefused = false; ///< it was to be kept, and the store is full
};

/**
 * The heart: sessions, subscriptions, retained messages and the topics that exist.
 *
 * Knows no socket, no clock and no disk: values come in, deliveries go out through Subscriber, and
 * the signals say what happened. The rules of the classroom protocol are built on it by
 * ClassroomRules. Everything happens in one thread, the object's own.
 */
class Broker : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Broker)
public:
    explicit Broker(const BrokerLimits &limits = {}, QObject *parent = nullptr);
    ~Broker() override;

    /**
     * Opens a session that @p subscriber takes deliveries for, named "client N".
     *
     * @param subscriber  must stay alive until closeSession()
     * @param origin      where the client comes from, for people
     * @return valid until closeSession()
     */
    [[nodiscard]] Session &openSession(Subscriber &subscriber, const QString &origin);

    /// Ends a session with its subscriptions. Topics and retained messages stay.
    /// @param reason  why, for people: "it said goodbye"
    void closeSession(Session &session, const QString &reason);

    /**
     * Gives a session a name to show. A name that another session has gets a number behind it:
     * a second Anna is shown as "Anna (2)".
     *
     * @param name  1 to limits::maxClientNameBytes bytes without control characters
     * @return the name as it is shown
     */
    QString renameSession(Session &session, const QString &name);

    /// Makes @p topic exist and announces it. It must not begin with `$`.
    TopicCatalog::Outcome addTopic(const TopicName &topic);

    /// From now on the session's Subscriber::topicAdded() is told of each new topic.
    void watchTopics(Session &session);

    /**
     * Subscribes to one topic. The topic need not exist in the catalog.
     *
     * @param broughtBy  what the client asked for
     * @param now        the time to remember
     * @return false where the session had that subscription already
     */
    bool subscribe(Session &session, const TopicName &topic, const TopicFilter &broughtBy,
                   std::chrono::system_clock::time_point now);

    /// Ends one subscription. False: there was none.
    bool unsubscribe(Session &session, const TopicName &topic);

    /// Keeps @p message for later subscribers, or clears what was kept where its payload is empty.
    /// False: the store is full, and what was kept before is kept still.
    bool keep(const Message &message);

    /// Delivers @p message to all who are subscribed. Gives the subscriptions it was handed to.
    qsizetype deliver(const Message &message);

    /// Both: keeps @p message where it says so, then delivers it.
    PublishOutcome publish(const Message &message);

    [[nodiscard]] const TopicCatalog &catalog() const { return m_catalog; }
    [[nodiscard]] const RetainedStore &retained() const { return m_retained; }
    [[nodiscard]] const BrokerLimits &limits() const { return m_limits; }
    [[nodiscard]] qsizetype sessionCount() const { return qsizetype(m_sessions.size()); }
    [[nodiscard]] qsizetype subscriptionCount() const { return m_subscriptions.size(); }

signals:
    void clientJoined(const corkboard::Session &session);
    void clientRenamed(const corkboard::Session &session, const QString &before);
    void clientLeft(const corkboard::Session &session, const QString &reason);
    void topicAdded(const corkboard::TopicName &topic);
    void subscribed(const corkboard::Session &session, const corkboard::TopicName &topic);
    void unsubscribed(const corkboard::Session &session, const corkboard::TopicName &topic);
    void published(const corkboard::Message &message, qsizetype receivers);
    void retainedChanged(const corkboard::TopicName &topic);

private:
    BrokerLimits m_limits;
    TopicCatalog m_catalog;
    RetainedStore m_retained;
    SubscriptionTree m_subscriptions;
    std::unordered_map<quint64, std::unique_ptr<Session>> m_sessions;
    QHash<QString, SessionId> m_names; ///< who is shown under a name
    QList<Session *> m_topicWatchers;
    quint64 m_lastSession = 0;
};

} // namespace corkboard
