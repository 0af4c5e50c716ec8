#pragma once

#include "mqtt/packet.h"
#include "mqtt/protocolversion.h"

#include <QRandomGenerator>

namespace corkboard::mqtt {

/// Any packet that keeps the rules; one of MQTT 3.1.1 has nothing that is left out there.
[[nodiscard]] Packet randomPacket(QRandomGenerator &generator, ProtocolVersion version);

/// A side that may send @p packet.
[[nodiscard]] Sender senderOf(const Packet &packet);

} // namespace corkboard::mqtt
