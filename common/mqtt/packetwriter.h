#pragma once

#include "mqtt/packet.h"
#include "mqtt/protocolversion.h"

#include <QByteArray>

namespace corkboard::mqtt {

/**
 * Writes @p packet as its whole bytes. What is written is read back identically by PacketReader,
 * apart from what MQTT 3.1.1 does not have: properties, and reasons in most packets.
 *
 * The packet must be one that keeps the rules which the comments of its members give, and its texts
 * must be as FieldReader::text() takes them. Where the specification has a short form, it is used.
 * A CONNECT is written in its own version. A PUBLISH to many is better written with PublishHead.
 */
[[nodiscard]] QByteArray write(const Packet &packet, ProtocolVersion version);

} // namespace corkboard::mqtt
