#pragma once

#include "mqtt/protocolversion.h"
#include "mqtt/reasoncode.h"

#include <QString>

#include <optional>

namespace corkboard::mqtt {

/**
 * Why a PacketReader cannot go on: the stream is lost, and the connection has to be closed.
 *
 * What a server says before that:
 *
 *     connackVersion is set     the packet was a CONNECT: send a CONNACK with reason, in that
 * version it is not set, and no     close at once: this is no MQTT, too large, or a CONNECT
 * of 3.1.1 that CONNECT has been read     breaks the rules, which gets no answer (MQTT 3.1.1,
 * MQTT-3.1.4-1) after CONNECT, 5.0        send a DISCONNECT with reason after CONNECT, 3.1.1 close:
 * its servers have no DISCONNECT
 */
struct ProtocolError {
    ReasonCode reason = ReasonCode::MalformedPacket;
    QString sentence; ///< one, for a person; holds nothing that came from outside

    /// Set where a CONNECT was read so far that a CONNACK can answer it. For a version that is not
    /// spoken (ReasonCode::UnsupportedProtocolVersion) it is the nearest one that is.
    std::optional<ProtocolVersion> connackVersion;

    friend bool operator==(const ProtocolError &, const ProtocolError &) = default;
};

} // namespace corkboard::mqtt
