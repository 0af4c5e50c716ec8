#include "broker/broker.h"
#include "fakesubscriber.h"
#include "topics.h"

#include <QSignalSpy>
#include <QTest>

#include <array>
#include <utility>

using namespace corkboard;
using namespace Qt::StringLiterals;
using testtopics::filter;
using testtopics::name;

class TestBroker : public QObject {
    Q_OBJECT

private slots:
    void joiningSaysWho();
    void sessionNumbersAreNeverUsedAgain();
    void aNameThatIsTakenGetsANumber();
    void aNameIsFreeAgainAfterItsOwner();
    void renamingFreesTheNameBefore();
    void namesLikeTheBrokersOwnAreToldApart();
    void subscribingTwiceIsOnce();
    void messageReachesItsSubscribersOnly();
    void messageIsEncodedOncePerWireForm();
    void deliveriesShareThePayload();
    void retainedMessageIsKeptAndDelivered();
    void fullStoreStillDelivers();
    void keepingAndDeliveringAreApart();
    void closingEndsSubscriptionsOnly();
    void closingSaysWhy();
    void watchersHearOfNewTopics();
    void fullCatalogIsSaidAndNotAnnounced();
    void topicsAreSubscribedWithoutTheCatalog();

private:
    static bool subscribe(Broker &broker, Session &session, const char *topic)
    {
        return broker.subscribe(session, name(topic), filter(topic), {});
    }
};

void TestBroker::joiningSaysWho()
{
    Broker broker;
    const QSignalSpy joined(&broker, &Broker::clientJoined);
    FakeSubscriber subscriber;
    const Session &session = broker.openSession(subscriber, u"classroom, 127.0.0.1:4711"_s);
    QCOMPARE(joined.size(), 1);
    QCOMPARE(joined.at(0).at(0).value<Session>().name(), u"client 1"_s);
    QCOMPARE(session.origin(), u"classroom, 127.0.0.1:4711"_s);
    QCOMPARE(session.subscriptionCount(), 0);
    QCOMPARE(broker.sessionCount(), 1);
}

void TestBroker::sessionNumbersAreNeverUsedAgain()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &first = broker.openSession(subscriber, {});
    const SessionId firstId = first.id();
    broker.closeSession(first, {});
    const Session &second = broker.openSession(subscriber, {});
    QVERIFY(second.id() != firstId);
    QCOMPARE(second.name(), u"client 2"_s);
}

void TestBroker::aNameThatIsTakenGetsANumber()
{
    Broker broker;
    std::array<FakeSubscriber, 4> subscribers;
    const QSignalSpy renamed(&broker, &Broker::clientRenamed);
    QStringList shown;
    for (FakeSubscriber &subscriber : subscribers) {
        Session &session = broker.openSession(subscriber, {});
        const QString name = broker.renameSession(session, u"Anna"_s);
        QCOMPARE(session.name(), name);
        shown.append(name);
    }
    QCOMPARE(shown, (QStringList{u"Anna"_s, u"Anna (2)"_s, u"Anna (3)"_s, u"Anna (4)"_s}));
    QCOMPARE(renamed.size(), 4);
    QCOMPARE(renamed.at(1).at(0).value<Session>().name(), u"Anna (2)"_s);
    QCOMPARE(renamed.at(1).at(1).toString(), u"client 2"_s);
}

void TestBroker::aNameIsFreeAgainAfterItsOwner()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &first = broker.openSession(subscriber, {});
    Session &second = broker.openSession(subscriber, {});
    (void)broker.renameSession(first, u"Anna"_s);
    (void)broker.renameSession(second, u"Anna"_s);
    broker.closeSession(first, {});
    Session &third = broker.openSession(subscriber, {});
    // The second one is called as before: others know it by that name.
    QCOMPARE(second.name(), u"Anna (2)"_s);
    QCOMPARE(broker.renameSession(third, u"Anna"_s), u"Anna"_s);
    broker.closeSession(second, {});
    Session &fourth = broker.openSession(subscriber, {});
    QCOMPARE(broker.renameSession(fourth, u"Anna"_s), u"Anna (2)"_s);
}

void TestBroker::renamingFreesTheNameBefore()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &first = broker.openSession(subscriber, {});
    Session &second = broker.openSession(subscriber, {});
    (void)broker.renameSession(first, u"Anna"_s);
    const QSignalSpy renamed(&broker, &Broker::clientRenamed);
    QCOMPARE(broker.renameSession(first, u"Anna"_s), u"Anna"_s);
    QCOMPARE(renamed.size(), 0); // nothing changed
    QCOMPARE(broker.renameSession(first, u"Bert"_s), u"Bert"_s);
    QCOMPARE(broker.renameSession(second, u"Anna"_s), u"Anna"_s);
    QCOMPARE(renamed.size(), 2);
}

void TestBroker::namesLikeTheBrokersOwnAreToldApart()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &first = broker.openSession(subscriber, {});
    QCOMPARE(broker.renameSession(first, u"client 2"_s), u"client 2"_s);
    const Session &second = broker.openSession(subscriber, {});
    QCOMPARE(second.name(), u"client 2 (2)"_s);
    Session &third = broker.openSession(subscriber, {});
    QCOMPARE(broker.renameSession(third, u"client 2 (2)"_s), u"client 2 (2) (2)"_s);
}

void TestBroker::subscribingTwiceIsOnce()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    const QSignalSpy subscribed(&broker, &Broker::subscribed);
    const QSignalSpy unsubscribed(&broker, &Broker::unsubscribed);

    QVERIFY(subscribe(broker, session, "NEWS"));
    QVERIFY(!subscribe(broker, session, "NEWS"));
    QCOMPARE(broker.subscriptionCount(), 1);
    QCOMPARE(subscribed.size(), 1);
    QCOMPARE(subscribed.at(0).at(1).value<SubscriptionFilter>().utf8(), "NEWS");

    QVERIFY(broker.unsubscribe(session, name("NEWS")));
    QVERIFY(!broker.unsubscribe(session, name("NEWS")));
    QCOMPARE(broker.subscriptionCount(), 0);
    QCOMPARE(unsubscribed.size(), 1);
    QCOMPARE(unsubscribed.at(0).at(1).value<SubscriptionFilter>().utf8(), "NEWS");
}

void TestBroker::messageReachesItsSubscribersOnly()
{
    Broker broker;
    std::array<FakeSubscriber, 3> subscribers;
    std::array<Session *, 3> sessions{};
    for (size_t i = 0; i < subscribers.size(); ++i) {
        sessions[i] = &broker.openSession(subscribers[i], {});
    }
    subscribe(broker, *sessions[0], "NEWS");
    subscribe(broker, *sessions[1], "NEWS");
    subscribe(broker, *sessions[1], "WEATHER");
    const QSignalSpy published(&broker, &Broker::published);

    const Message message{name("NEWS"), "hello", false};
    QCOMPARE(broker.publish(message).receivers, 2);
    QCOMPARE(subscribers[0].messages, QList<Message>{message});
    QCOMPARE(subscribers[1].messages, QList<Message>{message});
    QVERIFY(subscribers[2].messages.isEmpty());
    QCOMPARE(published.size(), 1);
    QCOMPARE(published.at(0).at(0).value<Message>(), message);
    QCOMPARE(published.at(0).at(1).toLongLong(), 2);

    broker.unsubscribe(*sessions[0], name("NEWS"));
    QCOMPARE(broker.publish(message).receivers, 1);
    QCOMPARE(subscribers[0].messages.size(), 1);
    QCOMPARE(broker.publish({name("SILENCE"), "x", false}).receivers, 0);
}

void TestBroker::messageIsEncodedOncePerWireForm()
{
    Broker broker;
    std::array<FakeSubscriber, 5> subscribers{
        FakeSubscriber(WireForms::Slot::Classroom), FakeSubscriber(WireForms::Slot::Original),
        FakeSubscriber(WireForms::Slot::Classroom), FakeSubscriber(WireForms::Slot::Original),
        FakeSubscriber(WireForms::Slot::Classroom)};
    for (FakeSubscriber &subscriber : subscribers) {
        subscribe(broker, broker.openSession(subscriber, {}), "NEWS");
    }
    QCOMPARE(broker.publish({name("NEWS"), "1", false}).receivers, 5);

    int classroom = 0;
    int original = 0;
    for (size_t i = 0; i < subscribers.size(); ++i) {
        const bool isOriginal = i % 2 == 1;
        (isOriginal ? original : classroom) += subscribers[i].encoded;
        QCOMPARE(subscribers[i].wires, QByteArrayList{isOriginal ? "O NEWS 1" : "C NEWS 1"});
        // The same bytes, not equal ones.
        QCOMPARE(static_cast<const void *>(subscribers[i].wires[0].constData()),
                 static_cast<const void *>(subscribers[i % 2].wires[0].constData()));
    }
    QCOMPARE(classroom, 1);
    QCOMPARE(original, 1);

    // The next message has forms of its own.
    (void)broker.publish({name("NEWS"), "2", false});
    QCOMPARE(subscribers[4].wires, (QByteArrayList{"C NEWS 1", "C NEWS 2"}));
}

void TestBroker::deliveriesShareThePayload()
{
    Broker broker;
    std::array<FakeSubscriber, 2> subscribers;
    for (FakeSubscriber &subscriber : subscribers) {
        subscribe(broker, broker.openSession(subscriber, {}), "NEWS");
    }
    const Message message{name("NEWS"), QByteArray(1'000, 'x'), true};
    (void)broker.publish(message);
    const QByteArray &first = std::as_const(subscribers[0].messages)[0].payload;
    const QByteArray &second = std::as_const(subscribers[1].messages)[0].payload;
    QCOMPARE(static_cast<const void *>(first.constData()),
             static_cast<const void *>(second.constData()));
    const Message *kept = broker.retained().find(name("NEWS"));
    QCOMPARE(static_cast<const void *>(kept->payload.constData()),
             static_cast<const void *>(first.constData()));
}

void TestBroker::retainedMessageIsKeptAndDelivered()
{
    Broker broker;
    FakeSubscriber subscriber;
    subscribe(broker, broker.openSession(subscriber, {}), "NEWS");
    const QSignalSpy changed(&broker, &Broker::retainedChanged);

    const PublishOutcome kept = broker.publish({name("NEWS"), "pinned", true});
    QCOMPARE(kept.receivers, 1);
    QVERIFY(!kept.retainRefused);
    QCOMPARE(broker.retained().find(name("NEWS"))->payload, "pinned");
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).value<TopicName>().utf8(), "NEWS");

    // A message that is not to be kept leaves the kept one alone.
    (void)broker.publish({name("NEWS"), "passing", false});
    QCOMPARE(broker.retained().find(name("NEWS"))->payload, "pinned");
    QCOMPARE(changed.size(), 1);

    // An empty one clears, and is delivered as well.
    (void)broker.publish({name("NEWS"), {}, true});
    QVERIFY(broker.retained().find(name("NEWS")) == nullptr);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(subscriber.messages.size(), 3);
}

void TestBroker::fullStoreStillDelivers()
{
    BrokerLimits limits;
    limits.retained.payloadBytes = 3;
    Broker broker(limits);
    FakeSubscriber subscriber;
    subscribe(broker, broker.openSession(subscriber, {}), "NEWS");
    const QSignalSpy changed(&broker, &Broker::retainedChanged);

    const PublishOutcome outcome = broker.publish({name("NEWS"), "long", true});
    QVERIFY(outcome.retainRefused);
    QCOMPARE(outcome.receivers, 1);
    QCOMPARE(subscriber.messages.size(), 1);
    QCOMPARE(changed.size(), 0);
    QVERIFY(broker.retained().find(name("NEWS")) == nullptr);
    QVERIFY(!broker.publish({name("NEWS"), "abc", true}).retainRefused);
}

void TestBroker::keepingAndDeliveringAreApart()
{
    BrokerLimits limits;
    limits.retained.payloadBytes = 3;
    Broker broker(limits);
    FakeSubscriber subscriber;
    subscribe(broker, broker.openSession(subscriber, {}), "NEWS");
    const QSignalSpy changed(&broker, &Broker::retainedChanged);
    const QSignalSpy published(&broker, &Broker::published);

    QVERIFY(broker.keep({name("NEWS"), "abc", true}));
    QVERIFY(!broker.keep({name("NEWS"), "abcd", true}));
    QCOMPARE(broker.retained().find(name("NEWS"))->payload, "abc");
    QCOMPARE(changed.size(), 1);
    QVERIFY(subscriber.messages.isEmpty());
    QCOMPARE(published.size(), 0);

    QCOMPARE(broker.deliver({name("NEWS"), "xyz", true}), 1);
    QCOMPARE(subscriber.messages.size(), 1);
    QCOMPARE(published.size(), 1);
    QCOMPARE(broker.retained().find(name("NEWS"))->payload, "abc");
}

void TestBroker::closingEndsSubscriptionsOnly()
{
    Broker broker;
    std::array<FakeSubscriber, 2> subscribers;
    Session &leaving = broker.openSession(subscribers[0], {});
    Session &staying = broker.openSession(subscribers[1], {});
    (void)broker.addTopic(name("NEWS"));
    subscribe(broker, leaving, "NEWS");
    subscribe(broker, leaving, "WEATHER");
    subscribe(broker, staying, "NEWS");
    (void)broker.publish({name("NEWS"), "pinned", true});

    broker.closeSession(leaving, {});
    QCOMPARE(broker.sessionCount(), 1);
    QCOMPARE(broker.subscriptionCount(), 1);
    QVERIFY(broker.catalog().contains(name("NEWS")));
    QVERIFY(broker.retained().find(name("NEWS")) != nullptr);
    QCOMPARE(broker.publish({name("NEWS"), "x", false}).receivers, 1);
    QCOMPARE(subscribers[0].messages.size(), 1);
    QCOMPARE(subscribers[1].messages.size(), 2);
}

void TestBroker::closingSaysWhy()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    (void)broker.renameSession(session, u"Anna"_s);
    subscribe(broker, session, "NEWS");
    const QSignalSpy left(&broker, &Broker::clientLeft);
    broker.closeSession(session, u"it said goodbye"_s);
    QCOMPARE(left.size(), 1);
    const auto who = left.at(0).at(0).value<Session>();
    QCOMPARE(who.name(), u"Anna"_s);
    QCOMPARE(who.subscriptionCount(), 0);
    QCOMPARE(left.at(0).at(1).toString(), u"it said goodbye"_s);
}

void TestBroker::watchersHearOfNewTopics()
{
    Broker broker;
    std::array<FakeSubscriber, 3> subscribers;
    Session &watching = broker.openSession(subscribers[0], {});
    Session &leaving = broker.openSession(subscribers[1], {});
    (void)broker.openSession(subscribers[2], {});
    broker.watchTopics(watching);
    broker.watchTopics(watching); // a second time changes nothing
    broker.watchTopics(leaving);
    const QSignalSpy added(&broker, &Broker::topicAdded);

    QCOMPARE(broker.addTopic(name("SPORTS")), TopicCatalog::Outcome::Added);
    QCOMPARE(broker.addTopic(name("SPORTS")), TopicCatalog::Outcome::Existed);
    QCOMPARE(subscribers[0].topics, QByteArrayList{"SPORTS"});
    QCOMPARE(subscribers[1].topics, QByteArrayList{"SPORTS"});
    QVERIFY(subscribers[2].topics.isEmpty());
    QCOMPARE(added.size(), 1);
    QCOMPARE(added.at(0).at(0).value<TopicName>().utf8(), "SPORTS");

    broker.closeSession(leaving, {});
    (void)broker.addTopic(name("ART"));
    QCOMPARE(subscribers[0].topics, (QByteArrayList{"SPORTS", "ART"}));
    QCOMPARE(subscribers[1].topics, QByteArrayList{"SPORTS"});
}

void TestBroker::fullCatalogIsSaidAndNotAnnounced()
{
    BrokerLimits limits;
    limits.maxTopics = 1;
    Broker broker(limits);
    FakeSubscriber subscriber;
    broker.watchTopics(broker.openSession(subscriber, {}));
    const QSignalSpy added(&broker, &Broker::topicAdded);
    QCOMPARE(broker.addTopic(name("a")), TopicCatalog::Outcome::Added);
    QCOMPARE(broker.addTopic(name("b")), TopicCatalog::Outcome::Full);
    QCOMPARE(broker.limits().maxTopics, 1);
    QCOMPARE(added.size(), 1);
    QCOMPARE(subscriber.topics, QByteArrayList{"a"});
}

void TestBroker::topicsAreSubscribedWithoutTheCatalog()
{
    Broker broker;
    FakeSubscriber subscriber;
    Session &session = broker.openSession(subscriber, {});
    QVERIFY(subscribe(broker, session, "not/in/the/catalog"));
    QCOMPARE(broker.catalog().count(), 0);
    QCOMPARE(broker.publish({name("not/in/the/catalog"), "x", false}).receivers, 1);
}

QTEST_GUILESS_MAIN(TestBroker)
#include "tst_broker.moc"
