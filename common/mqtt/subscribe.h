#pragma once

#include "message/qos.h"
#include "mqtt/publish.h"
#include "mqtt/reasoncode.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace corkboard::mqtt {

/// Which retained messages a new subscription brings. Source: MQTT 5.0 §3.8.3.1.
enum class RetainHandling : quint8 {
    Send = 0, ///< those that match
    SendIfNew = 1, ///< those that match, unless the subscription existed already
    DoNotSend = 2,
};

/// How a subscription is to work; in MQTT 3.1.1 it is the QoS alone. Source: MQTT 5.0 §3.8.3.1.
struct SubscriptionOptions {
    Qos qos = Qos::AtMostOnce; ///< the highest that is wanted
    bool noLocal = false; ///< not what the subscriber itself has published
    bool retainAsPublished = false; ///< keep the retain flag of the messages
    RetainHandling retainHandling = RetainHandling::Send;

    friend bool operator==(const SubscriptionOptions &, const SubscriptionOptions &) = default;
};

/// One wish in a SUBSCRIBE.
struct SubscriptionRequest {
    QByteArray filter; ///< UTF-8; not yet checked by TopicFilter
    SubscriptionOptions options;

    friend bool operator==(const SubscriptionRequest &, const SubscriptionRequest &) = default;
};

/// Source: MQTT 5.0 §3.8.
struct Subscribe {
    quint16 packetId = 0; ///< not 0
    QList<SubscriptionRequest> subscriptions; ///< at least one
    std::optional<quint32> subscriptionIdentifier; ///< 1 to 268,435,455
    UserProperties userProperties;

    friend bool operator==(const Subscribe &, const Subscribe &) = default;
};

/// The answer to SUBSCRIBE: a code for each wish, in the same order. Source: MQTT 5.0 §3.9.
struct Suback {
    quint16 packetId = 0; ///< not 0
    QList<ReasonCode> reasons; ///< at least one
    ReasonProperties properties;

    friend bool operator==(const Suback &, const Suback &) = default;
};

/// Source: MQTT 5.0 §3.10.
struct Unsubscribe {
    quint16 packetId = 0; ///< not 0
    QList<QByteArray> filters; ///< at least one; UTF-8; not yet checked by TopicFilter
    UserProperties userProperties;

    friend bool operator==(const Unsubscribe &, const Unsubscribe &) = default;
};

/// The answer to UNSUBSCRIBE, like Suback. Source: MQTT 5.0 §3.11.
struct Unsuback {
    quint16 packetId = 0; ///< not 0
    QList<ReasonCode> reasons; ///< at least one; in MQTT 3.1.1 none
    ReasonProperties properties;

    friend bool operator==(const Unsuback &, const Unsuback &) = default;
};

} // namespace corkboard::mqtt
