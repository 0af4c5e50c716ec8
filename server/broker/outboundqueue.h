#pragma once

#include "base/limits.h"
#include "message/message.h"
#include "topic/subscriptionfilter.h"

#include <QList>

#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace corkboard {

/// Bounds of an OutboundQueue.
struct OutboundLimits {
    qsizetype window = limits::defaultMaxInflight; ///< messages that may be unacknowledged
    qsizetype messages = limits::defaultMaxQueuedMessages; ///< that wait for the window
    qsizetype bytes = limits::maxQueuedBytes; ///< payload bytes of those

    friend bool operator==(const OutboundLimits &, const OutboundLimits &) = default;
};

/// A message on its way to one session at QoS 1 or 2.
struct OutboundMessage {
    Message message;
    Qos qos = Qos::AtLeastOnce; ///< of this copy
    bool retained = false; ///< the copy's RETAIN flag
    QList<quint32> subscriptionIds;
    std::shared_ptr<const SubscriptionFilter> sharedBy; ///< null: it is this client's alone
};

/**
 * The QoS 1 and 2 messages to one session: those that wait, and those that are not acknowledged.
 *
 *     add ─→ waiting ── takeNext, window open ─→ in flight ── PUBACK ─→ done
 *                                                    └─ PUBREC ─→ releasing ── PUBCOMP ─→ done
 *
 * Packet identifiers count up from 1 and skip those that are in use. After resume() everything that
 * is not acknowledged comes again first, in its order, marked as a duplicate, and as the window
 * lets it; a PUBREL does not wait for the window. A message that expires while it waits is left out
 * and counted. Source: MQTT 5.0 §4.3, §4.4, §4.9.
 *
 * Knows no clock: the time is given. Not thread-safe.
 */
class OutboundQueue {
public:
    /// What to send next.
    struct Outgoing {
        const OutboundMessage *message; ///< nullptr: a PUBREL; valid until the next change
        quint16 packetId;
        bool duplicate; ///< it may have been sent before
    };

    explicit OutboundQueue(const OutboundLimits &limits = {});

    /// How many messages may be unacknowledged from now on: the client's Receive Maximum and ours.
    void setWindow(qsizetype window) { m_limits.window = window; }

    /// True where a message could be sent at once: nothing waits and the window is open.
    [[nodiscard]] bool canSendNow() const;

    /// Puts @p message into flight at once; only where canSendNow(). Gives its packet identifier.
    quint16 startSending(OutboundMessage message);

    /// Lets @p message wait. False: the queue is full, and the message is dropped and counted.
    bool add(OutboundMessage message);

    /// What is to be sent next; nothing where nothing waits or the window is full.
    [[nodiscard]] std::optional<Outgoing> takeNext(Message::TimePoint now);

    /// Everything unacknowledged is to be sent again: the client has come back.
    void resume();

    /// PUBACK. False: no message at QoS 1 is in flight with that identifier.
    bool acknowledge(quint16 packetId);

    /// PUBREC that says that it went well. False: the identifier is not in flight at QoS 2.
    bool receive(quint16 packetId);

    /// PUBREC that refuses: the message is done with. False as for receive().
    bool refuse(quint16 packetId);

    /// PUBCOMP. False: the identifier has not been released.
    bool complete(quint16 packetId);

    /// Forgets a message in flight that could not be sent. True where there was one.
    bool forget(quint16 packetId);

    /// Takes out the messages of shared subscriptions that another member may still get: those
    /// that wait, and those at QoS 1 that are not acknowledged. Source: MQTT 5.0 §4.8.2.
    [[nodiscard]] std::vector<OutboundMessage> takeShared();

    [[nodiscard]] qsizetype inFlight() const { return qsizetype(m_inFlight.size()); }
    [[nodiscard]] qsizetype waiting() const { return qsizetype(m_waiting.size()); }
    [[nodiscard]] qsizetype waitingBytes() const { return m_waitingBytes; }
    [[nodiscard]] bool isEmpty() const { return m_inFlight.empty() && m_waiting.empty(); }

    /// Messages dropped because the queue was full, and because they expired while they waited.
    [[nodiscard]] quint64 dropped() const { return m_dropped; }
    [[nodiscard]] quint64 expired() const { return m_expired; }

private:
    struct InFlight {
        OutboundMessage message;
        quint16 packetId;
        bool releasing = false; ///< PUBREC has come, PUBCOMP has not
        bool sendAgain = false;
    };

    using Place = std::deque<InFlight>::iterator;

    [[nodiscard]] Place find(quint16 packetId);
    [[nodiscard]] bool finish(quint16 packetId, Qos qos, bool releasing);
    [[nodiscard]] quint16 nextPacketId();
    [[nodiscard]] std::optional<Outgoing> takeAgain();

    OutboundLimits m_limits;
    std::deque<InFlight> m_inFlight; ///< in the order in which they were sent first
    std::deque<OutboundMessage> m_waiting;
    qsizetype m_waitingBytes = 0;
    qsizetype m_toSendAgain = 0;
    quint64 m_dropped = 0;
    quint64 m_expired = 0;
    quint16 m_lastPacketId = 0;
};

} // namespace corkboard
