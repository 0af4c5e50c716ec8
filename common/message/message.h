#pragma once

#include "message/qos.h"
#include "message/sharedproperties.h"
#include "topic/topicname.h"

#include <QByteArray>

#include <chrono>

namespace corkboard {

/**
 * What is published: a topic name, any bytes as payload, and how the publisher wants it treated.
 *
 * A value. Copies share the payload and the properties, so that a message to many clients exists
 * once in memory.
 */
struct Message {
    using TimePoint = std::chrono::steady_clock::time_point;

    TopicName topic;
    QByteArray payload; ///< may be empty, need not be UTF-8
    bool retain = false; ///< the publisher asks the broker to keep it for later subscribers
    Qos qos = Qos::AtMostOnce; ///< the publisher's; a subscription may lower it
    SharedProperties properties = {}; ///< what an MQTT 5.0 publisher says besides
    TimePoint expiresAt = TimePoint::max(); ///< from then on it is not worth sending

    [[nodiscard]] bool isExpired(TimePoint now) const { return expiresAt <= now; }

    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace corkboard
