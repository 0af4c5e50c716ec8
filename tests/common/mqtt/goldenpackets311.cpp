#include "goldenpackets.h"

namespace corkboard::mqtt::golden {

namespace {

QList<Golden> connects()
{
    QList<Golden> list;
    const auto add = [&list](const char *name, const QByteArray &bytes, const Connect &packet) {
        list.append({name, ProtocolVersion::V311, Sender::Client, bytes, packet});
    };
    Connect connect;
    connect.version = ProtocolVersion::V311;
    add("CONNECT, the shortest",
        hex("10 0c" // CONNECT, 12 bytes follow
            "0004 4d515454" // "MQTT"
            "04" // level 4: version 3.1.1
            "02" // clean session
            "0000" // no keep alive
            "0000"), // no client id
        connect);

    connect.cleanStart = false;
    connect.keepAlive = 60;
    connect.clientId = "anna";
    connect.will = Will{"w/t", "bye", Qos::ExactlyOnce, true, std::nullopt, {}};
    connect.username = "u";
    connect.password = QByteArray("p\0", 2);
    add("CONNECT with everything",
        hex("10 21" // CONNECT, 33 bytes follow
            "0004 4d515454" // "MQTT"
            "04" // level 4
            "f4" // user name, password, will retain, will QoS 2, will
            "003c" // keep alive 60 s
            "0004 616e6e61" // client id "anna"
            "0003 772f74" // will topic "w/t"
            "0003 627965" // will payload "bye"
            "0001 75" // user name "u"
            "0002 7000"), // password "p" NUL
        connect);

    connect.will->qos = Qos::AtLeastOnce;
    connect.will->retain = false;
    connect.will->payload.clear();
    connect.username.reset();
    connect.password.reset();
    add("CONNECT with an empty will",
        hex("10 17" // CONNECT, 23 bytes follow
            "0004 4d515454 04" // "MQTT", level 4
            "0c" // will QoS 1, will
            "003c" // keep alive 60 s
            "0004 616e6e61" // client id "anna"
            "0003 772f74" // will topic "w/t"
            "0000"), // empty will payload
        connect);
    return list;
}

QList<Golden> publishes()
{
    QList<Golden> list;
    Publish publish;
    publish.topic = "a/b";
    publish.payload = "hi";
    list.append({"PUBLISH QoS 0", ProtocolVersion::V311, Sender::Client,
                 hex("30 07" // PUBLISH, 7 bytes follow
                     "0003 612f62" // topic "a/b"
                     "6869"), // "hi"
                 publish});
    publish.retain = true;
    publish.payload.clear();
    list.append({"PUBLISH retain, empty payload", ProtocolVersion::V311, Sender::Server,
                 hex("31 05" // PUBLISH, retain
                     "0003 612f62"), // topic "a/b"
                 publish});
    publish.qos = Qos::AtLeastOnce;
    publish.dup = true;
    publish.packetId = 10;
    publish.payload = QByteArray("\0\xFF", 2);
    list.append({"PUBLISH QoS 1, dup, retain", ProtocolVersion::V311, Sender::Client,
                 hex("3b 09" // PUBLISH, dup, QoS 1, retain
                     "0003 612f62" // topic "a/b"
                     "000a" // packet id 10
                     "00ff"), // two bytes that are no text
                 publish});
    publish.qos = Qos::ExactlyOnce;
    publish.dup = false;
    publish.retain = false;
    publish.packetId = 65'535;
    publish.topic = "\xEF\xBB\xBF\xC3\xA9";
    publish.payload = QByteArray(200, 'x');
    list.append({"PUBLISH QoS 2, 200 bytes", ProtocolVersion::V311, Sender::Server,
                 hex("34 d101" // PUBLISH, QoS 2; 0x51 + 0x80 = 209 bytes follow
                     "0005 efbbbfc3a9" // T03: U+FEFF is kept; "é"
                     "ffff") // packet id 65,535
                     + QByteArray(200, 'x'),
                 publish});
    return list;
}

QList<Golden> answers()
{
    const auto row = [](const char *name, const char *bytes, const Packet &packet,
                        Sender sender = Sender::Client) {
        return Golden{name, ProtocolVersion::V311, sender, hex(bytes), packet};
    };
    return {
        row("PUBACK", "40 02 0007", Puback{7, {}, {}}),
        row("PUBREC", "50 02 0007", Pubrec{7, {}, {}}),
        row("PUBREL", "62 02 0007", Pubrel{7, {}, {}}), // flags 0010
        row("PUBCOMP", "70 02 ffff", Pubcomp{65'535, {}, {}}),
        row("CONNACK", "20 02 00 00", Connack{false, ReasonCode::Success, {}}, Sender::Server),
        row("CONNACK, session present", "20 02 01 00", Connack{true, ReasonCode::Success, {}},
            Sender::Server),
        row("CONNACK, refused", "20 02 00 05", Connack{false, ReasonCode::NotAuthorized, {}},
            Sender::Server),
        row("SUBACK",
            "90 06" // SUBACK, 6 bytes follow
            "0007" // packet id 7
            "00 01 02 80", // granted QoS 0, 1, 2, failure
            Suback{7,
                   {ReasonCode::Success, ReasonCode::GrantedQos1, ReasonCode::GrantedQos2,
                    ReasonCode::UnspecifiedError},
                   {}},
            Sender::Server),
        row("UNSUBACK", "b0 02 0007", Unsuback{7, {}, {}}, Sender::Server),
        row("PINGREQ", "c0 00", Pingreq{}),
        row("PINGRESP", "d0 00", Pingresp{}, Sender::Server),
        row("DISCONNECT", "e0 00", Disconnect{}),
    };
}

QList<Golden> subscriptions()
{
    Subscribe subscribe;
    subscribe.packetId = 7;
    subscribe.subscriptions = {
        {"a/#", {Qos::AtMostOnce, false, false, RetainHandling::Send}},
        {"+", {Qos::ExactlyOnce, false, false, RetainHandling::Send}},
    };
    return {
        {"SUBSCRIBE", ProtocolVersion::V311, Sender::Client,
         hex("82 0c" // SUBSCRIBE, flags 0010, 12 bytes follow
             "0007" // packet id 7
             "0003 612f23 00" // "a/#", QoS 0
             "0001 2b 02"), // "+", QoS 2
         subscribe},
        {"UNSUBSCRIBE", ProtocolVersion::V311, Sender::Client,
         hex("a2 0a" // UNSUBSCRIBE, flags 0010, 10 bytes follow
             "0007" // packet id 7
             "0003 612f23" // "a/#"
             "0001 2b"), // "+"
         Unsubscribe{7, {"a/#", "+"}, {}}},
    };
}

} // namespace

QList<Golden> v311()
{
    return connects() + publishes() + answers() + subscriptions();
}

} // namespace corkboard::mqtt::golden
