#pragma once

#include "mqtt/fieldreader.h"
#include "mqtt/fieldwriter.h"
#include "mqtt/properties.h"

namespace corkboard::mqtt {

/**
 * Reads a block of properties, length first, into the members that propertiesOf<Properties> names.
 *
 * Fails with ReasonCode::MalformedPacket for a property that is unknown or that this packet does
 * not have (MQTT 5.0 §2.2.2.2), ReasonCode::ProtocolError for one that comes twice or has a value
 * that it must not have, ReasonCode::TopicAliasInvalid for the topic alias 0, and with
 * ReasonCode::QuotaExceeded for more than limits::maxUserProperties.
 */
template <typename Properties>
void readProperties(FieldReader &in, Properties &properties);

/// True where at least one property is there.
template <typename Properties>
[[nodiscard]] bool hasProperties(const Properties &properties);

/// Writes the properties that are there, behind the length of all of them.
template <typename Properties>
void appendProperties(QByteArray &out, const Properties &properties);

/// Reads or writes one value of a property, in the form that @p id has on the wire.
void readValue(FieldReader &in, PropertyId id, std::optional<bool> &value);
void readValue(FieldReader &in, PropertyId id, std::optional<Qos> &value);
void readValue(FieldReader &in, PropertyId id, std::optional<PayloadFormat> &value);
void readValue(FieldReader &in, PropertyId id, std::optional<quint16> &value);
void readValue(FieldReader &in, PropertyId id, std::optional<quint32> &value);
void readValue(FieldReader &in, PropertyId id, std::optional<QByteArray> &value);
void readValue(FieldReader &in, PropertyId id, QList<quint32> &values);
void readValue(FieldReader &in, PropertyId id, UserProperties &values);

void appendValue(QByteArray &out, PropertyId id, quint8 value);
void appendValue(QByteArray &out, PropertyId id, quint16 value);
void appendValue(QByteArray &out, PropertyId id, quint32 value);
void appendValue(QByteArray &out, PropertyId id, const QByteArray &value);
void appendValue(QByteArray &out, PropertyId id, const QList<quint32> &values);
void appendValue(QByteArray &out, PropertyId id, const UserProperties &values);

template <typename Value>
void appendValue(QByteArray &out, PropertyId id, const std::optional<Value> &value)
{
    if (!value) {
        return;
    }
    if constexpr (sizeof(Value) == 1) {
        appendValue(out, id, quint8(*value));
    } else {
        appendValue(out, id, *value);
    }
}

template <typename Properties>
void readProperties(FieldReader &in, Properties &properties)
{
    FieldReader block(in.take(in.variableInteger()));
    while (!block.atEnd()) {
        const quint32 id = block.variableInteger();
        const auto readIfNamed = [&](const auto &property) {
            if (id != quint32(property.id)) {
                return false;
            }
            readValue(block, property.id, properties.*property.member);
            return true;
        };
        const bool known
            = std::apply([&](const auto &...property) { return (readIfNamed(property) || ...); },
                         propertiesOf<Properties>);
        if (!known) {
            block.fail(ReasonCode::MalformedPacket,
                       "The packet has a property that it cannot have.");
        }
    }
    in.failLike(block);
}

template <typename Properties>
bool hasProperties(const Properties &properties)
{
    const auto isThere = [&](const auto &property) {
        const auto &value = properties.*property.member;
        if constexpr (requires { value.has_value(); }) {
            return value.has_value();
        } else {
            return !value.isEmpty();
        }
    };
    return std::apply([&](const auto &...property) { return (isThere(property) || ...); },
                      propertiesOf<Properties>);
}

template <typename Properties>
void appendProperties(QByteArray &out, const Properties &properties)
{
    QByteArray block;
    std::apply(
        [&](const auto &...property) {
            (appendValue(block, property.id, properties.*property.member), ...);
        },
        propertiesOf<Properties>);
    // MQTT-2.2.2-1: no properties are a length of 0.
    appendVariableInteger(out, block.size());
    out += block;
}

} // namespace corkboard::mqtt
