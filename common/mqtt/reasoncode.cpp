#include "mqtt/reasoncode.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <span>

namespace corkboard::mqtt {

namespace {

struct ReasonText {
    ReasonCode reason;
    const char *name;
    const char *sentence;
};

using enum ReasonCode;

constexpr std::array texts{
    ReasonText{Success, "success", "It worked."},
    ReasonText{GrantedQos1, "granted QoS 1", "Subscribed with QoS 1 at most."},
    ReasonText{GrantedQos2, "granted QoS 2", "Subscribed with QoS 2 at most."},
    ReasonText{DisconnectWithWill, "disconnect with will",
               "The client leaves, and its will is to be published."},
    ReasonText{NoMatchingSubscribers, "no matching subscribers",
               "It was accepted, but nobody has subscribed to it."},
    ReasonText{NoSubscriptionExisted, "no subscription existed", "There was no such subscription."},
    ReasonText{ContinueAuthentication, "continue authentication", "The authentication goes on."},
    ReasonText{ReAuthenticate, "re-authenticate", "The client wants to authenticate again."},
    ReasonText{UnspecifiedError, "unspecified error",
               "It failed, for a reason that was not given."},
    ReasonText{MalformedPacket, "malformed packet", "A packet could not be read."},
    ReasonText{ProtocolError, "protocol error", "A packet broke the rules of MQTT."},
    ReasonText{ImplementationSpecificError, "implementation specific error",
               "The other side does not accept this."},
    ReasonText{UnsupportedProtocolVersion, "unsupported protocol version",
               "The server does not speak this version of MQTT."},
    ReasonText{ClientIdentifierNotValid, "client identifier not valid",
               "The server does not accept this client id."},
    ReasonText{BadUserNameOrPassword, "bad user name or password",
               "User name or password is wrong."},
    ReasonText{NotAuthorized, "not authorized", "This is not allowed."},
    ReasonText{ServerUnavailable, "server unavailable", "The server is not available."},
    ReasonText{ServerBusy, "server busy", "The server is busy. Try again later."},
    ReasonText{Banned, "banned", "This client is banned."},
    ReasonText{ServerShuttingDown, "server shutting down", "The server is shutting down."},
    ReasonText{BadAuthenticationMethod, "bad authentication method",
               "The authentication method is not supported."},
    ReasonText{KeepAliveTimeout, "keep alive timeout",
               "Nothing was heard from the client for too long."},
    ReasonText{SessionTakenOver, "session taken over",
               "Another connection uses the same client id."},
    ReasonText{TopicFilterInvalid, "topic filter invalid", "The topic filter is not accepted."},
    ReasonText{TopicNameInvalid, "topic name invalid", "The topic name is not accepted."},
    ReasonText{PacketIdentifierInUse, "packet identifier in use",
               "The packet id is already in use."},
    ReasonText{PacketIdentifierNotFound, "packet identifier not found",
               "The packet id is not known."},
    ReasonText{ReceiveMaximumExceeded, "receive maximum exceeded",
               "Too many messages wait for their acknowledgement."},
    ReasonText{TopicAliasInvalid, "topic alias invalid", "The topic alias is not valid."},
    ReasonText{PacketTooLarge, "packet too large", "A packet is larger than allowed."},
    ReasonText{MessageRateTooHigh, "message rate too high", "Messages come too fast."},
    ReasonText{QuotaExceeded, "quota exceeded", "A limit is reached."},
    ReasonText{AdministrativeAction, "administrative action",
               "The operator has closed the connection."},
    ReasonText{PayloadFormatInvalid, "payload format invalid",
               "The payload is not the text that it claims to be."},
    ReasonText{RetainNotSupported, "retain not supported",
               "The server keeps no retained messages."},
    ReasonText{QosNotSupported, "QoS not supported", "The server does not support this QoS."},
    ReasonText{UseAnotherServer, "use another server", "Use another server for now."},
    ReasonText{ServerMoved, "server moved", "Use another server from now on."},
    ReasonText{SharedSubscriptionsNotSupported, "shared subscriptions not supported",
               "The server has no shared subscriptions."},
    ReasonText{ConnectionRateExceeded, "connection rate exceeded", "Connections come too fast."},
    ReasonText{MaximumConnectTime, "maximum connect time",
               "The longest time for one connection is over."},
    ReasonText{SubscriptionIdentifiersNotSupported, "subscription identifiers not supported",
               "The server has no subscription identifiers."},
    ReasonText{WildcardSubscriptionsNotSupported, "wildcard subscriptions not supported",
               "The server takes no wildcards."},
};

const ReasonText &textOf(ReasonCode reason)
{
    const auto found = std::ranges::find(texts, reason, &ReasonText::reason);
    Q_ASSERT(found != texts.end());
    return *found;
}

QString translated(const char *text)
{
    return QCoreApplication::translate("corkboard::mqtt::ReasonCode", text);
}

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

QString nameOf(ReasonCode reason)
{
    return translated(textOf(reason).name);
}

QString describe(ReasonCode reason)
{
    return translated(textOf(reason).sentence);
}

} // namespace corkboard::mqtt
