#include "mqtt/fieldwriter.h"

#include "base/limits.h"

#include <QtEndian>

#include <array>

namespace corkboard::mqtt {

namespace {

template <typename Integer>
void appendBigEndian(QByteArray &out, Integer value)
{
    std::array<char, sizeof(Integer)> bytes{};
    qToBigEndian(value, bytes.data());
    out.append(bytes.data(), qsizetype(bytes.size()));
}

} // namespace

void appendByte(QByteArray &out, quint8 value)
{
    out += char(value);
}

void appendTwoByteInteger(QByteArray &out, quint16 value)
{
    appendBigEndian(out, value);
}

void appendFourByteInteger(QByteArray &out, quint32 value)
{
    appendBigEndian(out, value);
}

void appendVariableInteger(QByteArray &out, qsizetype value)
{
    Q_ASSERT(value >= 0 && value <= limits::maxMqttRemainingLength);
    auto rest = quint32(value);
    while (rest > 0x7F) {
        appendByte(out, quint8(0x80U | (rest & 0x7FU)));
        rest >>= 7U;
    }
    appendByte(out, quint8(rest));
}

void appendField(QByteArray &out, QByteArrayView bytes)
{
    Q_ASSERT(bytes.size() <= limits::maxMqttFieldBytes);
    const QByteArrayView written = bytes.first(qMin(bytes.size(), limits::maxMqttFieldBytes));
    appendTwoByteInteger(out, quint16(written.size()));
    out += written;
}

QByteArray assemblePacket(PacketType type, quint8 flags, const QByteArray &body)
{
    QByteArray packet;
    packet.reserve(5 + body.size());
    appendByte(packet, firstByte(type, flags));
    appendVariableInteger(packet, body.size());
    packet += body;
    return packet;
}

} // namespace corkboard::mqtt
