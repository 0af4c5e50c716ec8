#include "classroomrulestest.h"

#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;
using std::chrono::system_clock;
using testtopics::name;
using testtopics::texts;

/// What SUB and UNSUB mean, rule by rule.
class TestClassroomRules : public ClassroomRulesTest {
    Q_OBJECT

private slots:
    void subscribe_data();
    void subscribe();
    void subscribeIsRefused_data();
    void subscribeIsRefused();
    void subscribeCreatesTopics();
    void whatTheBrokerTellsIsSubscribedByName();
    void filtersNeverCreateTopics();
    void subscriptionLimitIsAllOrNothing();
    void refusedSubscriptionCreatesNoTopic();
    void fullCatalogRefusesNewTopicsOnly();
    void newTopicMayHave256Bytes();
    void existingTopicMayBeLonger();
    void subscriptionsRememberFilterAndTime();
    void wildcardsActOnlyOnce();

    void unsubscribe_data();
    void unsubscribe();
    void unsubscribeIsRefused_data();
    void unsubscribeIsRefused();
};

void TestClassroomRules::subscribe_data()
{
    addRequestColumns();
    QTest::addColumn<Names>("expected");

    QTest::newRow("one topic") << Names{} << QByteArray("NEWS") << Names{"NEWS"};
    QTest::newRow("a topic of several levels")
        << Names{} << QByteArray("WEATHER/WI/NINE") << Names{"WEATHER/WI/NINE"};
    QTest::newRow("# takes all that exist") << Names{} << QByteArray("#") << existing;
    QTest::newRow("4.7.1.2 # takes its parent too")
        << Names{} << QByteArray("WEATHER/#")
        << Names{"WEATHER", "WEATHER/MN", "WEATHER/MN/NINE", "WEATHER/WI/NINE"};
    QTest::newRow("+ alone") << Names{} << QByteArray("+")
                             << Names{"WEATHER", "NEWS", "HEALTH", "SECURITY"};
    QTest::newRow("+ in the middle")
        << Names{} << QByteArray("WEATHER/+/NINE") << Names{"WEATHER/MN/NINE", "WEATHER/WI/NINE"};
    QTest::newRow("+ at the end") << Names{} << QByteArray("WEATHER/+") << Names{"WEATHER/MN"};
    QTest::newRow("+ twice") << Names{} << QByteArray("+/+/NINE")
                             << Names{"WEATHER/MN/NINE", "WEATHER/WI/NINE"};
    QTest::newRow("+ and #") << Names{} << QByteArray("+/MN/#")
                             << Names{"WEATHER/MN", "WEATHER/MN/NINE"};
    QTest::newRow("those subscribed already are passed over")
        << Names{"WEATHER/MN", "NEWS"} << QByteArray("WEATHER/#")
        << Names{"WEATHER", "WEATHER/MN/NINE", "WEATHER/WI/NINE"};
}

void TestClassroomRules::subscribe()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const Names, expected);

    subscribeTo(before);
    const auto topics = rules->subscribe(*session, text, {});
    QVERIFY2(topics.has_value(), topics ? "" : topics.error().sentence.constData());
    QCOMPARE(texts(*topics), expected);
    QCOMPARE(subscribed(), before + expected);
    QCOMPARE(broker->catalog().count(), existing.size());
}

void TestClassroomRules::subscribeIsRefused_data()
{
    addRequestColumns();
    QTest::addColumn<ClassroomError>("error");

    addMalformedRows();
    QTest::newRow("nothing matches")
        << Names{} << QByteArray("SPORTS/#") << ClassroomError::NoMatch;
    QTest::newRow("+ needs a level") << Names{} << QByteArray("NEWS/+") << ClassroomError::NoMatch;
    QTest::newRow("a topic again")
        << Names{"NEWS"} << QByteArray("NEWS") << ClassroomError::AlreadySubscribed;
    QTest::newRow("all that match again")
        << Names{"WEATHER/MN/NINE", "WEATHER/WI/NINE"} << QByteArray("WEATHER/+/NINE")
        << ClassroomError::AlreadySubscribed;
    QTest::newRow("$ topics") << Names{} << QByteArray("$SYS/uptime")
                              << ClassroomError::NotAuthorized;
    QTest::newRow("$ topics, one level")
        << Names{} << QByteArray("$SYS/+") << ClassroomError::NotAuthorized;
    QTest::newRow("$ alone") << Names{} << QByteArray("$") << ClassroomError::NotAuthorized;
    QTest::newRow("$ topics by a filter")
        << Names{} << QByteArray("$SYS/#") << ClassroomError::NotAuthorized;
}

void TestClassroomRules::subscribeIsRefused()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const ClassroomError, error);

    subscribeTo(before);
    const auto topics = rules->subscribe(*session, text, {});
    QVERIFY(!topics.has_value());
    QCOMPARE(topics.error().error, error);
    QVERIFY2(topics.error().sentence.contains(text.left(7)), topics.error().sentence.constData());
    QVERIFY(topics.error().sentence.endsWith('.'));
    QCOMPARE(subscribed(), before);
    QCOMPARE(broker->catalog().count(), existing.size());
}

void TestClassroomRules::subscribeCreatesTopics()
{
    for (const char *topic : {"SPORTS", "SPORTS/SWIM/2026", "/", "sports", "a b"}) {
        const auto topics = rules->subscribe(*session, topic, {});
        QVERIFY2(topics.has_value(), topic);
        QCOMPARE(texts(*topics), Names{topic});
        QVERIFY2(broker->catalog().contains(name(topic)), topic);
    }
    // The levels above are no topics by that.
    QVERIFY(!broker->catalog().contains(name("SPORTS/SWIM")));
    QCOMPARE(broker->catalog().count(), existing.size() + 5);
}

void TestClassroomRules::whatTheBrokerTellsIsSubscribedByName()
{
    broker->publish({name("$SYS/uptime"), "7 s", true});
    const auto topics = rules->subscribe(*session, "$SYS/uptime", {});
    QVERIFY(topics.has_value());
    QCOMPARE(texts(*topics), Names{"$SYS/uptime"});
    QCOMPARE(broker->catalog().count(), existing.size());
    QVERIFY(!rules->subscribe(*session, "$SYS/+", {}).has_value());
    QVERIFY(!rules->publish(*session, "$SYS/uptime", "8 s", false).has_value());
    QVERIFY(rules->unsubscribe(*session, "$SYS/uptime").has_value());
}

void TestClassroomRules::filtersNeverCreateTopics()
{
    QVERIFY(!rules->subscribe(*session, "SPORTS/+", {}).has_value());
    QVERIFY(!rules->subscribe(*session, "SPORTS/#", {}).has_value());
    QVERIFY(rules->subscribe(*session, "#", {}).has_value());
    QCOMPARE(broker->catalog().count(), existing.size());
}

void TestClassroomRules::subscriptionLimitIsAllOrNothing()
{
    BrokerLimits limits;
    limits.maxSubscriptionsPerClient = 4;
    start(limits);

    subscribeTo({"NEWS", "WEATHER"});
    // Three more would be five.
    const auto refused = rules->subscribe(*session, "WEATHER/#", {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().error, ClassroomError::Limit);
    QVERIFY(refused.error().sentence.contains("WEATHER/#"));
    QVERIFY(refused.error().sentence.contains('4'));
    QCOMPARE(subscribed(), (Names{"NEWS", "WEATHER"}));

    // Exactly four is allowed; what is subscribed already does not count twice.
    QVERIFY(rules->subscribe(*session, "WEATHER/+/NINE", {}).has_value());
    QCOMPARE(subscribed().size(), 4);
    const auto fifth = rules->subscribe(*session, "HEALTH", {});
    QVERIFY(!fifth.has_value());
    QCOMPARE(fifth.error().error, ClassroomError::Limit);
    QVERIFY(fifth.error().sentence.contains("HEALTH"));

    // Room that becomes free can be used.
    QVERIFY(rules->unsubscribe(*session, "NEWS").has_value());
    QVERIFY(rules->subscribe(*session, "HEALTH", {}).has_value());
}

void TestClassroomRules::refusedSubscriptionCreatesNoTopic()
{
    BrokerLimits limits;
    limits.maxSubscriptionsPerClient = 1;
    start(limits);
    subscribeTo({"NEWS"});
    QCOMPARE(rules->subscribe(*session, "SPORTS", {}).error().error, ClassroomError::Limit);
    QVERIFY(!broker->catalog().contains(name("SPORTS")));
}

void TestClassroomRules::fullCatalogRefusesNewTopicsOnly()
{
    BrokerLimits limits;
    limits.maxTopics = existing.size() + 1;
    start(limits);

    QVERIFY(rules->subscribe(*session, "SPORTS", {}).has_value());
    const auto refused = rules->subscribe(*session, "ART", {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().error, ClassroomError::Limit);
    QVERIFY(refused.error().sentence.contains("ART"));
    QCOMPARE(subscribed(), Names{"SPORTS"});
    QVERIFY(rules->subscribe(*session, "NEWS", {}).has_value());
}

void TestClassroomRules::newTopicMayHave256Bytes()
{
    const QByteArray longest = "LONG" + QByteArray(252, 'x');
    QVERIFY(rules->subscribe(*session, longest, {}).has_value());
    const auto refused = rules->subscribe(*session, longest + 'x', {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().error, ClassroomError::InvalidTopic);
    QVERIFY(refused.error().sentence.contains("256"));
    QVERIFY(refused.error().sentence.contains("257"));
    QVERIFY(refused.error().sentence.contains("LONGx"));
    QVERIFY(refused.error().sentence.size() < 500);
    QVERIFY(!broker->catalog().contains(name(longest + 'x')));

    // Bytes count, not letters.
    const QByteArray umlauts = QByteArray("\xC3\xA4").repeated(128);
    QVERIFY(rules->subscribe(*session, umlauts, {}).has_value());
    QVERIFY(!rules->subscribe(*session, umlauts + 'x', {}).has_value());
}

void TestClassroomRules::existingTopicMayBeLonger()
{
    const QByteArray topic(300, 'x');
    QCOMPARE(broker->addTopic(name(topic)), TopicCatalog::Outcome::Added);
    QVERIFY(rules->subscribe(*session, topic, {}).has_value());
    QVERIFY(rules->publish(*session, topic, "m", false).has_value());
}

void TestClassroomRules::subscriptionsRememberFilterAndTime()
{
    const system_clock::time_point then(1'000'000s);
    QVERIFY(rules->subscribe(*session, "WEATHER/MN", then).has_value());
    QVERIFY(rules->subscribe(*session, "WEATHER/MN/#", then + 60s).has_value());
    const QList<Subscription> subscriptions = session->subscriptions();
    QCOMPARE(subscriptions.size(), 2);
    QCOMPARE(subscriptions[0].broughtBy.utf8(), "WEATHER/MN");
    QVERIFY(subscriptions[0].since == then);
    QCOMPARE(subscriptions[1].topic().utf8(), "WEATHER/MN/NINE");
    QCOMPARE(subscriptions[1].broughtBy.utf8(), "WEATHER/MN/#");
    QVERIFY(subscriptions[1].since == then + 60s);
}

void TestClassroomRules::wildcardsActOnlyOnce()
{
    QVERIFY(rules->subscribe(*session, "#", {}).has_value());
    (void)broker->addTopic(name("SPORTS"));
    QVERIFY(!session->isSubscribed(name("SPORTS")));
    // Asking again brings the one that is new.
    const auto topics = rules->subscribe(*session, "#", {});
    QVERIFY(topics.has_value());
    QCOMPARE(texts(*topics), Names{"SPORTS"});
}

void TestClassroomRules::unsubscribe_data()
{
    addRequestColumns();
    QTest::addColumn<Names>("expected");

    QTest::newRow("one topic") << Names{"NEWS", "HEALTH"} << QByteArray("NEWS") << Names{"NEWS"};
    QTest::newRow("# in the order of subscribing")
        << Names{"WEATHER/WI/NINE", "NEWS", "WEATHER"} << QByteArray("#")
        << Names{"WEATHER/WI/NINE", "NEWS", "WEATHER"};
    QTest::newRow("# only what it matches")
        << Names{"WEATHER/WI/NINE", "NEWS", "WEATHER"} << QByteArray("WEATHER/#")
        << Names{"WEATHER/WI/NINE", "WEATHER"};
    QTest::newRow("+ only what it matches") << Names{"WEATHER/WI/NINE", "NEWS", "WEATHER/MN"}
                                            << QByteArray("WEATHER/+") << Names{"WEATHER/MN"};
    QTest::newRow("a topic that was brought otherwise")
        << Names{"WEATHER", "WEATHER/MN"} << QByteArray("WEATHER/MN") << Names{"WEATHER/MN"};
}

void TestClassroomRules::unsubscribe()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const Names, expected);

    subscribeTo(before);
    const auto topics = rules->unsubscribe(*session, text);
    QVERIFY2(topics.has_value(), topics ? "" : topics.error().sentence.constData());
    QCOMPARE(texts(*topics), expected);
    Names after = before;
    after.removeIf([&expected](const QByteArray &topic) { return expected.contains(topic); });
    QCOMPARE(subscribed(), after);
    QCOMPARE(broker->catalog().count(), existing.size());
}

void TestClassroomRules::unsubscribeIsRefused_data()
{
    addRequestColumns();
    QTest::addColumn<ClassroomError>("error");

    addMalformedRows();
    QTest::newRow("no topic matches at all")
        << Names{"NEWS"} << QByteArray("SPORTS/+") << ClassroomError::NoMatch;
    QTest::newRow("none of those that match is subscribed")
        << Names{"NEWS"} << QByteArray("WEATHER/#") << ClassroomError::NotSubscribed;
    QTest::newRow("a topic that is not subscribed")
        << Names{"NEWS"} << QByteArray("HEALTH") << ClassroomError::NotSubscribed;
    QTest::newRow("a topic that does not exist")
        << Names{"NEWS"} << QByteArray("SPORTS") << ClassroomError::NotSubscribed;
    QTest::newRow("# takes no $ topic")
        << Names{} << QByteArray("$SYS/#") << ClassroomError::NoMatch;
}

void TestClassroomRules::unsubscribeIsRefused()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const ClassroomError, error);

    subscribeTo(before);
    const auto topics = rules->unsubscribe(*session, text);
    QVERIFY(!topics.has_value());
    QCOMPARE(topics.error().error, error);
    QVERIFY2(topics.error().sentence.contains(text.left(6)), topics.error().sentence.constData());
    QCOMPARE(subscribed(), before);
}

QTEST_GUILESS_MAIN(TestClassroomRules)
#include "tst_classroomrules.moc"
