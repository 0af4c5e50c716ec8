#include "mqttclient.h"

#include <QTest>

namespace corkboard {

using namespace std::chrono_literals;

namespace {

constexpr Qos qos0 = Qos::AtMostOnce;
constexpr Qos qos1 = Qos::AtLeastOnce;
constexpr Qos qos2 = Qos::ExactlyOnce;

} // namespace

/// Which copies of a message go to whom, and with what: MQTT's rules, without a connection.
class TestBrokerDelivery : public QObject {
    Q_OBJECT

private slots:
    void qosIsTheLowerOfBoth_data();
    void qosIsTheLowerOfBoth();
    void overlappingSubscriptionsGiveOneCopy();
    void subscribingAgainReplacesTheOptions();
    void noLocalKeepsOwnMessagesAway();
    void retainFlagAsPublished();
    void replayCarriesTheRetainFlag();
    void replayWaitsBehindAFullWindow();
    void filtersTakeTopicsBornLater();
    void theWindowAndTheAcknowledgements();
    void withoutRoomMessagesWait();
    void messagesBeyondTheQueueAreDroppedAndCounted();
    void whatTheClientDoesNotTakeIsDone();
    void expiredMessagesAreNotSent();
    void expiredRetainedMessagesAreGone();
    void sharedMessagesGoInTurn();
    void sharedAndOwnAreTwoCopies();
    void sharedRatherToWhoIsThere();
    void aLeavingMembersMessagesGoToAnother();
    void theLastMemberLeaves();
    void subscriptionsAreBounded();
};

void TestBrokerDelivery::qosIsTheLowerOfBoth_data()
{
    QTest::addColumn<Qos>("published");
    QTest::addColumn<Qos>("granted");
    QTest::addColumn<QByteArray>("copy");
    const auto row = [](Qos published, Qos granted, const char *copy) {
        QTest::addRow("%d to %d", int(published), int(granted))
            << published << granted << QByteArray(copy);
    };
    row(qos0, qos0, "a q0");
    row(qos0, qos2, "a q0");
    row(qos1, qos0, "a q0");
    row(qos1, qos1, "a q1 #1");
    row(qos1, qos2, "a q1 #1");
    row(qos2, qos0, "a q0");
    row(qos2, qos1, "a q1 #1");
    row(qos2, qos2, "a q2 #1");
}

void TestBrokerDelivery::qosIsTheLowerOfBoth()
{
    QFETCH(const Qos, published);
    QFETCH(const Qos, granted);
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("T", {.qos = granted});
    client.publish("T", "a", published);
    QTEST(client.take().join('|'), "copy");
}

// T17
void TestBrokerDelivery::overlappingSubscriptionsGiveOneCopy()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("#", {.qos = qos0, .identifier = 1});
    client.subscribe("a/#", {.qos = qos2, .identifier = 2});
    client.subscribe("a/b", {.qos = qos1});
    client.subscribe("a/c", {.qos = qos1, .identifier = 9});
    client.publish("a/b", "x", qos2);
    const QByteArrayList copies = client.take();
    QCOMPARE(copies.size(), 1);
    QVERIFY2(copies[0] == "x q2 #1 ids 1,2" || copies[0] == "x q2 #1 ids 2,1",
             copies[0].constData());
    client.publish("other", "y", qos1);
    QCOMPARE(client.take(), QByteArrayList{"y q0 ids 1"});
}

void TestBrokerDelivery::subscribingAgainReplacesTheOptions()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    const auto filter = *SubscriptionFilter::parse("T");
    QCOMPARE(broker.subscribe(*client.session, filter, {.qos = qos2, .identifier = 1}, {}),
             Broker::SubscribeOutcome::Added);
    QCOMPARE(broker.subscribe(*client.session, filter, {.qos = qos0, .identifier = 2}, {}),
             Broker::SubscribeOutcome::Replaced);
    QCOMPARE(client.session->subscriptionCount(), 1);
    QCOMPARE(client.session->subscriptions()[0].options.identifier, 2U);
    client.publish("T", "a", qos2);
    QCOMPARE(client.take(), QByteArrayList{"a q0 ids 2"});
}

void TestBrokerDelivery::noLocalKeepsOwnMessagesAway()
{
    Broker broker;
    MqttClient one{broker};
    MqttClient other{broker};
    one.connect({.clientId = "1"});
    other.connect({.clientId = "2"});
    one.subscribe("T", {.noLocal = true});
    other.subscribe("T");
    one.publish("T", "own");
    other.publish("T", "others");
    QCOMPARE(one.take(), QByteArrayList{"others q0"});
    QCOMPARE(other.take(), QByteArrayList({"own q0", "others q0"}));
}

void TestBrokerDelivery::retainFlagAsPublished()
{
    Broker broker;
    MqttClient plain{broker};
    MqttClient asPublished{broker};
    plain.connect({.clientId = "1"});
    asPublished.connect({.clientId = "2"});
    plain.subscribe("T");
    asPublished.subscribe("T", {.retainAsPublished = true});
    plain.publish("T", "kept", qos0, true);
    plain.publish("T", "not");
    // MQTT-3.3.1-12 and -13
    QCOMPARE(plain.take(), QByteArrayList({"kept q0", "not q0"}));
    QCOMPARE(asPublished.take(), QByteArrayList({"kept q0 retained", "not q0"}));
}

void TestBrokerDelivery::replayCarriesTheRetainFlag()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.publish("T", "kept", qos1, true);
    QVERIFY(broker.replay(*client.session, *broker.retained().find(testtopics::name("T")),
                          {.qos = qos2, .identifier = 3}));
    QCOMPARE(client.take(), QByteArrayList{"kept q1 #1 retained ids 3"});
}

void TestBrokerDelivery::replayWaitsBehindAFullWindow()
{
    Broker broker({.outbound = {.window = 1}});
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.publish("T", "kept", qos1, true);
    const Message kept = *broker.retained().find(testtopics::name("T"));
    QVERIFY(broker.replay(*client.session, kept, {.qos = qos1}));
    QVERIFY(broker.replay(*client.session, kept, {.qos = qos1})); // one waits
    QVERIFY(!broker.replay(*client.session, kept, {.qos = qos1}));
    QVERIFY(broker.replay(*client.session, kept, {.qos = qos0}));
    QVERIFY(broker.acknowledge(*client.session, 1));
    QVERIFY(broker.replay(*client.session, kept, {.qos = qos1}));
    QCOMPARE(client.take(),
             QByteArrayList({"kept q1 #1 retained", "kept q0 retained", "kept q1 #2 retained"}));
}

void TestBrokerDelivery::filtersTakeTopicsBornLater()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("a/+");
    client.publish("a/new", "x");
    QCOMPARE(client.take(), QByteArrayList{"x q0"});
    QVERIFY(client.unsubscribe("a/+"));
    QVERIFY(!client.unsubscribe("a/+"));
    client.publish("a/new", "y");
    QCOMPARE(client.take(), QByteArrayList());
}

void TestBrokerDelivery::theWindowAndTheAcknowledgements()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c", .receiveMaximum = 2});
    client.subscribe("T", {.qos = qos2});
    for (const char *payload : {"a", "b", "c", "d"}) {
        client.publish("T", payload, payload[0] == 'b' ? qos2 : qos1);
    }
    QCOMPARE(client.take(), QByteArrayList({"a q1 #1", "b q2 #2"}));
    QVERIFY(broker.acknowledge(*client.session, 1));
    QCOMPARE(client.take(), QByteArrayList{"c q1 #3"});
    QVERIFY(broker.receive(*client.session, 2));
    QCOMPARE(client.take(), QByteArrayList());
    QVERIFY(broker.complete(*client.session, 2));
    QCOMPARE(client.take(), QByteArrayList{"d q1 #4"});
    QVERIFY(!broker.acknowledge(*client.session, 77));
    QVERIFY(!broker.refuse(*client.session, 4));
}

void TestBrokerDelivery::withoutRoomMessagesWait()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("T", {.qos = qos1});
    client.subscriber.room = false;
    client.publish("T", "a", qos1);
    client.publish("T", "live", qos0); // the connection decides about those itself
    QCOMPARE(client.take(), QByteArrayList{"live q0"});
    client.subscriber.room = true;
    broker.sendWaiting(*client.session);
    QCOMPARE(client.take(), QByteArrayList{"a q1 #1"});
}

// S11
void TestBrokerDelivery::messagesBeyondTheQueueAreDroppedAndCounted()
{
    Broker broker({.outbound = {.window = 1, .messages = 2}});
    MqttClient client{broker};
    MqttClient other{broker};
    client.connect({.clientId = "c"});
    other.connect({.clientId = "o"});
    client.subscribe("T", {.qos = qos1});
    other.subscribe("T");
    for (const char *payload : {"a", "b", "c", "d", "e"}) {
        client.publish("T", payload, qos1);
    }
    QCOMPARE(other.take().size(), 5);
    QCOMPARE(broker.droppedMessages(), 2U);
    QCOMPARE(client.session->outbound()->dropped(), 2U);
    for (quint16 id = 1; id <= 3; ++id) {
        QVERIFY(broker.acknowledge(*client.session, id));
    }
    QCOMPARE(client.take(), QByteArrayList({"a q1 #1", "b q1 #2", "c q1 #3"}));
}

// MQTT-3.1.2-25
void TestBrokerDelivery::whatTheClientDoesNotTakeIsDone()
{
    Broker broker({.outbound = {.window = 1}});
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("T", {.qos = qos1});
    client.subscriber.mostBytes = 3;
    client.publish("T", "too long", qos1);
    client.publish("T", "a", qos1); // the window is free again
    client.publish("T", "again too long", qos1); // this one waits first
    client.publish("T", "b", qos1);
    QVERIFY(broker.acknowledge(*client.session, 2));
    QCOMPARE(client.take(),
             QByteArrayList({"too long q1 #1", "a q1 #2", "again too long q1 #3", "b q1 #4"}));
    QCOMPARE(client.session->outbound()->inFlight(), 1);
}

void TestBrokerDelivery::expiredMessagesAreNotSent()
{
    Broker broker;
    broker.advance(Broker::TimePoint() + 1h);
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 1h});
    client.subscribe("T", {.qos = qos1});
    client.disconnect();
    Message message;
    message.topic = testtopics::name("T");
    message.payload = "short";
    message.qos = qos1;
    message.expiresAt = broker.now() + 5s;
    (void)broker.publish(message);
    message.payload = "long";
    message.expiresAt = broker.now() + 50s;
    (void)broker.publish(message);
    broker.advance(broker.now() + 10s);
    client.connect({.clientId = "c", .cleanStart = false});
    QCOMPARE(client.take(), QByteArrayList{"long q1 #1"});
}

void TestBrokerDelivery::expiredRetainedMessagesAreGone()
{
    Broker broker;
    broker.advance(Broker::TimePoint() + 1h);
    Message message;
    message.topic = testtopics::name("T");
    message.payload = "short";
    message.retain = true;
    message.expiresAt = broker.now() + 5s;
    QVERIFY(broker.keep(message));
    QCOMPARE(broker.nextDeadline(), message.expiresAt);
    broker.advance(broker.now() + 4s);
    QCOMPARE(broker.retained().count(), 1);
    broker.advance(broker.now() + 1s);
    QCOMPARE(broker.retained().count(), 0);
    QCOMPARE(broker.nextDeadline(), Broker::TimePoint::max());
}

void TestBrokerDelivery::sharedMessagesGoInTurn()
{
    Broker broker;
    MqttClient clients[]{{broker}, {broker}, {broker}};
    int number = 0;
    for (MqttClient &client : clients) {
        client.connect({.clientId = QByteArray::number(++number)});
        client.subscribe("$share/g/T", {.qos = qos1, .identifier = quint32(number)});
    }
    for (int i = 0; i < 9; ++i) {
        clients[0].publish("T", "x", qos1);
    }
    for (MqttClient &client : clients) {
        QCOMPARE(client.take().size(), 3);
    }
    // Another group has its own turn, and its own copy.
    clients[0].subscribe("$share/h/T");
    clients[1].publish("T", "y");
    QVERIFY(clients[0].take().contains("y q0"));
}

void TestBrokerDelivery::sharedAndOwnAreTwoCopies()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("T", {.identifier = 1});
    client.subscribe("$share/g/T", {.identifier = 2});
    client.publish("T", "x");
    QByteArrayList copies = client.take();
    std::ranges::sort(copies);
    QCOMPARE(copies, QByteArrayList({"x q0 ids 1", "x q0 ids 2"}));
}

void TestBrokerDelivery::sharedRatherToWhoIsThere()
{
    Broker broker;
    MqttClient away{broker};
    MqttClient there{broker};
    away.connect({.clientId = "away", .expiry = 1h});
    away.subscribe("$share/g/T", {.qos = qos1});
    there.connect({.clientId = "there"});
    there.subscribe("$share/g/T", {.qos = qos1});
    away.disconnect();
    for (int i = 0; i < 4; ++i) {
        there.publish("T", "x", qos1);
    }
    QCOMPARE(there.take().size(), 4);
    // With nobody else left, it waits for who will come back.
    QVERIFY(there.unsubscribe("$share/g/T"));
    there.publish("T", "later", qos1);
    there.publish("T", "never", qos0);
    away.connect({.clientId = "away", .cleanStart = false});
    QCOMPARE(away.take(), QByteArrayList{"later q1 #1"});
}

// MQTT-4.8.2-4 to -6
void TestBrokerDelivery::aLeavingMembersMessagesGoToAnother()
{
    Broker broker;
    MqttClient leaving{broker};
    MqttClient staying{broker};
    leaving.connect({.clientId = "leaving", .receiveMaximum = 2});
    leaving.subscribe("$share/g/T", {.qos = qos2});
    leaving.publish("T", "a", qos1);
    leaving.publish("T", "b", qos2);
    leaving.publish("T", "c", qos2);
    QCOMPARE(leaving.take(), QByteArrayList({"a q1 #1", "b q2 #2"}));
    staying.connect({.clientId = "staying"});
    staying.subscribe("$share/g/T", {.qos = qos2});
    leaving.disconnect();
    QCOMPARE(staying.take(), QByteArrayList({"a q1 #1", "c q2 #2"}));
}

void TestBrokerDelivery::theLastMemberLeaves()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("$share/g/T", {.qos = qos1});
    client.publish("T", "a", qos1);
    client.disconnect();
    QCOMPARE(broker.subscriptionCount(), 0);
    QCOMPARE(broker.sessionCount(), 0);
}

// L10
void TestBrokerDelivery::subscriptionsAreBounded()
{
    Broker broker({.maxSubscriptionsPerClient = 2});
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    client.subscribe("a");
    client.subscribe("b");
    const auto third = *SubscriptionFilter::parse("c");
    QCOMPARE(broker.subscribe(*client.session, third, {}, {}), Broker::SubscribeOutcome::Full);
    const auto second = *SubscriptionFilter::parse("b");
    QCOMPARE(broker.subscribe(*client.session, second, {}, {}), Broker::SubscribeOutcome::Replaced);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestBrokerDelivery)
#include "tst_brokerdelivery.moc"
