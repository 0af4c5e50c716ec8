#pragma once

#include "mqtt/packetresult.h"

#include <QByteArray>
#include <QByteArrayView>

/// The bytes of PINGREQ, PINGRESP, DISCONNECT and AUTH; for PacketReader and write().
namespace corkboard::mqtt {

/// These read what follows the fixed header.
[[nodiscard]] PacketResult readPingreq(QByteArrayView body);
[[nodiscard]] PacketResult readPingresp(QByteArrayView body);
[[nodiscard]] PacketResult readDisconnect(QByteArrayView body, ProtocolVersion version,
                                          Sender sender);
[[nodiscard]] PacketResult readAuth(QByteArrayView body);

/// The whole packet. There is no AUTH in MQTT 3.1.1, so that one is always written as in 5.0.
[[nodiscard]] QByteArray encode(const Pingreq &pingreq);
[[nodiscard]] QByteArray encode(const Pingresp &pingresp);
[[nodiscard]] QByteArray encode(const Disconnect &disconnect, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Auth &auth);

} // namespace corkboard::mqtt
