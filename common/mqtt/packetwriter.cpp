#include "mqtt/packetwriter.h"

#include "mqtt/connectcodec.h"
#include "mqtt/disconnectcodec.h"
#include "mqtt/publishcodec.h"
#include "mqtt/publishhead.h"
#include "mqtt/subscribecodec.h"

namespace corkboard::mqtt {

namespace {

QByteArray encode(const Publish &publish, ProtocolVersion version)
{
    PublishFields fields;
    fields.qos = publish.qos;
    fields.retain = publish.retain;
    fields.topic = publish.topic;
    fields.payloadBytes = publish.payload.size();
    fields.topicAlias = publish.topicAlias;
    fields.subscriptionIdentifiers = publish.subscriptionIdentifiers;
    fields.properties = publish.properties;
    const PublishHead head(fields, version);
    QByteArray bytes;
    bytes.reserve(head.packetBytes());
    head.appendTo(bytes, publish.packetId, publish.dup);
    bytes += publish.payload;
    return bytes;
}

/// Some packets are the same in both versions, or know their own.
struct Encoder {
    ProtocolVersion version;

    QByteArray operator()(const Connect &packet) const { return mqtt::encode(packet); }
    QByteArray operator()(const Pingreq &packet) const { return mqtt::encode(packet); }
    QByteArray operator()(const Pingresp &packet) const { return mqtt::encode(packet); }
    QByteArray operator()(const Auth &packet) const { return mqtt::encode(packet); }
    QByteArray operator()(const auto &packet) const { return encode(packet, version); }
};

} // namespace

QByteArray write(const Packet &packet, ProtocolVersion version)
{
    return std::visit(Encoder{version}, packet);
}

} // namespace corkboard::mqtt
