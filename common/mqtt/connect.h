#pragma once

#include "message/messageproperties.h"
#include "message/qos.h"
#include "mqtt/protocolversion.h"

#include <QByteArray>

#include <optional>

namespace corkboard::mqtt {

/// The message that a server publishes when a client is gone. Source: MQTT 5.0 §3.1.2.5, 3.1.3.2.
struct Will {
    QByteArray topic; ///< UTF-8; not yet checked by TopicName
    QByteArray payload;
    Qos qos = Qos::AtMostOnce;
    bool retain = false;
    std::optional<quint32> delayInterval; ///< seconds; absent is 0
    MessageProperties properties;

    friend bool operator==(const Will &, const Will &) = default;
};

/// The properties of a CONNECT. Source: MQTT 5.0 §3.1.2.11.
struct ConnectProperties {
    std::optional<quint32> sessionExpiryInterval; ///< seconds; absent is 0, 0xFFFFFFFF is for ever
    std::optional<quint16> receiveMaximum; ///< messages in flight, not 0; absent is 65,535
    std::optional<quint32> maximumPacketSize; ///< bytes, not 0; absent is no limit
    std::optional<quint16> topicAliasMaximum; ///< absent is 0
    std::optional<bool> requestResponseInformation; ///< absent is false
    std::optional<bool> requestProblemInformation; ///< absent is true
    UserProperties userProperties;
    std::optional<QByteArray> authenticationMethod; ///< UTF-8
    std::optional<QByteArray> authenticationData; ///< only with a method

    friend bool operator==(const ConnectProperties &, const ConnectProperties &) = default;
};

/// A client's first packet. Source: MQTT 5.0 §3.1.
struct Connect {
    ProtocolVersion version = ProtocolVersion::V5;
    bool cleanStart = true; ///< "clean session" in MQTT 3.1.1
    quint16 keepAlive = 0; ///< seconds; 0 is off
    QByteArray clientId; ///< UTF-8; empty where the server is to choose one
    std::optional<Will> will;
    std::optional<QByteArray> username; ///< UTF-8
    std::optional<QByteArray> password; ///< any bytes; in MQTT 3.1.1 only with a user name
    ConnectProperties properties;

    friend bool operator==(const Connect &, const Connect &) = default;
};

} // namespace corkboard::mqtt
