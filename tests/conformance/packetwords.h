#pragma once

#include "mqtt/packet.h"

#include <QString>

#include <expected>

namespace corkboard {

/**
 * Reads the packet that a person has written in words, as the written conversations do:
 *
 *     CONNECT anna resume expiry=60 receive=2 will=T:gone will-qos=1 will-delay=10
 *     PUBLISH T hello q1 id=7 dup retain expires=60 alias=1 property=k:v
 *     SUBSCRIBE a/+ q1 no-local, b id=7 subscription=4
 *     UNSUBSCRIBE a/+, b id=7
 *     PUBREC 7 0x97
 *     DISCONNECT 0x04 expiry=0
 *
 * The order of the words behind the first is free, "" stands for an empty text, %HH for a
 * byte, and a packet identifier that is left out is 1. See README.md for all words.
 *
 * @return the packet, or what is wrong with the words
 */
[[nodiscard]] std::expected<mqtt::Packet, QString> packetFromWords(const QByteArray &line,
                                                                   mqtt::ProtocolVersion version);

/// The reverse for what is heard: describe(), with the payload of a PUBLISH behind it.
[[nodiscard]] QByteArray wordsOf(const mqtt::Packet &packet);

} // namespace corkboard
