#pragma once

#include "mqtt/connack.h"
#include "mqtt/connect.h"
#include "mqtt/disconnect.h"
#include "mqtt/packettype.h"
#include "mqtt/publish.h"
#include "mqtt/subscribe.h"

#include <variant>

namespace corkboard::mqtt {

/**
 * One packet of MQTT, in the order of PacketType. The same values serve both versions: what 3.1.1
 * does not have is absent when it is read, and left out when it is written.
 */
using Packet = std::variant<Connect, Connack, Publish, Puback, Pubrec, Pubrel, Pubcomp, Subscribe,
                            Suback, Unsubscribe, Unsuback, Pingreq, Pingresp, Disconnect, Auth>;

/// Which kind of packet @p packet is.
[[nodiscard]] inline PacketType typeOf(const Packet &packet)
{
    return PacketType(packet.index() + 1);
}

} // namespace corkboard::mqtt
