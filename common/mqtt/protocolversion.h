#pragma once

#include <QtGlobal>

namespace corkboard::mqtt {

/// The versions of MQTT that are spoken, by the level that stands in a CONNECT.
enum class ProtocolVersion : quint8 { V311 = 4, V5 = 5 };

} // namespace corkboard::mqtt
