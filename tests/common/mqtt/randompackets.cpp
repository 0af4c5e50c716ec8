#include "randompackets.h"

#include <array>

namespace corkboard::mqtt {

namespace {

/// Makes values of all kinds that occur in packets.
class Maker {
public:
    Maker(QRandomGenerator &generator, ProtocolVersion version)
        : m_generator(generator)
        , m_isV5(version == ProtocolVersion::V5)
    {
    }

    [[nodiscard]] bool isV5() const { return m_isV5; }
    bool maybe() { return m_generator.bounded(2) == 1; }
    bool maybeInV5() { return m_isV5 && maybe(); }
    int below(int bound) { return m_generator.bounded(bound); }
    quint16 number16() { return quint16(m_generator.bounded(65'536)); }
    quint16 notZero16() { return quint16(m_generator.bounded(1, 65'536)); }
    quint32 number32() { return m_generator.generate(); }
    quint32 identifier() { return quint32(m_generator.bounded(1, 268'435'456)); }
    Qos qos() { return Qos(below(3)); }

    QByteArray bytes(int maxSize = 40)
    {
        QByteArray result(below(maxSize + 1), Qt::Uninitialized);
        for (char &byte : result) {
            byte = char(below(256));
        }
        return result;
    }

    QByteArray text(int minSize = 0)
    {
        static const QList<QByteArray> pieces{
            "a", "/", "b", " ", "\xC3\xA9", "\xF0\x9F\x93\x8C", "\xEF\xBB\xBF"};
        QByteArray result;
        for (int size = minSize + below(12); size > 0; --size) {
            result += pieces[below(int(pieces.size()))];
        }
        return result;
    }

    template <typename Make>
    auto maybeSome(Make make) -> std::optional<decltype(make())>
    {
        return maybeInV5() ? std::optional(make()) : std::nullopt;
    }

    std::optional<QByteArray> maybeText()
    {
        return maybeSome([this] { return text(); });
    }
    std::optional<QByteArray> maybeBytes()
    {
        return maybeSome([this] { return bytes(); });
    }
    std::optional<quint16> maybe16()
    {
        return maybeSome([this] { return number16(); });
    }
    std::optional<quint16> maybeNotZero16()
    {
        return maybeSome([this] { return notZero16(); });
    }
    std::optional<quint32> maybe32()
    {
        return maybeSome([this] { return number32(); });
    }
    std::optional<quint32> maybeIdentifier()
    {
        return maybeSome([this] { return identifier(); });
    }
    std::optional<bool> maybeBool()
    {
        return maybeSome([this] { return maybe(); });
    }

    UserProperties userProperties()
    {
        UserProperties properties;
        for (int count = maybeInV5() ? below(4) : 0; count > 0; --count) {
            properties.append({text(), text()});
        }
        return properties;
    }

    MessageProperties messageProperties()
    {
        MessageProperties properties;
        properties.payloadFormat = maybeSome([this] { return PayloadFormat(below(2)); });
        properties.messageExpiryInterval = maybe32();
        properties.contentType = maybeText();
        properties.responseTopic = maybeText();
        properties.correlationData = maybeBytes();
        properties.userProperties = userProperties();
        return properties;
    }

    ReasonProperties reasonProperties() { return {maybeText(), userProperties()}; }

    ReasonCode reason(PacketType type)
    {
        while (true) {
            if (const auto found = reasonCodeIn(type, quint8(below(256)))) {
                return *found;
            }
        }
    }

    ReasonCode reasonInV5(PacketType type) { return m_isV5 ? reason(type) : ReasonCode::Success; }

private:
    QRandomGenerator &m_generator;
    bool m_isV5;
};

Packet connect(Maker &make)
{
    Connect packet;
    packet.version = make.isV5() ? ProtocolVersion::V5 : ProtocolVersion::V311;
    packet.cleanStart = make.maybe();
    packet.keepAlive = make.number16();
    packet.clientId = make.text();
    if (make.maybe()) {
        packet.will = Will{make.text(),  make.bytes(),   make.qos(),
                           make.maybe(), make.maybe32(), make.messageProperties()};
    }
    if (make.maybe()) {
        packet.username = make.text();
    }
    if (make.maybe() && (packet.username || make.isV5())) {
        packet.password = make.bytes();
    }
    ConnectProperties &properties = packet.properties;
    properties.sessionExpiryInterval = make.maybe32();
    properties.receiveMaximum = make.maybeNotZero16();
    properties.maximumPacketSize = make.maybeIdentifier();
    properties.topicAliasMaximum = make.maybe16();
    properties.requestResponseInformation = make.maybeBool();
    properties.requestProblemInformation = make.maybeBool();
    properties.userProperties = make.userProperties();
    properties.authenticationMethod = make.maybeText();
    if (properties.authenticationMethod) {
        properties.authenticationData = make.maybeBytes();
    }
    return packet;
}

Packet connack(Maker &make)
{
    Connack packet;
    if (make.isV5()) {
        packet.reason = make.reason(PacketType::Connack);
    } else {
        packet.reason = *reasonCodeFromConnack(quint8(make.below(6)));
    }
    packet.sessionPresent = packet.reason == ReasonCode::Success && make.maybe();
    ConnackProperties &properties = packet.properties;
    properties.sessionExpiryInterval = make.maybe32();
    properties.receiveMaximum = make.maybeNotZero16();
    properties.maximumQos = make.maybeSome([&make] { return Qos(make.below(2)); });
    properties.retainAvailable = make.maybeBool();
    properties.maximumPacketSize = make.maybeIdentifier();
    properties.assignedClientId = make.maybeText();
    properties.topicAliasMaximum = make.maybe16();
    properties.reasonString = make.maybeText();
    properties.userProperties = make.userProperties();
    properties.wildcardSubscriptionAvailable = make.maybeBool();
    properties.subscriptionIdentifiersAvailable = make.maybeBool();
    properties.sharedSubscriptionAvailable = make.maybeBool();
    properties.serverKeepAlive = make.maybe16();
    properties.responseInformation = make.maybeText();
    properties.serverReference = make.maybeText();
    properties.authenticationMethod = make.maybeText();
    if (properties.authenticationMethod) {
        properties.authenticationData = make.maybeBytes();
    }
    return packet;
}

Packet publish(Maker &make)
{
    Publish packet;
    packet.qos = make.qos();
    if (packet.qos != Qos::AtMostOnce) {
        packet.dup = make.maybe();
        packet.packetId = make.notZero16();
    }
    packet.retain = make.maybe();
    packet.topicAlias = make.maybeNotZero16();
    packet.topic = make.text(packet.topicAlias ? 0 : 1);
    packet.payload = make.bytes(make.below(20) == 0 ? 5'000 : 50);
    for (int count = make.maybeInV5() ? make.below(3) : 0; count > 0; --count) {
        packet.subscriptionIdentifiers.append(make.identifier());
    }
    packet.properties = SharedProperties(make.messageProperties());
    return packet;
}

template <typename Answer>
Packet answer(Maker &make, PacketType type)
{
    Answer packet;
    packet.packetId = make.notZero16();
    packet.reason = make.reasonInV5(type);
    packet.properties = make.reasonProperties();
    return packet;
}

Packet subscribe(Maker &make)
{
    Subscribe packet;
    packet.packetId = make.notZero16();
    for (int count = make.below(4); count >= 0; --count) {
        packet.subscriptions.append(
            {make.text(1),
             {make.qos(), make.maybeInV5(), make.maybeInV5(),
              make.isV5() ? RetainHandling(make.below(3)) : RetainHandling::Send}});
    }
    packet.subscriptionIdentifier = make.maybeIdentifier();
    packet.userProperties = make.userProperties();
    return packet;
}

Packet suback(Maker &make)
{
    static constexpr std::array oldReasons{ReasonCode::Success, ReasonCode::GrantedQos1,
                                           ReasonCode::GrantedQos2, ReasonCode::UnspecifiedError};
    Suback packet;
    packet.packetId = make.notZero16();
    for (int count = make.below(4); count >= 0; --count) {
        packet.reasons.append(make.isV5() ? make.reason(PacketType::Suback)
                                          : oldReasons.at(size_t(make.below(4))));
    }
    packet.properties = make.reasonProperties();
    return packet;
}

Packet unsubscribe(Maker &make)
{
    Unsubscribe packet;
    packet.packetId = make.notZero16();
    for (int count = make.below(4); count >= 0; --count) {
        packet.filters.append(make.text(1));
    }
    packet.userProperties = make.userProperties();
    return packet;
}

Packet unsuback(Maker &make)
{
    Unsuback packet;
    packet.packetId = make.notZero16();
    for (int count = make.below(4); make.isV5() && count >= 0; --count) {
        packet.reasons.append(make.reason(PacketType::Unsuback));
    }
    packet.properties = make.reasonProperties();
    return packet;
}

Packet disconnect(Maker &make)
{
    Disconnect packet;
    packet.reason = make.reasonInV5(PacketType::Disconnect);
    packet.properties.sessionExpiryInterval = make.maybe32();
    packet.properties.reasonString = make.maybeText();
    packet.properties.userProperties = make.userProperties();
    packet.properties.serverReference = make.maybeText();
    return packet;
}

Packet auth(Maker &make)
{
    Auth packet;
    if (make.maybe()) {
        packet.reason = make.reason(PacketType::Auth);
        packet.properties.authenticationMethod = make.text();
        packet.properties.authenticationData = make.maybeBytes();
        packet.properties.reasonString = make.maybeText();
        packet.properties.userProperties = make.userProperties();
    }
    return packet;
}

} // namespace

Packet randomPacket(QRandomGenerator &generator, ProtocolVersion version)
{
    Maker make(generator, version);
    const auto type = PacketType(1 + make.below(version == ProtocolVersion::V5 ? 15 : 14));
    switch (type) {
    case PacketType::Connect:
        return connect(make);
    case PacketType::Connack:
        return connack(make);
    case PacketType::Publish:
        return publish(make);
    case PacketType::Puback:
        return answer<Puback>(make, type);
    case PacketType::Pubrec:
        return answer<Pubrec>(make, type);
    case PacketType::Pubrel:
        return answer<Pubrel>(make, type);
    case PacketType::Pubcomp:
        return answer<Pubcomp>(make, type);
    case PacketType::Subscribe:
        return subscribe(make);
    case PacketType::Suback:
        return suback(make);
    case PacketType::Unsubscribe:
        return unsubscribe(make);
    case PacketType::Unsuback:
        return unsuback(make);
    case PacketType::Pingreq:
        return Pingreq{};
    case PacketType::Pingresp:
        return Pingresp{};
    case PacketType::Disconnect:
        return disconnect(make);
    case PacketType::Auth:
        return auth(make);
    }
    Q_UNREACHABLE();
}

Sender senderOf(const Packet &packet)
{
    switch (typeOf(packet)) {
    case PacketType::Connack:
    case PacketType::Publish:
    case PacketType::Suback:
    case PacketType::Unsuback:
    case PacketType::Pingresp:
        return Sender::Server;
    default:
        return Sender::Client;
    }
}

} // namespace corkboard::mqtt
