#include "mqttclient.h"

#include <QSignalSpy>
#include <QTest>

namespace corkboard {

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Sessions that outlive their connections, takeover, expiry and wills, without a connection.
class TestBrokerSessions : public QObject {
    Q_OBJECT

private slots:
    void init() { m_now = Broker::TimePoint() + 1h; }

    void aSessionEndsWithItsConnection();
    void aSessionStaysForItsExpiry();
    void aCleanStartEndsTheSession();
    void anExpiryCanBeChanged();
    void expiryHasAMost();
    void unacknowledgedMessagesComeAgain();
    void qos0IsNotKept();
    void whatIsBeingReceivedIsRemembered();
    void absentSessionsAreBounded();
    void takeoverTellsTheOtherConnection();
    void takeoverWithACleanStart();
    void aContestedSessionStaysWhereItIs_data();
    void aContestedSessionStaysWhereItIs();
    void takeoverOfASessionThatWasToEnd();
    void aClientIdIsShownAsAName();

    void aWillIsPublishedOnce_data();
    void aWillIsPublishedOnce();
    void aDelayedWillWaits();
    void aDelayedWillComesWithTheSessionsEnd();
    void aDelayedWillIsForgottenOnReturn();
    void aWillCanBeRetained();
    void aWillsExpiryCountsFromItsPublishing();
    void aNewWillReplacesTheOld();

private:
    static Will will(std::chrono::seconds delay = 0s)
    {
        Will result;
        result.message.topic = testtopics::name("WILL");
        result.message.payload = "gone";
        result.delay = delay;
        return result;
    }

    Broker::TimePoint m_now;
};

void TestBrokerSessions::aSessionEndsWithItsConnection()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c"});
    QVERIFY(!client.present);
    QVERIFY(client.session->isOnline());
    client.subscribe("T");
    client.disconnect();
    QCOMPARE(broker.sessionCount(), 0);
    QCOMPARE(broker.subscriptionCount(), 0);
    client.connect({.clientId = "c", .cleanStart = false});
    QVERIFY(!client.present);
}

void TestBrokerSessions::aSessionStaysForItsExpiry()
{
    Broker broker;
    broker.advance(m_now);
    const QSignalSpy moved(&broker, &Broker::deadlineMoved);
    const QSignalSpy expired(&broker, &Broker::sessionExpired);
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s});
    client.subscribe("T");
    client.disconnect();
    QCOMPARE(broker.sessionCount(), 1);
    QCOMPARE(broker.onlineCount(), 0);
    QCOMPARE(moved.size(), 1);
    QCOMPARE(broker.nextDeadline(), m_now + 60s);
    broker.advance(m_now + 59s);
    client.connect({.clientId = "c", .cleanStart = false, .expiry = 60s});
    QVERIFY(client.present);
    QCOMPARE(client.session->subscriptionCount(), 1);
    QCOMPARE(broker.nextDeadline(), Broker::TimePoint::max());
    client.disconnect();
    broker.advance(m_now + 59s + 60s);
    QCOMPARE(expired.size(), 1);
    QCOMPARE(broker.sessionCount(), 0);
    QCOMPARE(broker.subscriptionCount(), 0);
}

void TestBrokerSessions::aCleanStartEndsTheSession()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s});
    client.subscribe("T", {.qos = Qos::AtLeastOnce});
    client.disconnect();
    (void)broker.publish({testtopics::name("T"), "x", false, Qos::AtLeastOnce});
    client.connect({.clientId = "c", .cleanStart = true, .expiry = 60s});
    QVERIFY(!client.present);
    QCOMPARE(client.session->subscriptionCount(), 0);
    QCOMPARE(client.take(), QByteArrayList());
    QCOMPARE(broker.sessionCount(), 1);
}

void TestBrokerSessions::anExpiryCanBeChanged()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s});
    broker.setSessionExpiry(*client.session, 0s);
    client.disconnect();
    QCOMPARE(broker.sessionCount(), 0);
}

// L23
void TestBrokerSessions::expiryHasAMost()
{
    Broker broker({.maxSessionExpiry = 24h});
    broker.advance(m_now);
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = std::chrono::seconds(0xFFFF'FFFF)});
    QCOMPARE(client.session->expiry(), std::chrono::seconds(24h));
    client.disconnect();
    QCOMPARE(broker.nextDeadline(), m_now + 24h);
}

// S20
void TestBrokerSessions::unacknowledgedMessagesComeAgain()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s, .receiveMaximum = 3});
    client.subscribe("T", {.qos = Qos::ExactlyOnce});
    client.publish("T", "a", Qos::AtLeastOnce);
    client.publish("T", "b", Qos::ExactlyOnce);
    client.publish("T", "c", Qos::ExactlyOnce);
    client.publish("T", "d", Qos::AtLeastOnce);
    QCOMPARE(client.take().size(), 3);
    QVERIFY(broker.receive(*client.session, 2));
    client.disconnect();
    (void)broker.publish({testtopics::name("T"), "e", false, Qos::AtLeastOnce});
    client.connect({.clientId = "c", .cleanStart = false, .expiry = 60s});
    QCOMPARE(client.take(),
             QByteArrayList({"a q1 #1 dup", "release 2", "c q2 #3 dup", "d q1 #4", "e q1 #5"}));
}

void TestBrokerSessions::qos0IsNotKept()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s});
    client.subscribe("T", {.qos = Qos::ExactlyOnce});
    client.disconnect();
    (void)broker.publish({testtopics::name("T"), "x"});
    client.connect({.clientId = "c", .cleanStart = false});
    QCOMPARE(client.take(), QByteArrayList());
}

// S10
void TestBrokerSessions::whatIsBeingReceivedIsRemembered()
{
    Broker broker;
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s});
    QVERIFY(client.session->beginReceiving(7));
    QVERIFY(!client.session->beginReceiving(7));
    client.disconnect();
    client.connect({.clientId = "c", .cleanStart = false});
    QVERIFY(client.session->isReceiving(7));
    QVERIFY(client.session->endReceiving(7));
    QVERIFY(!client.session->endReceiving(7));
    QCOMPARE(client.session->receivingCount(), 0);
}

void TestBrokerSessions::absentSessionsAreBounded()
{
    Broker broker({.maxAbsentSessions = 2});
    broker.advance(m_now);
    for (int i = 1; i <= 3; ++i) {
        MqttClient client{broker};
        client.connect(
            {.clientId = QByteArray::number(i), .expiry = std::chrono::seconds(100 - i)});
        client.disconnect();
    }
    QCOMPARE(broker.sessionCount(), 2);
    // The one that would have ended first is gone.
    MqttClient last{broker};
    last.connect({.clientId = "3", .cleanStart = false});
    QVERIFY(!last.present);
}

void TestBrokerSessions::takeoverTellsTheOtherConnection()
{
    Broker broker;
    const QSignalSpy left(&broker, &Broker::clientLeft);
    MqttClient before{broker};
    MqttClient after{broker};
    before.connect({.clientId = "c", .expiry = 60s});
    before.subscribe("T");
    after.connect({.clientId = "c", .cleanStart = false});
    QVERIFY(after.present);
    QCOMPARE(before.subscriber.timesTakenOver, 1);
    QCOMPARE(left.size(), 1);
    QCOMPARE(broker.onlineCount(), 1);
    after.publish("T", "x");
    QCOMPARE(after.take(), QByteArrayList{"x q0"});
    QCOMPARE(before.take(), QByteArrayList());
}

// S14
void TestBrokerSessions::aContestedSessionStaysWhereItIs_data()
{
    QTest::addColumn<bool>("cleanStart");
    QTest::newRow("the same session") << false;
    QTest::newRow("a new one each time") << true;
}

void TestBrokerSessions::aContestedSessionStaysWhereItIs()
{
    QFETCH(const bool, cleanStart);
    Broker broker;
    const QSignalSpy contested(&broker, &Broker::sessionContested);
    const SessionRequest request{.clientId = "same", .cleanStart = cleanStart, .expiry = 1h};
    MqttClient first{broker};
    MqttClient second{broker};
    first.connect(request);
    for (int i = 0; i < limits::maxTakeovers; ++i) {
        QVERIFY(broker.mayTakeOver("same"));
        (i % 2 == 0 ? second : first).connect(request);
    }
    QCOMPARE(contested.size(), 1);
    QVERIFY(!broker.mayTakeOver("same"));
    QVERIFY(broker.mayTakeOver("another"));
    QCOMPARE(broker.onlineCount(), 1);
    QCOMPARE(broker.sessionCount(), 1);
    // A client that has left may come back, and after a while the count begins anew.
    broker.advance(broker.now() + limits::takeoverWindow);
    QVERIFY(broker.mayTakeOver("same"));
    first.connect(request);
    QVERIFY(broker.mayTakeOver("same"));
}

void TestBrokerSessions::takeoverWithACleanStart()
{
    Broker broker;
    MqttClient before{broker};
    MqttClient after{broker};
    before.connect({.clientId = "c", .expiry = 60s});
    before.subscribe("T");
    after.connect({.clientId = "c"});
    QVERIFY(!after.present);
    QCOMPARE(before.subscriber.timesTakenOver, 1);
    QCOMPARE(broker.sessionCount(), 1);
    QCOMPARE(broker.subscriptionCount(), 0);
}

// MQTT-3.1.2-23; in 3.1.1 MQTT-3.1.2-6
void TestBrokerSessions::takeoverOfASessionThatWasToEnd()
{
    Broker broker;
    broker.advance(m_now);
    MqttClient watcher{broker};
    watcher.connect({.clientId = "watcher"});
    watcher.subscribe("WILL");
    MqttClient before{broker};
    MqttClient after{broker};
    before.connect({.clientId = "c", .will = will(10s)});
    before.subscribe("T");
    after.connect({.clientId = "c", .cleanStart = false, .expiry = 60s});
    QVERIFY(!after.present);
    QCOMPARE(after.session->subscriptionCount(), 0);
    QCOMPARE(before.subscriber.timesTakenOver, 1);
    QCOMPARE(broker.sessionCount(), 2);
    // Its will does not wait for its delay either (MQTT-3.1.2-8).
    QCOMPARE(watcher.take(), QByteArrayList{"gone q0"});
    broker.advance(m_now + 20s);
    QCOMPARE(watcher.take(), QByteArrayList());
}

void TestBrokerSessions::aClientIdIsShownAsAName()
{
    Broker broker;
    FakeSubscriber anna;
    Session &classroom = broker.openSession(anna, {});
    QCOMPARE(broker.renameSession(classroom, u"Anna"_s), u"Anna"_s);
    MqttClient client{broker};
    client.connect({.clientId = "Anna", .expiry = 60s});
    QCOMPARE(client.session->name(), u"Anna (2)"_s);
    QCOMPARE(client.session->clientId(), "Anna");
    client.disconnect();
    client.connect({.clientId = "Anna", .cleanStart = false});
    QCOMPARE(client.session->name(), u"Anna (2)"_s);
}

// S17, without sockets
void TestBrokerSessions::aWillIsPublishedOnce_data()
{
    QTest::addColumn<bool>("goodbye");
    QTest::addColumn<int>("expiry");
    QTest::addColumn<int>("published");
    QTest::newRow("lost, the session ends") << false << 0 << 1;
    QTest::newRow("lost, the session stays") << false << 60 << 1;
    QTest::newRow("goodbye, the session ends") << true << 0 << 0;
    QTest::newRow("goodbye, the session stays") << true << 60 << 0;
}

void TestBrokerSessions::aWillIsPublishedOnce()
{
    QFETCH(const bool, goodbye);
    QFETCH(const int, expiry);
    QFETCH(const int, published);
    Broker broker;
    broker.advance(m_now);
    MqttClient watcher{broker};
    watcher.connect({.clientId = "watcher"});
    watcher.subscribe("WILL");
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = std::chrono::seconds(expiry), .will = will()});
    client.disconnect(goodbye ? WillFate::Discard : WillFate::Publish);
    QCOMPARE(watcher.take().size(), published);
    broker.advance(m_now + 61s);
    QCOMPARE(watcher.take().size(), 0);
    QVERIFY(broker.catalog().contains(testtopics::name("WILL")) == (published == 1));
}

void TestBrokerSessions::aDelayedWillWaits()
{
    Broker broker;
    broker.advance(m_now);
    MqttClient watcher{broker};
    watcher.connect({.clientId = "watcher"});
    watcher.subscribe("WILL");
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s, .will = will(10s)});
    client.disconnect(WillFate::Publish);
    QCOMPARE(broker.nextDeadline(), m_now + 10s);
    broker.advance(m_now + 9s);
    QCOMPARE(watcher.take(), QByteArrayList());
    broker.advance(m_now + 10s);
    QCOMPARE(watcher.take(), QByteArrayList{"gone q0"});
    broker.advance(m_now + 60s);
    QCOMPARE(watcher.take(), QByteArrayList());
}

// MQTT-3.1.2-8: whichever comes first
void TestBrokerSessions::aDelayedWillComesWithTheSessionsEnd()
{
    Broker broker;
    broker.advance(m_now);
    MqttClient watcher{broker};
    watcher.connect({.clientId = "watcher"});
    watcher.subscribe("WILL");
    MqttClient expires{broker};
    expires.connect({.clientId = "e", .expiry = 5s, .will = will(10s)});
    expires.disconnect(WillFate::Publish);
    broker.advance(m_now + 5s);
    QCOMPARE(watcher.take(), QByteArrayList{"gone q0"});
    MqttClient ends{broker};
    ends.connect({.clientId = "n", .will = will(10s)});
    ends.disconnect(WillFate::Publish);
    QCOMPARE(watcher.take(), QByteArrayList{"gone q0"});
    MqttClient anew{broker};
    anew.connect({.clientId = "a", .expiry = 60s, .will = will(10s)});
    anew.disconnect(WillFate::Publish);
    anew.connect({.clientId = "a", .cleanStart = true});
    QCOMPARE(watcher.take(), QByteArrayList{"gone q0"});
}

// MQTT-3.1.3-9
void TestBrokerSessions::aDelayedWillIsForgottenOnReturn()
{
    Broker broker;
    broker.advance(m_now);
    MqttClient watcher{broker};
    watcher.connect({.clientId = "watcher"});
    watcher.subscribe("WILL");
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s, .will = will(10s)});
    client.disconnect(WillFate::Publish);
    client.connect({.clientId = "c", .cleanStart = false, .expiry = 60s});
    broker.advance(m_now + 20s);
    client.disconnect(WillFate::Publish);
    broker.advance(m_now + 100s);
    QCOMPARE(watcher.take(), QByteArrayList());
    // A takeover is a return, too; a will without delay is published by it.
    MqttClient first{broker};
    MqttClient second{broker};
    first.connect({.clientId = "t", .expiry = 60s, .will = will(10s)});
    second.connect({.clientId = "t", .cleanStart = false, .expiry = 60s, .will = will()});
    QCOMPARE(watcher.take(), QByteArrayList());
    first.connect({.clientId = "t", .cleanStart = false});
    QCOMPARE(watcher.take(), QByteArrayList{"gone q0"});
}

void TestBrokerSessions::aWillCanBeRetained()
{
    Broker broker;
    MqttClient client{broker};
    Will kept = will();
    kept.message.retain = true;
    client.connect({.clientId = "c", .will = kept});
    client.disconnect(WillFate::Publish);
    QVERIFY(broker.retained().find(testtopics::name("WILL")) != nullptr);
}

void TestBrokerSessions::aWillsExpiryCountsFromItsPublishing()
{
    Broker broker;
    broker.advance(m_now);
    Will kept = will(10s);
    kept.message.retain = true;
    MessageProperties properties;
    properties.messageExpiryInterval = 5;
    kept.message.properties = SharedProperties(properties);
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s, .will = kept});
    client.disconnect(WillFate::Publish);
    broker.advance(m_now + 10s);
    QCOMPARE(broker.retained().find(testtopics::name("WILL"))->expiresAt, m_now + 15s);
}

void TestBrokerSessions::aNewWillReplacesTheOld()
{
    Broker broker;
    MqttClient watcher{broker};
    watcher.connect({.clientId = "watcher"});
    watcher.subscribe("WILL");
    MqttClient client{broker};
    client.connect({.clientId = "c", .expiry = 60s, .will = will()});
    client.disconnect();
    client.connect({.clientId = "c", .cleanStart = false, .expiry = 60s});
    client.disconnect(WillFate::Publish);
    QCOMPARE(watcher.take(), QByteArrayList());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestBrokerSessions)
#include "tst_brokersessions.moc"
