#pragma once

#include "message/messageproperties.h"
#include "message/qos.h"
#include "mqtt/reasoncode.h"

#include <QByteArray>

#include <optional>

namespace corkboard::mqtt {

/// The properties of a CONNACK. Source: MQTT 5.0 §3.2.2.3.
struct ConnackProperties {
    std::optional<quint32> sessionExpiryInterval; ///< seconds; absent is what the client asked for
    std::optional<quint16> receiveMaximum; ///< messages in flight, not 0; absent is 65,535
    std::optional<Qos> maximumQos; ///< 0 or 1; absent is 2
    std::optional<bool> retainAvailable; ///< absent is true
    std::optional<quint32> maximumPacketSize; ///< bytes, not 0; absent is no limit
    std::optional<QByteArray> assignedClientId; ///< UTF-8
    std::optional<quint16> topicAliasMaximum; ///< absent is 0
    std::optional<QByteArray> reasonString; ///< UTF-8
    UserProperties userProperties;
    std::optional<bool> wildcardSubscriptionAvailable; ///< absent is true
    std::optional<bool> subscriptionIdentifiersAvailable; ///< absent is true
    std::optional<bool> sharedSubscriptionAvailable; ///< absent is true
    std::optional<quint16> serverKeepAlive; ///< seconds; absent is what the client asked for
    std::optional<QByteArray> responseInformation; ///< UTF-8
    std::optional<QByteArray> serverReference; ///< UTF-8
    std::optional<QByteArray> authenticationMethod; ///< UTF-8
    std::optional<QByteArray> authenticationData; ///< only with a method

    friend bool operator==(const ConnackProperties &, const ConnackProperties &) = default;
};

/**
 * A server's answer to CONNECT. Source: MQTT 5.0 §3.2.
 *
 * In MQTT 3.1.1 the reason is one of those that reasonCodeFromConnack() gives; others are written
 * as the nearest.
 */
struct Connack {
    bool sessionPresent = false; ///< never with an error
    ReasonCode reason = ReasonCode::Success;
    ConnackProperties properties;

    friend bool operator==(const Connack &, const Connack &) = default;
};

} // namespace corkboard::mqtt
