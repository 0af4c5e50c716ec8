#include "mqtt/propertycodec.h"

#include "base/limits.h"

namespace corkboard::mqtt {

namespace {

/// Fails where a property that may come once has come before.
void expectFirst(FieldReader &in, bool isFirst)
{
    if (!isFirst) {
        in.fail(ReasonCode::ProtocolError, "A property comes twice.");
    }
}

quint8 readZeroOrOne(FieldReader &in)
{
    const quint8 value = in.byte();
    if (value > 1) {
        in.fail(ReasonCode::ProtocolError, "A property that is 0 or 1 has another value.");
    }
    return value;
}

template <typename Value>
void readOneByte(FieldReader &in, std::optional<Value> &value)
{
    expectFirst(in, !value);
    value = Value(readZeroOrOne(in));
}

/// MQTT 5.0 §3.8.2.1.2: 1 to 268,435,455.
quint32 readSubscriptionIdentifier(FieldReader &in)
{
    const quint32 id = in.variableInteger();
    if (!in.error() && id == 0) {
        in.fail(ReasonCode::ProtocolError, "The subscription identifier is 0.");
    }
    return id;
}

bool isBinary(PropertyId id)
{
    return id == PropertyId::CorrelationData || id == PropertyId::AuthenticationData;
}

void appendId(QByteArray &out, PropertyId id)
{
    appendVariableInteger(out, qsizetype(id));
}

} // namespace

void readValue(FieldReader &in, PropertyId, std::optional<bool> &value)
{
    readOneByte(in, value);
}

void readValue(FieldReader &in, PropertyId, std::optional<Qos> &value)
{
    readOneByte(in, value);
}

void readValue(FieldReader &in, PropertyId, std::optional<PayloadFormat> &value)
{
    readOneByte(in, value);
}

void readValue(FieldReader &in, PropertyId id, std::optional<quint16> &value)
{
    expectFirst(in, !value);
    value = in.twoByteInteger();
    if (in.error() || *value != 0) {
        return;
    }
    if (id == PropertyId::TopicAlias) {
        // MQTT-3.3.2-8.
        in.fail(ReasonCode::TopicAliasInvalid, "The topic alias is 0.");
    } else if (id == PropertyId::ReceiveMaximum) {
        in.fail(ReasonCode::ProtocolError, "The receive maximum is 0.");
    }
}

void readValue(FieldReader &in, PropertyId id, std::optional<quint32> &value)
{
    expectFirst(in, !value);
    if (id == PropertyId::SubscriptionIdentifier) {
        value = readSubscriptionIdentifier(in);
        return;
    }
    value = in.fourByteInteger();
    if (!in.error() && *value == 0 && id == PropertyId::MaximumPacketSize) {
        in.fail(ReasonCode::ProtocolError, "The maximum packet size is 0.");
    }
}

void readValue(FieldReader &in, PropertyId id, std::optional<QByteArray> &value)
{
    expectFirst(in, !value);
    value = isBinary(id) ? in.binary() : in.text();
    // MQTT-3.3.2-14.
    if (id == PropertyId::ResponseTopic && (value->contains('+') || value->contains('#'))) {
        in.fail(ReasonCode::ProtocolError, "The response topic has a wildcard.");
    }
}

void readValue(FieldReader &in, PropertyId, QList<quint32> &values)
{
    values.append(readSubscriptionIdentifier(in));
}

void readValue(FieldReader &in, PropertyId, UserProperties &values)
{
    if (values.size() >= limits::maxUserProperties) {
        in.fail(ReasonCode::QuotaExceeded, "The packet has too many user properties.");
        return;
    }
    QByteArray name = in.text();
    QByteArray text = in.text();
    values.emplaceBack(std::move(name), std::move(text));
}

void appendValue(QByteArray &out, PropertyId id, quint8 value)
{
    appendId(out, id);
    appendByte(out, value);
}

void appendValue(QByteArray &out, PropertyId id, quint16 value)
{
    appendId(out, id);
    appendTwoByteInteger(out, value);
}

void appendValue(QByteArray &out, PropertyId id, quint32 value)
{
    appendId(out, id);
    if (id == PropertyId::SubscriptionIdentifier) {
        appendVariableInteger(out, value);
    } else {
        appendFourByteInteger(out, value);
    }
}

void appendValue(QByteArray &out, PropertyId id, const QByteArray &value)
{
    appendId(out, id);
    appendField(out, value);
}

void appendValue(QByteArray &out, PropertyId id, const QList<quint32> &values)
{
    for (const quint32 value : values) {
        appendValue(out, id, value);
    }
}

void appendValue(QByteArray &out, PropertyId id, const UserProperties &values)
{
    for (const auto &[name, value] : values) {
        appendId(out, id);
        appendField(out, name);
        appendField(out, value);
    }
}

} // namespace corkboard::mqtt
