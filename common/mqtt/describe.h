#pragma once

#include "mqtt/packet.h"

#include <QString>

namespace corkboard::mqtt {

/**
 * One line for a person that says what is in @p packet. It is safe to show: text from outside is
 * escaped and cut, and passwords and authentication data are never part of it.
 *
 * Example: "PUBLISH id 7, QoS 1, retain, WEATHER/MN, 21 bytes, expires in 60 s"
 */
[[nodiscard]] QString describe(const Packet &packet);

} // namespace corkboard::mqtt
