#pragma once

#include <QtGlobal>

namespace corkboard {

/// How surely a message arrives, by its number on the wire. Source: MQTT 5.0 §4.3.
enum class Qos : quint8 {
    AtMostOnce = 0, ///< sent once, never acknowledged
    AtLeastOnce = 1, ///< sent until it is acknowledged, so it may come twice
    ExactlyOnce = 2, ///< acknowledged in two steps, so that it comes once
};

} // namespace corkboard
