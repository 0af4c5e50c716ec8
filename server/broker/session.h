#pragma once

#include "broker/outboundqueue.h"
#include "broker/subscriptionoptions.h"
#include "message/message.h"
#include "topic/subscriptionfilter.h"
#include "topic/topicname.h"

#include <QList>
#include <QString>

#include <chrono>
#include <map>
#include <optional>
#include <set>

namespace corkboard {

class Subscriber;

/// Tells sessions apart for as long as the server runs; never used again.
enum class SessionId : quint64 { };

/// One subscription of a session, with what brought it.
struct Subscription {
    SubscriptionFilter filter; ///< in the classroom protocol always a topic
    TopicFilter
        broughtBy; ///< what the client asked for: the topic itself or a filter with wildcards
    std::chrono::system_clock::time_point since;
    SubscriptionOptions options;

    /// The topic that the filter is; only for a filter without wildcards.
    [[nodiscard]] TopicName topic() const { return filter.filter().toName(); }
};

/// The message that is published for a client that goes without saying goodbye. MQTT 5.0 §3.1.2.5.
struct Will {
    Message message; ///< its expiry counts from when it is published
    std::chrono::seconds delay{0};
};

/**
 * What the broker knows of one client: its name and its subscriptions in the order they were made;
 * for a client of MQTT also what is on its way in both directions.
 *
 * May outlive the connection: then nobody takes deliveries, and what is at QoS 1 and 2 waits. Made
 * and owned by the Broker, which keeps it in step with its subscription tree; others only read.
 */
class Session {
public:
    /// How long a session stays when its client has gone, where it stays for ever.
    static constexpr std::chrono::seconds forEver = std::chrono::seconds::max();

    [[nodiscard]] SessionId id() const { return m_id; }

    /// How the client is shown to others: the name it gave itself, or "client N".
    [[nodiscard]] const QString &name() const { return m_name; }

    /// MQTT's client identifier; empty in the other languages.
    [[nodiscard]] const QByteArray &clientId() const { return m_clientId; }

    /// Where the client comes from and what it speaks, for people: "classroom, 127.0.0.1:4711".
    [[nodiscard]] const QString &origin() const { return m_origin; }

    /// Whether the client is connected.
    [[nodiscard]] bool isOnline() const { return m_subscriber != nullptr; }

    /// How long the session stays when the client goes.
    [[nodiscard]] std::chrono::seconds expiry() const { return m_expiry; }

    /// Whether there is a subscription to exactly @p topic.
    [[nodiscard]] bool isSubscribed(const TopicName &topic) const
    {
        return m_places.contains(SubscriptionFilter(TopicFilter(topic)));
    }

    /// All subscriptions, oldest first.
    [[nodiscard]] QList<Subscription> subscriptions() const;

    [[nodiscard]] qsizetype subscriptionCount() const { return qsizetype(m_places.size()); }

    /// The QoS 1 and 2 messages to the client; nullptr where there never were any.
    [[nodiscard]] const OutboundQueue *outbound() const
    {
        return m_outbound ? &*m_outbound : nullptr;
    }

    /**
     * Notes that a QoS 2 message with @p packetId came from the client.
     *
     * @return false where it came before and has not been released: it is the same message again.
     *         Source: MQTT 5.0 §4.3.3.
     */
    bool beginReceiving(quint16 packetId) { return m_receiving.insert(packetId).second; }

    /// PUBREL from the client. False: no message has that identifier.
    bool endReceiving(quint16 packetId) { return m_receiving.erase(packetId) > 0; }

    /// QoS 2 messages from the client that have not been released.
    [[nodiscard]] qsizetype receivingCount() const { return qsizetype(m_receiving.size()); }

    [[nodiscard]] bool isReceiving(quint16 packetId) const
    {
        return m_receiving.contains(packetId);
    }

private:
    friend class Broker;

    struct Place {
        quint64 order;
        TopicFilter broughtBy;
        std::chrono::system_clock::time_point since;
        SubscriptionOptions options;
    };

    /// How often the session was taken from a client that was there.
    struct Takeovers {
        int count = 0;
        Message::TimePoint since; ///< of the first that counts
    };

    SessionId m_id{};
    QString m_name;
    QByteArray m_clientId;
    QString m_origin;
    Subscriber *m_subscriber = nullptr; ///< nullptr: the client is away
    bool m_watchesTopics = false;
    quint64 m_nextOrder = 0;
    std::map<SubscriptionFilter, Place> m_places; ///< QHash would take 4 KB for the first one
    std::chrono::seconds m_expiry{0};
    std::optional<Will> m_will;
    std::optional<OutboundQueue> m_outbound; ///< made with the first message at QoS 1 or 2
    OutboundLimits m_outboundLimits;
    std::set<quint16> m_receiving;
    Takeovers m_takeovers;
    Message::TimePoint m_willAt = Message::TimePoint::max(); ///< while the will is delayed
    Message::TimePoint m_endsAt = Message::TimePoint::max(); ///< while the client is away
    qsizetype m_match = -1; ///< its place among the receivers of the message being delivered
};

} // namespace corkboard
