#include "app/systopics.h"
#include "broker/broker.h"
#include "broker/fakesubscriber.h"
#include "net/clienthub.h"
#include "net/faketransport.h"
#include "topics.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using std::chrono::seconds;
using testtopics::name;

/// The figures under $SYS/broker, without sockets.
class TestSysTopics : public QObject {
    Q_OBJECT

private slots:
    void thereFromTheStart();
    void clientsAreCounted();
    void messagesAreCounted();
    void whatIsKeptAndWaitsIsCounted();
    void bytesAndRequestsAreCounted();
    void loadIsAMovingAverage();
    void onlyChangesAreSent();

private:
    struct Room {
        Broker broker;
        ClientHub clients{broker, {}};
        SysTopics topics{broker, clients};

        /// What is kept for one of the topics.
        [[nodiscard]] QByteArray value(const QByteArray &topic) const
        {
            const Message *message = broker.retained().find(name("$SYS/broker/" + topic));
            return message != nullptr ? message->payload : "(nothing)"_ba;
        }
        /// A client of MQTT.
        Session &join(Subscriber &subscriber, const QByteArray &id, seconds expiry = seconds(0))
        {
            return *broker.resumeSession(subscriber, {}, {.clientId = id, .expiry = expiry})
                        .session;
        }
    };
};

void TestSysTopics::thereFromTheStart()
{
    const Room room;
    QCOMPARE(room.value("version"), "corkboard-server version " CORKBOARD_VERSION);
    QCOMPARE(room.value("uptime"), "0 seconds");
    QCOMPARE(room.value("retained messages/count"), "0");
    QCOMPARE(room.value("store/messages/bytes"), "0");
    QCOMPARE(room.value("publish/messages/dropped"), "0");
}

void TestSysTopics::clientsAreCounted()
{
    Room room;
    FakeSubscriber subscriber;
    Session &stays = room.join(subscriber, "stays");
    Session &leaves = room.join(subscriber, "leaves", seconds(60));
    room.broker.disconnectSession(leaves, {}, WillFate::Discard);
    room.topics.update(seconds(10));
    QCOMPARE(room.value("uptime"), "10 seconds");
    QCOMPARE(room.value("clients/connected"), "1");
    QCOMPARE(room.value("clients/active"), "1");
    QCOMPARE(room.value("clients/disconnected"), "1");
    QCOMPARE(room.value("clients/inactive"), "1");
    QCOMPARE(room.value("clients/total"), "2");
    QCOMPARE(room.value("clients/maximum"), "2");
    room.broker.advance(room.broker.now() + seconds(61));
    room.topics.update(seconds(10));
    QCOMPARE(room.value("clients/expired"), "1");
    QCOMPARE(room.value("clients/total"), "1");
    room.broker.closeSession(stays, {});
}

void TestSysTopics::messagesAreCounted()
{
    Room room;
    FakeSubscriber subscriber;
    for (const char *id : {"a", "b"}) {
        Session &session = room.join(subscriber, id);
        room.broker.subscribe(session, *SubscriptionFilter::parse("#"), {}, {});
        room.broker.subscribe(session, *SubscriptionFilter::parse("$share/g/x"), {}, {});
    }
    room.broker.publish({name("NEWS"), "12345"});
    room.topics.update(seconds(10));
    QCOMPARE(room.value("publish/messages/received"), "1");
    QCOMPARE(room.value("publish/messages/sent"), "2");
    QCOMPARE(room.value("publish/bytes/received"), "5");
    QCOMPARE(room.value("publish/bytes/sent"), "10");
    QCOMPARE(room.value("subscriptions/count"), "4");
    QCOMPARE(room.value("shared_subscriptions/count"), "2");
    // Its own figures are no traffic of the clients.
    room.topics.update(seconds(10));
    QCOMPARE(room.value("publish/messages/received"), "1");
}

void TestSysTopics::whatIsKeptAndWaitsIsCounted()
{
    Room room;
    FakeSubscriber subscriber;
    Session &away = room.join(subscriber, "away", seconds(60));
    room.broker.subscribe(away, *SubscriptionFilter::parse("q"), {.qos = Qos::AtLeastOnce}, {});
    room.broker.disconnectSession(away, {}, WillFate::Discard);
    Message queued{name("q"), "123"};
    queued.qos = Qos::AtLeastOnce;
    room.broker.publish(queued);
    room.broker.publish({name("kept"), "1234567", true});
    room.topics.update(seconds(10));
    QCOMPARE(room.value("retained messages/count"), "1");
    QCOMPARE(room.value("messages/stored"), "2");
    QCOMPARE(room.value("store/messages/count"), "2");
    QCOMPARE(room.value("store/messages/bytes"), "10");
}

void TestSysTopics::bytesAndRequestsAreCounted()
{
    Room room;
    auto transport = std::make_unique<FakeTransport>();
    FakeTransport &client = *transport;
    room.clients.add(std::move(transport), Dialect::Classroom);
    client.say("<PING>\n<PING>\n");
    QTRY_COMPARE(client.written, "<PONG>\n<PONG>\n");
    room.topics.update(seconds(10));
    QCOMPARE(room.value("bytes/received"), "14");
    QCOMPARE(room.value("bytes/sent"), "14");
    QCOMPARE(room.value("messages/received"), "2");
    QCOMPARE(room.value("messages/sent"), "2");
    QCOMPARE(room.value("connections/socket/count"), "1");
    QCOMPARE(room.value("connections/refused"), "0");
}

void TestSysTopics::loadIsAMovingAverage()
{
    Room room;
    // 100 messages in ten seconds are 600 a minute.
    for (int i = 0; i < 100; ++i) {
        room.broker.publish({name("NEWS"), "x"});
    }
    room.topics.update(seconds(10));
    const auto load = [&room](const QByteArray &over) {
        return room.value("load/publish/received/" + over).toDouble();
    };
    QCOMPARE(load("1min"), 92.11); // 600 × (1 − e^(−10/60))
    QCOMPARE(load("5min"), 19.67);
    QCOMPARE(load("15min"), 6.63);
    room.topics.update(seconds(60));
    QCOMPARE(load("1min"), 33.89); // nothing came for a minute: × e^−1
}

void TestSysTopics::onlyChangesAreSent()
{
    Room room;
    FakeSubscriber subscriber;
    Session &session = room.join(subscriber, "watches");
    room.broker.subscribe(session, *SubscriptionFilter::parse("$SYS/broker/clients/#"), {}, {});
    room.topics.update(seconds(10));
    QVERIFY(!subscriber.take().isEmpty()); // the client itself
    room.topics.update(seconds(10));
    QCOMPARE(subscriber.take(), QByteArrayList());
}

QTEST_GUILESS_MAIN(TestSysTopics)
#include "tst_systopics.moc"
