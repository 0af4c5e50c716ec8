#include "mqtt/subscribecodec.h"

#include "base/limits.h"
#include "mqtt/fixedheader.h"
#include "mqtt/propertycodec.h"

namespace corkboard::mqtt {

namespace {

/// The byte behind a filter. Source: MQTT 5.0 §3.8.3.1.
struct OptionBits {
    static constexpr quint8 qos = 0x03;
    static constexpr quint8 noLocal = 0x04;
    static constexpr quint8 retainAsPublished = 0x08;
    static constexpr int retainHandlingShift = 4;
    static constexpr quint8 retainHandling = 0x03; ///< after the shift
    static constexpr quint8 reserved = 0xC0;
    static constexpr quint8 reservedV311 = 0xFC;
};

SubscriptionOptions readOptions(FieldReader &in, ProtocolVersion version)
{
    const quint8 bits = in.byte();
    const quint8 qos = bits & OptionBits::qos;
    const quint8 handling = (bits >> OptionBits::retainHandlingShift) & OptionBits::retainHandling;
    const quint8 reserved
        = version == ProtocolVersion::V5 ? OptionBits::reserved : OptionBits::reservedV311;
    if ((bits & reserved) != 0) {
        // MQTT-3.8.3-5; MQTT 3.1.1, MQTT-3-8.3-4.
        in.fail(ReasonCode::MalformedPacket, "The reserved bits of a subscription are set.");
        return {};
    }
    if (qos > quint8(Qos::ExactlyOnce)) {
        in.fail(ReasonCode::ProtocolError, "A subscription has QoS 3.");
        return {};
    }
    if (handling > quint8(RetainHandling::DoNotSend)) {
        in.fail(ReasonCode::ProtocolError, "A subscription has the retain handling 3.");
        return {};
    }
    return {Qos(qos), (bits & OptionBits::noLocal) != 0,
            (bits & OptionBits::retainAsPublished) != 0, RetainHandling(handling)};
}

quint8 bitsOf(const SubscriptionOptions &options, ProtocolVersion version)
{
    auto bits = unsigned(options.qos);
    if (version == ProtocolVersion::V5) {
        bits |= options.noLocal ? OptionBits::noLocal : 0U;
        bits |= options.retainAsPublished ? OptionBits::retainAsPublished : 0U;
        bits |= unsigned(options.retainHandling) << OptionBits::retainHandlingShift;
    }
    return quint8(bits);
}

/// Fails for the filter that is one too many.
void checkCount(FieldReader &in, qsizetype count)
{
    if (count >= limits::maxFiltersPerPacket) {
        in.fail(ReasonCode::QuotaExceeded, "The packet has too many topic filters.");
    }
}

QByteArray readFilter(FieldReader &in)
{
    QByteArray filter = in.text(); // MQTT-3.8.3-1, MQTT-3.10.3-1
    if (!in.error() && filter.isEmpty()) {
        // MQTT-4.7.3-1.
        in.fail(ReasonCode::ProtocolError, "A topic filter is empty.");
    }
    return filter;
}

QList<ReasonCode> readReasons(FieldReader &in, PacketType type, ProtocolVersion version)
{
    QList<ReasonCode> reasons;
    if (!in.error() && in.atEnd()) {
        in.fail(ReasonCode::ProtocolError, "The answer has no reasons.");
    }
    reasons.reserve(in.bytesLeft());
    while (!in.atEnd()) {
        const auto reason = reasonCodeIn(type, in.byte());
        // MQTT-3.9.3-2, MQTT-3.11.3-2; MQTT 3.1.1, MQTT-3.9.3-2 has one error.
        if (!reason
            || (version == ProtocolVersion::V311 && isError(*reason)
                && *reason != ReasonCode::UnspecifiedError)) {
            in.fail(ReasonCode::ProtocolError, "The answer has a reason that it cannot have.");
            break;
        }
        reasons.append(*reason);
    }
    return reasons;
}

void appendReasons(QByteArray &out, const QList<ReasonCode> &reasons, ProtocolVersion version)
{
    for (const ReasonCode reason : reasons) {
        const bool isOldError = version == ProtocolVersion::V311 && isError(reason);
        appendByte(out, quint8(isOldError ? ReasonCode::UnspecifiedError : reason));
    }
}

} // namespace

PacketResult readSubscribe(QByteArrayView body, ProtocolVersion version)
{
    FieldReader in(body);
    Subscribe subscribe;
    subscribe.packetId = in.packetId();
    if (version == ProtocolVersion::V5) {
        readProperties(in, subscribe);
    }
    if (!in.error() && in.atEnd()) {
        // MQTT-3.8.3-2.
        in.fail(ReasonCode::ProtocolError, "The SUBSCRIBE has no topic filter.");
    }
    while (!in.atEnd()) {
        checkCount(in, subscribe.subscriptions.size());
        QByteArray filter = readFilter(in);
        const SubscriptionOptions options = readOptions(in, version);
        if (options.noLocal && filter.startsWith("$share/")) {
            // MQTT-3.8.3-4.
            in.fail(ReasonCode::ProtocolError, "A shared subscription asks for No Local.");
        }
        subscribe.subscriptions.append({std::move(filter), options});
    }
    return finishedPacket(in, std::move(subscribe));
}

PacketResult readSuback(QByteArrayView body, ProtocolVersion version)
{
    FieldReader in(body);
    Suback suback;
    suback.packetId = in.packetId();
    if (version == ProtocolVersion::V5) {
        readProperties(in, suback.properties);
    }
    suback.reasons = readReasons(in, PacketType::Suback, version);
    return finishedPacket(in, std::move(suback));
}

PacketResult readUnsubscribe(QByteArrayView body, ProtocolVersion version)
{
    FieldReader in(body);
    Unsubscribe unsubscribe;
    unsubscribe.packetId = in.packetId();
    if (version == ProtocolVersion::V5) {
        readProperties(in, unsubscribe);
    }
    if (!in.error() && in.atEnd()) {
        // MQTT-3.10.3-2.
        in.fail(ReasonCode::ProtocolError, "The UNSUBSCRIBE has no topic filter.");
    }
    while (!in.atEnd()) {
        checkCount(in, unsubscribe.filters.size());
        unsubscribe.filters.append(readFilter(in));
    }
    return finishedPacket(in, std::move(unsubscribe));
}

PacketResult readUnsuback(QByteArrayView body, ProtocolVersion version)
{
    FieldReader in(body);
    Unsuback unsuback;
    unsuback.packetId = in.packetId();
    if (version == ProtocolVersion::V5) {
        readProperties(in, unsuback.properties);
        unsuback.reasons = readReasons(in, PacketType::Unsuback, version);
    }
    return finishedPacket(in, std::move(unsuback));
}

QByteArray encode(const Subscribe &subscribe, ProtocolVersion version)
{
    QByteArray body;
    appendTwoByteInteger(body, subscribe.packetId);
    if (version == ProtocolVersion::V5) {
        appendProperties(body, subscribe);
    }
    for (const SubscriptionRequest &request : subscribe.subscriptions) {
        appendField(body, request.filter);
        appendByte(body, bitsOf(request.options, version));
    }
    return assemblePacket(PacketType::Subscribe, flagsOf(PacketType::Subscribe), body);
}

QByteArray encode(const Suback &suback, ProtocolVersion version)
{
    QByteArray body;
    appendTwoByteInteger(body, suback.packetId);
    if (version == ProtocolVersion::V5) {
        appendProperties(body, suback.properties);
    }
    appendReasons(body, suback.reasons, version);
    return assemblePacket(PacketType::Suback, 0, body);
}

QByteArray encode(const Unsubscribe &unsubscribe, ProtocolVersion version)
{
    QByteArray body;
    appendTwoByteInteger(body, unsubscribe.packetId);
    if (version == ProtocolVersion::V5) {
        appendProperties(body, unsubscribe);
    }
    for (const QByteArray &filter : unsubscribe.filters) {
        appendField(body, filter);
    }
    return assemblePacket(PacketType::Unsubscribe, flagsOf(PacketType::Unsubscribe), body);
}

QByteArray encode(const Unsuback &unsuback, ProtocolVersion version)
{
    QByteArray body;
    appendTwoByteInteger(body, unsuback.packetId);
    if (version == ProtocolVersion::V5) {
        appendProperties(body, unsuback.properties);
        appendReasons(body, unsuback.reasons, version);
    }
    return assemblePacket(PacketType::Unsuback, 0, body);
}

} // namespace corkboard::mqtt
