#pragma once

#include "mqtt/connack.h"
#include "mqtt/connect.h"
#include "mqtt/disconnect.h"
#include "mqtt/publish.h"
#include "mqtt/subscribe.h"

#include <optional>
#include <tuple>

/**
 * The properties of MQTT 5.0: their numbers, and which packet has which of them in which member.
 *
 * Reading, writing and describing packets all go through propertiesOf, so this is the one place
 * that lists them. Source: MQTT 5.0 §2.2.2.2, table 2-4.
 */
namespace corkboard::mqtt {

enum class PropertyId : quint8 {
    PayloadFormatIndicator = 0x01,
    MessageExpiryInterval = 0x02,
    ContentType = 0x03,
    ResponseTopic = 0x08,
    CorrelationData = 0x09,
    SubscriptionIdentifier = 0x0B,
    SessionExpiryInterval = 0x11,
    AssignedClientIdentifier = 0x12,
    ServerKeepAlive = 0x13,
    AuthenticationMethod = 0x15,
    AuthenticationData = 0x16,
    RequestProblemInformation = 0x17,
    WillDelayInterval = 0x18,
    RequestResponseInformation = 0x19,
    ResponseInformation = 0x1A,
    ServerReference = 0x1C,
    ReasonString = 0x1F,
    ReceiveMaximum = 0x21,
    TopicAliasMaximum = 0x22,
    TopicAlias = 0x23,
    MaximumQos = 0x24,
    RetainAvailable = 0x25,
    UserProperty = 0x26,
    MaximumPacketSize = 0x27,
    WildcardSubscriptionAvailable = 0x28,
    SubscriptionIdentifierAvailable = 0x29,
    SharedSubscriptionAvailable = 0x2A,
};

/// The properties of a PUBLISH, gathered from its members.
struct PublishProperties : MessageProperties {
    std::optional<quint16> topicAlias;
    QList<quint32> subscriptionIdentifiers;
};

/// The properties of a will, gathered from its members.
struct WillProperties : MessageProperties {
    std::optional<quint32> delayInterval;
};

/// A property, and the member of a struct that holds it.
template <typename Owner, typename Value>
struct PropertyMember {
    PropertyId id;
    Value Owner::*member;
};

/// A tuple of the PropertyMembers of @p Owner, in the order in which they are written. A type
/// without a list of its own has this, which is none, and does not compile.
template <typename Owner>
inline constexpr auto propertiesOf = nullptr;

template <>
inline constexpr auto propertiesOf<MessageProperties> = std::tuple{
    PropertyMember{PropertyId::PayloadFormatIndicator, &MessageProperties::payloadFormat},
    PropertyMember{PropertyId::MessageExpiryInterval, &MessageProperties::messageExpiryInterval},
    PropertyMember{PropertyId::ContentType, &MessageProperties::contentType},
    PropertyMember{PropertyId::ResponseTopic, &MessageProperties::responseTopic},
    PropertyMember{PropertyId::CorrelationData, &MessageProperties::correlationData},
    PropertyMember{PropertyId::UserProperty, &MessageProperties::userProperties},
};

template <>
inline constexpr auto propertiesOf<PublishProperties> = std::tuple_cat(
    std::tuple{
        PropertyMember{PropertyId::TopicAlias, &PublishProperties::topicAlias},
        PropertyMember{PropertyId::SubscriptionIdentifier,
                       &PublishProperties::subscriptionIdentifiers},
    },
    propertiesOf<MessageProperties>);

template <>
inline constexpr auto propertiesOf<WillProperties> = std::tuple_cat(
    std::tuple{PropertyMember{PropertyId::WillDelayInterval, &WillProperties::delayInterval}},
    propertiesOf<MessageProperties>);

template <>
inline constexpr auto propertiesOf<ConnectProperties> = std::tuple{
    PropertyMember{PropertyId::SessionExpiryInterval, &ConnectProperties::sessionExpiryInterval},
    PropertyMember{PropertyId::ReceiveMaximum, &ConnectProperties::receiveMaximum},
    PropertyMember{PropertyId::MaximumPacketSize, &ConnectProperties::maximumPacketSize},
    PropertyMember{PropertyId::TopicAliasMaximum, &ConnectProperties::topicAliasMaximum},
    PropertyMember{PropertyId::RequestResponseInformation,
                   &ConnectProperties::requestResponseInformation},
    PropertyMember{PropertyId::RequestProblemInformation,
                   &ConnectProperties::requestProblemInformation},
    PropertyMember{PropertyId::UserProperty, &ConnectProperties::userProperties},
    PropertyMember{PropertyId::AuthenticationMethod, &ConnectProperties::authenticationMethod},
    PropertyMember{PropertyId::AuthenticationData, &ConnectProperties::authenticationData},
};

template <>
inline constexpr auto propertiesOf<ConnackProperties> = std::tuple{
    PropertyMember{PropertyId::SessionExpiryInterval, &ConnackProperties::sessionExpiryInterval},
    PropertyMember{PropertyId::ReceiveMaximum, &ConnackProperties::receiveMaximum},
    PropertyMember{PropertyId::MaximumQos, &ConnackProperties::maximumQos},
    PropertyMember{PropertyId::RetainAvailable, &ConnackProperties::retainAvailable},
    PropertyMember{PropertyId::MaximumPacketSize, &ConnackProperties::maximumPacketSize},
    PropertyMember{PropertyId::AssignedClientIdentifier, &ConnackProperties::assignedClientId},
    PropertyMember{PropertyId::TopicAliasMaximum, &ConnackProperties::topicAliasMaximum},
    PropertyMember{PropertyId::ReasonString, &ConnackProperties::reasonString},
    PropertyMember{PropertyId::UserProperty, &ConnackProperties::userProperties},
    PropertyMember{PropertyId::WildcardSubscriptionAvailable,
                   &ConnackProperties::wildcardSubscriptionAvailable},
    PropertyMember{PropertyId::SubscriptionIdentifierAvailable,
                   &ConnackProperties::subscriptionIdentifiersAvailable},
    PropertyMember{PropertyId::SharedSubscriptionAvailable,
                   &ConnackProperties::sharedSubscriptionAvailable},
    PropertyMember{PropertyId::ServerKeepAlive, &ConnackProperties::serverKeepAlive},
    PropertyMember{PropertyId::ResponseInformation, &ConnackProperties::responseInformation},
    PropertyMember{PropertyId::ServerReference, &ConnackProperties::serverReference},
    PropertyMember{PropertyId::AuthenticationMethod, &ConnackProperties::authenticationMethod},
    PropertyMember{PropertyId::AuthenticationData, &ConnackProperties::authenticationData},
};

template <>
inline constexpr auto propertiesOf<ReasonProperties> = std::tuple{
    PropertyMember{PropertyId::ReasonString, &ReasonProperties::reasonString},
    PropertyMember{PropertyId::UserProperty, &ReasonProperties::userProperties},
};

template <>
inline constexpr auto propertiesOf<Subscribe> = std::tuple{
    PropertyMember{PropertyId::SubscriptionIdentifier, &Subscribe::subscriptionIdentifier},
    PropertyMember{PropertyId::UserProperty, &Subscribe::userProperties},
};

template <>
inline constexpr auto propertiesOf<Unsubscribe> = std::tuple{
    PropertyMember{PropertyId::UserProperty, &Unsubscribe::userProperties},
};

template <>
inline constexpr auto propertiesOf<DisconnectProperties> = std::tuple{
    PropertyMember{PropertyId::SessionExpiryInterval, &DisconnectProperties::sessionExpiryInterval},
    PropertyMember{PropertyId::ReasonString, &DisconnectProperties::reasonString},
    PropertyMember{PropertyId::UserProperty, &DisconnectProperties::userProperties},
    PropertyMember{PropertyId::ServerReference, &DisconnectProperties::serverReference},
};

template <>
inline constexpr auto propertiesOf<AuthProperties> = std::tuple{
    PropertyMember{PropertyId::AuthenticationMethod, &AuthProperties::authenticationMethod},
    PropertyMember{PropertyId::AuthenticationData, &AuthProperties::authenticationData},
    PropertyMember{PropertyId::ReasonString, &AuthProperties::reasonString},
    PropertyMember{PropertyId::UserProperty, &AuthProperties::userProperties},
};

} // namespace corkboard::mqtt
