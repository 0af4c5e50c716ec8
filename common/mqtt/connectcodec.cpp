#include "mqtt/connectcodec.h"

#include "mqtt/propertycodec.h"

namespace corkboard::mqtt {

namespace {

constexpr QByteArrayView protocolName("MQTT");
constexpr QByteArrayView oldProtocolName("MQIsdp"); // of MQTT 3.1

/// The byte of flags in a CONNECT. Source: MQTT 5.0 §3.1.2.3.
struct ConnectFlags {
    static constexpr quint8 reserved = 0x01;
    static constexpr quint8 cleanStart = 0x02;
    static constexpr quint8 will = 0x04;
    static constexpr int willQosShift = 3;
    static constexpr quint8 willQos = 0x03; ///< after the shift
    static constexpr quint8 willRetain = 0x20;
    static constexpr quint8 password = 0x40;
    static constexpr quint8 username = 0x80;
};

ProtocolError unsupported(const char *sentence, std::optional<ProtocolVersion> connackVersion)
{
    return {ReasonCode::UnsupportedProtocolVersion, protocolErrorSentence(sentence),
            connackVersion};
}

/// Reads name and level of the protocol, which come first in every version.
std::expected<ProtocolVersion, ProtocolError> readVersion(FieldReader &in)
{
    const QByteArrayView name = in.take(in.twoByteInteger());
    // MQTT-3.1.2-1; what begins otherwise is another protocol, or none.
    if (!in.error() && name != protocolName && name != oldProtocolName) {
        return std::unexpected(unsupported("The client does not speak MQTT.", std::nullopt));
    }
    const quint8 level = in.byte();
    if (const auto &error = in.error()) {
        return std::unexpected(*error);
    }
    if (name == protocolName
        && (level == quint8(ProtocolVersion::V311) || level == quint8(ProtocolVersion::V5))) {
        return ProtocolVersion(level);
    }
    // MQTT-3.1.2-2: the answer is a CONNACK with the return code 1 or the reason code 0x84.
    const bool isOlder = name == oldProtocolName || level < quint8(ProtocolVersion::V5);
    return std::unexpected(unsupported("This version of MQTT is not spoken here.",
                                       isOlder ? ProtocolVersion::V311 : ProtocolVersion::V5));
}

void checkFlags(FieldReader &in, quint8 flags, ProtocolVersion version)
{
    const quint8 willQos = (flags >> ConnectFlags::willQosShift) & ConnectFlags::willQos;
    if ((flags & ConnectFlags::reserved) != 0) {
        // MQTT-3.1.2-3.
        in.fail(ReasonCode::MalformedPacket, "The reserved flag of the CONNECT is set.");
    } else if (willQos > quint8(Qos::ExactlyOnce)) {
        // MQTT-3.1.2-12.
        in.fail(ReasonCode::MalformedPacket, "The will has QoS 3.");
    } else if ((flags & ConnectFlags::will) == 0
               && (willQos != 0 || (flags & ConnectFlags::willRetain) != 0)) {
        // MQTT-3.1.2-11, MQTT-3.1.2-13.
        in.fail(ReasonCode::MalformedPacket, "The flags of a will are set, but there is none.");
    } else if (version == ProtocolVersion::V311 && (flags & ConnectFlags::password) != 0
               && (flags & ConnectFlags::username) == 0) {
        // MQTT 3.1.1, MQTT-3.1.2-22; MQTT 5.0 §3.1.2.9 allows it.
        in.fail(ReasonCode::MalformedPacket, "There is a password without a user name.");
    }
}

/// MQTT 5.0 §3.1.2.11.10: authentication data are nothing without a method.
template <typename Properties>
void checkAuthentication(FieldReader &in, const Properties &properties)
{
    if (properties.authenticationData && !properties.authenticationMethod) {
        in.fail(ReasonCode::ProtocolError, "There is authentication data, but no method.");
    }
}

Will readWill(FieldReader &in, quint8 flags, ProtocolVersion version)
{
    Will will;
    will.qos = Qos((flags >> ConnectFlags::willQosShift) & ConnectFlags::willQos);
    will.retain = (flags & ConnectFlags::willRetain) != 0;
    if (version == ProtocolVersion::V5) {
        WillProperties properties;
        readProperties(in, properties);
        will.delayInterval = properties.delayInterval;
        will.properties = std::move(properties);
    }
    will.topic = in.text(); // MQTT-3.1.3-11
    will.payload = in.binary();
    return will;
}

Connect readFields(FieldReader &in, ProtocolVersion version)
{
    Connect connect;
    connect.version = version;
    const quint8 flags = in.byte();
    checkFlags(in, flags, version);
    connect.cleanStart = (flags & ConnectFlags::cleanStart) != 0;
    connect.keepAlive = in.twoByteInteger();
    if (version == ProtocolVersion::V5) {
        readProperties(in, connect.properties);
        checkAuthentication(in, connect.properties);
    }
    // MQTT-3.1.3-1: in this order.
    connect.clientId = in.text();
    if ((flags & ConnectFlags::will) != 0) {
        connect.will = readWill(in, flags, version);
    }
    if ((flags & ConnectFlags::username) != 0) {
        connect.username = in.text();
    }
    if ((flags & ConnectFlags::password) != 0) {
        connect.password = in.binary();
    }
    return connect;
}

quint8 flagsOf(const Connect &connect)
{
    unsigned flags = connect.cleanStart ? ConnectFlags::cleanStart : 0U;
    if (connect.will) {
        flags |= ConnectFlags::will | unsigned(connect.will->qos) << ConnectFlags::willQosShift
            | (connect.will->retain ? ConnectFlags::willRetain : 0U);
    }
    flags |= connect.username ? ConnectFlags::username : 0U;
    flags |= connect.password ? ConnectFlags::password : 0U;
    return quint8(flags);
}

void appendWill(QByteArray &out, const Will &will, ProtocolVersion version)
{
    if (version == ProtocolVersion::V5) {
        appendProperties(out, WillProperties{will.properties, will.delayInterval});
    }
    appendField(out, will.topic);
    appendField(out, will.payload);
}

} // namespace

PacketResult readConnect(QByteArrayView body)
{
    FieldReader in(body);
    const auto version = readVersion(in);
    if (!version) {
        return std::unexpected(version.error());
    }
    PacketResult result = finishedPacket(in, readFields(in, *version));
    // MQTT 3.1.1, MQTT-3.1.4-1: its servers close without a CONNACK.
    if (!result && *version == ProtocolVersion::V5) {
        result.error().connackVersion = *version;
    }
    return result;
}

PacketResult readConnack(QByteArrayView body, ProtocolVersion version)
{
    FieldReader in(body);
    Connack connack;
    const quint8 flags = in.byte();
    // MQTT-3.2.2-1.
    if (flags > 1) {
        in.fail(ReasonCode::MalformedPacket, "The reserved flags of the CONNACK are set.");
    }
    connack.sessionPresent = flags == 1;
    const quint8 code = in.byte();
    // A server that knows MQTT 3.1.1 alone answers in its own form, with its return code 1.
    const bool isOldForm = version == ProtocolVersion::V311 || (in.atEnd() && code == 1);
    const auto reason
        = isOldForm ? reasonCodeFromConnack(code) : reasonCodeIn(PacketType::Connack, code);
    if (!reason) {
        in.fail(ReasonCode::ProtocolError, "The CONNACK has a reason that it cannot have.");
    } else if (connack.sessionPresent && *reason != ReasonCode::Success) {
        // MQTT-3.2.2-6.
        in.fail(ReasonCode::ProtocolError, "The CONNACK has a session and an error.");
    }
    connack.reason = reason.value_or(ReasonCode::UnspecifiedError);
    if (!isOldForm) {
        readProperties(in, connack.properties);
        checkAuthentication(in, connack.properties);
    }
    return finishedPacket(in, std::move(connack));
}

QByteArray encode(const Connect &connect)
{
    QByteArray body;
    appendField(body, protocolName);
    appendByte(body, quint8(connect.version));
    appendByte(body, flagsOf(connect));
    appendTwoByteInteger(body, connect.keepAlive);
    if (connect.version == ProtocolVersion::V5) {
        appendProperties(body, connect.properties);
    }
    appendField(body, connect.clientId);
    if (connect.will) {
        appendWill(body, *connect.will, connect.version);
    }
    if (connect.username) {
        appendField(body, *connect.username);
    }
    if (connect.password) {
        appendField(body, *connect.password);
    }
    return assemblePacket(PacketType::Connect, 0, body);
}

QByteArray encode(const Connack &connack, ProtocolVersion version)
{
    QByteArray body;
    appendByte(body, connack.sessionPresent ? 1 : 0);
    if (version == ProtocolVersion::V311) {
        appendByte(body, connackReturnCode(connack.reason));
    } else {
        appendByte(body, quint8(connack.reason));
        appendProperties(body, connack.properties);
    }
    return assemblePacket(PacketType::Connack, 0, body);
}

} // namespace corkboard::mqtt
