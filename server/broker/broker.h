#pragma once

#include "broker/retainedstore.h"
#include "broker/session.h"
#include "broker/subscriber.h"
#include "broker/subscriptiontree.h"
#include "broker/topiccatalog.h"
#include "message/message.h"

#include <QHash>
#include <QObject>
#include <QVarLengthArray>

#include <expected>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace corkboard {

/// Bounds of a Broker.
struct BrokerLimits {
    qsizetype maxTopics = limits::defaultMaxTopics;
    qsizetype maxSubscriptionsPerClient = limits::maxSubscriptionsPerClient;
    RetainedLimits retained = {};
    OutboundLimits outbound = {};
    qsizetype maxAbsentSessions = limits::maxAbsentSessions;
    std::chrono::seconds maxSessionExpiry = limits::maxSessionExpiry;
};

/// What a publish did.
struct PublishOutcome {
    qsizetype receivers = 0; ///< subscriptions that the message was handed to
    bool retainRefused = false; ///< it was to be kept, and the store is full
};

/// What a client of MQTT asks for when it connects.
struct SessionRequest {
    QByteArray clientId; ///< not empty
    bool cleanStart = true; ///< a session that is there is ended first
    std::chrono::seconds expiry{0}; ///< how long the session stays when the client goes
    std::optional<Will> will = {};
    qsizetype receiveMaximum = 65'535; ///< messages at QoS 1 and 2 that it takes at a time
};

/// A session that a client of MQTT has been given.
struct ResumedSession {
    Session *session;
    bool present; ///< it was there before, with its subscriptions and messages
};

/// What becomes of a client's will when it goes.
enum class WillFate {
    Publish, ///< after its delay
    Discard, ///< the client said goodbye properly
};

/**
 * The heart: sessions, subscriptions, retained messages, wills and the topics that exist.
 *
 * Knows no socket and no disk: values come in, deliveries go out through Subscriber, and the
 * signals say what happened. Time comes in too: advance() says what time it is, nextDeadline() when
 * to call it again. The rules of the classroom protocol are built on it by ClassroomRules.
 * Everything happens in one thread, the object's own.
 */
class Broker : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Broker)
public:
    using TimePoint = Message::TimePoint;

    explicit Broker(const BrokerLimits &limits = {}, QObject *parent = nullptr);
    ~Broker() override;

    /**
     * Opens a session that @p subscriber takes deliveries for, named "client N". It ends with
     * closeSession().
     *
     * @param subscriber  must stay alive until closeSession()
     * @param origin      where the client comes from, for people
     * @return valid until closeSession()
     */
    [[nodiscard]] Session &openSession(Subscriber &subscriber, const QString &origin);

    /**
     * Gives a client of MQTT the session of its client identifier: the one that is there, unless it
     * wants to start anew or the session was to end with its connection, else a new one. Whoever
     * had it is told by Subscriber::takenOver(). What waits for the client is sent with
     * sendWaiting(), which the caller calls once it has answered.
     *
     * @param subscriber  must stay alive until disconnectSession(), or until it is taken over
     * @return valid until then
     */
    [[nodiscard]] ResumedSession resumeSession(Subscriber &subscriber, const QString &origin,
                                               const SessionRequest &request);

    /**
     * Whether the session of @p clientId may be taken from a client that is connected. It may not
     * where that has happened limits::maxTakeovers times within limits::takeoverWindow: then two
     * clients with one identifier take it from each other without end, and one of them is to stay.
     */
    [[nodiscard]] bool mayTakeOver(const QByteArray &clientId) const;

    /// Ends a session with its subscriptions. Topics and retained messages stay.
    /// @param reason  why, for people: "it said goodbye"
    void closeSession(Session &session, const QString &reason);

    /**
     * The client has gone. Its will is published, or not, and its session ends or stays as long as
     * its expiry says. The reference is not to be used any more.
     */
    void disconnectSession(Session &session, const QString &reason, WillFate will);

    /// Changes how long the session stays when its client goes.
    void setSessionExpiry(Session &session, std::chrono::seconds expiry);

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

    /// What became of a subscription to a filter.
    enum class SubscribeOutcome {
        Added,
        Replaced, ///< it was there; it has the new options now
        Full, ///< the client has as many as it may
    };

    /// Subscribes to a filter that stays alive: it takes topics that are born later, too.
    SubscribeOutcome subscribe(Session &session, const SubscriptionFilter &filter,
                               const SubscriptionOptions &options,
                               std::chrono::system_clock::time_point now);

    /// Ends one subscription. False: there was none.
    bool unsubscribe(Session &session, const TopicName &topic);
    bool unsubscribe(Session &session, const SubscriptionFilter &filter);

    /// Keeps @p message for later subscribers, or clears what was kept where its payload is empty.
    /// False: the store is full, and what was kept before is kept still.
    bool keep(const Message &message);

    /// Delivers @p message to all who are subscribed. Gives the subscriptions it was handed to.
    /// @param publisher  whose it is, for subscriptions that do not want their own; may be nullptr
    qsizetype deliver(const Message &message, const Session *publisher = nullptr);

    /// Both: keeps @p message where it says so, then delivers it.
    PublishOutcome publish(const Message &message, const Session *publisher = nullptr);

    /**
     * Hands a retained message to a new subscription.
     *
     * @return false where too many messages wait for the client: try again when it has
     *         acknowledged some
     */
    bool replay(Session &session, const Message &message, const SubscriptionOptions &options);

    /// Sends what waits for the session, as far as its window and its subscriber have room.
    void sendWaiting(Session &session);

    /// What the client said about a message at QoS 1 or 2 to it; false where it has no such message
    /// in flight. What waits is sent.
    bool acknowledge(Session &session, quint16 packetId);
    bool receive(Session &session, quint16 packetId);
    bool refuse(Session &session, quint16 packetId);
    bool complete(Session &session, quint16 packetId);

    /// Tells what time it is, and does what is due: delayed wills, sessions and retained messages
    /// that expire. Time never goes back.
    void advance(TimePoint now);

    /// The time as it was told last.
    [[nodiscard]] TimePoint now() const { return m_now; }

    /// When advance() is to be called at the latest; TimePoint::max() for never.
    [[nodiscard]] TimePoint nextDeadline() const;

    [[nodiscard]] const TopicCatalog &catalog() const { return m_catalog; }
    [[nodiscard]] const RetainedStore &retained() const { return m_retained; }
    [[nodiscard]] const BrokerLimits &limits() const { return m_limits; }

    /// Sessions, with those of clients that are away.
    [[nodiscard]] qsizetype sessionCount() const { return qsizetype(m_sessions.size()); }
    [[nodiscard]] qsizetype onlineCount() const { return m_online; }
    [[nodiscard]] qsizetype subscriptionCount() const { return m_subscriptions.size(); }
    [[nodiscard]] qsizetype sharedSubscriptionCount() const
    {
        return m_subscriptions.sharedCount();
    }

    /// Messages at QoS 1 and 2 that wait for a client.
    struct QueuedMessages {
        qsizetype count = 0;
        qsizetype bytes = 0; ///< of their payloads
    };

    /// What waits for all clients together. Costs a look at each session.
    [[nodiscard]] QueuedMessages queuedMessages() const;

    /// Messages at QoS 1 and 2 that were not kept for a client because too many waited for it.
    [[nodiscard]] quint64 droppedMessages() const { return m_dropped; }

signals:
    void clientJoined(const corkboard::Session &session);
    void clientRenamed(const corkboard::Session &session, const QString &before);
    void clientLeft(const corkboard::Session &session, const QString &reason);
    void sessionExpired(const corkboard::Session &session);

    /// From now on, and for limits::takeoverWindow, mayTakeOver() is false for it.
    void sessionContested(const corkboard::Session &session);
    void topicAdded(const corkboard::TopicName &topic);
    void subscribed(const corkboard::Session &session, const corkboard::SubscriptionFilter &filter);
    void unsubscribed(const corkboard::Session &session,
                      const corkboard::SubscriptionFilter &filter);
    void published(const corkboard::Message &message, qsizetype receivers);
    void retainedChanged(const corkboard::TopicName &topic);

    /// nextDeadline() is earlier than it was.
    void deadlineMoved();

private:
    /// A receiver of the message being delivered, with what its subscriptions add up to.
    struct Receiver {
        Session *session;
        Qos qos;
        bool retainAsPublished;
        QVarLengthArray<quint32, 2> identifiers;
    };
    /// A time and the session that it concerns.
    using Appointments = std::set<std::pair<TimePoint, Session *>>;

    Session &newSession(const QString &origin);
    void takeFrom(Session &session, bool ends);
    void countTakeover(Session &session);
    void goOffline(Session &session, const QString &reason);
    void expireSession(Session &session);
    void dropSubscriptions(Session &session);
    void endSession(Session &session);
    void publishWill(Session &session);
    bool addSubscription(Session &session, const SubscriptionFilter &filter,
                         const TopicFilter &broughtBy, const SubscriptionOptions &options,
                         std::chrono::system_clock::time_point now);
    void collect(const SubscriptionTree::Entry &entry, const Message &message,
                 const Session *publisher);
    [[nodiscard]] static const SubscriptionTree::Entry *
    chooseMember(const SubscriptionTree::Group &group, Qos qos);
    qsizetype deliverToGroup(const SubscriptionTree::Group &group, const Message &message,
                             WireForms &forms);
    void hand(Session &session, const Delivery &delivery, WireForms &forms,
              const std::shared_ptr<const SubscriptionFilter> &sharedBy = {});
    void passOnShared(std::vector<OutboundMessage> messages);
    [[nodiscard]] static OutboundQueue &outboundOf(Session &session);
    void makeAppointment(Appointments &appointments, TimePoint &when, TimePoint to,
                         Session &session);
    static void cancelAppointment(Appointments &appointments, TimePoint &when, Session &session);

    BrokerLimits m_limits;
    TopicCatalog m_catalog;
    RetainedStore m_retained;
    SubscriptionTree m_subscriptions;
    std::unordered_map<quint64, std::unique_ptr<Session>> m_sessions;
    QHash<QByteArray, Session *> m_clientIds;
    QHash<QString, SessionId> m_names; ///< who is shown under a name
    QList<Session *> m_topicWatchers;
    Appointments m_wills; ///< delayed ones
    Appointments m_endings; ///< sessions whose clients are away
    std::vector<Receiver> m_receivers; ///< of the message being delivered
    quint64 m_lastSession = 0;
    qsizetype m_online = 0;
    quint64 m_dropped = 0;
    TimePoint m_now;
};

} // namespace corkboard
