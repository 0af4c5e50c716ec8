#include "mqtt/disconnectcodec.h"

#include "mqtt/propertycodec.h"

namespace corkboard::mqtt {

namespace {

ReasonCode readReason(FieldReader &in, PacketType type)
{
    const auto reason = reasonCodeIn(type, in.byte());
    if (!reason) {
        // MQTT-3.14.2-1, MQTT-3.15.2-1.
        in.fail(ReasonCode::ProtocolError, "The packet has a reason that it cannot have.");
    }
    return reason.value_or(ReasonCode::UnspecifiedError);
}

/// True for what AUTH may say without any bytes.
bool isEmpty(const Auth &auth)
{
    return auth.reason == ReasonCode::Success && !hasProperties(auth.properties);
}

} // namespace

PacketResult readPingreq(QByteArrayView body)
{
    FieldReader in(body);
    return finishedPacket(in, Pingreq());
}

PacketResult readPingresp(QByteArrayView body)
{
    FieldReader in(body);
    return finishedPacket(in, Pingresp());
}

PacketResult readDisconnect(QByteArrayView body, ProtocolVersion version, Sender sender)
{
    FieldReader in(body);
    Disconnect disconnect;
    // MQTT 5.0 §3.14.2.1: no reason stands for Success; §3.14.2.2.1: properties may be missing.
    if (version == ProtocolVersion::V5 && !in.atEnd()) {
        disconnect.reason = readReason(in, PacketType::Disconnect);
        if (!in.atEnd()) {
            readProperties(in, disconnect.properties);
        }
        if (sender == Sender::Server && disconnect.properties.sessionExpiryInterval) {
            // MQTT-3.14.2-2.
            in.fail(ReasonCode::ProtocolError, "A server has sent a session expiry interval.");
        }
    }
    return finishedPacket(in, std::move(disconnect));
}

PacketResult readAuth(QByteArrayView body)
{
    FieldReader in(body);
    Auth auth;
    // MQTT 5.0 §3.15.2.1: nothing stands for Success without properties.
    if (!in.atEnd()) {
        auth.reason = readReason(in, PacketType::Auth);
        readProperties(in, auth.properties);
    }
    if (!auth.properties.authenticationMethod && !isEmpty(auth)) {
        // MQTT 5.0 §3.15.2.2.2.
        in.fail(ReasonCode::ProtocolError, "The AUTH has no authentication method.");
    }
    return finishedPacket(in, std::move(auth));
}

QByteArray encode(const Pingreq &)
{
    return assemblePacket(PacketType::Pingreq, 0, {});
}

QByteArray encode(const Pingresp &)
{
    return assemblePacket(PacketType::Pingresp, 0, {});
}

QByteArray encode(const Disconnect &disconnect, ProtocolVersion version)
{
    QByteArray body;
    const bool withProperties = hasProperties(disconnect.properties);
    if (version == ProtocolVersion::V5
        && (disconnect.reason != ReasonCode::Success || withProperties)) {
        appendByte(body, quint8(disconnect.reason));
        if (withProperties) {
            appendProperties(body, disconnect.properties);
        }
    }
    return assemblePacket(PacketType::Disconnect, 0, body);
}

QByteArray encode(const Auth &auth)
{
    QByteArray body;
    if (!isEmpty(auth)) {
        appendByte(body, quint8(auth.reason));
        appendProperties(body, auth.properties);
    }
    return assemblePacket(PacketType::Auth, 0, body);
}

} // namespace corkboard::mqtt
