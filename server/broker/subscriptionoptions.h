#pragma once

#include "message/qos.h"

#include <QtGlobal>

namespace corkboard {

/// What a subscription asks for besides its filter. Source: MQTT 5.0 §3.8.3.1.
struct SubscriptionOptions {
    Qos qos = Qos::AtMostOnce; ///< the most that its deliveries may have
    bool noLocal = false; ///< not what the client published itself
    bool retainAsPublished = false; ///< live copies carry the publisher's retain flag
    quint32 identifier = 0; ///< comes with each delivery; 0: none

    friend bool operator==(const SubscriptionOptions &, const SubscriptionOptions &) = default;
};

} // namespace corkboard
