#pragma once

#include "message/messageproperties.h"
#include "mqtt/reasoncode.h"

#include <QByteArray>

#include <optional>

namespace corkboard::mqtt {

/// "Are you there?" from a client. Source: MQTT 5.0 §3.12.
struct Pingreq {
    friend bool operator==(const Pingreq &, const Pingreq &) = default;
};

/// The server's answer to PINGREQ. Source: MQTT 5.0 §3.13.
struct Pingresp {
    friend bool operator==(const Pingresp &, const Pingresp &) = default;
};

/// The properties of a DISCONNECT. Source: MQTT 5.0 §3.14.2.2.
struct DisconnectProperties {
    std::optional<quint32> sessionExpiryInterval; ///< seconds; only from clients
    std::optional<QByteArray> reasonString; ///< UTF-8
    UserProperties userProperties;
    std::optional<QByteArray> serverReference; ///< UTF-8; only from servers

    friend bool operator==(const DisconnectProperties &, const DisconnectProperties &) = default;
};

/// The last packet of a connection. Source: MQTT 5.0 §3.14. In 3.1.1 clients alone send it, empty.
struct Disconnect {
    ReasonCode reason = ReasonCode::Success;
    DisconnectProperties properties;

    friend bool operator==(const Disconnect &, const Disconnect &) = default;
};

/// The properties of an AUTH. Source: MQTT 5.0 §3.15.2.2.
struct AuthProperties {
    std::optional<QByteArray> authenticationMethod; ///< UTF-8; must be there, see Auth
    std::optional<QByteArray> authenticationData;
    std::optional<QByteArray> reasonString; ///< UTF-8
    UserProperties userProperties;

    friend bool operator==(const AuthProperties &, const AuthProperties &) = default;
};

/// A step of an authentication; not in MQTT 3.1.1. Source: MQTT 5.0 §3.15.
/// Only one that says Success, and nothing else, may have no authentication method.
struct Auth {
    ReasonCode reason = ReasonCode::Success;
    AuthProperties properties;

    friend bool operator==(const Auth &, const Auth &) = default;
};

} // namespace corkboard::mqtt
