#include "mqtt/publishcodec.h"

#include "mqtt/propertycodec.h"
#include "mqtt/publishflags.h"

namespace corkboard::mqtt {

namespace {

/// Below this a payload is copied: what stands before it in the packet would cost as much.
constexpr qsizetype smallestTakenPayload = 1024;

Publish readFlags(FieldReader &in, quint8 flags)
{
    const quint8 qos = (flags >> PublishFlags::qosShift) & PublishFlags::qos;
    Publish publish;
    if (qos > quint8(Qos::ExactlyOnce)) {
        // MQTT-3.3.1-4.
        in.fail(ReasonCode::MalformedPacket, "The PUBLISH has QoS 3.");
        return publish;
    }
    publish.qos = Qos(qos);
    publish.dup = (flags & PublishFlags::dup) != 0;
    publish.retain = (flags & PublishFlags::retain) != 0;
    if (publish.dup && publish.qos == Qos::AtMostOnce) {
        // MQTT-3.3.1-2.
        in.fail(ReasonCode::MalformedPacket, "The PUBLISH is a duplicate with QoS 0.");
    }
    return publish;
}

void readPublishProperties(FieldReader &in, Publish &publish, Sender sender)
{
    PublishProperties properties;
    readProperties(in, properties);
    publish.topicAlias = properties.topicAlias;
    publish.subscriptionIdentifiers = std::move(properties.subscriptionIdentifiers);
    publish.properties = SharedProperties(std::move(properties));
    // MQTT-3.3.4-6.
    if (sender == Sender::Client && !publish.subscriptionIdentifiers.isEmpty()) {
        in.fail(ReasonCode::ProtocolError, "A client has sent a subscription identifier.");
    }
}

QByteArray takePayload(QByteArrayView payload, QByteArray *whole)
{
    if (whole == nullptr || payload.size() < smallestTakenPayload
        || payload.size() < whole->size() / 2) {
        return payload.toByteArray();
    }
    // Removing from the front of bytes that nobody shares moves the beginning, not the bytes.
    whole->remove(0, whole->size() - payload.size());
    return std::move(*whole);
}

template <typename Answer>
PacketResult readAnswerFields(FieldReader &in, PacketType type, ProtocolVersion version)
{
    Answer answer;
    answer.packetId = in.packetId();
    // MQTT 5.0 §3.4.2.1: no reason stands for Success, and with it the properties may be missing.
    if (version == ProtocolVersion::V5 && !in.atEnd()) {
        const auto reason = reasonCodeIn(type, in.byte());
        if (!reason) {
            // MQTT-3.4.2-1, MQTT-3.5.2-1, MQTT-3.6.2-1, MQTT-3.7.2-1.
            in.fail(ReasonCode::ProtocolError, "The answer has a reason that it cannot have.");
        }
        answer.reason = reason.value_or(ReasonCode::UnspecifiedError);
        if (!in.atEnd()) {
            readProperties(in, answer.properties);
        }
    }
    return finishedPacket(in, std::move(answer));
}

template <typename Answer>
QByteArray encodeAnswer(const Answer &answer, PacketType type, ProtocolVersion version)
{
    const bool withProperties = hasProperties(answer.properties);
    QByteArray body;
    appendTwoByteInteger(body, answer.packetId);
    if (version == ProtocolVersion::V5
        && (answer.reason != ReasonCode::Success || withProperties)) {
        appendByte(body, quint8(answer.reason));
        if (withProperties) {
            appendProperties(body, answer.properties);
        }
    }
    return assemblePacket(type, flagsOf(type), body);
}

} // namespace

PacketResult readPublish(const FixedHeader &header, QByteArrayView body, QByteArray *whole,
                         ProtocolVersion version, Sender sender)
{
    FieldReader in(body);
    Publish publish = readFlags(in, header.flags);
    publish.topic = in.text(); // MQTT-3.3.2-1
    if (publish.qos != Qos::AtMostOnce) {
        publish.packetId = in.packetId();
    }
    if (version == ProtocolVersion::V5) {
        readPublishProperties(in, publish, sender);
    }
    if (!in.error() && publish.topic.isEmpty() && !publish.topicAlias) {
        // MQTT-4.7.3-1; §3.3.2.1 for the alias.
        in.fail(ReasonCode::ProtocolError, "The PUBLISH has no topic.");
    }
    if (!in.error()) {
        publish.payload = takePayload(in.takeRest(), whole);
    }
    return finishedPacket(in, std::move(publish));
}

PacketResult readAnswer(PacketType type, QByteArrayView body, ProtocolVersion version)
{
    FieldReader in(body);
    switch (type) {
    case PacketType::Puback:
        return readAnswerFields<Puback>(in, type, version);
    case PacketType::Pubrec:
        return readAnswerFields<Pubrec>(in, type, version);
    case PacketType::Pubrel:
        return readAnswerFields<Pubrel>(in, type, version);
    default:
        Q_ASSERT(type == PacketType::Pubcomp);
        return readAnswerFields<Pubcomp>(in, type, version);
    }
}

QByteArray encode(const Puback &puback, ProtocolVersion version)
{
    return encodeAnswer(puback, PacketType::Puback, version);
}

QByteArray encode(const Pubrec &pubrec, ProtocolVersion version)
{
    return encodeAnswer(pubrec, PacketType::Pubrec, version);
}

QByteArray encode(const Pubrel &pubrel, ProtocolVersion version)
{
    return encodeAnswer(pubrel, PacketType::Pubrel, version);
}

QByteArray encode(const Pubcomp &pubcomp, ProtocolVersion version)
{
    return encodeAnswer(pubcomp, PacketType::Pubcomp, version);
}

} // namespace corkboard::mqtt
