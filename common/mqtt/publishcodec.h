#pragma once

#include "mqtt/fixedheader.h"
#include "mqtt/packetresult.h"

#include <QByteArray>
#include <QByteArrayView>

/// The bytes of PUBLISH and its answers; for PacketReader and write().
namespace corkboard::mqtt {

/**
 * Reads what follows the fixed header of a PUBLISH.
 *
 * @param whole  the packet that @p body is the end of, if that may be used up: a large payload is
 *               then not copied once more. Null where the bytes belong to somebody else
 */
[[nodiscard]] PacketResult readPublish(const FixedHeader &header, QByteArrayView body,
                                       QByteArray *whole, ProtocolVersion version, Sender sender);

/// Reads what follows the fixed header of a PUBACK, PUBREC, PUBREL or PUBCOMP.
[[nodiscard]] PacketResult readAnswer(PacketType type, QByteArrayView body,
                                      ProtocolVersion version);

/// The whole packet; for PUBLISH that is PublishHead's work.
[[nodiscard]] QByteArray encode(const Puback &puback, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Pubrec &pubrec, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Pubrel &pubrel, ProtocolVersion version);
[[nodiscard]] QByteArray encode(const Pubcomp &pubcomp, ProtocolVersion version);

} // namespace corkboard::mqtt
