#pragma once

#include "base/limits.h"
#include "message/qos.h"

#include <QtGlobal>

#include <chrono>

namespace corkboard {

/// What the server tells clients of MQTT that they may do.
struct MqttLimits {
    /// Bytes of a whole packet in either direction; CONNACK's Maximum Packet Size.
    qsizetype maxPacketBytes = limits::defaultMaxMessageBytes;
    /// Unacknowledged QoS 2 messages from one client; CONNACK's Receive Maximum.
    quint16 receiveMaximum = quint16(limits::defaultMaxInflight);
    /// The longest keep alive; CONNACK's Server Keep Alive where a client wants a longer one.
    std::chrono::seconds maxKeepAlive = std::chrono::minutes(10);
    Qos maxQos = Qos::ExactlyOnce;
    bool retainAvailable = true;
    /// Topic aliases in each direction; 0: none.
    quint16 topicAliasMaximum = 16;
    /// How long the session of a client of MQTT 3.1.1 stays that does not ask for a clean one.
    std::chrono::seconds sessionExpiry311 = std::chrono::days(1);

    friend bool operator==(const MqttLimits &, const MqttLimits &) = default;
};

} // namespace corkboard
