#pragma once

#include "message/qos.h"
#include "message/sharedproperties.h"
#include "mqtt/protocolversion.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <span>

namespace corkboard::mqtt {

/// What is to stand in a PUBLISH in front of its payload. The views are only looked at while a
/// PublishHead is made.
struct PublishFields {
    Qos qos = Qos::AtMostOnce;
    bool retain = false;
    QByteArrayView topic; ///< UTF-8; empty where topicAlias stands for it
    qsizetype payloadBytes = 0; ///< at most limits::maxMqttRemainingLength, head included

    // The rest is not written in MQTT 3.1.1.
    std::optional<quint16> topicAlias; ///< not 0
    std::span<const quint32> subscriptionIdentifiers; ///< 1 to 268,435,455 each
    SharedProperties properties;

    /// Seconds; stands in the place of the one in the properties (MQTT-3.3.2-6).
    std::optional<quint32> messageExpiryInterval;
};

/**
 * The bytes of a PUBLISH in front of its payload, written once for many receivers.
 *
 * Receivers that differ in packet id and dup alone share one head; nothing is encoded again. The
 * payload follows the head on the wire, as its own shared buffer or appended.
 *
 *     ┌───────┬──────────────┬───────────┬───────────┬────────────┬─ ─ ─ ─ ─
 *     │ flags │ remaining l. │ topic     │ packet id │ properties │ payload
 *     │ 1     │ 1–4          │ 2 + bytes │ 2, QoS > 0│ MQTT 5.0   │
 *     └───┬───┴──────────────┴───────────┴─────┬─────┴────────────┴─ ─ ─ ─ ─
 *        dup                                  per receiver
 *
 * A value; may be used in several threads.
 */
class PublishHead {
public:
    PublishHead(const PublishFields &fields, ProtocolVersion version);

    /**
     * Appends the head for one receiver to @p out.
     *
     * @param packetId  not 0 from QoS 1 on, where it must be given; 0 for QoS 0
     * @param dup  the message was sent before; never with QoS 0
     */
    void appendTo(QByteArray &out, quint16 packetId = 0, bool dup = false) const;

    /// Bytes that appendTo() appends.
    [[nodiscard]] qsizetype headBytes() const { return m_bytes.size(); }

    /// Bytes of the whole packet with its payload, to compare with a receiver's maximum packet
    /// size.
    [[nodiscard]] qsizetype packetBytes() const { return m_bytes.size() + m_payloadBytes; }

private:
    QByteArray m_bytes; ///< with 0 for the packet id
    qsizetype m_packetIdAt = -1; ///< -1 where there is none
    qsizetype m_payloadBytes = 0;
};

} // namespace corkboard::mqtt
