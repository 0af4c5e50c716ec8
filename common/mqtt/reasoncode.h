#pragma once

#include "mqtt/packettype.h"

#include <QString>

#include <optional>

namespace corkboard::mqtt {

/**
 * How an operation ended, by its number on the wire; from 0x80 on it failed.
 *
 * The return codes of MQTT 3.1.1 are the same for SUBACK; those of CONNACK are mapped by
 * connackReturnCode(). Source: MQTT 5.0 §2.4.
 */
enum class ReasonCode : quint8 {
    Success = 0x00, ///< also "normal disconnection" and "granted QoS 0"
    GrantedQos1 = 0x01,
    GrantedQos2 = 0x02,
    DisconnectWithWill = 0x04,
    NoMatchingSubscribers = 0x10,
    NoSubscriptionExisted = 0x11,
    ContinueAuthentication = 0x18,
    ReAuthenticate = 0x19,
    UnspecifiedError = 0x80, ///< "failure" in the SUBACK of MQTT 3.1.1
    MalformedPacket = 0x81,
    ProtocolError = 0x82,
    ImplementationSpecificError = 0x83,
    UnsupportedProtocolVersion = 0x84,
    ClientIdentifierNotValid = 0x85,
    BadUserNameOrPassword = 0x86,
    NotAuthorized = 0x87,
    ServerUnavailable = 0x88,
    ServerBusy = 0x89,
    Banned = 0x8A,
    ServerShuttingDown = 0x8B,
    BadAuthenticationMethod = 0x8C,
    KeepAliveTimeout = 0x8D,
    SessionTakenOver = 0x8E,
    TopicFilterInvalid = 0x8F,
    TopicNameInvalid = 0x90,
    PacketIdentifierInUse = 0x91,
    PacketIdentifierNotFound = 0x92,
    ReceiveMaximumExceeded = 0x93,
    TopicAliasInvalid = 0x94,
    PacketTooLarge = 0x95,
    MessageRateTooHigh = 0x96,
    QuotaExceeded = 0x97,
    AdministrativeAction = 0x98,
    PayloadFormatInvalid = 0x99,
    RetainNotSupported = 0x9A,
    QosNotSupported = 0x9B,
    UseAnotherServer = 0x9C,
    ServerMoved = 0x9D,
    SharedSubscriptionsNotSupported = 0x9E,
    ConnectionRateExceeded = 0x9F,
    MaximumConnectTime = 0xA0,
    SubscriptionIdentifiersNotSupported = 0xA1,
    WildcardSubscriptionsNotSupported = 0xA2,
};

/// True for the codes that say that something failed.
[[nodiscard]] constexpr bool isError(ReasonCode reason)
{
    return quint8(reason) >= 0x80;
}

/**
 * The reason code for @p value in a packet of @p type of MQTT 5.0; nothing where that packet must
 * not carry it. Source: the tables of MQTT 5.0 §3.2.2.2, 3.4.2.1, 3.5.2.1, 3.6.2.1, 3.7.2.1, 3.9.3,
 * 3.11.3, 3.14.2.1 and 3.15.2.1.
 */
[[nodiscard]] std::optional<ReasonCode> reasonCodeIn(PacketType type, quint8 value);

/**
 * The return code, 0 to 5, that a CONNACK of MQTT 3.1.1 has for @p reason: the nearest one where
 * 3.1.1 has none of its own. Source: MQTT 3.1.1 §3.2.2.3.
 */
[[nodiscard]] quint8 connackReturnCode(ReasonCode reason);

/// The reason code for the return code of a CONNACK of MQTT 3.1.1; nothing from 6 on.
[[nodiscard]] std::optional<ReasonCode> reasonCodeFromConnack(quint8 returnCode);

/// A few words, as the specification names it, for example "not authorized".
[[nodiscard]] QString nameOf(ReasonCode reason);

/// One sentence for a person.
[[nodiscard]] QString describe(ReasonCode reason);

} // namespace corkboard::mqtt
