#include "mqtt/publishhead.h"

#include "mqtt/propertycodec.h"
#include "mqtt/publishflags.h"

#include <QtEndian>

namespace corkboard::mqtt {

namespace {

void appendPublishProperties(QByteArray &out, const PublishFields &fields)
{
    if (fields.properties.isEmpty() && !fields.topicAlias && !fields.messageExpiryInterval
        && fields.subscriptionIdentifiers.empty()) {
        appendVariableInteger(out, 0);
        return;
    }
    PublishProperties properties{
        *fields.properties,
        fields.topicAlias,
        {fields.subscriptionIdentifiers.begin(), fields.subscriptionIdentifiers.end()}};
    if (fields.messageExpiryInterval) {
        properties.messageExpiryInterval = fields.messageExpiryInterval;
    }
    appendProperties(out, properties);
}

} // namespace

PublishHead::PublishHead(const PublishFields &fields, ProtocolVersion version)
    : m_payloadBytes(fields.payloadBytes)
{
    const bool hasPacketId = fields.qos != Qos::AtMostOnce;
    QByteArray variable;
    appendField(variable, fields.topic);
    const qsizetype behindTopic = variable.size();
    if (hasPacketId) {
        appendTwoByteInteger(variable, 0);
    }
    if (version == ProtocolVersion::V5) {
        appendPublishProperties(variable, fields);
    }
    const unsigned flags = (fields.retain ? PublishFlags::retain : 0U)
        | unsigned(fields.qos) << PublishFlags::qosShift;
    m_bytes.reserve(5 + variable.size());
    appendByte(m_bytes, firstByte(PacketType::Publish, quint8(flags)));
    appendVariableInteger(m_bytes, variable.size() + m_payloadBytes);
    if (hasPacketId) {
        m_packetIdAt = m_bytes.size() + behindTopic;
    }
    m_bytes += variable;
}

void PublishHead::appendTo(QByteArray &out, quint16 packetId, bool dup) const
{
    Q_ASSERT((packetId != 0) == (m_packetIdAt >= 0));
    Q_ASSERT(!dup || m_packetIdAt >= 0);
    const qsizetype begin = out.size();
    out += m_bytes;
    if (m_packetIdAt >= 0) {
        qToBigEndian(packetId, out.data() + begin + m_packetIdAt);
    }
    if (dup) {
        out[begin] = char(quint8(out[begin]) | PublishFlags::dup);
    }
}

} // namespace corkboard::mqtt
