#include "mqttpeer.h"

#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;
using mqtt::ProtocolVersion;
using mqtt::ReasonCode;

namespace {

constexpr Qos qos1 = Qos::AtLeastOnce;
constexpr Qos qos2 = Qos::ExactlyOnce;

} // namespace

/// Messages in both directions, and what brings them.
class TestMqttMessages : public QObject {
    Q_OBJECT

private slots:
    void qos1IsAcknowledged_data();
    void qos1IsAcknowledged();
    void qos2ArrivesOnce();
    void unknownReleasesAreAnswered();
    void qos2ToTheClient();
    void refusedByTheClient();
    void unknownAcknowledgementsAreIgnored();
    void moreThanTheReceiveMaximum();
    void whatItMayNotPublishEndsIt_data();
    void whatItMayNotPublishEndsIt();
    void reservedTopicsAreNotPublished_data();
    void reservedTopicsAreNotPublished();
    void promisedTextIsChecked();
    void topicsArePutIntoTheCatalog();
    void subscriptionsAreAnsweredEach_data();
    void subscriptionsAreAnsweredEach();
    void sharedWithoutLocalIsAProtocolError();
    void retainHandling_data();
    void retainHandling();
    void replayComesBehindSuback();
    void replaysWaitForRoom();
    void unsubscribingIsAnsweredEach();
    void propertiesArePassedOn();
    void expiryIsCountedDown();
    void incomingAliases();
    void aliasesThatAreNone_data();
    void aliasesThatAreNone();
    void outgoingAliases();
    void longPacketsAreLeftOut();
    void longPayloadsAreShared();
    void encodedOnceForAll();
    void classroomAndMqttMeet();
    void theStoreIsFull();
};

void TestMqttMessages::qos1IsAcknowledged_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::addColumn<bool>("subscribed");
    QTest::addColumn<ReasonCode>("reason");
    QTest::newRow("5.0") << ProtocolVersion::V5 << true << ReasonCode::Success;
    QTest::newRow("5.0, to nobody")
        << ProtocolVersion::V5 << false << ReasonCode::NoMatchingSubscribers;
    QTest::newRow("3.1.1, to nobody") << ProtocolVersion::V311 << false << ReasonCode::Success;
}

void TestMqttMessages::qos1IsAcknowledged()
{
    QFETCH(const ProtocolVersion, version);
    QFETCH(const bool, subscribed);
    QFETCH(const ReasonCode, reason);
    MqttRoom room;
    MqttPeer watcher(room);
    watcher.connect("w");
    if (subscribed) {
        watcher.subscribe("T", {.qos = qos1});
    }
    MqttPeer client(room, version);
    client.connect("c");
    const auto puback = client.answer<mqtt::Puback>(MqttPeer::message("T", "x", qos1));
    QCOMPARE(puback.packetId, 1);
    QCOMPARE(puback.reason, reason);
    QCOMPARE(watcher.read().size(), subscribed ? 1 : 0);
}

// S10
void TestMqttMessages::qos2ArrivesOnce()
{
    MqttRoom room;
    MqttPeer watcher(room);
    watcher.connect("w");
    watcher.subscribe("T");
    MqttPeer client(room);
    client.connect("c");
    mqtt::Publish publish = MqttPeer::message("T", "x", qos2);
    for (int i = 0; i < 1'000; ++i) {
        QCOMPARE(client.answer<mqtt::Pubrec>(publish).packetId, 1);
        publish.dup = true;
    }
    QCOMPARE(watcher.read().size(), 1);
    QCOMPARE(client.answer<mqtt::Pubcomp>(mqtt::Pubrel{1, {}, {}}).reason, ReasonCode::Success);
    publish.dup = false;
    (void)client.answer<mqtt::Pubrec>(publish);
    QCOMPARE(watcher.read().size(), 1);
}

// S08, S09
void TestMqttMessages::unknownReleasesAreAnswered()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    QCOMPARE(client.answer<mqtt::Pubcomp>(mqtt::Pubrel{9, {}, {}}).reason,
             ReasonCode::PacketIdentifierNotFound);
    QCOMPARE(client.answer<mqtt::Pubrel>(mqtt::Pubrec{9, {}, {}}).reason,
             ReasonCode::PacketIdentifierNotFound);
    MqttPeer old(room, ProtocolVersion::V311);
    old.connect("o");
    QCOMPARE(old.answer<mqtt::Pubcomp>(mqtt::Pubrel{9, {}, {}}).packetId, 9);
}

void TestMqttMessages::qos2ToTheClient()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.subscribe("T", {.qos = qos2});
    const QList<mqtt::Packet> packets = client.ask(MqttPeer::message("T", "x", qos2));
    QCOMPARE(packets.size(), 2);
    const auto publish = std::get<mqtt::Publish>(packets[0]);
    QCOMPARE(publish.qos, qos2);
    QCOMPARE(publish.packetId, 1);
    QCOMPARE(std::get<mqtt::Pubrec>(packets[1]).packetId, 1);
    QCOMPARE(client.answer<mqtt::Pubrel>(mqtt::Pubrec{1, {}, {}}).packetId, 1);
    QVERIFY(client.ask(mqtt::Pubcomp{1, {}, {}}).isEmpty());
}

void TestMqttMessages::refusedByTheClient()
{
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect;
    connect.clientId = "c";
    connect.properties.receiveMaximum = 1;
    client.ask(connect);
    client.subscribe("T", {.qos = qos2});
    MqttPeer other(room);
    other.connect("o");
    other.ask(MqttPeer::message("T", "a", qos2));
    mqtt::Publish second = MqttPeer::message("T", "b", qos2);
    second.packetId = 2;
    other.ask(second);
    QCOMPARE(client.read().size(), 1);
    // MQTT-4.3.3-4: no PUBREL follows, and the window is open again (4.9).
    const auto next = client.answer<mqtt::Publish>(mqtt::Pubrec{1, ReasonCode::QuotaExceeded, {}});
    QCOMPARE(next.payload, "b");
}

// S07
void TestMqttMessages::unknownAcknowledgementsAreIgnored()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    QVERIFY(client.ask(mqtt::Puback{5, {}, {}}).isEmpty());
    QVERIFY(client.ask(mqtt::Pubcomp{5, {}, {}}).isEmpty());
    QVERIFY(!client.host.isClosing);
}

// S12
void TestMqttMessages::moreThanTheReceiveMaximum()
{
    ConnectionLimits limits;
    limits.mqtt.receiveMaximum = 2;
    MqttRoom room(limits);
    MqttPeer client(room);
    client.connect("c");
    mqtt::Publish publish = MqttPeer::message("T", "x", qos2);
    for (quint16 id = 1; id <= 2; ++id) {
        publish.packetId = id;
        QCOMPARE(client.answer<mqtt::Pubrec>(publish).packetId, id);
    }
    publish.packetId = 3;
    client.send(publish);
    QCOMPARE(client.disconnectReason(), ReasonCode::ReceiveMaximumExceeded);
    QVERIFY(client.host.isClosing);
}

void TestMqttMessages::whatItMayNotPublishEndsIt_data()
{
    QTest::addColumn<mqtt::Publish>("publish");
    QTest::addColumn<ReasonCode>("reason");
    QTest::newRow("T05 an empty topic") << MqttPeer::message("", "x") << ReasonCode::ProtocolError;
    QTest::newRow("T06 a wildcard")
        << MqttPeer::message("a/+", "x") << ReasonCode::TopicNameInvalid;
    QTest::newRow("T09 too many levels")
        << MqttPeer::message(QByteArray(200, '/'), "x") << ReasonCode::TopicNameInvalid;
    QTest::newRow("QoS 2 where 1 is the most")
        << MqttPeer::message("T", "x", qos2) << ReasonCode::QosNotSupported;
    QTest::newRow("retain where it is not to be had")
        << MqttPeer::message("T", "x", qos1, true) << ReasonCode::RetainNotSupported;
}

void TestMqttMessages::whatItMayNotPublishEndsIt()
{
    QFETCH(const mqtt::Publish, publish);
    QFETCH(const ReasonCode, reason);
    ConnectionLimits limits;
    limits.mqtt.maxQos = qos1;
    limits.mqtt.retainAvailable = false;
    MqttRoom room(limits);
    MqttPeer client(room);
    client.connect("c");
    client.send(publish);
    QCOMPARE(client.disconnectReason(), reason);
    QVERIFY(client.host.isClosing);
    QCOMPARE(room.broker.catalog().count(), 0);
}

// T11
void TestMqttMessages::reservedTopicsAreNotPublished_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::addColumn<ReasonCode>("reason");
    QTest::newRow("5.0") << ProtocolVersion::V5 << ReasonCode::NotAuthorized;
    QTest::newRow("3.1.1") << ProtocolVersion::V311 << ReasonCode::Success;
}

void TestMqttMessages::reservedTopicsAreNotPublished()
{
    QFETCH(const ProtocolVersion, version);
    QFETCH(const ReasonCode, reason);
    MqttRoom room;
    MqttPeer watcher(room);
    watcher.connect("w");
    watcher.subscribe("$SYS/#");
    MqttPeer client(room, version);
    client.connect("c");
    QVERIFY(client.ask(MqttPeer::message("$SYS/x", "0", Qos::AtMostOnce, true)).isEmpty());
    QCOMPARE(client.answer<mqtt::Puback>(MqttPeer::message("$SYS/x", "1", qos1)).reason, reason);
    QCOMPARE(client.answer<mqtt::Pubrec>(MqttPeer::message("$SYS/x", "2", qos2)).reason, reason);
    QVERIFY(!client.host.isClosing);
    QVERIFY(watcher.read().isEmpty());
    QCOMPARE(room.broker.retained().count(), 0);
}

// T16
void TestMqttMessages::promisedTextIsChecked()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    MessageProperties text;
    text.payloadFormat = PayloadFormat::Utf8;
    mqtt::Publish publish = MqttPeer::message("T", "\xFF", qos1);
    publish.properties = SharedProperties(text);
    QCOMPARE(client.answer<mqtt::Puback>(publish).reason, ReasonCode::PayloadFormatInvalid);
    publish.qos = qos2;
    QCOMPARE(client.answer<mqtt::Pubrec>(publish).reason, ReasonCode::PayloadFormatInvalid);
    publish.qos = Qos::AtMostOnce;
    publish.packetId = 0;
    client.send(publish);
    QCOMPARE(client.disconnectReason(), ReasonCode::PayloadFormatInvalid);
}

void TestMqttMessages::topicsArePutIntoTheCatalog()
{
    MqttRoom room({}, {.maxTopics = 1});
    MqttPeer client(room);
    client.connect("c");
    client.subscribe("#");
    QCOMPARE(client.ask(MqttPeer::message("a", "x")).size(), 1);
    QCOMPARE(client.ask(MqttPeer::message("b", "x")).size(), 1); // beyond the cap it is only unseen
    QCOMPARE(room.broker.catalog().count(), 1);
}

void TestMqttMessages::subscriptionsAreAnsweredEach_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::addColumn<ReasonCode>("invalid");
    QTest::addColumn<ReasonCode>("full");
    QTest::newRow("5.0") << ProtocolVersion::V5 << ReasonCode::TopicFilterInvalid
                         << ReasonCode::QuotaExceeded;
    QTest::newRow("3.1.1") << ProtocolVersion::V311 << ReasonCode::UnspecifiedError
                           << ReasonCode::UnspecifiedError;
}

// T07, T12, L10
void TestMqttMessages::subscriptionsAreAnsweredEach()
{
    QFETCH(const ProtocolVersion, version);
    QFETCH(const ReasonCode, invalid);
    QFETCH(const ReasonCode, full);
    MqttRoom room({}, {.maxSubscriptionsPerClient = 4});
    MqttPeer client(room, version);
    client.connect("c");
    mqtt::Subscribe subscribe;
    subscribe.packetId = 7;
    subscribe.subscriptions = {{"a", {.qos = Qos::AtMostOnce}},
                               {"b", {.qos = qos1}},
                               {"c/+", {.qos = qos2}},
                               {"a#", {}},
                               {"a/#/b", {}},
                               {"$share//t", {}},
                               {"$share/g", {}},
                               {"$SYS/#", {}},
                               {"one too many", {}}};
    const auto suback = client.answer<mqtt::Suback>(subscribe);
    QCOMPARE(suback.packetId, 7);
    QCOMPARE(suback.reasons,
             (QList{ReasonCode::Success, ReasonCode::GrantedQos1, ReasonCode::GrantedQos2, invalid,
                    invalid, invalid, invalid, ReasonCode::Success, full}));
    QVERIFY(!client.host.isClosing);
}

// T12
void TestMqttMessages::sharedWithoutLocalIsAProtocolError()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.send(mqtt::Subscribe{1, {{"$share/g/t", {.noLocal = true}}}, {}, {}});
    QCOMPARE(client.disconnectReason(), ReasonCode::ProtocolError);
}

void TestMqttMessages::retainHandling_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<mqtt::RetainHandling>("handling");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("again");
    QTest::newRow("3.8.3.1 send") << QByteArray("T/#") << mqtt::RetainHandling::Send << 2 << 2;
    QTest::newRow("3.8.3.1 send if new")
        << QByteArray("T/#") << mqtt::RetainHandling::SendIfNew << 2 << 0;
    QTest::newRow("3.8.3.1 do not send")
        << QByteArray("T/#") << mqtt::RetainHandling::DoNotSend << 0 << 0;
    QTest::newRow("4.8.2 shared") << QByteArray("$share/g/T/#") << mqtt::RetainHandling::Send << 0
                                  << 0;
}

void TestMqttMessages::retainHandling()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const mqtt::RetainHandling, handling);
    QFETCH(const int, first);
    QFETCH(const int, again);
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.ask(MqttPeer::message("T/1", "one", Qos::AtMostOnce, true));
    client.ask(MqttPeer::message("T/2", "two", Qos::AtMostOnce, true));
    const mqtt::Subscribe subscribe{1, {{filter, {.retainHandling = handling}}}, {}, {}};
    QCOMPARE(client.ask(subscribe).size() - 1, first);
    QCOMPARE(client.ask(subscribe).size() - 1, again);
}

void TestMqttMessages::replayComesBehindSuback()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.ask(MqttPeer::message("T", "kept", qos1, true));
    const QList<mqtt::Packet> packets
        = client.ask(mqtt::Subscribe{1, {{"T", {.qos = qos2}}}, 4, {}});
    QCOMPARE(packets.size(), 2);
    QVERIFY(std::holds_alternative<mqtt::Suback>(packets[0]));
    const auto publish = std::get<mqtt::Publish>(packets[1]);
    QVERIFY(publish.retain);
    QCOMPARE(publish.qos, qos1);
    QCOMPARE(publish.subscriptionIdentifiers, QList<quint32>{4});
}

void TestMqttMessages::replaysWaitForRoom()
{
    MqttRoom room({}, {.outbound = {.window = 1}});
    MqttPeer client(room);
    client.connect("c");
    for (int i = 0; i < 5; ++i) {
        client.ask(MqttPeer::message("T/" + QByteArray::number(i), "kept", qos1, true));
    }
    client.host.roomAt = 1;
    client.send(mqtt::Subscribe{1, {{"T/#", {.qos = qos1}}}, {}, {}});
    QCOMPARE(client.read().size(), 1); // SUBACK
    client.host.roomAt = 1'000'000;
    client.protocol->outputDrained();
    int received = 0;
    for (quint16 id = 1; id <= 5; ++id) {
        const QList<mqtt::Packet> packets = client.read();
        QCOMPARE(packets.size(), 1);
        ++received;
        client.send(mqtt::Puback{std::get<mqtt::Publish>(packets[0]).packetId, {}, {}});
    }
    QCOMPARE(received, 5);
    QVERIFY(client.read().isEmpty());
}

void TestMqttMessages::unsubscribingIsAnsweredEach()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.subscribe("T");
    const mqtt::Unsubscribe unsubscribe{3, {"T", "U", "a#"}, {}};
    const auto unsuback = client.answer<mqtt::Unsuback>(unsubscribe);
    QCOMPARE(unsuback.reasons,
             (QList{ReasonCode::Success, ReasonCode::NoSubscriptionExisted,
                    ReasonCode::TopicFilterInvalid}));
    QVERIFY(client.ask(MqttPeer::message("T", "x")).isEmpty());
    MqttPeer old(room, ProtocolVersion::V311);
    old.connect("o");
    old.send(unsubscribe);
    QCOMPARE(old.host.read(), QByteArray("\xB0\x02\x00\x03", 4));
}

void TestMqttMessages::propertiesArePassedOn()
{
    MqttRoom room;
    MqttPeer watcher(room);
    MqttPeer old(room, ProtocolVersion::V311);
    watcher.connect("w");
    watcher.subscribe("T");
    old.connect("o");
    old.subscribe("T");
    MqttPeer client(room);
    client.connect("c");
    MessageProperties properties;
    properties.payloadFormat = PayloadFormat::Utf8;
    properties.contentType = "text/plain";
    properties.responseTopic = "answers";
    properties.correlationData = QByteArray("\x00\x01", 2);
    properties.userProperties = {{"a", "1"}, {"b", "2"}, {"a", "3"}};
    mqtt::Publish publish = MqttPeer::message("T", "x");
    publish.properties = SharedProperties(properties);
    client.ask(publish);
    const QList<mqtt::Packet> packets = watcher.read();
    QCOMPARE(packets.size(), 1);
    QVERIFY(*std::get<mqtt::Publish>(packets[0]).properties == properties);
    QCOMPARE(old.read().size(), 1);
}

void TestMqttMessages::expiryIsCountedDown()
{
    MqttRoom room;
    MqttPeer watcher(room);
    watcher.connect("w", true, 60);
    watcher.subscribe("T", {.qos = qos1});
    watcher.vanish();
    MqttPeer client(room);
    client.connect("c");
    MessageProperties properties;
    properties.messageExpiryInterval = 1'000;
    mqtt::Publish publish = MqttPeer::message("T", "x", qos1);
    publish.properties = SharedProperties(properties);
    client.ask(publish);
    room.broker.advance(std::chrono::steady_clock::now() + 30s);
    MqttPeer again(room);
    mqtt::Connect connect;
    connect.clientId = "w";
    connect.cleanStart = false;
    const QList<mqtt::Packet> packets = again.ask(connect);
    QCOMPARE(packets.size(), 2);
    const auto left
        = std::get<mqtt::Publish>(packets[1]).properties->messageExpiryInterval.value_or(0);
    QVERIFY2(left <= 970 && left > 0, QByteArray::number(left).constData());
}

void TestMqttMessages::incomingAliases()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.subscribe("#");
    mqtt::Publish publish = MqttPeer::message("first", "x");
    publish.topicAlias = 1;
    QCOMPARE(std::get<mqtt::Publish>(client.ask(publish).value(0)).topic, "first");
    publish.topic = "";
    QCOMPARE(std::get<mqtt::Publish>(client.ask(publish).value(0)).topic, "first");
    publish.topic = "second";
    QCOMPARE(std::get<mqtt::Publish>(client.ask(publish).value(0)).topic, "second");
    publish.topic = "";
    QCOMPARE(std::get<mqtt::Publish>(client.ask(publish).value(0)).topic, "second");
}

// S13
void TestMqttMessages::aliasesThatAreNone_data()
{
    QTest::addColumn<int>("alias");
    QTest::addColumn<ReasonCode>("reason");
    QTest::newRow("beyond the maximum") << 17 << ReasonCode::TopicAliasInvalid;
    QTest::newRow("unknown") << 16 << ReasonCode::ProtocolError;
}

void TestMqttMessages::aliasesThatAreNone()
{
    QFETCH(const int, alias);
    QFETCH(const ReasonCode, reason);
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    mqtt::Publish publish = MqttPeer::message("", "x");
    publish.topicAlias = quint16(alias);
    client.send(publish);
    QCOMPARE(client.disconnectReason(), reason);
}

void TestMqttMessages::outgoingAliases()
{
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect;
    connect.clientId = "c";
    connect.properties.topicAliasMaximum = 1;
    client.ask(connect);
    client.subscribe("#");
    const auto first = client.answer<mqtt::Publish>(MqttPeer::message("a", "1"));
    QCOMPARE(first.topic, "a");
    QCOMPARE(first.topicAlias.value_or(0), 1);
    const auto second = client.answer<mqtt::Publish>(MqttPeer::message("a", "2"));
    QCOMPARE(second.topic, "");
    QCOMPARE(second.topicAlias.value_or(0), 1);
    QVERIFY(!client.answer<mqtt::Publish>(MqttPeer::message("b", "3")).topicAlias);
    // One that was dropped has told the client nothing.
    MqttPeer slow(room);
    connect.clientId = "s";
    slow.ask(connect);
    slow.subscribe("x");
    slow.host.roomAt = 0;
    client.ask(MqttPeer::message("x", "dropped"));
    QCOMPARE(slow.host.dropped, 1);
    slow.host.roomAt = 1'000;
    client.ask(MqttPeer::message("x", "arrives"));
    QCOMPARE(std::get<mqtt::Publish>(slow.read().value(0)).topic, "x");
}

// L02
void TestMqttMessages::longPacketsAreLeftOut()
{
    MqttRoom room;
    MqttPeer client(room);
    mqtt::Connect connect;
    connect.clientId = "c";
    connect.properties.maximumPacketSize = 60;
    connect.properties.receiveMaximum = 1;
    client.ask(connect);
    client.subscribe("T", {.qos = qos1});
    MqttPeer other(room);
    other.connect("o");
    other.ask(MqttPeer::message("T", QByteArray(100, 'x'), qos1));
    other.ask(MqttPeer::message("T", "fits", qos1));
    const QList<mqtt::Packet> packets = client.read();
    QCOMPARE(packets.size(), 1);
    QCOMPARE(std::get<mqtt::Publish>(packets[0]).payload, "fits");
}

void TestMqttMessages::longPayloadsAreShared()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.subscribe("T", {.qos = qos1});
    const QByteArray payload(10'000, 'x');
    const QList<mqtt::Packet> packets = client.ask(MqttPeer::message("T", payload, qos1));
    QCOMPARE(std::get<mqtt::Publish>(packets.value(0)).payload, payload);
    QCOMPARE(std::get<mqtt::Publish>(packets.value(0)).packetId, 1);
}

void TestMqttMessages::encodedOnceForAll()
{
    MqttRoom room;
    std::vector<std::unique_ptr<MqttPeer>> clients;
    for (int i = 0; i < 3; ++i) {
        clients.push_back(std::make_unique<MqttPeer>(room));
        clients.back()->connect(QByteArray::number(i));
        clients.back()->subscribe("T", {.qos = qos1});
    }
    for (const char *payload : {"a", "b", "c"}) {
        for (quint16 id = 1; id <= 2; ++id) { // the identifiers go apart
            clients[0]->send(mqtt::Puback{id, {}, {}});
        }
        room.broker.deliver({*TopicName::parse(QByteArrayView("T")), payload, false, qos1});
    }
    for (const auto &client : clients) {
        quint16 id = 0;
        for (const mqtt::Packet &packet : client->read()) {
            QCOMPARE(std::get<mqtt::Publish>(packet).packetId, ++id);
        }
        QCOMPARE(id, 3);
    }
}

void TestMqttMessages::classroomAndMqttMeet()
{
    MqttRoom room;
    MqttPeer client(room);
    client.connect("c");
    client.subscribe("T", {.qos = qos2});
    // What the classroom protocol publishes has no QoS.
    (void)room.broker.publish({*TopicName::parse(QByteArrayView("T")), "from the classroom"});
    const QList<mqtt::Packet> packets = client.read();
    QCOMPARE(packets.size(), 1);
    QCOMPARE(std::get<mqtt::Publish>(packets[0]).qos, Qos::AtMostOnce);
    QCOMPARE(std::get<mqtt::Publish>(packets[0]).payload, "from the classroom");
}

// L13
void TestMqttMessages::theStoreIsFull()
{
    MqttRoom room({}, {.retained = {.messages = 1}});
    MqttPeer client(room);
    client.connect("c");
    client.ask(MqttPeer::message("a", "x", Qos::AtMostOnce, true));
    QCOMPARE(client.answer<mqtt::Puback>(MqttPeer::message("b", "x", qos1, true)).reason,
             ReasonCode::QuotaExceeded);
    QVERIFY(!client.host.isClosing);
}

QTEST_GUILESS_MAIN(TestMqttMessages)
#include "tst_mqttmessages.moc"
