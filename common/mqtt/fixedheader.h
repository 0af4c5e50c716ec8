#pragma once

#include "mqtt/packettype.h"
#include "mqtt/protocolerror.h"

#include <QByteArrayView>

#include <expected>
#include <optional>

namespace corkboard::mqtt {

/**
 * What every packet begins with. Source: MQTT 5.0 §2.1.
 *
 *      7 6 5 4 3 2 1 0
 *     ┌───────┬───────┐
 *     │ type  │ flags │  1 byte
 *     ├─┬─────┴───────┤
 *     │1│ low 7 bits  │  1 to 4 bytes: the remaining length, a variable byte integer;
 *     ├─┼─────────────┤  a 1 on top says that more bytes of it follow
 *     │0│ next 7 bits │
 *     └─┴─────────────┘
 */
struct FixedHeader {
    PacketType type = PacketType::Connect;
    quint8 flags = 0;
    qsizetype headerBytes = 0; ///< 2 to 5
    qsizetype remainingLength = 0; ///< bytes behind the header, at most 268,435,455
    bool isMinimal = true; ///< the length takes no more bytes than it needs

    [[nodiscard]] qsizetype packetBytes() const { return headerBytes + remainingLength; }
};

/**
 * Reads the fixed header at the start of @p bytes, without looking at what follows it.
 *
 * @return the header; an empty optional where more bytes are needed; ReasonCode::MalformedPacket
 *         for packet type 0, for flags that the type does not have, and for a length of more than
 *         four bytes, each at the first byte that shows it
 */
[[nodiscard]] std::expected<std::optional<FixedHeader>, ProtocolError>
readFixedHeader(QByteArrayView bytes);

/// The flags that packets of @p type have; those of PUBLISH are its own.
[[nodiscard]] constexpr quint8 flagsOf(PacketType type)
{
    // MQTT-3.6.1-1, MQTT-3.8.1-1, MQTT-3.10.1-1.
    const bool hasBitOne = type == PacketType::Pubrel || type == PacketType::Subscribe
        || type == PacketType::Unsubscribe;
    return hasBitOne ? 0b0010 : 0;
}

} // namespace corkboard::mqtt
