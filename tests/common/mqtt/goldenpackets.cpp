#include "goldenpackets.h"

#include "mqtt/fieldwriter.h"
#include "mqtt/fixedheader.h"

namespace corkboard::mqtt::golden {

QByteArray packetOf(quint8 first, const QByteArray &body)
{
    return assemblePacket(PacketType(first >> 4U), first & 0x0FU, body);
}

QByteArray bodyOf(const QByteArray &packet)
{
    return packet.sliced(readFixedHeader(packet)->value().headerBytes);
}

ExactBytes::ExactBytes(QByteArrayView bytes)
    : m_bytes(bytes.begin(), bytes.end())
{
}

QByteArrayView ExactBytes::view() const
{
    return {m_bytes.data(), qsizetype(m_bytes.size())};
}

} // namespace corkboard::mqtt::golden
