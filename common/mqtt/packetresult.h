#pragma once

#include "mqtt/fieldreader.h"
#include "mqtt/packet.h"
#include "mqtt/protocolerror.h"

#include <expected>
#include <utility>

namespace corkboard::mqtt {

/// What reading the body of one packet gives.
using PacketResult = std::expected<Packet, ProtocolError>;

/// @p packet, if all of its fields could be read and nothing is left behind them.
template <typename SomePacket>
[[nodiscard]] PacketResult finishedPacket(FieldReader &in, SomePacket packet)
{
    in.expectEnd();
    if (const auto &error = in.error()) {
        return std::unexpected(*error);
    }
    return Packet(std::move(packet));
}

} // namespace corkboard::mqtt
