#pragma once

#include "topic/topicname.h"

#include <QByteArray>

namespace corkboard {

/**
 * What is published: a topic name, any bytes as payload, and whether the broker is to keep it.
 *
 * A value. Copies share the payload, so that a message to many clients exists once in memory.
 */
struct Message {
    TopicName topic;
    QByteArray payload; ///< may be empty, need not be UTF-8
    bool retain = false; ///< the publisher asks the broker to keep it for later subscribers

    friend bool operator==(const Message &, const Message &) = default;
};

} // namespace corkboard
