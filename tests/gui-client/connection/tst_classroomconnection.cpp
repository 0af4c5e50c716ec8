#include "connection/classroomconnection.h"
#include "connectionhelpers.h"
#include "fakeserver.h"
#include "patience.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

using State = BrokerConnection::State;
using Kind = ConnectionError::Kind;

namespace {

ConnectionError errorOf(const QSignalSpy &spy)
{
    return spy.isEmpty() ? ConnectionError{} : spy.last().first().value<ConnectionError>();
}

QList<State> statesOf(const QSignalSpy &spy)
{
    QList<State> states;
    for (const QList<QVariant> &arguments : spy) {
        states.append(arguments.first().value<State>());
    }
    return states;
}

} // namespace

/// Connecting to a broker and leaving it.
class TestClassroomConnection final : public QObject {
    Q_OBJECT

private slots:
    void connectsAndAsksForTheTopics();
    void nameIsTheOneThatTheServerShows_data();
    void nameIsTheOneThatTheServerShows();
    void aNameThatCannotBeIsReportedAtOnce();
    void refusedIsReportedAndNotRepeated();
    void nothingIsEmittedInsideTheCall();
    void hostNotFound();
    void aServerThatSaysNothingTimesOut();
    void aServerThatClosesAtOnce();
    void aServerThatIsFull();
    void somethingElseThatListens_data();
    void somethingElseThatListens();
    void leavingWaitsForTheGoodbye();
    void leavingDoesNotWaitForever();
    void leavingWhileConnecting();
    void connectingElsewhereLeavesFirst();
    void whatWaitsIsToldBeforeTheEnd_data();
    void whatWaitsIsToldBeforeTheEnd();
    void disconnectInsideOfStateChanged();
    void connectInsideOfConnectionFailed();
    void destroyedWhileConnected();
};

void TestClassroomConnection::connectsAndAsksForTheTopics()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QCOMPARE(connection.ruleSet(), RuleSet::Classroom);
    QSignalSpy states(&connection, &BrokerConnection::stateChanged);
    QSignalSpy topics(&connection, &BrokerConnection::topicsListed);
    connection.connectToBroker(addressOf(server), {});
    QCOMPARE(connection.state(), State::Connecting);
    QVERIFY(topics.wait(patience));
    QCOMPARE(statesOf(states), QList<State>({State::Connecting, State::Connected}));
    QCOMPARE(namesOf(topics.first().first().value<QList<TopicName>>()),
             QStringList({u"HEALTH"_s, u"NEWS"_s, u"SECURITY"_s, u"WEATHER"_s}));
    QCOMPARE(server.lines(), QList<QByteArray>({"<CONN>", "<TOPICS>"}));
    QCOMPARE(connection.timeToNextAttempt(), 0ms);
}

void TestClassroomConnection::nameIsTheOneThatTheServerShows_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("welcome");
    QTest::addColumn<QString>("shown");
    QTest::newRow("as asked") << u"Anna"_s << QByteArray("<CONN, Anna>")
                              << QByteArray("<CONN_ACK, Anna>\n") << u"Anna"_s;
    QTest::newRow("second Anna") << u"Anna"_s << QByteArray("<CONN, Anna>")
                                 << QByteArray("<CONN_ACK, Anna (2)>\n") << u"Anna (2)"_s;
    QTest::newRow("none") << QString() << QByteArray("<CONN>") << QByteArray("<CONN_ACK>\n")
                          << QString();
    QTest::newRow("escaped") << u"a, <b>"_s << QByteArray("<CONN, a\\, \\x3Cb\\x3E>")
                             << QByteArray("<CONN_ACK, a\\, \\x3Cb\\x3E>\n") << u"a, <b>"_s;
    QTest::newRow("CRLF") << u"Zoë"_s << QByteArray("<CONN, Zoë>")
                          << QByteArray("<CONN_ACK, Zoë>\r\n") << u"Zoë"_s;
}

void TestClassroomConnection::nameIsTheOneThatTheServerShows()
{
    QFETCH(QString, asked);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, welcome);
    QFETCH(QString, shown);
    FakeServer server;
    server.setAnswer("<CONN", welcome);
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server, asked));
    QCOMPARE(server.lines().first(), sent);
    QCOMPARE(connection.clientName(), shown);
}

void TestClassroomConnection::aNameThatCannotBeIsReportedAtOnce()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.connectToBroker(addressOf(server), u"two\nlines"_s);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(errorOf(failed).kind, Kind::InvalidName);
    QCOMPARE(connection.state(), State::Disconnected);
    // The next attempt, with another name, is not disturbed by it.
    QVERIFY(connectTo(connection, server, u"Anna"_s));
    QCOMPARE(server.connectionCount(), 1);
}

void TestClassroomConnection::refusedIsReportedAndNotRepeated()
{
    FakeServer server;
    QVERIFY(server.listen());
    server.close();
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    QSignalSpy states(&connection, &BrokerConnection::stateChanged);
    connection.connectToBroker(addressOf(server), {});
    QVERIFY(failed.wait(patience));
    const ConnectionError error = errorOf(failed);
    QCOMPARE(error.kind, Kind::Refused);
    QVERIFY(!error.willRetry);
    QVERIFY(error.sentence.contains(addressOf(server).toShortString()));
    QVERIFY(error.sentence.contains(u"Start a broker"_s));
    QCOMPARE(statesOf(states), QList<State>({State::Connecting, State::Disconnected}));
    QCOMPARE(connection.timeToNextAttempt(), 0ms);
}

void TestClassroomConnection::nothingIsEmittedInsideTheCall()
{
    FakeServer server;
    QVERIFY(server.listen());
    server.close();
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.connectToBroker(addressOf(server), {});
    QCOMPARE(connection.state(), State::Connecting);
    QVERIFY(failed.isEmpty());
    QVERIFY(failed.wait(patience));
}

void TestClassroomConnection::hostNotFound()
{
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    // No name may have so long a part: it is not found without asking a name server, which may
    // take its time. RFC 6761: .invalid never has an address.
    const QString name = QString(64, u'x') + ".invalid"_L1;
    connection.connectToBroker({name, 8092}, {});
    QVERIFY(failed.wait(patience));
    QCOMPARE(errorOf(failed).kind, Kind::HostNotFound);
    QVERIFY(errorOf(failed).sentence.contains(name));
    QCOMPARE(connection.state(), State::Disconnected);
}

void TestClassroomConnection::aServerThatSaysNothingTimesOut()
{
    FakeServer server;
    server.setAnswer("<CONN", {});
    QVERIFY(server.listen());
    auto timing = quickTiming();
    timing.welcomeTimeout = 20ms;
    ClassroomConnection connection(timing);
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.connectToBroker(addressOf(server), {});
    QVERIFY(failed.wait(patience));
    QCOMPARE(errorOf(failed).kind, Kind::TimedOut);
    QVERIFY(errorOf(failed).sentence.contains(u"said nothing"_s));
    QCOMPARE(connection.state(), State::Disconnected);
}

void TestClassroomConnection::aServerThatClosesAtOnce()
{
    FakeServer server;
    server.setScript("<CONN", [&server](const QByteArray &) {
        server.dropClient();
        return QByteArray();
    });
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.connectToBroker(addressOf(server), {});
    QVERIFY(failed.wait(patience));
    QCOMPARE(errorOf(failed).kind, Kind::Lost);
    QVERIFY(!errorOf(failed).willRetry);
    QCOMPARE(connection.state(), State::Disconnected);
}

void TestClassroomConnection::aServerThatIsFull()
{
    FakeServer server;
    server.setAnswer("<CONN", "<ERROR, CONN, limit, The server is full. Try again later.>\n");
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.connectToBroker(addressOf(server), u"Anna"_s);
    QVERIFY(failed.wait(patience));
    QCOMPARE(errorOf(failed).kind, Kind::RefusedByServer);
    QVERIFY(errorOf(failed).sentence.contains(u"The server is full."_s));
    QCOMPARE(connection.state(), State::Disconnected);
}

void TestClassroomConnection::somethingElseThatListens_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("ssh") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << u"SSH-2.0-OpenSSH_9.2"_s;
    QTest::newRow("http") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n")
                          << u"HTTP/1.1 400 Bad Request"_s;
    QTest::newRow("binary") << QByteArray("\x16\x03\x01\x02\xFF\n", 6) << u"\\x16\\x03"_s;
    QTest::newRow("another frame") << QByteArray("<PUB, A, x>\n") << u"<PUB, A, x>"_s;
    QTest::newRow("list before the welcome") << QByteArray("<1, A>\n") << u"<1, A>"_s;
}

void TestClassroomConnection::somethingElseThatListens()
{
    QFETCH(QByteArray, greeting);
    QFETCH(QString, quoted);
    FakeServer server;
    server.setAnswer("<CONN", greeting);
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.connectToBroker(addressOf(server), {});
    QVERIFY(failed.wait(patience));
    QCOMPARE(errorOf(failed).kind, Kind::ProtocolError);
    QVERIFY2(errorOf(failed).sentence.contains(quoted), qPrintable(errorOf(failed).sentence));
    QVERIFY(errorOf(failed).sentence.contains(u"does not speak the classroom protocol"_s));
    QCOMPARE(connection.state(), State::Disconnected);
}

void TestClassroomConnection::leavingWaitsForTheGoodbye()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server));
    QSignalSpy subscribed(&connection, &BrokerConnection::subscribed);
    connection.subscribe(u"NEWS"_s);
    QVERIFY(subscribed.wait(patience));
    QSignalSpy states(&connection, &BrokerConnection::stateChanged);
    QSignalSpy cleared(&connection, &BrokerConnection::subscriptionsCleared);
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    connection.disconnectFromBroker();
    QCOMPARE(connection.state(), State::Disconnecting);
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Disconnected, patience);
    QCOMPARE(statesOf(states), QList<State>({State::Disconnecting, State::Disconnected}));
    QCOMPARE(server.lines().last(), QByteArray("<DISC>"));
    QCOMPARE(cleared.size(), 1);
    QVERIFY(connection.subscriptions().isEmpty());
    QVERIFY(failed.isEmpty());
    QCOMPARE(server.connectionCount(), 1);
}

void TestClassroomConnection::leavingDoesNotWaitForever()
{
    FakeServer server;
    server.setAnswer("<DISC>", {});
    QVERIFY(server.listen());
    auto timing = quickTiming();
    timing.goodbyeTimeout = 20ms;
    ClassroomConnection connection(timing);
    QVERIFY(connectTo(connection, server));
    QByteArray lastLine;
    QObject context;
    connect(&connection, &BrokerConnection::wireTraffic, &context,
            [&lastLine](const QList<WireRecord> &records) { lastLine = records.last().line; });
    connection.disconnectFromBroker();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Disconnected, patience);
    QTRY_COMPARE_WITH_TIMEOUT(lastLine, QByteArray("<DISC>"), patience);
}

void TestClassroomConnection::leavingWhileConnecting()
{
    FakeServer server;
    server.setAnswer("<CONN", {});
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    connection.connectToBroker(addressOf(server), {});
    QTRY_COMPARE_WITH_TIMEOUT(server.lines().size(), 1, patience);
    connection.disconnectFromBroker();
    QCOMPARE(connection.state(), State::Disconnected);
    // Nor is a welcome that comes too late taken for one.
    server.send("<CONN_ACK>\n");
    QTRY_VERIFY_WITH_TIMEOUT(!server.client(), patience);
    QCOMPARE(connection.state(), State::Disconnected);
}

void TestClassroomConnection::connectingElsewhereLeavesFirst()
{
    FakeServer first;
    FakeServer second;
    QVERIFY(first.listen());
    QVERIFY(second.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, first));
    QSignalSpy subscribed(&connection, &BrokerConnection::subscribed);
    connection.subscribe(u"NEWS"_s);
    QVERIFY(subscribed.wait(patience));
    QSignalSpy cleared(&connection, &BrokerConnection::subscriptionsCleared);
    QSignalSpy states(&connection, &BrokerConnection::stateChanged);
    QVERIFY(connectTo(connection, second));
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(statesOf(states),
             QList<State>({State::Disconnected, State::Connecting, State::Connected}));
    QTRY_COMPARE_WITH_TIMEOUT(first.lines().last(), QByteArray("<DISC>"), patience);
    QCOMPARE(second.lines(), QList<QByteArray>({"<CONN>", "<TOPICS>"}));
    QCOMPARE(connection.address(), addressOf(second));
}

void TestClassroomConnection::whatWaitsIsToldBeforeTheEnd_data()
{
    QTest::addColumn<QString>("end");
    QTest::newRow("we leave") << u"leave"_s;
    QTest::newRow("we go elsewhere") << u"elsewhere"_s;
    QTest::newRow("the server goes") << u"lost"_s;
    QTest::newRow("the server talks nonsense") << u"nonsense"_s;
}

void TestClassroomConnection::whatWaitsIsToldBeforeTheEnd()
{
    QFETCH(QString, end);
    FakeServer server;
    FakeServer second;
    QVERIFY(server.listen());
    QVERIFY(second.listen());
    // Batches so far apart that only the end can bring them.
    auto timing = quickTiming();
    timing.firstPause = 1h;
    timing.longestPause = 1h;
    ClassroomConnection connection(timing, {.interval = 1h});
    QStringList told;
    QObject context;
    connect(&connection, &BrokerConnection::messagesReceived, &context, [&] { told += u"m"_s; });
    connect(&connection, &BrokerConnection::topicsAdded, &context, [&] { told += u"t"_s; });
    connect(&connection, &BrokerConnection::stateChanged, &context, [&](State state) {
        const bool ended = state == State::Disconnected || state == State::WaitingToReconnect;
        told += ended ? QStringList{u"end"_s} : QStringList();
    });
    QVERIFY(connectTo(connection, server));
    QSignalSpy pong(&connection, &BrokerConnection::pongReceived);
    server.setAnswer("<PING>", "<TOPIC_ADDED, LATE>\n<PUB, LATE, x>\n<PONG>\n");
    // The first batch of all is not kept waiting; the second is.
    connection.ping();
    QVERIFY(pong.wait(patience));
    connection.ping();
    QVERIFY(pong.wait(patience));
    told.clear();
    connection.ping();
    QVERIFY(pong.wait(patience));
    if (end == "leave"_L1) {
        connection.disconnectFromBroker();
    } else if (end == "elsewhere"_L1) {
        connection.connectToBroker(addressOf(second), {});
    } else if (end == "lost"_L1) {
        server.dropClient();
    } else {
        server.send("nonsense\n");
    }
    QTRY_VERIFY_WITH_TIMEOUT(told.contains(u"end"_s), patience);
    QCOMPARE(told, QStringList({u"t"_s, u"m"_s, u"end"_s}));
}

void TestClassroomConnection::disconnectInsideOfStateChanged()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QObject context;
    connect(&connection, &BrokerConnection::stateChanged, &context, [&connection](State state) {
        if (state == State::Connected) {
            connection.disconnectFromBroker();
        }
    });
    connection.connectToBroker(addressOf(server), {});
    QTRY_COMPARE_WITH_TIMEOUT(server.lines().size(), 3, patience);
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Disconnected, patience);
    QCOMPARE(server.lines(), QList<QByteArray>({"<CONN>", "<TOPICS>", "<DISC>"}));
}

void TestClassroomConnection::connectInsideOfConnectionFailed()
{
    FakeServer server;
    QVERIFY(server.listen());
    FakeServer closed;
    QVERIFY(closed.listen());
    closed.close();
    ClassroomConnection connection(quickTiming());
    QObject context;
    connect(&connection, &BrokerConnection::connectionFailed, &context,
            [&] { connection.connectToBroker(addressOf(server), u"Anna"_s); });
    connection.connectToBroker(addressOf(closed), {});
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Connected, patience);
    QCOMPARE(connection.clientName(), u"Anna"_s);
}

void TestClassroomConnection::destroyedWhileConnected()
{
    FakeServer server;
    QVERIFY(server.listen());
    {
        ClassroomConnection connection(quickTiming());
        QVERIFY(connectTo(connection, server));
        connection.subscribe(u"NEWS"_s);
    }
    QTRY_VERIFY_WITH_TIMEOUT(!server.client(), patience);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestClassroomConnection)
#include "tst_classroomconnection.moc"
