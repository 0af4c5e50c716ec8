#pragma once

#include "mqtt/packettype.h"

#include <QByteArray>
#include <QByteArrayView>

/// Appends the fields of packets to bytes; the counterpart of FieldReader. Source: MQTT 5.0 §1.5.
namespace corkboard::mqtt {

void appendByte(QByteArray &out, quint8 value);
void appendTwoByteInteger(QByteArray &out, quint16 value);
void appendFourByteInteger(QByteArray &out, quint32 value);

/// @param value  at most limits::maxMqttRemainingLength
void appendVariableInteger(QByteArray &out, qsizetype value);

/**
 * Text or binary data behind its two-byte length.
 *
 * @param bytes  at most limits::maxMqttFieldBytes; that many are written of more, so that a mistake
 *               of ours can never make the rest of the stream mean something else
 */
void appendField(QByteArray &out, QByteArrayView bytes);

/// A whole packet: its fixed header with @p flags, and @p body.
[[nodiscard]] QByteArray assemblePacket(PacketType type, quint8 flags, const QByteArray &body);

/// The first byte of a packet.
[[nodiscard]] constexpr quint8 firstByte(PacketType type, quint8 flags)
{
    return quint8(unsigned(type) << 4U | flags);
}

} // namespace corkboard::mqtt
