#pragma once

#include "mqtt/packetresult.h"

#include <QByteArray>
#include <QByteArrayView>

/// The bytes of CONNECT and CONNACK; for PacketReader and write().
namespace corkboard::mqtt {

/**
 * Reads what follows the fixed header of a CONNECT. It says its version itself; of one that is not
 * spoken nothing behind the version is looked at.
 */
[[nodiscard]] PacketResult readConnect(QByteArrayView body);
[[nodiscard]] PacketResult readConnack(QByteArrayView body, ProtocolVersion version);

/// The whole packet. A CONNECT is written in its own version.
[[nodiscard]] QByteArray encode(const Connect &connect);
[[nodiscard]] QByteArray encode(const Connack &connack, ProtocolVersion version);

} // namespace corkboard::mqtt
