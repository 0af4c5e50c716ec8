#include "broker/classroomrules.h"
#include "fakesubscriber.h"
#include "topics.h"

#include <QTest>

#include <memory>

using namespace corkboard;
using namespace std::chrono_literals;
using std::chrono::system_clock;
using testtopics::filter;
using testtopics::name;
using testtopics::texts;

using Names = QByteArrayList;

/**
 * The page "Meaning" of the classroom protocol, rule by rule. In every row the topics WEATHER,
 * NEWS, HEALTH, SECURITY, WEATHER/MN, WEATHER/MN/NINE and WEATHER/WI/NINE exist.
 */
class TestClassroomRules : public QObject {
    Q_OBJECT

private slots:
    void init();

    void subscribe_data();
    void subscribe();
    void subscribeIsRefused_data();
    void subscribeIsRefused();
    void subscribeCreatesTopics();
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

    void publish_data();
    void publish();
    void publishIsRefused_data();
    void publishIsRefused();
    void publisherReceivesItsOwnMessage();
    void retainingKeepsPerTopic();
    void messagesThatAreNotKeptAreCounted();

private:
    void subscribeTo(const Names &topics);
    [[nodiscard]] Names subscribed() const;

    std::unique_ptr<Broker> m_broker;
    std::unique_ptr<ClassroomRules> m_rules;
    FakeSubscriber m_subscriber;
    Session *m_session = nullptr;
};

namespace {

const Names existing{"WEATHER",         "NEWS",           "HEALTH", "SECURITY", "WEATHER/MN",
                     "WEATHER/MN/NINE", "WEATHER/WI/NINE"};

std::unique_ptr<Broker> makeBroker(const BrokerLimits &limits)
{
    auto broker = std::make_unique<Broker>(limits);
    for (const QByteArray &topic : existing) {
        (void)broker->addTopic(name(topic));
    }
    return broker;
}

void addRequestColumns()
{
    QTest::addColumn<Names>("before"); // what the client is subscribed to
    QTest::addColumn<QByteArray>("text");
}

/// Rows for texts that are no filter at all; the same for every request.
void addMalformedRows()
{
    const auto row = [](const char *title, const QByteArray &text) {
        QTest::newRow(title) << Names{} << text << ClassroomError::InvalidTopic;
    };
    row("nothing at all", "");
    row("+ beside text", "WEATHER+");
    row("+ beside text in a level", "WEATHER/+x/NINE");
    row("# beside text", "WEATHER#");
    row("# before the end", "WEATHER/#/NINE");
    row("C05 not UTF-8", "WEATHER\xFF");
    row("C04 a line feed", "WEATHER\nNEWS");
    row("a control character", "WEATHER\x1B[2J");
    row("too many levels", QByteArray("a/").repeated(limits::maxTopicLevels) + 'a');
    row("longer than any topic", QByteArray(limits::maxTopicBytes + 1, 'a'));
}

} // namespace

void TestClassroomRules::init()
{
    m_subscriber = FakeSubscriber();
    m_rules.reset();
    m_broker = makeBroker({});
    m_rules = std::make_unique<ClassroomRules>(*m_broker);
    m_session = &m_broker->openSession(m_subscriber, {});
}

void TestClassroomRules::subscribeTo(const Names &topics)
{
    for (const QByteArray &topic : topics) {
        QVERIFY(m_broker->subscribe(*m_session, name(topic), filter(topic), {}));
    }
}

Names TestClassroomRules::subscribed() const
{
    Names result;
    for (const Subscription &subscription : m_session->subscriptions()) {
        result.append(subscription.topic.utf8());
    }
    return result;
}

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
    const auto topics = m_rules->subscribe(*m_session, text, {});
    QVERIFY2(topics.has_value(), topics ? "" : topics.error().sentence.constData());
    QCOMPARE(texts(*topics), expected);
    QCOMPARE(subscribed(), before + expected);
    QCOMPARE(m_broker->catalog().count(), existing.size());
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
    const auto topics = m_rules->subscribe(*m_session, text, {});
    QVERIFY(!topics.has_value());
    QCOMPARE(topics.error().error, error);
    QVERIFY2(topics.error().sentence.contains(text.left(7)), topics.error().sentence.constData());
    QVERIFY(topics.error().sentence.endsWith('.'));
    QCOMPARE(subscribed(), before);
    QCOMPARE(m_broker->catalog().count(), existing.size());
}

void TestClassroomRules::subscribeCreatesTopics()
{
    for (const char *topic : {"SPORTS", "SPORTS/SWIM/2026", "/", "sports", "a b"}) {
        const auto topics = m_rules->subscribe(*m_session, topic, {});
        QVERIFY2(topics.has_value(), topic);
        QCOMPARE(texts(*topics), Names{topic});
        QVERIFY2(m_broker->catalog().contains(name(topic)), topic);
    }
    // The levels above are no topics by that.
    QVERIFY(!m_broker->catalog().contains(name("SPORTS/SWIM")));
    QCOMPARE(m_broker->catalog().count(), existing.size() + 5);
}

void TestClassroomRules::filtersNeverCreateTopics()
{
    QVERIFY(!m_rules->subscribe(*m_session, "SPORTS/+", {}).has_value());
    QVERIFY(!m_rules->subscribe(*m_session, "SPORTS/#", {}).has_value());
    QVERIFY(m_rules->subscribe(*m_session, "#", {}).has_value());
    QCOMPARE(m_broker->catalog().count(), existing.size());
}

void TestClassroomRules::subscriptionLimitIsAllOrNothing()
{
    BrokerLimits limits;
    limits.maxSubscriptionsPerClient = 4;
    m_rules.reset();
    m_broker = makeBroker(limits);
    m_rules = std::make_unique<ClassroomRules>(*m_broker);
    m_session = &m_broker->openSession(m_subscriber, {});

    subscribeTo({"NEWS", "WEATHER"});
    // Three more would be five.
    const auto refused = m_rules->subscribe(*m_session, "WEATHER/#", {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().error, ClassroomError::Limit);
    QVERIFY(refused.error().sentence.contains("WEATHER/#"));
    QVERIFY(refused.error().sentence.contains('4'));
    QCOMPARE(subscribed(), (Names{"NEWS", "WEATHER"}));

    // Exactly four is allowed; what is subscribed already does not count twice.
    QVERIFY(m_rules->subscribe(*m_session, "WEATHER/+/NINE", {}).has_value());
    QCOMPARE(subscribed().size(), 4);
    const auto fifth = m_rules->subscribe(*m_session, "HEALTH", {});
    QVERIFY(!fifth.has_value());
    QCOMPARE(fifth.error().error, ClassroomError::Limit);
    QVERIFY(fifth.error().sentence.contains("HEALTH"));

    // Room that becomes free can be used.
    QVERIFY(m_rules->unsubscribe(*m_session, "NEWS").has_value());
    QVERIFY(m_rules->subscribe(*m_session, "HEALTH", {}).has_value());
}

void TestClassroomRules::refusedSubscriptionCreatesNoTopic()
{
    BrokerLimits limits;
    limits.maxSubscriptionsPerClient = 1;
    m_rules.reset();
    m_broker = makeBroker(limits);
    m_rules = std::make_unique<ClassroomRules>(*m_broker);
    m_session = &m_broker->openSession(m_subscriber, {});
    subscribeTo({"NEWS"});
    QCOMPARE(m_rules->subscribe(*m_session, "SPORTS", {}).error().error, ClassroomError::Limit);
    QVERIFY(!m_broker->catalog().contains(name("SPORTS")));
}

void TestClassroomRules::fullCatalogRefusesNewTopicsOnly()
{
    BrokerLimits limits;
    limits.maxTopics = existing.size() + 1;
    m_rules.reset();
    m_broker = makeBroker(limits);
    m_rules = std::make_unique<ClassroomRules>(*m_broker);
    m_session = &m_broker->openSession(m_subscriber, {});

    QVERIFY(m_rules->subscribe(*m_session, "SPORTS", {}).has_value());
    const auto refused = m_rules->subscribe(*m_session, "ART", {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().error, ClassroomError::Limit);
    QVERIFY(refused.error().sentence.contains("ART"));
    QCOMPARE(subscribed(), Names{"SPORTS"});
    QVERIFY(m_rules->subscribe(*m_session, "NEWS", {}).has_value());
}

void TestClassroomRules::newTopicMayHave256Bytes()
{
    const QByteArray longest = "LONG" + QByteArray(252, 'x');
    QVERIFY(m_rules->subscribe(*m_session, longest, {}).has_value());
    const auto refused = m_rules->subscribe(*m_session, longest + 'x', {});
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().error, ClassroomError::InvalidTopic);
    QVERIFY(refused.error().sentence.contains("256"));
    QVERIFY(refused.error().sentence.contains("257"));
    QVERIFY(refused.error().sentence.contains("LONGx"));
    QVERIFY(refused.error().sentence.size() < 500);
    QVERIFY(!m_broker->catalog().contains(name(longest + 'x')));

    // Bytes count, not letters.
    const QByteArray umlauts = QByteArray("\xC3\xA4").repeated(128);
    QVERIFY(m_rules->subscribe(*m_session, umlauts, {}).has_value());
    QVERIFY(!m_rules->subscribe(*m_session, umlauts + 'x', {}).has_value());
}

void TestClassroomRules::existingTopicMayBeLonger()
{
    const QByteArray topic(300, 'x');
    QCOMPARE(m_broker->addTopic(name(topic)), TopicCatalog::Outcome::Added);
    QVERIFY(m_rules->subscribe(*m_session, topic, {}).has_value());
    QVERIFY(m_rules->publish(*m_session, topic, "m", false).has_value());
}

void TestClassroomRules::subscriptionsRememberFilterAndTime()
{
    const system_clock::time_point then(1'000'000s);
    QVERIFY(m_rules->subscribe(*m_session, "WEATHER/MN", then).has_value());
    QVERIFY(m_rules->subscribe(*m_session, "WEATHER/MN/#", then + 60s).has_value());
    const QList<Subscription> subscriptions = m_session->subscriptions();
    QCOMPARE(subscriptions.size(), 2);
    QCOMPARE(subscriptions[0].broughtBy.utf8(), "WEATHER/MN");
    QVERIFY(subscriptions[0].since == then);
    QCOMPARE(subscriptions[1].topic.utf8(), "WEATHER/MN/NINE");
    QCOMPARE(subscriptions[1].broughtBy.utf8(), "WEATHER/MN/#");
    QVERIFY(subscriptions[1].since == then + 60s);
}

void TestClassroomRules::wildcardsActOnlyOnce()
{
    QVERIFY(m_rules->subscribe(*m_session, "#", {}).has_value());
    (void)m_broker->addTopic(name("SPORTS"));
    QVERIFY(!m_session->isSubscribed(name("SPORTS")));
    // Asking again brings the one that is new.
    const auto topics = m_rules->subscribe(*m_session, "#", {});
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
    const auto topics = m_rules->unsubscribe(*m_session, text);
    QVERIFY2(topics.has_value(), topics ? "" : topics.error().sentence.constData());
    QCOMPARE(texts(*topics), expected);
    Names after = before;
    after.removeIf([&expected](const QByteArray &topic) { return expected.contains(topic); });
    QCOMPARE(subscribed(), after);
    QCOMPARE(m_broker->catalog().count(), existing.size());
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
    const auto topics = m_rules->unsubscribe(*m_session, text);
    QVERIFY(!topics.has_value());
    QCOMPARE(topics.error().error, error);
    QVERIFY2(topics.error().sentence.contains(text.left(6)), topics.error().sentence.constData());
    QCOMPARE(subscribed(), before);
}

void TestClassroomRules::publish_data()
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

void TestClassroomRules::publish()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const Names, expected);

    subscribeTo(before);
    const auto result = m_rules->publish(*m_session, text, "hello", false);
    QVERIFY2(result.has_value(), result ? "" : result.error().sentence.constData());
    QCOMPARE(texts(result->topics), expected);
    QCOMPARE(result->notKept, 0);
    Names reached;
    for (const Message &message : std::as_const(m_subscriber.messages)) {
        QCOMPARE(message.payload, "hello");
        reached.append(message.topic.utf8());
    }
    QCOMPARE(reached, expected);
    QCOMPARE(m_broker->retained().count(), 0);
}

void TestClassroomRules::publishIsRefused_data()
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

void TestClassroomRules::publishIsRefused()
{
    QFETCH(const Names, before);
    QFETCH(const QByteArray, text);
    QFETCH(const ClassroomError, error);

    subscribeTo(before);
    for (const bool retain : {false, true}) {
        const auto result = m_rules->publish(*m_session, text, "hello", retain);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().error, error);
        QVERIFY2(result.error().sentence.contains(text.left(6)),
                 result.error().sentence.constData());
    }
    QVERIFY(m_subscriber.messages.isEmpty());
    QCOMPARE(m_broker->retained().count(), 0);
    QCOMPARE(m_broker->catalog().count(), existing.size());
}

void TestClassroomRules::publisherReceivesItsOwnMessage()
{
    FakeSubscriber other;
    Session &otherSession = m_broker->openSession(other, {});
    QVERIFY(m_rules->subscribe(otherSession, "WEATHER", {}).has_value());
    subscribeTo({"WEATHER"});
    QVERIFY(m_rules->publish(*m_session, "WEATHER", "rain", false).has_value());
    QCOMPARE(m_subscriber.messages.size(), 1);
    QCOMPARE(other.messages, m_subscriber.messages);
    // After leaving, one neither publishes nor receives.
    QVERIFY(m_rules->unsubscribe(*m_session, "WEATHER").has_value());
    QCOMPARE(m_rules->publish(*m_session, "WEATHER", "sun", false).error().error,
             ClassroomError::NotSubscribed);
    QVERIFY(m_rules->publish(otherSession, "WEATHER", "sun", false).has_value());
    QCOMPARE(m_subscriber.messages.size(), 1);
    QCOMPARE(other.messages.size(), 2);
}

void TestClassroomRules::retainingKeepsPerTopic()
{
    subscribeTo({"WEATHER", "WEATHER/MN", "NEWS"});
    QVERIFY(m_rules->publish(*m_session, "WEATHER/#", "storm", true).has_value());
    QCOMPARE(m_broker->retained().count(), 2);
    QCOMPARE(m_broker->retained().find(name("WEATHER/MN"))->payload, "storm");
    QVERIFY(m_broker->retained().find(name("NEWS")) == nullptr);
    QVERIFY(m_rules->publish(*m_session, "WEATHER", "calm", false).has_value());
    QCOMPARE(m_broker->retained().find(name("WEATHER"))->payload, "storm");
    const auto cleared = m_rules->publish(*m_session, "#", {}, true);
    QVERIFY(cleared.has_value());
    QCOMPARE(cleared->topics.size(), 3);
    QCOMPARE(cleared->notKept, 0);
    QCOMPARE(m_broker->retained().count(), 0);
}

void TestClassroomRules::messagesThatAreNotKeptAreCounted()
{
    BrokerLimits limits;
    limits.retained.messages = 1;
    m_rules.reset();
    m_broker = makeBroker(limits);
    m_rules = std::make_unique<ClassroomRules>(*m_broker);
    m_session = &m_broker->openSession(m_subscriber, {});
    subscribeTo({"WEATHER", "NEWS", "HEALTH"});
    const auto result = m_rules->publish(*m_session, "+", "pinned", true);
    QVERIFY(result.has_value());
    QCOMPARE(result->topics.size(), 3);
    QCOMPARE(result->notKept, 2);
    QCOMPARE(m_subscriber.messages.size(), 3);
    QCOMPARE(m_broker->retained().count(), 1);
}

QTEST_GUILESS_MAIN(TestClassroomRules)
#include "tst_classroomrules.moc"
