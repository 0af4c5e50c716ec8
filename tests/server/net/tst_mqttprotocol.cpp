#include "mqttpeer.h"

#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;
using mqtt::ProtocolVersion;
using mqtt::ReasonCode;

/// Connecting, keeping the connection, and leaving.
class TestMqttProtocol : public QObject {
    Q_OBJECT

private slots:
    void connectIsAcknowledged_data();
    void connectIsAcknowledged();
    void anyPacketBeforeConnectClosesSilently_data();
    void anyPacketBeforeConnectClosesSilently();
    void connectThatIsRefused_data();
    void connectThatIsRefused();
    void unknownVersionIsAnswered();
    void noClientIdIsGivenOne();
    void limitsAreTold();
    void keepAliveIsBounded_data();
    void keepAliveIsBounded();
    void expiryIsBounded();
    void responseInformationWhereAsked();
    void smallPacketsGetAShortConnack();
    void aFullServerSaysSo();
    void secondConnectIsAProtocolError();
    void sessionIsTakenOver();
    void aContestedSessionIsNotGivenAway();
    void sessionIsPresentOnReturn();
    void pingIsAnswered();
    void connectIsDueSoon();
    void keepAliveEndsASilentClient();
    void anUnfinishedPacketHasADeadline();
    void disconnectDiscardsTheWill_data();
    void disconnectDiscardsTheWill();
    void goodbyeCountsAtOnce();
    void disconnectMayChangeTheExpiry();
    void disconnectMustNotRaiseTheExpiryFromZero();
    void authIsRefused();
    void theServerSaysThatItStops();
    void aServerThatStopsFinishesWhatItRead();
    void splitAtEveryByte();
    void congestionPausesReading();
};

namespace {

mqtt::Connect connectOf(ProtocolVersion version, const QByteArray &clientId = "c")
{
    mqtt::Connect connect;
    connect.version = version;
    connect.clientId = clientId;
    return connect;
}

mqtt::Will willOf(const QByteArray &topic, const QByteArray &payload)
{
    mqtt::Will will;
    will.topic = topic;
    will.payload = payload;
    return will;
}

} // namespace

void TestMqttProtocol::connectIsAcknowledged_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::newRow("3.1.1") << ProtocolVersion::V311;
    QTest::newRow("5.0") << ProtocolVersion::V5;
}

void TestMqttProtocol::connectIsAcknowledged()
{
    QFETCH(const ProtocolVersion, version);
    MqttRoom room;
    MqttPeer client(room, version);
    const mqtt::Connack connack = client.connect("c");
    QCOMPARE(connack.reason, ReasonCode::Success);
    QVERIFY(!connack.sessionPresent);
    QCOMPARE(room.broker.onlineCount(), 1);
    QVERIFY(!client.host.isClosing);
    QVERIFY(client.protocol->language().startsWith(QStringLiteral("MQTT")));
}

// S01
void TestMqttProtocol::anyPacketBeforeConnectClosesSilently_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const mqtt::Packet &packet) {
        QTest::newRow(name) << mqtt::write(packet, ProtocolVersion::V5);
    };
    row("CONNACK", mqtt::Connack());
    row("PUBLISH", MqttPeer::message("T", "x"));
    row("PUBACK", mqtt::Puback{1, {}, {}});
    row("PUBREC", mqtt::Pubrec{1, {}, {}});
    row("PUBREL", mqtt::Pubrel{1, {}, {}});
    row("PUBCOMP", mqtt::Pubcomp{1, {}, {}});
    row("SUBSCRIBE", mqtt::Subscribe{1, {{"T", {}}}, {}, {}});
    row("SUBACK", mqtt::Suback{1, {ReasonCode::Success}, {}});
    row("UNSUBSCRIBE", mqtt::Unsubscribe{1, {"T"}, {}});
    row("UNSUBACK", mqtt::Unsuback{1, {ReasonCode::Success}, {}});
    row("PINGREQ", mqtt::Pingreq());
    row("PINGRESP", mqtt::Pingresp());
    row("DISCONNECT", mqtt::Disconnect());
    row("AUTH", mqtt::Auth());
}

void TestMqttProtocol::anyPacketBeforeConnectClosesSilently()
{
    QFETCH(const QByteArray, bytes);
    MqttRoom room;
    MqttPeer client(room);
    client.sendBytes(bytes);
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.read(), QByteArray());
    QCOMPARE(room.broker.sessionCount(), 0);
}

void TestMqttProtocol::connectThatIsRefused_data()
{
    QTest::addColumn<mqtt::Connect>("connect");
    QTest::addColumn<ReasonCode>("reason");
    const auto row = [](const char *name, const mqtt::Connect &connect, ReasonCode reason) {
        QTest::newRow(name) << connect << reason;
    };
    mqtt::Connect connect = connectOf(ProtocolVersion::V311, "");
    connect.cleanStart = false;
    row("S04 no client id for a session to keep, 3.1.1", connect,
        ReasonCode::ClientIdentifierNotValid);
    row("T14 a client id that is too long, 3.1.1",
        connectOf(ProtocolVersion::V311, QByteArray(257, 'x')),
        ReasonCode::ClientIdentifierNotValid);
    row("T14 a client id that is too long, 5.0",
        connectOf(ProtocolVersion::V5, QByteArray(257, 'x')), ReasonCode::ClientIdentifierNotValid);
    connect = connectOf(ProtocolVersion::V5);
    connect.properties.authenticationMethod = "SCRAM-SHA-1";
    row("S16 an authentication method", connect, ReasonCode::BadAuthenticationMethod);
    connect = connectOf(ProtocolVersion::V5);
    connect.will = willOf("a/+", "x");
    row("T06 a wildcard in the will's topic", connect, ReasonCode::TopicNameInvalid);
    connect.will = willOf("a", "\xFF");
    connect.will->properties.payloadFormat = PayloadFormat::Utf8;
    row("T16 a will that is not the text it says", connect, ReasonCode::PayloadFormatInvalid);
}

void TestMqttProtocol::connectThatIsRefused()
{
    QFETCH(const mqtt::Connect, connect);
    QFETCH(const ReasonCode, reason);
    MqttRoom room;
    MqttPeer client(room, connect.version);
    // S19: what comes behind it is not carried out.
    const QByteArray behind = mqtt::write(MqttPeer::message("T", "x"), connect.version);
    client.sendBytes(mqtt::write(connect, connect.version) + behind);
    const QList<mqtt::Packet> packets = client.read();
    QCOMPARE(packets.size(), 1);
    const auto connack = std::get<mqtt::Connack>(packets[0]);
    QVERIFY(!connack.sessionPresent);
    QCOMPARE(connack.reason, reason);
    QVERIFY(client.host.isClosing);
    QCOMPARE(room.broker.sessionCount(), 0);
    QCOMPARE(room.broker.catalog().count(), 0);
}

// S03
void TestMqttProtocol::unknownVersionIsAnswered()
{
    MqttRoom room;
    MqttPeer client(room);
    client.sendBytes(QByteArray("\x10\x0D\x00\x04MQTT\x06\x02\x00\x3C\x00\x01"
                                "c",
                                15));
    QVERIFY(client.host.isClosing);
    const QByteArray answer = client.host.read();
    QVERIFY(answer.startsWith(QByteArray("\x20", 1)));
    QVERIFY(answer.contains('\x84') || answer.contains('\x01'));
}

void TestMqttProtocol::noClientIdIsGivenOne()
{
    MqttRoom room;
    MqttPeer one(room);
    MqttPeer other(room);
    const mqtt::Connack connack = one.connect("", false);
    QCOMPARE(connack.reason, ReasonCode::Success);
    QVERIFY(connack.properties.assignedClientId.value_or("").startsWith("auto-"));
    QVERIFY(other.connect("").properties.assignedClientId != connack.properties.assignedClientId);
    MqttPeer old(room, ProtocolVersion::V311);
    QCOMPARE(old.connect("").reason, ReasonCode::Success);
    QCOMPARE(room.broker.onlineCount(), 3);
}

void TestMqttProtocol::limitsAreTold()
{
    ConnectionLimits limits;
    limits.mqtt = {.maxPacketBytes = 5'000,
                   .receiveMaximum = 7,
                   .maxQos = Qos::AtLeastOnce,
                   .retainAvailable = false,
                   .topicAliasMaximum = 3};
    MqttRoom room(limits);
    MqttPeer client(room);
    const mqtt::ConnackProperties told = client.connect("c").properties;
    QCOMPARE(told.maximumPacketSize.value_or(0), 5'000U);
    QCOMPARE(told.receiveMaximum.value_or(0), 7);
    QCOMPARE(told.maximumQos.value_or(Qos::ExactlyOnce), Qos::AtLeastOnce);
    QCOMPARE(told.retainAvailable.value_or(true), false);
    QCOMPARE(told.topicAliasMaximum.value_or(0), 3);
    QVERIFY(!told.assignedClientId);
    QVERIFY(!told.serverKeepAlive.has_value() || *told.serverKeepAlive == 600);
}

// K05
void TestMqttProtocol::keepAliveIsBounded_data()
{
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("told");
    QTest::newRow("within") << 60 << -1;
    QTest::newRow("the most") << 600 << -1;
    QTest::newRow("too long") << 601 << 600;
    QTest::newRow("none") << 0 << 600;
    QTest::newRow("the longest") << 65'535 << 600;
}

void TestMqttProtocol::keepAliveIsBounded()
{
    QFETCH(const int, asked);
    QFETCH(const int, told);
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect = connectOf(ProtocolVersion::V5);
    connect.keepAlive = quint16(asked);
    const auto connack = client.answer<mqtt::Connack>(connect);
    QCOMPARE(int(connack.properties.serverKeepAlive.value_or(0)), told < 0 ? 0 : told);
}

void TestMqttProtocol::expiryIsBounded()
{
    MqttRoom room({}, {.maxSessionExpiry = 1h});
    MqttPeer within(room);
    QVERIFY(!within.connect("a", true, 3'600).properties.sessionExpiryInterval);
    MqttPeer beyond(room);
    QCOMPARE(beyond.connect("b", true, 0xFFFF'FFFF).properties.sessionExpiryInterval.value_or(0),
             3'600U);
}

void TestMqttProtocol::responseInformationWhereAsked()
{
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect = connectOf(ProtocolVersion::V5);
    connect.properties.requestResponseInformation = true;
    QCOMPARE(client.answer<mqtt::Connack>(connect).properties.responseInformation.value_or(""),
             "response/c/");
}

void TestMqttProtocol::smallPacketsGetAShortConnack()
{
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect = connectOf(ProtocolVersion::V5);
    connect.properties.maximumPacketSize = 5;
    const auto connack = client.answer<mqtt::Connack>(connect);
    QCOMPARE(connack.reason, ReasonCode::Success);
    QVERIFY(connack.properties == mqtt::ConnackProperties());
    QVERIFY(!client.host.isClosing);
}

// L03
void TestMqttProtocol::aFullServerSaysSo()
{
    MqttRoom room;
    MqttPeer client(room);
    client.protocol->refuseWith(ReasonCode::ServerBusy);
    QCOMPARE(client.connect("c").reason, ReasonCode::ServerBusy);
    QVERIFY(client.host.isClosing);
    MqttPeer old(room, ProtocolVersion::V311);
    old.protocol->refuseWith(ReasonCode::ServerBusy);
    old.send(connectOf(ProtocolVersion::V311));
    QCOMPARE(old.host.read(), QByteArray("\x20\x02\x00\x03", 4));
    QCOMPARE(room.broker.sessionCount(), 0);
}

// S02
void TestMqttProtocol::secondConnectIsAProtocolError()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.send(connectOf(ProtocolVersion::V5));
    QCOMPARE(client.disconnectReason(), ReasonCode::ProtocolError);
    QVERIFY(client.host.isClosing);
}

// S14
void TestMqttProtocol::sessionIsTakenOver()
{
    MqttRoom room;
    MqttPeer before(room);
    MqttPeer after(room);
    before.connect("c", true, 60);
    before.subscribe("T");
    const mqtt::Connack connack = after.connect("c", false, 60);
    QVERIFY(connack.sessionPresent);
    QCOMPARE(before.disconnectReason(), ReasonCode::SessionTakenOver);
    QVERIFY(before.host.isClosing);
    before.vanish(); // it has no session any more, so nothing happens to it
    QCOMPARE(room.broker.onlineCount(), 1);
    QCOMPARE(after.ask(MqttPeer::message("T", "x")).size(), 1);
}

// S14
void TestMqttProtocol::aContestedSessionIsNotGivenAway()
{
    MqttRoom room;
    auto holder = std::make_unique<MqttPeer>(room);
    holder->connect("c");
    for (int i = 0; i < limits::maxTakeovers; ++i) {
        auto next = std::make_unique<MqttPeer>(room);
        QCOMPARE(next->connect("c").reason, ReasonCode::Success);
        holder = std::move(next);
    }
    MqttPeer refused(room);
    QCOMPARE(refused.connect("c").reason, ReasonCode::QuotaExceeded);
    QVERIFY(refused.host.isClosing);
    MqttPeer older(room, ProtocolVersion::V311);
    QCOMPARE(older.connect("c").reason, ReasonCode::ServerUnavailable);
    // The one that has the session does not notice.
    QCOMPARE(holder->ask(mqtt::Pingreq()).size(), 1);
    QCOMPARE(room.broker.onlineCount(), 1);
}

void TestMqttProtocol::sessionIsPresentOnReturn()
{
    MqttRoom room;
    {
        MqttPeer client(room, ProtocolVersion::V311);
        QVERIFY(!client.connect("c", false).sessionPresent);
        client.subscribe("T", {.qos = Qos::AtLeastOnce});
    }
    MqttPeer other(room);
    other.connect("o");
    other.ask(MqttPeer::message("T", "while away", Qos::AtLeastOnce));
    MqttPeer client(room, ProtocolVersion::V311);
    client.send([] {
        mqtt::Connect connect = connectOf(ProtocolVersion::V311);
        connect.cleanStart = false;
        return connect;
    }());
    const QList<mqtt::Packet> packets = client.read();
    QCOMPARE(packets.size(), 2);
    QVERIFY(std::get<mqtt::Connack>(packets[0]).sessionPresent);
    QCOMPARE(std::get<mqtt::Publish>(packets[1]).payload, "while away");
}

void TestMqttProtocol::pingIsAnswered()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    QCOMPARE(client.ask(mqtt::Pingreq()), QList<mqtt::Packet>{mqtt::Pingresp()});
}

// K01, K02
void TestMqttProtocol::connectIsDueSoon()
{
    MqttRoom room;
    MqttPeer client(room);
    const auto due = client.host.opened + 10s;
    QCOMPARE(client.protocol->deadline(), due);
    client.sendBytes(QByteArray("\x10\x0D", 2));
    QCOMPARE(client.protocol->deadline(), due);
    client.protocol->handleDeadline();
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.read(), QByteArray());
}

// K04
void TestMqttProtocol::keepAliveEndsASilentClient()
{
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect = connectOf(ProtocolVersion::V5);
    connect.keepAlive = 2;
    const auto before = std::chrono::steady_clock::now();
    client.ask(connect);
    const auto first = client.protocol->deadline();
    QVERIFY(first >= before + 3s);
    QVERIFY(first <= std::chrono::steady_clock::now() + 3s);
    client.ask(mqtt::Pingreq());
    QVERIFY(client.protocol->deadline() >= first);
    client.protocol->handleDeadline();
    QCOMPARE(client.disconnectReason(), ReasonCode::KeepAliveTimeout);
    QVERIFY(client.host.isClosing);
}

// F04
void TestMqttProtocol::anUnfinishedPacketHasADeadline()
{
    ConnectionLimits limits;
    limits.deadlines.packet = 0ms;
    MqttRoom room(limits);
    MqttPeer client(room);
    client.connect("c");
    client.sendBytes(QByteArray("\x30\x7F\x00", 3));
    client.protocol->handleDeadline();
    QCOMPARE(client.disconnectReason(), ReasonCode::MalformedPacket);
}

// S17
void TestMqttProtocol::disconnectDiscardsTheWill_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::addColumn<int>("reason");
    QTest::addColumn<int>("wills");
    QTest::newRow("3.1.1, DISCONNECT") << ProtocolVersion::V311 << 0 << 0;
    QTest::newRow("5.0, DISCONNECT") << ProtocolVersion::V5 << 0 << 0;
    QTest::newRow("5.0, with will") << ProtocolVersion::V5 << 4 << 1;
    QTest::newRow("3.1.1, lost") << ProtocolVersion::V311 << -1 << 1;
    QTest::newRow("5.0, lost") << ProtocolVersion::V5 << -1 << 1;
    QTest::newRow("5.0, a protocol error") << ProtocolVersion::V5 << -2 << 1;
}

void TestMqttProtocol::disconnectDiscardsTheWill()
{
    QFETCH(const ProtocolVersion, version);
    QFETCH(const int, reason);
    QFETCH(const int, wills);
    MqttRoom room;
    MqttPeer watcher(room);
    watcher.connect("watcher");
    watcher.subscribe("WILL");
    MqttPeer client(room, version);
    mqtt::Connect connect = connectOf(version);
    connect.will = willOf("WILL", "gone");
    client.ask(connect);
    if (reason >= 0) {
        client.send(mqtt::Disconnect{ReasonCode(reason), {}});
        QVERIFY(client.host.isClosing);
    } else if (reason == -2) {
        client.sendBytes(QByteArray("\x00\x00", 2));
        QVERIFY(client.host.isClosing);
    }
    client.vanish();
    QCOMPARE(watcher.read().size(), wills);
}

// MQTT-3.14.4-3: also where the client is back before its connection is closed
void TestMqttProtocol::goodbyeCountsAtOnce()
{
    MqttRoom room;
    MqttPeer watcher(room);
    watcher.connect("watcher");
    watcher.subscribe("#");
    MqttPeer before(room);
    mqtt::Connect connect = connectOf(ProtocolVersion::V5);
    connect.properties.sessionExpiryInterval = 60;
    connect.will = willOf("WILL", "gone");
    before.ask(connect);
    before.send(mqtt::Disconnect());
    QVERIFY(before.host.isClosing);
    QCOMPARE(room.broker.onlineCount(), 1);
    MqttPeer after(room);
    QVERIFY(after.connect("c", false, 60).sessionPresent);
    QCOMPARE(before.host.closeReason, QStringLiteral("it said goodbye"));
    before.vanish();
    QCOMPARE(room.broker.onlineCount(), 2);
    QVERIFY(watcher.read().isEmpty());
}

void TestMqttProtocol::disconnectMayChangeTheExpiry()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c", true, 60);
    mqtt::Disconnect disconnect;
    disconnect.properties.sessionExpiryInterval = 0;
    client.send(disconnect);
    client.vanish();
    QCOMPARE(room.broker.sessionCount(), 0);
}

// S15
void TestMqttProtocol::disconnectMustNotRaiseTheExpiryFromZero()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    mqtt::Disconnect disconnect;
    disconnect.properties.sessionExpiryInterval = 60;
    client.send(disconnect);
    QCOMPARE(client.disconnectReason(), ReasonCode::ProtocolError);
    client.vanish();
    QCOMPARE(room.broker.sessionCount(), 0);
}

// S16
void TestMqttProtocol::authIsRefused()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.send(mqtt::Auth());
    QCOMPARE(client.disconnectReason(), ReasonCode::ProtocolError);
}

void TestMqttProtocol::theServerSaysThatItStops()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.protocol->serverStops();
    QCOMPARE(client.disconnectReason(), ReasonCode::ServerShuttingDown);
    MqttPeer old(room, ProtocolVersion::V311);
    old.connect("o");
    old.protocol->serverStops();
    QVERIFY(old.host.isClosing);
    QCOMPARE(old.host.read(), QByteArray());
}

void TestMqttProtocol::aServerThatStopsFinishesWhatItRead()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.host.turnsAreShort = true;
    client.sendBytes(mqtt::write(mqtt::Pingreq(), client.version)
                     + mqtt::write(MqttPeer::message("T", "x"), client.version));
    client.protocol->serverStops();
    QVERIFY(client.protocol->isBusy());
    QVERIFY(!client.host.isClosing);
    client.host.turnsAreShort = false;
    client.protocol->resume();
    QVERIFY(client.host.isClosing);
    QCOMPARE(room.broker.catalog().count(), 1);
}

// F06
void TestMqttProtocol::splitAtEveryByte()
{
    MqttRoom room;
    MqttPeer client(room);
    QByteArray bytes = mqtt::write(connectOf(ProtocolVersion::V5), ProtocolVersion::V5);
    bytes += mqtt::write(mqtt::Subscribe{1, {{"T", {}}}, {}, {}}, ProtocolVersion::V5);
    bytes += mqtt::write(MqttPeer::message("T", "x"), ProtocolVersion::V5);
    bytes += mqtt::write(mqtt::Pingreq(), ProtocolVersion::V5);
    for (const char byte : std::as_const(bytes)) {
        client.sendBytes(QByteArray(1, byte));
    }
    const QList<mqtt::Packet> packets = client.read();
    QCOMPARE(packets.size(), 4);
    QCOMPARE(std::get<mqtt::Publish>(packets[2]).payload, "x");
    QVERIFY(packets[3] == mqtt::Packet(mqtt::Pingresp()));
}

void TestMqttProtocol::congestionPausesReading()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.host.pauseAt = 4;
    client.sendBytes(mqtt::write(mqtt::Pingreq(), client.version).repeated(5));
    QVERIFY(client.host.isPaused);
    QCOMPARE(client.read().size(), 2);
    client.protocol->resume();
    QCOMPARE(client.read().size(), 2);
    client.protocol->resume();
    QCOMPARE(client.read().size(), 1);
}

QTEST_GUILESS_MAIN(TestMqttProtocol)
#include "tst_mqttprotocol.moc"
