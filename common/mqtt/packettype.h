#pragma once

#include <QtGlobal>

namespace corkboard::mqtt {

/// The kinds of packets, by their number on the wire. Source: MQTT 5.0 §2.1.2.
enum class PacketType : quint8 {
    Connect = 1,
    Connack = 2,
    Publish = 3,
    Puback = 4,
    Pubrec = 5,
    Pubrel = 6,
    Pubcomp = 7,
    Subscribe = 8,
    Suback = 9,
    Unsubscribe = 10,
    Unsuback = 11,
    Pingreq = 12,
    Pingresp = 13,
    Disconnect = 14,
    Auth = 15, ///< MQTT 5.0 only
};

/// The side of a connection that sends packets.
enum class Sender { Client, Server };

} // namespace corkboard::mqtt
