#include "mqtt/describe.h"

#include "base/escaping.h"
#include "mqtt/properties.h"

#include <QCoreApplication>
#include <QStringList>

namespace corkboard::mqtt {

namespace {

constexpr qsizetype maxShownBytes = 256; ///< of one text
constexpr qsizetype maxShownItems = 8; ///< of one list

QString translated(const char *text)
{
    return QCoreApplication::translate("corkboard::mqtt::Packet", text);
}

QString shown(const QByteArray &text)
{
    return text.isEmpty() ? QStringLiteral("\"\"") : escapedForLog(text, maxShownBytes);
}

QString byteCount(const QByteArray &bytes)
{
    return bytes.size() == 1 ? translated("1 byte") : translated("%1 bytes").arg(bytes.size());
}

/// What a property says, with its value as %1.
const char *phraseOf(PropertyId id)
{
    switch (id) {
    case PropertyId::PayloadFormatIndicator:
        return "payload is %1";
    case PropertyId::MessageExpiryInterval:
        return "expires in %1 s";
    case PropertyId::ContentType:
        return "content type %1";
    case PropertyId::ResponseTopic:
        return "answers to %1";
    case PropertyId::CorrelationData:
        return "correlation data %1";
    case PropertyId::SubscriptionIdentifier:
        return "subscription %1";
    case PropertyId::SessionExpiryInterval:
        return "session expires after %1 s";
    case PropertyId::AssignedClientIdentifier:
        return "assigned client id %1";
    case PropertyId::ServerKeepAlive:
        return "keep alive %1 s";
    case PropertyId::AuthenticationMethod:
        return "authentication method %1";
    case PropertyId::AuthenticationData:
        return "authentication data of %1";
    case PropertyId::RequestProblemInformation:
        return "wants problem information: %1";
    case PropertyId::WillDelayInterval:
        return "delay %1 s";
    case PropertyId::RequestResponseInformation:
        return "wants response information: %1";
    case PropertyId::ResponseInformation:
        return "response information %1";
    case PropertyId::ServerReference:
        return "other server %1";
    case PropertyId::ReasonString:
        return "because: %1";
    case PropertyId::ReceiveMaximum:
        return "receive maximum %1";
    case PropertyId::TopicAliasMaximum:
        return "topic alias maximum %1";
    case PropertyId::TopicAlias:
        return "alias %1";
    case PropertyId::MaximumQos:
        return "maximum QoS %1";
    case PropertyId::RetainAvailable:
        return "retain available: %1";
    case PropertyId::UserProperty:
        return "%1 = %2";
    case PropertyId::MaximumPacketSize:
        return "maximum packet size %1 bytes";
    case PropertyId::WildcardSubscriptionAvailable:
        return "wildcards available: %1";
    case PropertyId::SubscriptionIdentifierAvailable:
        return "subscription identifiers available: %1";
    case PropertyId::SharedSubscriptionAvailable:
        return "shared subscriptions available: %1";
    }
    Q_UNREACHABLE();
}

/// Collects what is said about one packet.
class Line {
public:
    explicit Line(const char *name)
        : m_name(QLatin1String(name))
    {
    }

    void add(const QString &part) { m_parts.append(part); }

    /// A phrase of ours, where @p condition is true.
    void addIf(bool condition, const char *phrase)
    {
        if (condition) {
            add(translated(phrase));
        }
    }

    void addId(quint16 packetId) { add(translated("id %1").arg(packetId)); }
    void addQos(Qos qos) { add(translated("QoS %1").arg(int(qos))); }

    /// A list, cut where it is long.
    template <typename List, typename Describe>
    void addEach(const List &list, Describe &&describeOne)
    {
        for (qsizetype i = 0; i < qMin(list.size(), maxShownItems); ++i) {
            add(describeOne(list[i]));
        }
        if (list.size() > maxShownItems) {
            add(translated("and %1 more").arg(list.size() - maxShownItems));
        }
    }

    /// All properties that are there.
    template <typename Properties>
    void addProperties(const Properties &properties)
    {
        std::apply(
            [&](const auto &...property) {
                (addValue(property.id, properties.*property.member), ...);
            },
            propertiesOf<Properties>);
    }

    [[nodiscard]] QString toString() const
    {
        return m_parts.isEmpty() ? m_name
                                 : m_name + QLatin1Char(' ') + m_parts.join(QStringLiteral(", "));
    }

private:
    static QString text(PropertyId, bool value) { return translated(value ? "yes" : "no"); }
    static QString text(PropertyId, Qos value) { return QString::number(int(value)); }
    static QString text(PropertyId, quint16 value) { return QString::number(value); }
    static QString text(PropertyId, quint32 value) { return QString::number(value); }
    static QString text(PropertyId, PayloadFormat value)
    {
        return translated(value == PayloadFormat::Utf8 ? "text" : "bytes");
    }
    static QString text(PropertyId id, const QByteArray &value)
    {
        return id == PropertyId::AuthenticationData ? byteCount(value) : shown(value);
    }

    template <typename Value>
    void addValue(PropertyId id, const std::optional<Value> &value)
    {
        if (value) {
            add(translated(phraseOf(id)).arg(text(id, *value)));
        }
    }

    void addValue(PropertyId id, const QList<quint32> &values)
    {
        addEach(values, [id](quint32 value) { return translated(phraseOf(id)).arg(value); });
    }

    void addValue(PropertyId id, const UserProperties &values)
    {
        addEach(values, [id](const auto &property) {
            return translated(phraseOf(id)).arg(shown(property.first), shown(property.second));
        });
    }

    QString m_name;
    QStringList m_parts;
};

void addWill(Line &line, const Will &will)
{
    line.add(translated("will to %1").arg(shown(will.topic)));
    line.addQos(will.qos);
    line.addIf(will.retain, "retain");
    line.add(byteCount(will.payload));
    line.addProperties(WillProperties{will.properties, will.delayInterval});
}

QString describeOne(const Connect &connect)
{
    Line line("CONNECT");
    line.add(connect.version == ProtocolVersion::V5 ? QStringLiteral("MQTT 5.0")
                                                    : QStringLiteral("MQTT 3.1.1"));
    line.add(translated("client id %1").arg(shown(connect.clientId)));
    line.addIf(connect.cleanStart, "clean start");
    if (connect.keepAlive != 0) {
        line.add(translated("keep alive %1 s").arg(connect.keepAlive));
    }
    if (connect.username) {
        line.add(translated("user %1").arg(shown(*connect.username)));
    }
    line.addIf(connect.password.has_value(), "password");
    line.addProperties(connect.properties);
    if (connect.will) {
        addWill(line, *connect.will);
    }
    return line.toString();
}

QString describeOne(const Connack &connack)
{
    Line line("CONNACK");
    line.add(nameOf(connack.reason));
    line.addIf(connack.sessionPresent, "session present");
    line.addProperties(connack.properties);
    return line.toString();
}

QString describeOne(const Publish &publish)
{
    Line line("PUBLISH");
    if (publish.qos != Qos::AtMostOnce) {
        line.addId(publish.packetId);
    }
    line.addQos(publish.qos);
    line.addIf(publish.dup, "sent before");
    line.addIf(publish.retain, "retain");
    if (!publish.topic.isEmpty()) {
        line.add(shown(publish.topic));
    }
    line.add(byteCount(publish.payload));
    line.addProperties(PublishProperties{*publish.properties, publish.topicAlias,
                                         publish.subscriptionIdentifiers});
    return line.toString();
}

/// PUBACK, PUBREC, PUBREL and PUBCOMP.
template <typename Answer>
QString describeAnswer(const char *name, const Answer &answer)
{
    Line line(name);
    line.addId(answer.packetId);
    if (answer.reason != ReasonCode::Success) {
        line.add(nameOf(answer.reason));
    }
    line.addProperties(answer.properties);
    return line.toString();
}

QString describeOne(const Puback &puback)
{
    return describeAnswer("PUBACK", puback);
}

QString describeOne(const Pubrec &pubrec)
{
    return describeAnswer("PUBREC", pubrec);
}

QString describeOne(const Pubrel &pubrel)
{
    return describeAnswer("PUBREL", pubrel);
}

QString describeOne(const Pubcomp &pubcomp)
{
    return describeAnswer("PUBCOMP", pubcomp);
}

QString describeRequest(const SubscriptionRequest &request)
{
    QString text = shown(request.filter) + translated(" with QoS %1").arg(int(request.options.qos));
    if (request.options.noLocal) {
        text += translated(" no local");
    }
    if (request.options.retainAsPublished) {
        text += translated(" retain as published");
    }
    if (request.options.retainHandling == RetainHandling::SendIfNew) {
        text += translated(" retained if new");
    } else if (request.options.retainHandling == RetainHandling::DoNotSend) {
        text += translated(" without retained");
    }
    return text;
}

QString describeOne(const Subscribe &subscribe)
{
    Line line("SUBSCRIBE");
    line.addId(subscribe.packetId);
    line.addEach(subscribe.subscriptions, describeRequest);
    line.addProperties(subscribe);
    return line.toString();
}

QString describeOne(const Suback &suback)
{
    Line line("SUBACK");
    line.addId(suback.packetId);
    line.addEach(suback.reasons, [](ReasonCode reason) {
        return reason == ReasonCode::Success ? translated("granted QoS 0") : nameOf(reason);
    });
    line.addProperties(suback.properties);
    return line.toString();
}

QString describeOne(const Unsubscribe &unsubscribe)
{
    Line line("UNSUBSCRIBE");
    line.addId(unsubscribe.packetId);
    line.addEach(unsubscribe.filters, shown);
    line.addProperties(unsubscribe);
    return line.toString();
}

QString describeOne(const Unsuback &unsuback)
{
    Line line("UNSUBACK");
    line.addId(unsuback.packetId);
    line.addEach(unsuback.reasons, nameOf);
    line.addProperties(unsuback.properties);
    return line.toString();
}

QString describeOne(const Pingreq &)
{
    return QStringLiteral("PINGREQ");
}

QString describeOne(const Pingresp &)
{
    return QStringLiteral("PINGRESP");
}

QString describeOne(const Disconnect &disconnect)
{
    Line line("DISCONNECT");
    if (disconnect.reason != ReasonCode::Success) {
        line.add(nameOf(disconnect.reason));
    }
    line.addProperties(disconnect.properties);
    return line.toString();
}

QString describeOne(const Auth &auth)
{
    Line line("AUTH");
    line.add(nameOf(auth.reason));
    line.addProperties(auth.properties);
    return line.toString();
}

} // namespace

QString describe(const Packet &packet)
{
    return std::visit([](const auto &one) { return describeOne(one); }, packet);
}

} // namespace corkboard::mqtt
