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

namespace {

ConnectionError errorAt(const QSignalSpy &spy, qsizetype index)
{
    return spy[index].first().value<ConnectionError>();
}

/// Subscribes and waits for the answers.
bool subscribeTo(ClassroomConnection &connection, const QStringList &filters)
{
    QSignalSpy subscribed(&connection, &BrokerConnection::subscribed);
    for (const QString &filter : filters) {
        connection.subscribe(filter);
    }
    return QTest::qWaitFor([&] { return subscribed.size() == filters.size(); }, patience);
}

} // namespace

/// Losing the connection and finding it again.
class TestClassroomReconnect final : public QObject {
    Q_OBJECT

private slots:
    void aLostConnectionComesBackWithItsSubscriptions_data();
    void aLostConnectionComesBackWithItsSubscriptions();
    void attemptsGoOnWhileTheServerIsAway();
    void pausesGrowUntilAConnectionIsStable_data();
    void pausesGrowUntilAConnectionIsStable();
    void aSubscriptionThatCannotBeRestoredIsReported();
    void lostAgainWhileRestoring();
    void disconnectEndsTheAttempts();
    void retryNowDoesNotWait();
    void afterAUsersDisconnectNothingIsRestored();
    void silenceIsFoundOut();
    void anAnswerToThePingKeepsItAlive();
    void aRefusalWhileReconnectingIsTriedAgain();
};

void TestClassroomReconnect::aLostConnectionComesBackWithItsSubscriptions_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("closed in order") << false;
    QTest::newRow("reset") << true;
}

void TestClassroomReconnect::aLostConnectionComesBackWithItsSubscriptions()
{
    QFETCH(bool, reset);
    FakeServer server;
    server.setAnswer("<SUB, WEATHER/#>", "<SUCCESS, SUB, WEATHER, WEATHER/MN>\n");
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server, u"Anna"_s));
    QVERIFY(subscribeTo(connection, {u"NEWS"_s, u"WEATHER/#"_s}));
    const QList<OwnSubscription> before = connection.subscriptions();
    server.clearLines();

    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    QSignalSpy subscribed(&connection, &BrokerConnection::subscribed);
    QSignalSpy cleared(&connection, &BrokerConnection::subscriptionsCleared);
    QSignalSpy states(&connection, &BrokerConnection::stateChanged);
    if (reset) {
        server.resetClient();
    } else {
        server.dropClient();
    }
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 3, patience);
    QCOMPARE(errorAt(failed, 0).kind, ConnectionError::Kind::Lost);
    QVERIFY(errorAt(failed, 0).willRetry);
    QCOMPARE(states.first().first().value<State>(), State::WaitingToReconnect);
    QVERIFY(connection.isConnected());
    // Topic by topic, as the server answered, in the order made.
    QCOMPARE(server.lines(),
             QList<QByteArray>({"<CONN, Anna>", "<TOPICS>", "<SUB, NEWS>", "<SUB, WEATHER>",
                                "<SUB, WEATHER/MN>"}));
    const auto restored = subscribed[2].first().value<SubscribeAnswer>();
    QVERIFY(restored.restored);
    QCOMPARE(restored.filter, u"WEATHER/#"_s);
    QCOMPARE(restored.time, before[2].since);
    QCOMPARE(connection.subscriptions(), before);
    QVERIFY(cleared.isEmpty());
}

void TestClassroomReconnect::attemptsGoOnWhileTheServerIsAway()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server));
    QVERIFY(subscribeTo(connection, {u"NEWS"_s}));
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    server.close();
    server.dropClient();
    QTRY_VERIFY_WITH_TIMEOUT(failed.size() >= 4, patience);
    QCOMPARE(errorAt(failed, 0).kind, ConnectionError::Kind::Lost);
    for (qsizetype i = 1; i < failed.size(); ++i) {
        QCOMPARE(errorAt(failed, i).kind, ConnectionError::Kind::Refused);
        QVERIFY(errorAt(failed, i).willRetry);
    }
    QVERIFY(server.listen(server.port()));
    QTRY_COMPARE_WITH_TIMEOUT(server.lines("<SUB, NEWS>").size(), 2, patience);
    QVERIFY(connection.isConnected());
}

void TestClassroomReconnect::pausesGrowUntilAConnectionIsStable_data()
{
    QTest::addColumn<int>("stableAfterHours");
    QTest::addColumn<QList<qint64>>("hours");
    QTest::newRow("the server keeps closing") << 1 << QList<qint64>({1, 2, 4, 8, 10, 10});
    QTest::newRow("stable in between") << 0 << QList<qint64>({1, 1, 1, 1, 1, 1});
}

void TestClassroomReconnect::pausesGrowUntilAConnectionIsStable()
{
    QFETCH(int, stableAfterHours);
    QFETCH(QList<qint64>, hours);
    FakeServer server;
    QVERIFY(server.listen());
    // Hours, which nobody waits for: the test makes the next attempt itself.
    auto timing = quickTiming();
    timing.firstPause = 1h;
    timing.longestPause = 10h;
    timing.stableAfter = std::chrono::hours(stableAfterHours);
    ClassroomConnection connection(timing);
    QVERIFY(connectTo(connection, server));
    QList<qint64> pauses;
    for (qsizetype i = 0; i < hours.size(); ++i) {
        server.dropClient();
        QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::WaitingToReconnect, patience);
        pauses.append(
            std::chrono::round<std::chrono::hours>(connection.timeToNextAttempt()).count());
        QSignalSpy topics(&connection, &BrokerConnection::topicsListed);
        connection.retryNow();
        QVERIFY(topics.wait(patience));
    }
    QCOMPARE(pauses, hours);
}

void TestClassroomReconnect::aSubscriptionThatCannotBeRestoredIsReported()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server));
    QVERIFY(subscribeTo(connection, {u"NEWS"_s, u"HEALTH"_s}));
    server.setAnswer("<SUB, NEWS>", "<ERROR, SUB, limit, There are too many topics.>\n");
    QSignalSpy failed(&connection, &BrokerConnection::requestFailed);
    QSignalSpy unsubscribed(&connection, &BrokerConnection::unsubscribed);
    QSignalSpy subscribed(&connection, &BrokerConnection::subscribed);
    server.dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.size(), 1, patience);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<RequestFailure>().topic, u"NEWS"_s);
    QCOMPARE(namesOf(unsubscribed.first().first().value<UnsubscribeAnswer>().topics),
             QStringList({u"NEWS"_s}));
    QCOMPARE(subscribedTopics(connection), QStringList({u"HEALTH"_s}));
}

void TestClassroomReconnect::lostAgainWhileRestoring()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server));
    QVERIFY(subscribeTo(connection, {u"A"_s, u"B"_s, u"C"_s}));
    int drops = 0;
    server.setScript("<SUB, B>", [&](const QByteArray &) {
        if (drops++ == 0) {
            server.dropClient();
            return QByteArray();
        }
        return QByteArray("<SUCCESS, SUB, B>\n");
    });
    QSignalSpy subscribed(&connection, &BrokerConnection::subscribed);
    QSignalSpy failed(&connection, &BrokerConnection::requestFailed);
    server.dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(drops, 2, patience);
    QTRY_COMPARE_WITH_TIMEOUT(subscribed.last().first().value<SubscribeAnswer>().filter, u"C"_s,
                              patience);
    QCOMPARE(subscribedTopics(connection), QStringList({u"A"_s, u"B"_s, u"C"_s}));
    QVERIFY2(failed.isEmpty(), "nobody asked for these requests");
}

void TestClassroomReconnect::disconnectEndsTheAttempts()
{
    FakeServer server;
    QVERIFY(server.listen());
    auto timing = quickTiming();
    timing.firstPause = 1h;
    timing.longestPause = 1h;
    ClassroomConnection connection(timing);
    QVERIFY(connectTo(connection, server));
    QVERIFY(subscribeTo(connection, {u"NEWS"_s}));
    QSignalSpy cleared(&connection, &BrokerConnection::subscriptionsCleared);
    server.dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::WaitingToReconnect, patience);
    QVERIFY(connection.timeToNextAttempt() > 0ms);
    QVERIFY(connection.stateText().contains(u"trying again in"_s));
    QCOMPARE(subscribedTopics(connection), QStringList({u"NEWS"_s}));
    connection.disconnectFromBroker();
    QCOMPARE(connection.state(), State::Disconnected);
    QCOMPARE(connection.timeToNextAttempt(), 0ms);
    QCOMPARE(cleared.size(), 1);
}

void TestClassroomReconnect::retryNowDoesNotWait()
{
    FakeServer server;
    QVERIFY(server.listen());
    auto timing = quickTiming();
    timing.firstPause = 1h;
    timing.longestPause = 1h;
    ClassroomConnection connection(timing);
    connection.retryNow();
    QCOMPARE(connection.state(), State::Disconnected);
    QVERIFY(connectTo(connection, server));
    connection.retryNow();
    QCOMPARE(connection.state(), State::Connected);
    server.dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::WaitingToReconnect, patience);
    connection.retryNow();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Connected, patience);
}

void TestClassroomReconnect::afterAUsersDisconnectNothingIsRestored()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server));
    QVERIFY(subscribeTo(connection, {u"NEWS"_s}));
    connection.disconnectFromBroker();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), State::Disconnected, patience);
    QVERIFY(connectTo(connection, server));
    QSignalSpy pong(&connection, &BrokerConnection::pongReceived);
    connection.ping();
    QVERIFY(pong.wait(patience));
    QCOMPARE(server.lines("<SUB").size(), 1);
}

void TestClassroomReconnect::silenceIsFoundOut()
{
    FakeServer server;
    server.setAnswer("<PING>", {});
    QVERIFY(server.listen());
    auto timing = quickTiming();
    timing.idleBeforePing = 20ms;
    timing.pongTimeout = 20ms;
    timing.firstPause = 1h;
    timing.longestPause = 1h;
    ClassroomConnection connection(timing);
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    QByteArrayList pings;
    QObject context;
    connect(&connection, &BrokerConnection::wireTraffic, &context,
            [&pings](const QList<WireRecord> &records) {
                for (const WireRecord &record : records) {
                    if (record.line == "<PING>") {
                        pings.append(record.line);
                    }
                }
            });
    connection.connectToBroker(addressOf(server), {});
    QVERIFY(failed.wait(patience));
    QCOMPARE(errorAt(failed, 0).kind, ConnectionError::Kind::Lost);
    QVERIFY(errorAt(failed, 0).sentence.contains(u"does not answer any more"_s));
    QVERIFY(errorAt(failed, 0).willRetry);
    // What was written, because a server on a busy machine may not have read it yet.
    QTRY_COMPARE_WITH_TIMEOUT(pings.size(), 1, patience);
}

void TestClassroomReconnect::anAnswerToThePingKeepsItAlive()
{
    FakeServer server;
    QVERIFY(server.listen());
    auto timing = quickTiming();
    timing.idleBeforePing = 5ms;
    ClassroomConnection connection(timing);
    QVERIFY(connectTo(connection, server));
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    QSignalSpy pong(&connection, &BrokerConnection::pongReceived);
    QTRY_VERIFY_WITH_TIMEOUT(server.lines("<PING>").size() >= 3, patience);
    QVERIFY(failed.isEmpty());
    QVERIFY(pong.isEmpty());
    QVERIFY(connection.isConnected());
}

void TestClassroomReconnect::aRefusalWhileReconnectingIsTriedAgain()
{
    FakeServer server;
    QVERIFY(server.listen());
    ClassroomConnection connection(quickTiming());
    QVERIFY(connectTo(connection, server));
    int welcomes = 0;
    server.setScript("<CONN", [&](const QByteArray &) {
        return ++welcomes < 3 ? QByteArray("<ERROR, CONN, limit, The server is full.>\n")
                              : QByteArray("<CONN_ACK>\n");
    });
    QSignalSpy failed(&connection, &BrokerConnection::connectionFailed);
    server.dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(welcomes, 3, patience);
    QTRY_VERIFY_WITH_TIMEOUT(connection.isConnected(), patience);
    QCOMPARE(failed.size(), 3);
    QCOMPARE(errorAt(failed, 1).kind, ConnectionError::Kind::RefusedByServer);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestClassroomReconnect)
#include "tst_classroomreconnect.moc"
