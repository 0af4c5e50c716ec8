#include "base/limits.h"
#include "connection/classroomconnection.h"
#include "connectionhelpers.h"
#include "fakeserver.h"
#include "patience.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

/// Requests, and the answers that belong to them.
class TestClassroomRequests final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void subscribeAnswersWithTheTopics();
    void answersToTypedCommandsAreTold();
    void subscribingAgainKeepsTheFirstOrigin();
    void errorsNameTheRequest_data();
    void errorsNameTheRequest();
    void unsubscribeAnswersWithTheTopics();
    void aPublishIsAcceptedByThePongBehindIt();
    void aRefusedPublishIsNotAccepted();
    void publishesAndErrorsStayInOrder();
    void publishToAFilterNamesNoTopics();
    void retainedPublishNamesWhomItReached();
    void payloadsOfAnyBytesAreEscaped();
    void tooLongAMessageIsNotSent();
    void listIsReportedAndAdopted();
    void helpIsGathered();
    void pingTellsTheRoundTrip();
    void typedConnectIsAnsweredByTheServer();
    void requestsWhileNotConnectedFail();
    void requestsFailWhenTheConnectionIsLost();
    void wireTrafficShowsBothDirections();

private:
    FakeServer *m_server = nullptr;
    ClassroomConnection *m_connection = nullptr;
};

void TestClassroomRequests::init()
{
    m_server = new FakeServer(this);
    QVERIFY(m_server->listen());
    m_connection = new ClassroomConnection(quickTiming(), this);
    QVERIFY(connectTo(*m_connection, *m_server, u"Anna"_s));
    m_server->clearLines();
}

void TestClassroomRequests::cleanup()
{
    delete m_connection;
    delete m_server;
}

void TestClassroomRequests::subscribeAnswersWithTheTopics()
{
    m_server->setAnswer("<SUB", "<SUCCESS, SUB, WEATHER, WEATHER/MN>\n");
    QSignalSpy subscribed(m_connection, &BrokerConnection::subscribed);
    const WallTime before = currentWallTime();
    m_connection->subscribe(u"WEATHER/#"_s);
    QVERIFY(subscribed.wait(patience));
    QCOMPARE(m_server->lines(), QList<QByteArray>({"<SUB, WEATHER/#>"}));
    const auto answer = subscribed.first().first().value<SubscribeAnswer>();
    QCOMPARE(answer.filter, u"WEATHER/#"_s);
    QCOMPARE(namesOf(answer.topics), QStringList({u"WEATHER"_s, u"WEATHER/MN"_s}));
    QVERIFY(before <= answer.time && answer.time <= currentWallTime());
    QVERIFY(!answer.restored);
    const QList<OwnSubscription> own = m_connection->subscriptions();
    QCOMPARE(own.size(), 2);
    QCOMPARE(own[1].topic.toString(), u"WEATHER/MN"_s);
    QCOMPARE(own[1].filter, u"WEATHER/#"_s);
    QCOMPARE(own[1].since, answer.time);
}

void TestClassroomRequests::answersToTypedCommandsAreTold()
{
    QStringList told;
    QObject context;
    const auto note = [&](const QString &what) {
        told += what + (m_connection->answersTyped() ? u" typed"_s : QString());
    };
    connect(m_connection, &BrokerConnection::subscribed, &context, [&] { note(u"sub"_s); });
    connect(m_connection, &BrokerConnection::publishAnswered, &context, [&] { note(u"pub"_s); });
    connect(m_connection, &BrokerConnection::requestFailed, &context, [&] { note(u"failed"_s); });
    connect(m_connection, &BrokerConnection::subscriptionsListed, &context,
            [&] { note(u"list"_s); });
    connect(m_connection, &BrokerConnection::topicsListed, &context, [&] { note(u"topics"_s); });
    connect(m_connection, &BrokerConnection::helpReceived, &context, [&] { note(u"help"_s); });
    connect(m_connection, &BrokerConnection::pongReceived, &context, [&] { note(u"pong"_s); });
    m_server->setAnswer("<SUB, BAD", "<ERROR, SUB, no-match, No topic matches.>\n");
    m_server->setAnswer("<LIST>", "<1, NEWS>\n");
    m_connection->subscribe(u"NEWS"_s);
    for (const QString &line : {u"/LIST"_s, u"/SUB A"_s, u"/SUB BAD"_s, u"/PUB A x"_s,
                                u"/PUBR A x"_s, u"/TOPICS"_s, u"/HELP"_s, u"/PING"_s}) {
        QVERIFY(m_connection->runTyped(line).has_value());
    }
    m_connection->publish(u"A"_s, "y", false);
    m_connection->subscribe(u"BAD"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        told,
        QStringList({u"sub"_s, u"list typed"_s, u"sub typed"_s, u"failed typed"_s, u"pub typed"_s,
                     u"pub typed"_s, u"topics typed"_s, u"help typed"_s, u"pong typed"_s, u"pub"_s,
                     u"failed"_s}),
        patience);
    QVERIFY(!m_connection->answersTyped());
}

void TestClassroomRequests::subscribingAgainKeepsTheFirstOrigin()
{
    QSignalSpy subscribed(m_connection, &BrokerConnection::subscribed);
    m_connection->subscribe(u"NEWS"_s);
    m_server->setAnswer("<SUB, #", "<SUCCESS, SUB, HEALTH, NEWS>\n");
    m_connection->subscribe(u"#"_s);
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 2, patience);
    QCOMPARE(subscribedTopics(*m_connection), QStringList({u"NEWS"_s, u"HEALTH"_s}));
    QCOMPARE(m_connection->subscriptions().first().filter, u"NEWS"_s);
}

void TestClassroomRequests::errorsNameTheRequest_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("verb");
    QTest::addColumn<int>("code"); // -1: a code that this program does not know
    QTest::addColumn<QString>("topic");
    QTest::newRow("no match") << u"/SUB WEATHER/+"_s
                              << QByteArray("<ERROR, SUB, no-match, No topic matches.>\n")
                              << int(Verb::Sub) << int(ClassroomError::NoMatch) << u"WEATHER/+"_s;
    QTest::newRow("already") << u"/SUB NEWS"_s
                             << QByteArray("<ERROR, SUB, already-subscribed, You are already.>\n")
                             << int(Verb::Sub) << int(ClassroomError::AlreadySubscribed)
                             << u"NEWS"_s;
    QTest::newRow("not subscribed")
        << u"/UNSUB NEWS"_s << QByteArray("<ERROR, UNSUB, not-subscribed, You are not.>\n")
        << int(Verb::Unsub) << int(ClassroomError::NotSubscribed) << u"NEWS"_s;
    QTest::newRow("publish") << u"/PUB NEWS x"_s
                             << QByteArray("<ERROR, PUB, not-subscribed, Subscribe first.>\n")
                             << int(Verb::Pub) << int(ClassroomError::NotSubscribed) << u"NEWS"_s;
    QTest::newRow("retain") << u"/PUBR $SYS x"_s
                            << QByteArray("<ERROR, PUBR, not-authorized, Not yours.>\n")
                            << int(Verb::Pubr) << int(ClassroomError::NotAuthorized) << u"$SYS"_s;
    QTest::newRow("a newer server's code")
        << u"/SUB NEWS"_s << QByteArray("<ERROR, SUB, too-late, The class is over.>\n")
        << int(Verb::Sub) << -1 << u"NEWS"_s;
}

void TestClassroomRequests::errorsNameTheRequest()
{
    QFETCH(QString, command);
    QFETCH(QByteArray, answer);
    QFETCH(int, verb);
    QFETCH(int, code);
    QFETCH(QString, topic);
    m_server->setAnswer('<' + QByteArray(verbSpec(Verb(verb)).name) + ',', answer);
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    QVERIFY(m_connection->runTyped(command).has_value());
    QVERIFY(failed.wait(patience));
    const auto failure = failed.first().first().value<RequestFailure>();
    QCOMPARE(int(failure.verb.value()), verb);
    QCOMPARE(failure.code ? int(*failure.code) : -1, code);
    QCOMPARE(failure.topic, topic);
    QVERIFY(failure.sentence.endsWith(u'.'));
    QCOMPARE(failure.retain, Verb(verb) == Verb::Pubr);
    QVERIFY(m_connection->isConnected());
}

void TestClassroomRequests::unsubscribeAnswersWithTheTopics()
{
    QSignalSpy subscribed(m_connection, &BrokerConnection::subscribed);
    for (const QString &topic : {u"A"_s, u"B"_s, u"C"_s}) {
        m_connection->subscribe(topic);
    }
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 3, patience);
    m_server->setAnswer("<UNSUB", "<SUCCESS, UNSUB, A, C>\n");
    QSignalSpy unsubscribed(m_connection, &BrokerConnection::unsubscribed);
    m_connection->unsubscribe(u"+"_s);
    QVERIFY(unsubscribed.wait(patience));
    const auto answer = unsubscribed.first().first().value<UnsubscribeAnswer>();
    QCOMPARE(answer.filter, u"+"_s);
    QCOMPARE(namesOf(answer.topics), QStringList({u"A"_s, u"C"_s}));
    QCOMPARE(subscribedTopics(*m_connection), QStringList({u"B"_s}));
}

void TestClassroomRequests::aPublishIsAcceptedByThePongBehindIt()
{
    QSignalSpy published(m_connection, &BrokerConnection::publishAnswered);
    QSignalSpy pong(m_connection, &BrokerConnection::pongReceived);
    m_connection->publish(u"NEWS"_s, "Snow day", false);
    QVERIFY(published.wait(patience));
    QCOMPARE(m_server->lines(), QList<QByteArray>({"<PUB, NEWS, Snow day>", "<PING>"}));
    const auto answer = published.first().first().value<PublishAnswer>();
    QCOMPARE(answer.topic, u"NEWS"_s);
    QCOMPARE(answer.payload, QByteArray("Snow day"));
    QVERIFY(!answer.retain);
    QCOMPARE(namesOf(answer.topics), QStringList({u"NEWS"_s}));
    QVERIFY2(pong.isEmpty(), "nobody asked for this PONG");
}

void TestClassroomRequests::aRefusedPublishIsNotAccepted()
{
    m_server->setAnswer("<PUB,", "<ERROR, PUB, not-subscribed, Subscribe to NEWS first.>\n");
    QSignalSpy published(m_connection, &BrokerConnection::publishAnswered);
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    QSignalSpy pong(m_connection, &BrokerConnection::pongReceived);
    m_connection->publish(u"NEWS"_s, "x", false);
    m_connection->ping();
    QVERIFY(pong.wait(patience));
    QCOMPARE(failed.size(), 1);
    const auto failure = failed.first().first().value<RequestFailure>();
    QCOMPARE(failure.topic, u"NEWS"_s);
    QCOMPARE(failure.payload, QByteArray("x"));
    QVERIFY(published.isEmpty());
}

void TestClassroomRequests::publishesAndErrorsStayInOrder()
{
    m_server->setScript("<PUB,", [](const QByteArray &line) {
        return line.contains("bad") ? QByteArray("<ERROR, PUB, invalid-topic, No such topic.>\n")
                                    : QByteArray();
    });
    QStringList answers;
    QObject context;
    connect(m_connection, &BrokerConnection::publishAnswered, &context,
            [&](const PublishAnswer &answer) { answers += u"ok "_s + answer.topic; });
    connect(m_connection, &BrokerConnection::requestFailed, &context,
            [&](const RequestFailure &failure) { answers += u"failed "_s + failure.topic; });
    connect(m_connection, &BrokerConnection::subscribed, &context,
            [&](const SubscribeAnswer &answer) { answers += u"sub "_s + answer.filter; });
    m_connection->publish(u"one"_s, "x", false);
    m_connection->publish(u"bad/two"_s, "x", false);
    m_connection->subscribe(u"three"_s);
    m_connection->publish(u"four"_s, "x", true);
    m_connection->publish(u"bad/five"_s, "x", false);
    m_connection->publish(u"six"_s, "x", false);
    QTRY_COMPARE_WITH_TIMEOUT(answers,
                              QStringList({u"ok one"_s, u"failed bad/two"_s, u"sub three"_s,
                                           u"ok four"_s, u"failed bad/five"_s, u"ok six"_s}),
                              patience);
}

void TestClassroomRequests::publishToAFilterNamesNoTopics()
{
    QSignalSpy published(m_connection, &BrokerConnection::publishAnswered);
    m_connection->publish(u"WEATHER/#"_s, "x", false);
    QVERIFY(published.wait(patience));
    const auto answer = published.first().first().value<PublishAnswer>();
    QCOMPARE(answer.topic, u"WEATHER/#"_s);
    QVERIFY(answer.topics.isEmpty());
}

void TestClassroomRequests::retainedPublishNamesWhomItReached()
{
    m_server->setAnswer("<PUBR", "<SUCCESS, PUBR, WEATHER/MN, WEATHER/WI>\n");
    QSignalSpy published(m_connection, &BrokerConnection::publishAnswered);
    m_connection->publish(u"WEATHER/+"_s, {}, true);
    QVERIFY(published.wait(patience));
    QCOMPARE(m_server->lines(), QList<QByteArray>({"<PUBR, WEATHER/+, >"}));
    const auto answer = published.first().first().value<PublishAnswer>();
    QVERIFY(answer.retain);
    QVERIFY(answer.payload.isEmpty());
    QCOMPARE(namesOf(answer.topics), QStringList({u"WEATHER/MN"_s, u"WEATHER/WI"_s}));
}

void TestClassroomRequests::payloadsOfAnyBytesAreEscaped()
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i) {
        bytes.append(char(i));
    }
    QSignalSpy published(m_connection, &BrokerConnection::publishAnswered);
    m_connection->publish(u"a, <b>"_s, bytes, false);
    QVERIFY(published.wait(patience));
    const auto sent = parseFrame(m_server->lines().first());
    QVERIFY(sent);
    QCOMPARE(sent->fields, QList<QByteArray>({"a, <b>", bytes}));
    QCOMPARE(m_server->lines().size(), 2);
}

void TestClassroomRequests::tooLongAMessageIsNotSent()
{
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    QSignalSpy published(m_connection, &BrokerConnection::publishAnswered);
    m_connection->publish(u"NEWS"_s, QByteArray(limits::defaultMaxMessageBytes + 1, 'x'), false);
    QCOMPARE(failed.size(), 1);
    const auto failure = failed.first().first().value<RequestFailure>();
    QCOMPARE(failure.code.value(), ClassroomError::TooLong);
    QCOMPARE(failure.payload.size(), limits::defaultMaxMessageBytes + 1);
    m_connection->publish(u"NEWS"_s, QByteArray(limits::defaultMaxMessageBytes, 'x'), false);
    QVERIFY(published.wait(patience));
    QCOMPARE(m_server->lines("<PUB").size(), 1);
    QCOMPARE(failed.size(), 1);
}

void TestClassroomRequests::listIsReportedAndAdopted()
{
    QSignalSpy subscribed(m_connection, &BrokerConnection::subscribed);
    QSignalSpy unsubscribed(m_connection, &BrokerConnection::unsubscribed);
    QSignalSpy listed(m_connection, &BrokerConnection::subscriptionsListed);
    m_connection->subscribe(u"A"_s);
    m_connection->subscribe(u"B"_s);
    m_server->setAnswer("<LIST", "<2, B, C>\n");
    m_connection->requestSubscriptions();
    QVERIFY(listed.wait(patience));
    QCOMPARE(namesOf(listed.first().first().value<QList<TopicName>>()),
             QStringList({u"B"_s, u"C"_s}));
    QCOMPARE(unsubscribed.size(), 1);
    QCOMPARE(namesOf(unsubscribed.first().first().value<UnsubscribeAnswer>().topics),
             QStringList({u"A"_s}));
    QCOMPARE(subscribed.size(), 3);
    QCOMPARE(namesOf(subscribed.last().first().value<SubscribeAnswer>().topics),
             QStringList({u"C"_s}));
    QCOMPARE(subscribedTopics(*m_connection), QStringList({u"B"_s, u"C"_s}));
}

void TestClassroomRequests::helpIsGathered()
{
    m_server->setAnswer("<HELP",
                        "<HELP, /SUB TOPIC, subscribes; + and #, too>\n<HELP, /DISC, leaves>\n");
    QSignalSpy help(m_connection, &BrokerConnection::helpReceived);
    m_connection->requestHelp();
    QVERIFY(help.wait(patience));
    QCOMPARE(help.first().first().value<QList<HelpLine>>(),
             QList<HelpLine>(
                 {{u"/SUB TOPIC"_s, u"subscribes; + and #, too"_s}, {u"/DISC"_s, u"leaves"_s}}));
}

void TestClassroomRequests::pingTellsTheRoundTrip()
{
    QSignalSpy pong(m_connection, &BrokerConnection::pongReceived);
    m_connection->ping();
    QVERIFY(pong.wait(patience));
    QVERIFY(pong.first().first().value<std::chrono::milliseconds>() >= 0ms);
}

void TestClassroomRequests::typedConnectIsAnsweredByTheServer()
{
    m_server->setAnswer("<CONN", "<ERROR, CONN, already-connected, You are connected.>\n");
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    QSignalSpy wire(m_connection, &BrokerConnection::wireTraffic);
    QVERIFY(m_connection->runTyped(u"/CONN Bob topsecret"_s).has_value());
    QVERIFY(failed.wait(patience));
    QCOMPARE(failed.first().first().value<RequestFailure>().code.value(),
             ClassroomError::AlreadyConnected);
    QCOMPARE(m_server->lines(), QList<QByteArray>({"<CONN, Bob, topsecret>"}));
    QVERIFY(m_connection->isConnected());
    QTRY_VERIFY_WITH_TIMEOUT(!wire.isEmpty(), patience);
    QList<QByteArray> shown;
    for (const QList<QVariant> &batch : wire) {
        for (const WireRecord &record : batch.first().value<QList<WireRecord>>()) {
            QVERIFY(!record.line.contains("topsecret"));
            shown += record.line;
        }
    }
    QVERIFY(shown.contains("<CONN, Bob, ***>"));
}

void TestClassroomRequests::requestsWhileNotConnectedFail()
{
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::requestFailed);
    connection.subscribe(u"NEWS"_s);
    connection.unsubscribe(u"NEWS"_s);
    connection.publish(u"NEWS"_s, "x", true);
    connection.requestTopics();
    connection.requestSubscriptions();
    connection.requestHelp();
    connection.ping();
    QCOMPARE(failed.size(), 7);
    for (const QList<QVariant> &arguments : failed) {
        const auto failure = arguments.first().value<RequestFailure>();
        QCOMPARE(failure.code.value(), ClassroomError::NotConnected);
        QVERIFY(failure.sentence.contains(u"Connect first"_s));
    }
    QVERIFY(failed[2].first().value<RequestFailure>().retain);
}

void TestClassroomRequests::requestsFailWhenTheConnectionIsLost()
{
    m_server->setAnswer("<PUB", {});
    m_server->setAnswer("<SUB", {});
    m_server->setAnswer("<PING", {});
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    m_connection->publish(u"NEWS"_s, "x", false);
    m_connection->subscribe(u"NEWS"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->lines().size(), 3, patience);
    m_server->dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, patience);
    const auto publish = failed[0].first().value<RequestFailure>();
    QCOMPARE(publish.verb.value(), Verb::Pub);
    QVERIFY(!publish.code);
    QVERIFY(publish.sentence.contains(u"may or may not"_s));
    QCOMPARE(failed[1].first().value<RequestFailure>().verb.value(), Verb::Sub);
}

void TestClassroomRequests::wireTrafficShowsBothDirections()
{
    QSignalSpy wire(m_connection, &BrokerConnection::wireTraffic);
    m_connection->subscribe(u"A, B"_s);
    QList<WireRecord> records;
    QTRY_VERIFY_WITH_TIMEOUT(([&] {
                                 records.clear();
                                 for (const QList<QVariant> &batch : wire) {
                                     records += batch.first().value<QList<WireRecord>>();
                                 }
                                 return records.size() >= 2
                                     && records.last().line.startsWith("<SUCCESS");
                             })(),
                             patience);
    using Direction = WireRecord::Direction;
    const WireRecord &sent = records[records.size() - 2];
    QCOMPARE(sent.line, QByteArray("<SUB, A\\, B>"));
    QCOMPARE(sent.direction, Direction::Sent);
    QCOMPARE(records.last().direction, Direction::Received);
    QVERIFY(sent.time <= records.last().time);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestClassroomRequests)
#include "tst_classroomrequests.moc"
