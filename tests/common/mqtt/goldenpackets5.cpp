#include "goldenpackets.h"

namespace corkboard::mqtt::golden {

namespace {

Golden fromClient(const char *name, const QByteArray &bytes, const Packet &packet)
{
    return {name, ProtocolVersion::V5, Sender::Client, bytes, packet};
}

Golden fromServer(const char *name, const QByteArray &bytes, const Packet &packet)
{
    return {name, ProtocolVersion::V5, Sender::Server, bytes, packet};
}

MessageProperties messageProperties()
{
    MessageProperties properties;
    properties.payloadFormat = PayloadFormat::Utf8;
    properties.messageExpiryInterval = 60;
    properties.contentType = "t";
    properties.responseTopic = "r";
    properties.correlationData = QByteArray("\0\xFF", 2);
    properties.userProperties = {{"k", "v"}, {"k", ""}};
    return properties;
}

/// The same, 33 bytes.
QByteArray messagePropertyBytes()
{
    return hex("01 01" // payload format: text
               "02 0000003c" // message expiry interval 60 s
               "03 0001 74" // content type "t"
               "08 0001 72" // response topic "r"
               "09 0002 00ff" // correlation data
               "26 0001 6b 0001 76" // user property "k" = "v"
               "26 0001 6b 0000"); // user property "k" = ""
}

Golden connectWithEverything()
{
    Connect connect;
    connect.cleanStart = false;
    connect.keepAlive = 60;
    connect.clientId = "anna";
    connect.will = Will{"w/t", "bye", Qos::AtLeastOnce, true, 5, messageProperties()};
    connect.username = "u";
    connect.password = "p";
    connect.properties.sessionExpiryInterval = 0xFFFF'FFFF;
    connect.properties.receiveMaximum = 32;
    connect.properties.maximumPacketSize = 65'536;
    connect.properties.topicAliasMaximum = 0;
    connect.properties.requestResponseInformation = true;
    connect.properties.requestProblemInformation = false;
    connect.properties.userProperties = {{"k", "v"}};
    connect.properties.authenticationMethod = "m";
    connect.properties.authenticationData = "d";
    return fromClient("CONNECT with everything",
                      hex("10 6b" // CONNECT, 107 bytes follow
                          "0004 4d515454" // "MQTT"
                          "05" // level 5
                          "ec" // user name, password, will retain, will QoS 1, will
                          "003c" // keep alive 60 s
                          "23" // 35 bytes of properties
                          "11 ffffffff" // session expiry interval: never
                          "21 0020" // receive maximum 32
                          "27 00010000" // maximum packet size 65,536
                          "22 0000" // topic alias maximum 0
                          "19 01" // request response information
                          "17 00" // no problem information
                          "26 0001 6b 0001 76" // user property "k" = "v"
                          "15 0001 6d" // authentication method "m"
                          "16 0001 64" // authentication data "d"
                          "0004 616e6e61" // client id "anna"
                          "26" // 38 bytes of will properties
                          "18 00000005") // will delay interval 5 s
                          + messagePropertyBytes()
                          + hex("0003 772f74" // will topic "w/t"
                                "0003 627965" // will payload "bye"
                                "0001 75" // user name "u"
                                "0001 70"), // password "p"
                      connect);
}

QList<Golden> connects()
{
    Connect passwordAlone;
    passwordAlone.password = "p";
    return {
        fromClient("CONNECT, the shortest",
                   hex("10 0d" // CONNECT, 13 bytes follow
                       "0004 4d515454" // "MQTT"
                       "05" // level 5
                       "02" // clean start
                       "0000" // no keep alive
                       "00" // no properties
                       "0000"), // no client id
                   Connect{}),
        fromClient("CONNECT with a password alone",
                   hex("10 10"
                       "0004 4d515454 05" // "MQTT", level 5
                       "42" // password, clean start: MQTT 5.0 §3.1.2.9 allows it
                       "0000 00 0000" // no keep alive, properties, client id
                       "0001 70"), // password "p"
                   passwordAlone),
        connectWithEverything(),
    };
}

QList<Golden> connacks()
{
    Connack connack;
    connack.sessionPresent = true;
    ConnackProperties &properties = connack.properties;
    properties.sessionExpiryInterval = 3'600;
    properties.receiveMaximum = 32;
    properties.maximumQos = Qos::AtLeastOnce;
    properties.retainAvailable = true;
    properties.maximumPacketSize = 1'179'648;
    properties.assignedClientId = "i";
    properties.topicAliasMaximum = 10;
    properties.reasonString = "r";
    properties.userProperties = {{"k", "v"}};
    properties.wildcardSubscriptionAvailable = false;
    properties.subscriptionIdentifiersAvailable = true;
    properties.sharedSubscriptionAvailable = false;
    properties.serverKeepAlive = 30;
    properties.responseInformation = "i";
    properties.serverReference = "s";
    properties.authenticationMethod = "m";
    properties.authenticationData = "d";
    return {
        fromServer("CONNACK", hex("20 03 00 00 00"), Connack{}),
        fromServer("CONNACK, refused", hex("20 03 00 86 00"),
                   Connack{false, ReasonCode::BadUserNameOrPassword, {}}),
        fromServer("CONNACK with everything",
                   hex("20 3f" // CONNACK, 63 bytes follow
                       "01" // session present
                       "00" // success
                       "3c" // 60 bytes of properties
                       "11 00000e10" // session expiry interval 3,600 s
                       "21 0020" // receive maximum 32
                       "24 01" // maximum QoS 1
                       "25 01" // retain available
                       "27 00120000" // maximum packet size
                       "12 0001 69" // assigned client id "i"
                       "22 000a" // topic alias maximum 10
                       "1f 0001 72" // reason string "r"
                       "26 0001 6b 0001 76" // user property "k" = "v"
                       "28 00" // no wildcard subscriptions
                       "29 01" // subscription identifiers
                       "2a 00" // no shared subscriptions
                       "13 001e" // server keep alive 30 s
                       "1a 0001 69" // response information "i"
                       "1c 0001 73" // server reference "s"
                       "15 0001 6d" // authentication method "m"
                       "16 0001 64"), // authentication data "d"
                   connack),
    };
}

QList<Golden> publishes()
{
    Publish plain;
    plain.topic = "a/b";
    plain.payload = "hi";
    Publish alias;
    alias.qos = Qos::AtLeastOnce;
    alias.packetId = 10;
    alias.topicAlias = 3;
    Publish full;
    full.dup = true;
    full.qos = Qos::ExactlyOnce;
    full.retain = true;
    full.topic = "a/b";
    full.packetId = 258;
    full.payload = "hi";
    full.topicAlias = 65'535;
    full.subscriptionIdentifiers = {1, 128, 268'435'455};
    full.properties = SharedProperties(messageProperties());
    return {
        fromClient("PUBLISH QoS 0",
                   hex("30 08" // PUBLISH, 8 bytes follow
                       "0003 612f62" // topic "a/b"
                       "00" // no properties
                       "6869"), // "hi"
                   plain),
        fromClient("PUBLISH QoS 1 by alias",
                   hex("32 08" // PUBLISH, QoS 1
                       "0000" // no topic
                       "000a" // packet id 10
                       "03 23 0003"), // topic alias 3
                   alias),
        fromServer("PUBLISH with everything",
                   hex("3d 38" // PUBLISH, dup, QoS 2, retain; 56 bytes follow
                       "0003 612f62" // topic "a/b"
                       "0102" // packet id 258
                       "2e" // 46 bytes of properties
                       "23 ffff" // topic alias 65,535
                       "0b 01" // subscription identifier 1
                       "0b 8001" // subscription identifier 128
                       "0b ffffff7f") // subscription identifier 268,435,455
                       + messagePropertyBytes() + "hi",
                   full),
    };
}

QList<Golden> answers()
{
    const ReasonProperties properties{"no", {{"k", "v"}}};
    return {
        fromClient("PUBACK", hex("40 02 0007"), Puback{7, {}, {}}),
        fromClient("PUBACK with a reason", hex("40 03 0007 10"),
                   Puback{7, ReasonCode::NoMatchingSubscribers, {}}),
        fromServer("PUBACK with everything",
                   hex("40 10" // PUBACK, 16 bytes follow
                       "0007" // packet id 7
                       "87" // not authorized
                       "0c" // 12 bytes of properties
                       "1f 0002 6e6f" // reason string "no"
                       "26 0001 6b 0001 76"), // user property "k" = "v"
                   Puback{7, ReasonCode::NotAuthorized, properties}),
        fromServer("PUBREC", hex("50 02 0007"), Pubrec{7, {}, {}}),
        fromServer("PUBREC with everything", hex("50 10 0007 97 0c 1f00026e6f 2600016b000176"),
                   Pubrec{7, ReasonCode::QuotaExceeded, properties}),
        fromClient("PUBREL", hex("62 02 0007"), Pubrel{7, {}, {}}),
        fromClient("PUBREL with everything", hex("62 10 0007 92 0c 1f00026e6f 2600016b000176"),
                   Pubrel{7, ReasonCode::PacketIdentifierNotFound, properties}),
        fromClient("PUBCOMP", hex("70 02 0007"), Pubcomp{7, {}, {}}),
        fromClient("PUBCOMP, properties with success",
                   hex("70 10 0007 00 0c 1f00026e6f 2600016b000176"),
                   Pubcomp{7, ReasonCode::Success, properties}),
    };
}

QList<Golden> subscriptions()
{
    Subscribe subscribe;
    subscribe.packetId = 7;
    subscribe.subscriptions = {
        {"a/#", {Qos::AtMostOnce, false, false, RetainHandling::Send}},
        {"+", {Qos::ExactlyOnce, true, true, RetainHandling::DoNotSend}},
        {"$share/g/t", {Qos::AtLeastOnce, false, true, RetainHandling::SendIfNew}},
    };
    Subscribe identified = subscribe;
    identified.subscriptions.resize(1);
    identified.subscriptionIdentifier = 128;
    identified.userProperties = {{"k", "v"}};
    const ReasonProperties properties{"no", {}};
    return {
        fromClient("SUBSCRIBE",
                   hex("82 1a" // SUBSCRIBE, flags 0010, 26 bytes follow
                       "0007" // packet id 7
                       "00" // no properties
                       "0003 612f23 00" // "a/#", QoS 0
                       "0001 2b 2e" // "+": retain handling 2, as published, no local, QoS 2
                       "000a 2473686172652f672f74 19"), // retain handling 1, as published, QoS 1
                   subscribe),
        fromClient("SUBSCRIBE with everything",
                   hex("82 13" // SUBSCRIBE, 19 bytes follow
                       "0007" // packet id 7
                       "0a" // 10 bytes of properties
                       "0b 8001" // subscription identifier 128
                       "26 0001 6b 0001 76" // user property "k" = "v"
                       "0003 612f23 00"), // "a/#"
                   identified),
        fromServer("SUBACK", hex("90 04 0007 00 01"), // QoS 1
                   Suback{7, {ReasonCode::GrantedQos1}, {}}),
        fromServer("SUBACK with everything",
                   hex("90 0b" // SUBACK, 11 bytes follow
                       "0007" // packet id 7
                       "05 1f 0002 6e6f" // reason string "no"
                       "02 8f a2"), // QoS 2, filter invalid, wildcards not supported
                   Suback{7,
                          {ReasonCode::GrantedQos2, ReasonCode::TopicFilterInvalid,
                           ReasonCode::WildcardSubscriptionsNotSupported},
                          properties}),
        fromClient("UNSUBSCRIBE",
                   hex("a2 0b" // UNSUBSCRIBE, flags 0010, 11 bytes follow
                       "0007" // packet id 7
                       "00" // no properties
                       "0003 612f23" // "a/#"
                       "0001 2b"), // "+"
                   Unsubscribe{7, {"a/#", "+"}, {}}),
        fromClient("UNSUBSCRIBE with everything",
                   hex("a2 0d 0007 07 2600016b000176 0001 2b"), // user property "k" = "v"; "+"
                   Unsubscribe{7, {"+"}, {{"k", "v"}}}),
        fromServer("UNSUBACK", hex("b0 05 0007 00 00 11"), // success, none existed
                   Unsuback{7, {ReasonCode::Success, ReasonCode::NoSubscriptionExisted}, {}}),
        fromServer("UNSUBACK with everything", hex("b0 09 0007 05 1f00026e6f 87"),
                   Unsuback{7, {ReasonCode::NotAuthorized}, properties}),
    };
}

QList<Golden> ends()
{
    Disconnect leaving;
    leaving.reason = ReasonCode::DisconnectWithWill;
    leaving.properties.sessionExpiryInterval = 60;
    Disconnect moved;
    moved.reason = ReasonCode::ServerMoved;
    moved.properties.reasonString = "no";
    moved.properties.userProperties = {{"k", "v"}};
    moved.properties.serverReference = "s";
    Auth auth;
    auth.reason = ReasonCode::ContinueAuthentication;
    auth.properties.authenticationMethod = "m";
    Auth full = auth;
    full.properties.authenticationData = "d";
    full.properties.reasonString = "no";
    full.properties.userProperties = {{"k", "v"}};
    return {
        fromClient("PINGREQ", hex("c0 00"), Pingreq{}),
        fromServer("PINGRESP", hex("d0 00"), Pingresp{}),
        fromClient("DISCONNECT", hex("e0 00"), Disconnect{}),
        fromServer("DISCONNECT with a reason", hex("e0 01 8e"),
                   Disconnect{ReasonCode::SessionTakenOver, {}}),
        fromClient("DISCONNECT from a client",
                   hex("e0 07" // DISCONNECT, 7 bytes follow
                       "04" // with will
                       "05 11 0000003c"), // session expiry interval 60 s
                   leaving),
        fromServer("DISCONNECT from a server",
                   hex("e0 12" // DISCONNECT, 18 bytes follow
                       "9d" // server moved
                       "10" // 16 bytes of properties
                       "1f 0002 6e6f" // reason string "no"
                       "26 0001 6b 0001 76" // user property "k" = "v"
                       "1c 0001 73"), // server reference "s"
                   moved),
        fromServer("AUTH, the shortest", hex("f0 00"), Auth{}),
        fromClient("AUTH", hex("f0 06 18 04 15 0001 6d"), auth), // method "m"
        fromServer("AUTH with everything",
                   hex("f0 16" // AUTH, 22 bytes follow
                       "18" // continue
                       "14" // 20 bytes of properties
                       "15 0001 6d" // method "m"
                       "16 0001 64" // data "d"
                       "1f 0002 6e6f" // reason string "no"
                       "26 0001 6b 0001 76"), // user property "k" = "v"
                   full),
    };
}

} // namespace

QList<Golden> v5()
{
    return connects() + connacks() + publishes() + answers() + subscriptions() + ends();
}

} // namespace corkboard::mqtt::golden
