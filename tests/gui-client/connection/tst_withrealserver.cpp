#include "connection/classroomconnection.h"
#include "connection/localbroker.h"
#include "patience.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

namespace {

QString serverProgram()
{
    return QString::fromUtf8(CORKBOARD_SERVER_PROGRAM);
}

QStringList namesOf(const QList<TopicName> &topics)
{
    QStringList names;
    for (const TopicName &topic : topics) {
        names.append(topic.toString());
    }
    return names;
}

/// A client that gathers what it is told.
struct Client {
    explicit Client(const ClassroomConnection::Timing &timing = {})
        : connection(timing)
    {
        QObject::connect(&connection, &BrokerConnection::messagesReceived, &connection,
                         [this](const QList<ReceivedMessage> &batch) {
                             for (const ReceivedMessage &each : batch) {
                                 heard += QString(each.replayed ? u"%1=%2 replayed"_s : u"%1=%2"_s)
                                              .arg(each.message.topic.toString(),
                                                   QString::fromUtf8(each.message.payload));
                             }
                         });
        QObject::connect(&connection, &BrokerConnection::subscribed, &connection,
                         [this](const SubscribeAnswer &answer) {
                             log += u"sub "_s + namesOf(answer.topics).join(u' ');
                         });
        QObject::connect(&connection, &BrokerConnection::unsubscribed, &connection,
                         [this](const UnsubscribeAnswer &answer) {
                             log += u"unsub "_s + namesOf(answer.topics).join(u' ');
                         });
        QObject::connect(&connection, &BrokerConnection::publishAnswered, &connection,
                         [this](const PublishAnswer &answer) { log += u"ok "_s + answer.topic; });
        QObject::connect(&connection, &BrokerConnection::requestFailed, &connection,
                         [this](const RequestFailure &failure) {
                             log += u"failed %1 %2"_s.arg(
                                 failure.topic,
                                 failure.code ? QString::fromUtf8(toCode(*failure.code))
                                              : QString());
                         });
    }

    ClassroomConnection connection;
    QStringList heard;
    QStringList log;
};

} // namespace

/// The connection and the local broker with the real server.
class TestWithRealServer final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void subscribePublishAndHear();
    void retainedMessagesAreReplayedAndCleared();
    void wildcardsActOnce();
    void errorsFindTheirRequests();
    void newTopicsAreAnnounced();
    void listHelpAndPing();
    void aSecondAnnaGetsANumber();
    void thePortIsTaken();
    void theServerGoesAndComesBack();

private:
    [[nodiscard]] bool join(Client &client, const QString &name = {}) const;

    LocalBroker *m_broker = nullptr;
};

void TestWithRealServer::initTestCase()
{
    m_broker = new LocalBroker(serverProgram(), this);
    QSignalSpy ready(m_broker, &LocalBroker::ready);
    m_broker->start({LocalBroker::Reach::ThisComputer, 0, {}});
    QVERIFY(ready.wait(patience));
    QVERIFY(m_broker->info().port > 0);
    QTRY_VERIFY_WITH_TIMEOUT(!m_broker->info().addresses.isEmpty(), patience);
    const auto address = BrokerAddress::parse(m_broker->info().addresses.first());
    QVERIFY(address);
    QCOMPARE(address->port, m_broker->info().port);
}

void TestWithRealServer::cleanupTestCase()
{
    QSignalSpy stopped(m_broker, &LocalBroker::stopped);
    m_broker->stop();
    QVERIFY(stopped.wait(patience));
}

bool TestWithRealServer::join(Client &client, const QString &name) const
{
    QSignalSpy topics(&client.connection, &BrokerConnection::topicsListed);
    client.connection.connectToBroker({u"127.0.0.1"_s, m_broker->info().port}, name);
    return topics.wait(patience);
}

void TestWithRealServer::subscribePublishAndHear()
{
    Client client;
    QVERIFY(join(client));
    client.connection.subscribe(u"WEATHER"_s);
    client.connection.publish(u"WEATHER"_s, "rain, then\nsun", false);
    QTRY_COMPARE_WITH_TIMEOUT(client.heard, QStringList{u"WEATHER=rain, then\nsun"_s}, patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.log, QStringList({u"sub WEATHER"_s, u"ok WEATHER"_s}),
                              patience);
    client.connection.disconnectFromBroker();
    QTRY_COMPARE_WITH_TIMEOUT(client.connection.state(), BrokerConnection::State::Disconnected,
                              patience);
}

void TestWithRealServer::retainedMessagesAreReplayedAndCleared()
{
    Client desk;
    QVERIFY(join(desk));
    desk.connection.subscribe(u"NEWS"_s);
    desk.connection.publish(u"NEWS"_s, "Snow day", true);
    QTRY_COMPARE_WITH_TIMEOUT(desk.heard, QStringList{u"NEWS=Snow day"_s}, patience);
    Client late;
    QVERIFY(join(late));
    late.connection.subscribe(u"NEWS"_s);
    QTRY_COMPARE_WITH_TIMEOUT(late.heard, QStringList{u"NEWS=Snow day replayed"_s}, patience);
    desk.connection.publish(u"NEWS"_s, {}, true);
    QTRY_COMPARE_WITH_TIMEOUT(late.heard.size(), 2, patience);
    Client later;
    QVERIFY(join(later));
    later.connection.subscribe(u"NEWS"_s);
    later.connection.publish(u"NEWS"_s, "live", false);
    QTRY_COMPARE_WITH_TIMEOUT(later.heard, QStringList{u"NEWS=live"_s}, patience);
}

void TestWithRealServer::wildcardsActOnce()
{
    Client client;
    QVERIFY(join(client));
    client.connection.subscribe(u"W/A"_s);
    client.connection.subscribe(u"W/B"_s);
    client.connection.unsubscribe(u"W/#"_s);
    client.connection.subscribe(u"W/+"_s);
    QTRY_COMPARE_WITH_TIMEOUT(
        client.log, QStringList({u"sub W/A"_s, u"sub W/B"_s, u"unsub W/A W/B"_s, u"sub W/A W/B"_s}),
        patience);
    client.connection.publish(u"W/+"_s, "x", false);
    QTRY_COMPARE_WITH_TIMEOUT(client.heard.size(), 2, patience);
    QCOMPARE(client.connection.subscriptions().last().filter, u"W/+"_s);
}

void TestWithRealServer::errorsFindTheirRequests()
{
    Client client;
    QVERIFY(join(client));
    client.connection.publish(u"HEALTH"_s, "x", false);
    client.connection.subscribe(u"NOWHERE/+"_s);
    client.connection.unsubscribe(u"HEALTH"_s);
    client.connection.subscribe(u"HEALTH"_s);
    client.connection.subscribe(u"HEALTH"_s);
    client.connection.subscribe(u"a/#/b"_s);
    client.connection.publish(u"HEALTH"_s, "x", false);
    QTRY_COMPARE_WITH_TIMEOUT(
        client.log,
        QStringList({u"failed HEALTH not-subscribed"_s, u"failed NOWHERE/+ no-match"_s,
                     u"failed HEALTH not-subscribed"_s, u"sub HEALTH"_s,
                     u"failed HEALTH already-subscribed"_s, u"failed a/#/b invalid-topic"_s,
                     u"ok HEALTH"_s}),
        patience);
}

void TestWithRealServer::newTopicsAreAnnounced()
{
    Client watcher;
    QVERIFY(join(watcher));
    QSignalSpy added(&watcher.connection, &BrokerConnection::topicsAdded);
    Client maker;
    QVERIFY(join(maker));
    maker.connection.subscribe(u"brand/new"_s);
    QVERIFY(added.wait(patience));
    QCOMPARE(namesOf(added.first().first().value<QList<TopicName>>()), QStringList{u"brand/new"_s});
}

void TestWithRealServer::listHelpAndPing()
{
    Client client;
    QVERIFY(join(client));
    QSignalSpy listed(&client.connection, &BrokerConnection::subscriptionsListed);
    QSignalSpy help(&client.connection, &BrokerConnection::helpReceived);
    QSignalSpy pong(&client.connection, &BrokerConnection::pongReceived);
    client.connection.subscribe(u"SECURITY"_s);
    client.connection.subscribe(u"HEALTH"_s);
    for (const QString &line : {u"/LIST"_s, u"/HELP"_s, u"/PING"_s}) {
        QVERIFY(client.connection.runTyped(line).has_value());
    }
    QVERIFY(pong.wait(patience));
    QCOMPARE(namesOf(listed.first().first().value<QList<TopicName>>()),
             QStringList({u"SECURITY"_s, u"HEALTH"_s}));
    QCOMPARE(help.first().first().value<QList<HelpLine>>().size(), qsizetype(verbSpecs().size()));
}

void TestWithRealServer::aSecondAnnaGetsANumber()
{
    Client first;
    QVERIFY(join(first, u"Anna"_s));
    QCOMPARE(first.connection.clientName(), u"Anna"_s);
    Client second;
    QVERIFY(join(second, u"Anna"_s));
    QCOMPARE(second.connection.clientName(), u"Anna (2)"_s);
}

void TestWithRealServer::thePortIsTaken()
{
    LocalBroker other(serverProgram());
    QSignalSpy taken(&other, &LocalBroker::portTaken);
    QSignalSpy failed(&other, &LocalBroker::failed);
    other.start({LocalBroker::Reach::ThisComputer, m_broker->info().port, {}});
    QTRY_VERIFY_WITH_TIMEOUT(!taken.isEmpty() || !failed.isEmpty(), patience);
    QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed[0][0].toString()));
    QCOMPARE(taken.first().first().value<quint16>(), m_broker->info().port);
}

void TestWithRealServer::theServerGoesAndComesBack()
{
    ClassroomConnection::Timing timing;
    timing.firstPause = 10ms;
    timing.longestPause = 50ms;
    LocalBroker server(serverProgram());
    QSignalSpy ready(&server, &LocalBroker::ready);
    QSignalSpy stopped(&server, &LocalBroker::stopped);
    server.start({LocalBroker::Reach::ThisComputer, 0, {}});
    QVERIFY(ready.wait(patience));
    const quint16 port = server.info().port;
    Client client(timing);
    client.connection.connectToBroker({u"127.0.0.1"_s, port}, {});
    QTRY_VERIFY_WITH_TIMEOUT(client.connection.isConnected(), patience);
    client.connection.subscribe(u"MADE/HERE"_s);
    client.connection.subscribe(u"+"_s);
    QTRY_COMPARE_WITH_TIMEOUT(client.log.size(), 2, patience);
    const QList<OwnSubscription> before = client.connection.subscriptions();
    QCOMPARE(before.size(), 5);
    server.stop();
    QVERIFY(stopped.wait(patience));
    QTRY_COMPARE_WITH_TIMEOUT(client.connection.state(),
                              BrokerConnection::State::WaitingToReconnect, patience);
    server.start({LocalBroker::Reach::ThisComputer, port, {}});
    QTRY_COMPARE_WITH_TIMEOUT(client.log.size(), 2 + 5, patience);
    QVERIFY(client.connection.isConnected());
    QCOMPARE(client.connection.subscriptions(), before);
    client.connection.publish(u"MADE/HERE"_s, "back", false);
    QTRY_COMPARE_WITH_TIMEOUT(client.heard, QStringList{u"MADE/HERE=back"_s}, patience);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestWithRealServer)
#include "tst_withrealserver.moc"
