#pragma once

#include "message/qos.h"
#include "message/sharedproperties.h"
#include "mqtt/reasoncode.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace corkboard::mqtt {

/// A message on its way, in either direction. Source: MQTT 5.0 §3.3.
struct Publish {
    bool dup = false; ///< sent before; never with QoS 0
    Qos qos = Qos::AtMostOnce;
    bool retain = false;
    QByteArray topic; ///< UTF-8; not yet checked by TopicName; empty where topicAlias stands for it
    quint16 packetId = 0; ///< not 0 from QoS 1 on; 0 for QoS 0
    QByteArray payload;
    std::optional<quint16> topicAlias; ///< not 0
    QList<quint32> subscriptionIdentifiers; ///< 1 to 268,435,455 each; only from servers
    SharedProperties properties;

    friend bool operator==(const Publish &, const Publish &) = default;
};

/// The properties of answers that have a reason. Source: MQTT 5.0 §3.4.2.2 and others.
struct ReasonProperties {
    std::optional<QByteArray> reasonString; ///< UTF-8
    UserProperties userProperties;

    friend bool operator==(const ReasonProperties &, const ReasonProperties &) = default;
};

/// The answer to a PUBLISH with QoS 1. Source: MQTT 5.0 §3.4.
struct Puback {
    quint16 packetId = 0; ///< not 0
    ReasonCode reason = ReasonCode::Success;
    ReasonProperties properties;

    friend bool operator==(const Puback &, const Puback &) = default;
};

/// The answer to a PUBLISH with QoS 2. Source: MQTT 5.0 §3.5.
struct Pubrec {
    quint16 packetId = 0; ///< not 0
    ReasonCode reason = ReasonCode::Success;
    ReasonProperties properties;

    friend bool operator==(const Pubrec &, const Pubrec &) = default;
};

/// The answer to a PUBREC. Source: MQTT 5.0 §3.6.
struct Pubrel {
    quint16 packetId = 0; ///< not 0
    ReasonCode reason = ReasonCode::Success;
    ReasonProperties properties;

    friend bool operator==(const Pubrel &, const Pubrel &) = default;
};

/// The answer to a PUBREL, which ends QoS 2. Source: MQTT 5.0 §3.7.
struct Pubcomp {
    quint16 packetId = 0; ///< not 0
    ReasonCode reason = ReasonCode::Success;
    ReasonProperties properties;

    friend bool operator==(const Pubcomp &, const Pubcomp &) = default;
};

} // namespace corkboard::mqtt
