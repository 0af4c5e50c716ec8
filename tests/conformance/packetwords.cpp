#include "packetwords.h"

#include "mqtt/describe.h"

#include <QByteArrayList>
#include <QHash>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

using mqtt::ReasonCode;

/// The words behind a packet's name; what nobody takes is a mistake in the conversation.
class Words {
public:
    explicit Words(const QByteArray &text)
    {
        for (const QByteArray &word : text.split(' ')) {
            if (!word.isEmpty()) {
                m_words.append(word);
            }
        }
    }

    /// The first word; "" is an empty one.
    QByteArray takeFirst()
    {
        const QByteArray word = m_words.isEmpty() ? QByteArray() : m_words.takeFirst();
        return word == "\"\"" ? QByteArray() : word;
    }

    bool takeFlag(const QByteArray &word) { return m_words.removeOne(word); }

    /// The value of the first word that begins with @p beginning.
    std::optional<QByteArray> take(const QByteArray &beginning)
    {
        const auto found = std::ranges::find_if(
            m_words, [&](const QByteArray &word) { return word.startsWith(beginning); });
        if (found == m_words.end()) {
            return std::nullopt;
        }
        const QByteArray value = found->sliced(beginning.size());
        m_words.erase(found);
        return value;
    }

    template <typename Number>
    std::optional<Number> takeNumber(const QByteArray &beginning)
    {
        const auto value = take(beginning);
        if (!value) {
            return std::nullopt;
        }
        bool isNumber = false;
        const qulonglong number = value->toULongLong(&isNumber, 0);
        m_isWrong = m_isWrong || !isNumber;
        return Number(number);
    }

    quint16 takeId() { return takeNumber<quint16>("id=").value_or(1); }

    Qos takeQos() { return Qos(takeNumber<quint8>("q").value_or(0)); }

    ReasonCode takeReason() { return ReasonCode(take("0x").value_or("0").toUInt(nullptr, 16)); }

    UserProperties takeUserProperties()
    {
        UserProperties properties;
        while (const auto text = take("property=")) {
            const qsizetype colon = text->indexOf(':');
            properties.append({text->first(qMax(colon, 0)), text->sliced(colon + 1)});
        }
        return properties;
    }

    [[nodiscard]] bool isUsedUp() const { return m_words.isEmpty() && !m_isWrong; }
    [[nodiscard]] QByteArray rest() const { return m_words.join(' '); }

private:
    QByteArrayList m_words;
    bool m_isWrong = false;
};

MessageProperties takeMessageProperties(Words &words, const QByteArray &beginning = {})
{
    MessageProperties properties;
    if (const auto format = words.takeNumber<quint8>(beginning + "format=")) {
        properties.payloadFormat = PayloadFormat(*format);
    }
    properties.messageExpiryInterval = words.takeNumber<quint32>(beginning + "expires=");
    properties.contentType = words.take(beginning + "type=");
    properties.responseTopic = words.take(beginning + "answers=");
    properties.correlationData = words.take(beginning + "data=");
    return properties;
}

mqtt::Packet connectFrom(Words &words, mqtt::ProtocolVersion version)
{
    mqtt::Connect connect;
    connect.version = version;
    connect.clientId = words.takeFirst();
    connect.cleanStart = !words.takeFlag("resume");
    connect.keepAlive = words.takeNumber<quint16>("keepalive=").value_or(0);
    connect.username = words.take("username=");
    connect.password = words.take("password=");
    mqtt::ConnectProperties &properties = connect.properties;
    properties.sessionExpiryInterval = words.takeNumber<quint32>("expiry=");
    properties.receiveMaximum = words.takeNumber<quint16>("receive=");
    properties.maximumPacketSize = words.takeNumber<quint32>("size=");
    properties.topicAliasMaximum = words.takeNumber<quint16>("aliases=");
    if (words.takeFlag("response-information")) {
        properties.requestResponseInformation = true;
    }
    if (words.takeFlag("no-problem-information")) {
        properties.requestProblemInformation = false;
    }
    properties.authenticationMethod = words.take("method=");
    if (const auto text = words.take("will=")) {
        mqtt::Will will;
        const qsizetype colon = text->indexOf(':');
        will.topic = text->first(qMax(colon, 0));
        will.payload = text->sliced(colon + 1);
        will.qos = Qos(words.takeNumber<quint8>("will-qos=").value_or(0));
        will.retain = words.takeFlag("will-retain");
        will.delayInterval = words.takeNumber<quint32>("will-delay=");
        will.properties = takeMessageProperties(words, "will-");
        will.properties.userProperties = words.takeUserProperties();
        connect.will = will;
    }
    return connect;
}

mqtt::Packet publishFrom(Words &words, mqtt::ProtocolVersion)
{
    mqtt::Publish publish;
    publish.topic = words.takeFirst();
    publish.payload = words.takeFirst();
    publish.retain = words.takeFlag("retain");
    publish.dup = words.takeFlag("dup");
    publish.qos = words.takeQos();
    publish.packetId = publish.qos == Qos::AtMostOnce ? 0 : words.takeId();
    publish.topicAlias = words.takeNumber<quint16>("alias=");
    MessageProperties properties = takeMessageProperties(words);
    properties.userProperties = words.takeUserProperties();
    publish.properties = SharedProperties(properties);
    return publish;
}

/// SUBSCRIBE and UNSUBSCRIBE name several filters, with commas between them.
mqtt::Packet subscribeFrom(Words &words, mqtt::ProtocolVersion)
{
    mqtt::Subscribe subscribe;
    subscribe.packetId = words.takeId();
    subscribe.subscriptionIdentifier = words.takeNumber<quint32>("subscription=");
    for (const QByteArray &text : words.rest().split(',')) {
        Words one(text);
        mqtt::SubscriptionRequest request;
        request.filter = one.takeFirst();
        request.options.qos = one.takeQos();
        request.options.noLocal = one.takeFlag("no-local");
        request.options.retainAsPublished = one.takeFlag("as-published");
        request.options.retainHandling = one.takeFlag("if-new") ? mqtt::RetainHandling::SendIfNew
            : one.takeFlag("without-retained")                  ? mqtt::RetainHandling::DoNotSend
                                                                : mqtt::RetainHandling::Send;
        words = one.isUsedUp() ? Words({}) : one;
        subscribe.subscriptions.append(request);
    }
    return subscribe;
}

mqtt::Packet unsubscribeFrom(Words &words, mqtt::ProtocolVersion)
{
    mqtt::Unsubscribe unsubscribe;
    unsubscribe.packetId = words.takeId();
    for (const QByteArray &text : words.rest().split(',')) {
        unsubscribe.filters.append(Words(text).takeFirst());
    }
    words = Words({});
    return unsubscribe;
}

template <typename Answer>
mqtt::Packet answerFrom(Words &words, mqtt::ProtocolVersion)
{
    Answer answer;
    answer.packetId = quint16(words.takeFirst().toUInt());
    answer.reason = words.takeReason();
    return answer;
}

mqtt::Packet disconnectFrom(Words &words, mqtt::ProtocolVersion)
{
    mqtt::Disconnect disconnect;
    disconnect.reason = words.takeReason();
    disconnect.properties.sessionExpiryInterval = words.takeNumber<quint32>("expiry=");
    return disconnect;
}

mqtt::Packet authFrom(Words &words, mqtt::ProtocolVersion)
{
    mqtt::Auth auth;
    auth.reason = words.takeReason();
    auth.properties.authenticationMethod = words.take("method=");
    return auth;
}

mqtt::Packet pingreqFrom(Words &, mqtt::ProtocolVersion)
{
    return mqtt::Pingreq();
}

using Reader = mqtt::Packet (*)(Words &, mqtt::ProtocolVersion);

Reader readerFor(const QByteArray &name)
{
    static const QHash<QByteArray, Reader> readers{
        {"CONNECT", connectFrom},
        {"PUBLISH", publishFrom},
        {"PUBACK", answerFrom<mqtt::Puback>},
        {"PUBREC", answerFrom<mqtt::Pubrec>},
        {"PUBREL", answerFrom<mqtt::Pubrel>},
        {"PUBCOMP", answerFrom<mqtt::Pubcomp>},
        {"SUBSCRIBE", subscribeFrom},
        {"UNSUBSCRIBE", unsubscribeFrom},
        {"PINGREQ", pingreqFrom},
        {"DISCONNECT", disconnectFrom},
        {"AUTH", authFrom},
    };
    return readers.value(name, nullptr);
}

} // namespace

std::expected<mqtt::Packet, QString> packetFromWords(const QByteArray &line,
                                                     mqtt::ProtocolVersion version)
{
    Words words(QByteArray::fromPercentEncoding(line));
    const Reader read = readerFor(words.takeFirst());
    if (read == nullptr) {
        return std::unexpected(u"no packet that a client sends: "_s + QString::fromUtf8(line));
    }
    const mqtt::Packet packet = read(words, version);
    if (!words.isUsedUp()) {
        return std::unexpected(u"words that mean nothing here: "_s
                               + QString::fromUtf8(words.rest()));
    }
    return packet;
}

QByteArray wordsOf(const mqtt::Packet &packet)
{
    QByteArray words = mqtt::describe(packet).toUtf8();
    const auto *publish = std::get_if<mqtt::Publish>(&packet);
    return publish != nullptr && !publish->payload.isEmpty() ? words + ": " + publish->payload
                                                             : words;
}

} // namespace corkboard
