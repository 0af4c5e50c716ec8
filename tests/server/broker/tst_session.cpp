#include "broker/broker.h"
#include "fakesubscriber.h"
#include "topics.h"

#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;
using std::chrono::system_clock;
using testtopics::filter;
using testtopics::name;

class TestSession : public QObject {
    Q_OBJECT

private slots:
    void subscriptionsComeInTheOrderTheyWereMade();
    void aTopicSubscribedAgainIsTheLast();
    void subscriptionsRememberWhatBroughtThemAndWhen();
    void subscribingAgainKeepsTheFirstMemory();
    void isSubscribedToThatVeryTopic();

private:
    static QByteArrayList order(const Session &session)
    {
        QByteArrayList topics;
        for (const Subscription &subscription : session.subscriptions()) {
            topics.append(subscription.topic().utf8());
        }
        return topics;
    }
};

void TestSession::subscriptionsComeInTheOrderTheyWereMade()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    QByteArrayList expected;
    for (int i = 0; i < 100; ++i) {
        const QByteArray topic = QByteArray::number((i * 37) % 100);
        QVERIFY(broker.subscribe(session, name(topic), filter(topic), {}));
        expected.append(topic);
    }
    QCOMPARE(order(session), expected);
    QCOMPARE(session.subscriptionCount(), 100);
}

void TestSession::aTopicSubscribedAgainIsTheLast()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    for (const char *topic : {"a", "b", "c"}) {
        broker.subscribe(session, name(topic), filter(topic), {});
    }
    broker.unsubscribe(session, name("a"));
    QCOMPARE(order(session), (QByteArrayList{"b", "c"}));
    broker.subscribe(session, name("a"), filter("a"), {});
    QCOMPARE(order(session), (QByteArrayList{"b", "c", "a"}));
}

void TestSession::subscriptionsRememberWhatBroughtThemAndWhen()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    const system_clock::time_point then(1'000'000s);
    broker.subscribe(session, name("WEATHER/NINE"), filter("WEATHER/#"), then);
    broker.subscribe(session, name("NEWS"), filter("NEWS"), then + 5s);
    const QList<Subscription> subscriptions = session.subscriptions();
    QCOMPARE(subscriptions.size(), 2);
    QCOMPARE(subscriptions[0].topic().utf8(), "WEATHER/NINE");
    QCOMPARE(subscriptions[0].broughtBy.utf8(), "WEATHER/#");
    QVERIFY(subscriptions[0].since == then);
    QCOMPARE(subscriptions[1].broughtBy.utf8(), "NEWS");
    QVERIFY(subscriptions[1].since == then + 5s);
}

void TestSession::subscribingAgainKeepsTheFirstMemory()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    const system_clock::time_point then(1'000'000s);
    broker.subscribe(session, name("a"), filter("a"), then);
    broker.subscribe(session, name("a"), filter("+"), then + 5s);
    QCOMPARE(session.subscriptions().size(), 1);
    QCOMPARE(session.subscriptions().constFirst().broughtBy.utf8(), "a");
    QVERIFY(session.subscriptions().constFirst().since == then);
}

void TestSession::isSubscribedToThatVeryTopic()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    broker.subscribe(session, name("a/b"), filter("#"), {});
    QVERIFY(session.isSubscribed(name("a/b")));
    for (const char *other : {"a", "a/b/c", "A/b", "a/b/"}) {
        QVERIFY2(!session.isSubscribed(name(other)), other);
    }
    QVERIFY(!session.isSubscribed(TopicName()));
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
