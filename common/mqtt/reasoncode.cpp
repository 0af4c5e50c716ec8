#include "mqtt/reasoncode.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <span>

namespace corkboard::mqtt {

namespace {

struct ReasonSentence {
    ReasonCode reason;
    const char *text;
};

using enum ReasonCode;

constexpr std::array sentences{
    ReasonSentence{Success, "It worked."},
    ReasonSentence{GrantedQos1, "Subscribed with QoS 1 at most."},
    ReasonSentence{GrantedQos2, "Subscribed with QoS 2 at most."},
    ReasonSentence{DisconnectWithWill, "The client leaves, and its will is to be published."},
    ReasonSentence{NoMatchingSubscribers, "It was accepted, but nobody has subscribed to it."},
    ReasonSentence{NoSubscriptionExisted, "There was no such subscription."},
    ReasonSentence{ContinueAuthentication, "The authentication goes on."},
    ReasonSentence{ReAuthenticate, "The client wants to authenticate again."},
    ReasonSentence{UnspecifiedError, "It failed, for a reason that was not given."},
    ReasonSentence{MalformedPacket, "A packet could not be read."},
    ReasonSentence{ProtocolError, "A packet broke the rules of MQTT."},
    ReasonSentence{ImplementationSpecificError, "The other side does not accept this."},
    ReasonSentence{UnsupportedProtocolVersion, "The server does not speak this version of MQTT."},
    ReasonSentence{ClientIdentifierNotValid, "The server does not accept this client id."},
    ReasonSentence{BadUserNameOrPassword, "User name or password is wrong."},
    ReasonSentence{NotAuthorized, "This is not allowed."},
    ReasonSentence{ServerUnavailable, "The server is not available."},
    ReasonSentence{ServerBusy, "The server is busy. Try again later."},
    ReasonSentence{Banned, "This client is banned."},
    ReasonSentence{ServerShuttingDown, "The server is shutting down."},
    ReasonSentence{BadAuthenticationMethod, "The authentication method is not supported."},
    ReasonSentence{KeepAliveTimeout, "Nothing was heard from the client for too long."},
    ReasonSentence{SessionTakenOver, "Another connection uses the same client id."},
    ReasonSentence{TopicFilterInvalid, "The topic filter is not accepted."},
    ReasonSentence{TopicNameInvalid, "The topic name is not accepted."},
    ReasonSentence{PacketIdentifierInUse, "The packet id is already in use."},
    ReasonSentence{PacketIdentifierNotFound, "The packet id is not known."},
    ReasonSentence{ReceiveMaximumExceeded, "Too many messages wait for their acknowledgement."},
    ReasonSentence{TopicAliasInvalid, "The topic alias is not valid."},
    ReasonSentence{PacketTooLarge, "A packet is larger than allowed."},
    ReasonSentence{MessageRateTooHigh, "Messages come too fast."},
    ReasonSentence{QuotaExceeded, "A limit is reached."},
    ReasonSentence{AdministrativeAction, "The operator has closed the connection."},
    ReasonSentence{PayloadFormatInvalid, "The payload is not the text that it claims to be."},
    ReasonSentence{RetainNotSupported, "The server keeps no retained messages."},
    ReasonSentence{QosNotSupported, "The server does not support this QoS."},
    ReasonSentence{UseAnotherServer, "Use another server for now."},
    ReasonSentence{ServerMoved, "Use another server from now on."},
    ReasonSentence{SharedSubscriptionsNotSupported, "The server has no shared subscriptions."},
    ReasonSentence{ConnectionRateExceeded, "Connections come too fast."},
    ReasonSentence{MaximumConnectTime, "The longest time for one connection is over."},
    ReasonSentence{SubscriptionIdentifiersNotSupported,
                   "The server has no subscription identifiers."},
    ReasonSentence{WildcardSubscriptionsNotSupported, "The server takes no wildcards."},
};

constexpr std::array connackCodes{
    Success,
    UnspecifiedError,
    MalformedPacket,
    ReasonCode::ProtocolError,
    ImplementationSpecificError,
    UnsupportedProtocolVersion,
    ClientIdentifierNotValid,
    BadUserNameOrPassword,
    NotAuthorized,
    ServerUnavailable,
    ServerBusy,
    Banned,
    BadAuthenticationMethod,
    TopicNameInvalid,
    PacketTooLarge,
    QuotaExceeded,
    PayloadFormatInvalid,
    RetainNotSupported,
    QosNotSupported,
    UseAnotherServer,
    ServerMoved,
    ConnectionRateExceeded,
};

constexpr std::array pubackCodes{
    Success,
    NoMatchingSubscribers,
    UnspecifiedError,
    ImplementationSpecificError,
    NotAuthorized,
    TopicNameInvalid,
    PacketIdentifierInUse,
    QuotaExceeded,
    PayloadFormatInvalid,
};

constexpr std::array pubrelCodes{Success, PacketIdentifierNotFound};

constexpr std::array subackCodes{
    Success,
    GrantedQos1,
    GrantedQos2,
    UnspecifiedError,
    ImplementationSpecificError,
    NotAuthorized,
    TopicFilterInvalid,
    PacketIdentifierInUse,
    QuotaExceeded,
    SharedSubscriptionsNotSupported,
    SubscriptionIdentifiersNotSupported,
    WildcardSubscriptionsNotSupported,
};

constexpr std::array unsubackCodes{
    Success,       NoSubscriptionExisted, UnspecifiedError,      ImplementationSpecificError,
    NotAuthorized, TopicFilterInvalid,    PacketIdentifierInUse,
};

constexpr std::array disconnectCodes{
    Success,
    DisconnectWithWill,
    UnspecifiedError,
    MalformedPacket,
    ReasonCode::ProtocolError,
    ImplementationSpecificError,
    NotAuthorized,
    ServerBusy,
    ServerShuttingDown,
    KeepAliveTimeout,
    SessionTakenOver,
    TopicFilterInvalid,
    TopicNameInvalid,
    ReceiveMaximumExceeded,
    TopicAliasInvalid,
    PacketTooLarge,
    MessageRateTooHigh,
    QuotaExceeded,
    AdministrativeAction,
    PayloadFormatInvalid,
    RetainNotSupported,
    QosNotSupported,
    UseAnotherServer,
    ServerMoved,
    SharedSubscriptionsNotSupported,
    ConnectionRateExceeded,
    MaximumConnectTime,
    SubscriptionIdentifiersNotSupported,
    WildcardSubscriptionsNotSupported,
};

constexpr std::array authCodes{Success, ContinueAuthentication, ReAuthenticate};

std::span<const ReasonCode> codesOf(PacketType type)
{
    switch (type) {
    case PacketType::Connack:
        return connackCodes;
    case PacketType::Puback:
    case PacketType::Pubrec:
        return pubackCodes;
    case PacketType::Pubrel:
    case PacketType::Pubcomp:
        return pubrelCodes;
    case PacketType::Suback:
        return subackCodes;
    case PacketType::Unsuback:
        return unsubackCodes;
    case PacketType::Disconnect:
        return disconnectCodes;
    case PacketType::Auth:
        return authCodes;
    default:
        return {};
    }
}

/// The return codes of MQTT 3.1.1, at the place of their number.
constexpr std::array returnCodes{
    Success,           UnsupportedProtocolVersion, ClientIdentifierNotValid,
    ServerUnavailable, BadUserNameOrPassword,      NotAuthorized,
};

} // namespace

std::optional<ReasonCode> reasonCodeIn(PacketType type, quint8 value)
{
    const auto codes = codesOf(type);
    const auto found = std::ranges::find(codes, ReasonCode(value));
    return found == codes.end() ? std::nullopt : std::optional(*found);
}

quint8 connackReturnCode(ReasonCode reason)
{
    const auto found = std::ranges::find(returnCodes, reason);
    if (found != returnCodes.end()) {
        return quint8(found - returnCodes.begin());
    }
    switch (reason) {
    case BadAuthenticationMethod:
        return 4;
    case Banned:
    case TopicNameInvalid:
        return 5;
    default:
        return 3;
    }
}

std::optional<ReasonCode> reasonCodeFromConnack(quint8 returnCode)
{
    return returnCode < returnCodes.size() ? std::optional(returnCodes.at(returnCode))
                                           : std::nullopt;
}

QString describe(ReasonCode reason)
{
    const auto found = std::ranges::find(sentences, reason, &ReasonSentence::reason);
    Q_ASSERT(found != sentences.end());
    return QCoreApplication::translate("corkboard::mqtt::ReasonCode", found->text);
}

} // namespace corkboard::mqtt
