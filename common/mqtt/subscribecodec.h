#pragma once

#include "mqtt/packetresult.h"

#include <QByteArray>
#include <QByteArrayView>

/// The bytes of SUBSCRIBE, UNSUBSCRIBE and their answers; for PacketReader and write().
namespace corkboard::mqtt {

/// These read what follows the fixed header. More filters than limits::maxFiltersPerPacket give
/// ReasonCode::QuotaExceeded, before memory is taken for them.
[[nodiscard]] PacketResult readSubscribe(QByteArrayView body, ProtocolVersion version);
[[nodiscard]] PacketResult readSuback(QByteArrayView body, ProtocolVersion version);
[[nodiscard]] PacketResult readUnsubscribe(QByteArrayView body, ProtocolVersion version);
[[nodiscard]] PacketResult readUnsuback(QByteArrayView body, ProtocolVersion version);

/// The whole packet.
[[nodiscard]] QByteArray encode(const Subscribe &subscribe, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Suback &suback, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Unsubscribe &unsubscribe, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Unsuback &unsuback, ProtocolVersion version);

} // namespace corkboard::mqtt
