#pragma once

#include "message/message.h"

#include <QByteArray>

#include <array>
#include <cstddef>
#include <span>

namespace corkboard {

/**
 * The encoded forms of one message, made when the first subscriber needs them.
 *
 * One object accompanies one fan-out: a protocol looks into the slot of its wire form, encodes if
 * it is empty, and all further subscribers with that form share the bytes. The broker itself never
 * looks inside.
 */
class WireForms {
public:
    /// The slots; a protocol uses one for each form it writes. MQTT's differ by version and QoS;
    /// only copies without the RETAIN flag and without subscription identifiers are shared.
    enum class Slot { Classroom, Original, Mqtt311Qos0, Mqtt311Qos1Up, Mqtt5Qos0, Mqtt5Qos1Up };

    /// The bytes in @p slot, made by @p encode() where they do not exist yet.
    template <typename Encode>
    [[nodiscard]] const QByteArray &get(Slot slot, Encode &&encode)
    {
        QByteArray &form = m_forms[std::size_t(slot)];
        if (form.isNull()) {
            form = encode();
        }
        return form;
    }

private:
    std::array<QByteArray, 6> m_forms;
};

/// One message on its way to one session.
struct Delivery {
    const Message &message;
    Qos qos = Qos::AtMostOnce; ///< of this copy
    bool retained = false; ///< the copy's RETAIN flag
    bool duplicate = false; ///< it may have been sent before
    quint16 packetId = 0; ///< 0 at QoS 0
    std::span<const quint32> subscriptionIds = {}; ///< of the subscriptions that brought it
};

/**
 * Where the broker delivers to: one per connected session, implemented by the protocols and by test
 * fakes.
 *
 * The functions are called in the broker's thread, in the middle of a fan-out: they must not call
 * back into the broker.
 */
class Subscriber {
public:
    /// A message for the session. False: it is longer than what the client takes, and never will
    /// be sent; it is as good as acknowledged. Source: MQTT 5.0, MQTT-3.1.2-25.
    [[nodiscard]] virtual bool deliver(const Delivery &delivery, WireForms &forms) = 0;

    /// A PUBREL for the session: it was not completed when the client was here before.
    virtual void release(quint16 packetId) { Q_UNUSED(packetId) }

    /// Whether messages that wait for the session may be sent to it now.
    [[nodiscard]] virtual bool hasRoom() const { return true; }

    /// Another connection has taken the session over; this one has it no more.
    virtual void takenOver() { }

    /// A topic was born; called only for sessions that watch topics.
    virtual void topicAdded(const TopicName &topic) { Q_UNUSED(topic) }

protected:
    ~Subscriber() = default;
};

} // namespace corkboard
