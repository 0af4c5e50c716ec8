#include "net/mqttoutput.h"

#include "base/limits.h"
#include "mqtt/packetwriter.h"
#include "mqtt/publishhead.h"
#include "net/outputbuffer.h"
#include "net/protocol.h"

#include <algorithm>

namespace corkboard {

namespace {

using mqtt::ProtocolVersion;

WireForms::Slot slotFor(ProtocolVersion version, Qos qos)
{
    if (version == ProtocolVersion::V5) {
        return qos == Qos::AtMostOnce ? WireForms::Slot::Mqtt5Qos0 : WireForms::Slot::Mqtt5Qos1Up;
    }
    return qos == Qos::AtMostOnce ? WireForms::Slot::Mqtt311Qos0 : WireForms::Slot::Mqtt311Qos1Up;
}

/// Takes away what a packet may do without; false where it has nothing of the kind.
template <typename SomePacket>
bool shorten(SomePacket &packet)
{
    if constexpr (requires { packet.properties.reasonString; }) {
        const SomePacket before = packet;
        packet.properties.reasonString.reset();
        packet.properties.userProperties.clear();
        if constexpr (requires { packet.properties.responseInformation; }) {
            packet.properties.responseInformation.reset();
        }
        return !(before == packet);
    } else {
        return false;
    }
}

/// Writes @p packetId into a head that was made for no receiver in particular.
void setPacketId(QByteArray &head, quint16 packetId, qsizetype topicBytes)
{
    qsizetype at = 1;
    while ((uchar(head[at]) & 0x80) != 0) {
        ++at; // the remaining length
    }
    at += 1 + 2 + topicBytes;
    head[at] = char(packetId >> 8);
    head[at + 1] = char(packetId & 0xFF);
}

} // namespace

MqttOutput::MqttOutput(ProtocolHost &host)
    : m_host(host)
    , m_maxPacketBytes(limits::maxMqttPacketBytes)
{
}

void MqttOutput::configure(ProtocolVersion version, qsizetype maxPacketBytes, quint16 aliases)
{
    m_version = version;
    m_maxPacketBytes = maxPacketBytes;
    m_aliases = OutgoingAliases(version == ProtocolVersion::V5 ? aliases : 0);
}

bool MqttOutput::send(mqtt::Packet packet)
{
    QByteArray bytes = mqtt::write(packet, m_version);
    if (bytes.size() > m_maxPacketBytes
        && std::visit([](auto &each) { return shorten(each); }, packet)) {
        bytes = mqtt::write(packet, m_version);
    }
    if (bytes.size() > m_maxPacketBytes) {
        return false;
    }
    m_host.sendAnswer(bytes);
    return true;
}

QByteArray MqttOutput::head(const Delivery &delivery, Message::TimePoint now,
                            const std::optional<OutgoingAliases::Use> &alias) const
{
    const Message &message = delivery.message;
    mqtt::PublishFields fields;
    fields.qos = delivery.qos;
    fields.retain = delivery.retained;
    fields.payloadBytes = message.payload.size();
    fields.topic = alias && alias->known ? QByteArrayView() : QByteArrayView(message.topic.utf8());
    fields.subscriptionIdentifiers = delivery.subscriptionIds;
    fields.properties = message.properties;
    if (alias) {
        fields.topicAlias = alias->alias;
    }
    if (message.expiresAt != Message::TimePoint::max()) {
        // MQTT-3.3.2-6: what was received, less the time that the message has waited here.
        const auto left = std::chrono::ceil<std::chrono::seconds>(message.expiresAt - now);
        fields.messageExpiryInterval = quint32(std::max<qint64>(left.count(), 0));
    }
    // The packet identifier is written for each receiver.
    const quint16 anyId = delivery.qos == Qos::AtMostOnce ? 0 : 1;
    QByteArray bytes;
    mqtt::PublishHead(fields, m_version).appendTo(bytes, anyId, delivery.duplicate);
    return bytes;
}

bool MqttOutput::deliver(const Delivery &delivery, WireForms &forms, Message::TimePoint now)
{
    const Message &message = delivery.message;
    const auto alias = m_aliases.use(message.topic.utf8());
    const bool alike
        = !delivery.retained && !delivery.duplicate && !alias && delivery.subscriptionIds.empty();
    // A short payload goes with its head, a long one is shared by all who get it.
    const bool together = message.payload.size() < OutputBuffer::shareFromBytes;
    const QByteArray apart = together ? QByteArray() : message.payload;
    const auto encode = [&] {
        QByteArray result = head(delivery, now, alias);
        return together ? result.append(message.payload) : result;
    };
    QByteArray bytes = alike ? forms.get(slotFor(m_version, delivery.qos), encode) : encode();
    if (bytes.size() + apart.size() > m_maxPacketBytes) {
        ++m_tooLarge;
        return false;
    }
    bool sent = true;
    if (delivery.qos == Qos::AtMostOnce) {
        sent = m_host.sendMessage(bytes, apart, true);
    } else {
        const bool withoutTopic = alias && alias->known;
        setPacketId(bytes, delivery.packetId, withoutTopic ? 0 : message.topic.utf8().size());
        m_host.sendMessage(bytes, apart, false);
    }
    if (sent && alias) {
        m_aliases.noteSent(alias->alias, message.topic.utf8());
    }
    return true;
}

} // namespace corkboard
