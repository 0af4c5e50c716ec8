#include "classroomrulestest.h"

#include <QTest>

using namespace corkboard;
using testtopics::name;
using testtopics::texts;

/// What PUB and PUBR mean, rule by rule.
class TestClassroomPublishing : public ClassroomRulesTest {
    Q_OBJECT

private slots:
    void publish_data();
    void publish();
    void publishIsRefused_data();
    void publishIsRefused();
    void publisherReceivesItsOwnMessage();
    void retainingKeepsPerTopic();
    void messagesThatAreNotKeptAreNamed();
    void publisherIsAnsweredBeforeDelivery();
};

void TestClassroomPublishing::publish_data()
{
    addRequestColumns();
    QTest::addColumn<Names>("expected");

    QTest::newRow("one topic") << Names{"NEWS", "HEALTH"} << QByteArray("NEWS") << Names{"NEWS"};
    QTest::newRow("# to those subscribed, oldest topic first")
        << Names{"SECURITY", "WEATHER/MN", "WEATHER"} << QByteArray("#")
        << Names{"WEATHER", "SECURITY", "WEATHER/MN"};
    QTest::newRow("# with its parent")
        << Names{"WEATHER", "NEWS"} << QByteArray("WEATHER/#") << Names{"WEATHER"};
    QTest::newRow("+ to those subscribed")
        << Names{"WEATHER/WI/NINE", "WEATHER"} << QByteArray("WEATHER/+/NINE")
        << Names{"WEATHER/WI/NINE"};
}

void TestClassroomPublishing::publish()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const Names, expected);

    subscribeTo(before);
    const auto result = rules->publish(*session, text, "hello", false);
    QVERIFY2(result.has_value(), result ? "" : result.error().sentence.constData());
    QCOMPARE(texts(result->topics), expected);
    QVERIFY(result->notKept.isEmpty());
    Names reached;
    for (const Message &message : std::as_const(subscriber.messages)) {
        QCOMPARE(message.payload, "hello");
        reached.append(message.topic.utf8());
    }
    QCOMPARE(reached, expected);
    QCOMPARE(broker->retained().count(), 0);
}

void TestClassroomPublishing::publishIsRefused_data()
{
    addRequestColumns();
    QTest::addColumn<ClassroomError>("error");

    addMalformedRows();
    QTest::newRow("a topic that does not exist")
        << Names{"NEWS"} << QByteArray("SPORTS") << ClassroomError::InvalidTopic;
    QTest::newRow("a topic that is not subscribed")
        << Names{"NEWS"} << QByteArray("HEALTH") << ClassroomError::NotSubscribed;
    QTest::newRow("not by a subscription to its parent")
        << Names{"WEATHER"} << QByteArray("WEATHER/MN") << ClassroomError::NotSubscribed;
    QTest::newRow("a filter without a match")
        << Names{"NEWS"} << QByteArray("SPORTS/#") << ClassroomError::NoMatch;
    QTest::newRow("a filter without a subscribed match")
        << Names{"NEWS"} << QByteArray("WEATHER/#") << ClassroomError::NoMatch;
    QTest::newRow("$ topics") << Names{} << QByteArray("$SYS/uptime")
                              << ClassroomError::NotAuthorized;
    QTest::newRow("$ topics by a filter")
        << Names{} << QByteArray("$SYS/+") << ClassroomError::NotAuthorized;
}

void TestClassroomPublishing::publishIsRefused()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const ClassroomError, error);

    subscribeTo(before);
    for (const bool retain : {false, true}) {
        const auto result = rules->publish(*session, text, "hello", retain);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().error, error);
        QVERIFY2(result.error().sentence.contains(text.left(6)),
                 result.error().sentence.constData());
    }
    QVERIFY(subscriber.messages.isEmpty());
    QCOMPARE(broker->retained().count(), 0);
    QCOMPARE(broker->catalog().count(), existing.size());
}

void TestClassroomPublishing::publisherReceivesItsOwnMessage()
{
    FakeSubscriber other;
    Session &otherSession = broker->openSession(other, {});
    QVERIFY(rules->subscribe(otherSession, "WEATHER", {}).has_value());
    subscribeTo({"WEATHER"});
    QVERIFY(rules->publish(*session, "WEATHER", "rain", false).has_value());
    QCOMPARE(subscriber.messages.size(), 1);
    QCOMPARE(other.messages, subscriber.messages);
    // After leaving, one neither publishes nor receives.
    QVERIFY(rules->unsubscribe(*session, "WEATHER").has_value());
    QCOMPARE(rules->publish(*session, "WEATHER", "sun", false).error().error,
             ClassroomError::NotSubscribed);
    QVERIFY(rules->publish(otherSession, "WEATHER", "sun", false).has_value());
    QCOMPARE(subscriber.messages.size(), 1);
    QCOMPARE(other.messages.size(), 2);
}

void TestClassroomPublishing::retainingKeepsPerTopic()
{
    subscribeTo({"WEATHER", "WEATHER/MN", "NEWS"});
    QVERIFY(rules->publish(*session, "WEATHER/#", "storm", true).has_value());
    QCOMPARE(broker->retained().count(), 2);
    QCOMPARE(broker->retained().find(name("WEATHER/MN"))->payload, "storm");
    QVERIFY(broker->retained().find(name("NEWS")) == nullptr);
    QVERIFY(rules->publish(*session, "WEATHER", "calm", false).has_value());
    QCOMPARE(broker->retained().find(name("WEATHER"))->payload, "storm");
    const auto cleared = rules->publish(*session, "#", {}, true);
    QVERIFY(cleared.has_value());
    QCOMPARE(cleared->topics.size(), 3);
    QVERIFY(cleared->notKept.isEmpty());
    QCOMPARE(broker->retained().count(), 0);
}

void TestClassroomPublishing::messagesThatAreNotKeptAreNamed()
{
    BrokerLimits limits;
    limits.retained.messages = 1;
    start(limits);
    subscribeTo({"WEATHER", "NEWS", "HEALTH"});
    const auto result = rules->publish(*session, "+", "pinned", true);
    QVERIFY(result.has_value());
    QCOMPARE(result->topics.size(), 3);
    QCOMPARE(texts(result->notKept), (Names{"NEWS", "HEALTH"}));
    QCOMPARE(subscriber.messages.size(), 3);
    QCOMPARE(broker->retained().count(), 1);
}

void TestClassroomPublishing::publisherIsAnsweredBeforeDelivery()
{
    subscribeTo({"WEATHER", "NEWS"});
    int answers = 0;
    const auto answer = [&](const PublishResult &reached) {
        ++answers;
        QCOMPARE(texts(reached.topics), (Names{"WEATHER", "NEWS"}));
        QVERIFY(reached.notKept.isEmpty());
        QCOMPARE(broker->retained().count(), 2); // it is stored already
        QVERIFY(subscriber.messages.isEmpty()); // and nobody has got it yet
    };
    QVERIFY(rules->publish(*session, "+", "pinned", true, answer).has_value());
    QCOMPARE(answers, 1);
    QCOMPARE(subscriber.messages.size(), 2);
    // What is refused is not announced.
    QVERIFY(!rules->publish(*session, "HEALTH", "pinned", true, answer).has_value());
    QCOMPARE(answers, 1);
}

QTEST_GUILESS_MAIN(TestClassroomPublishing)
#include "tst_classroompublishing.moc"
