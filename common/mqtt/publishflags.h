#pragma once

#include <QtGlobal>

namespace corkboard::mqtt {

/// The flags in the first byte of a PUBLISH. Source: MQTT 5.0 §3.3.1.
struct PublishFlags {
    static constexpr quint8 retain = 0x01;
    static constexpr int qosShift = 1;
    static constexpr quint8 qos = 0x03; ///< after the shift
    static constexpr quint8 dup = 0x08;
};

} // namespace corkboard::mqtt
