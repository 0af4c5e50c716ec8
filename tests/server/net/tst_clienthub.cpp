#include "broker/broker.h"
#include "faketransport.h"
#include "net/clienthub.h"
#include "topics.h"

#include <QCoreApplication>
#include <QPointer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <memory>
#include <utility>
#include <vector>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using testtopics::name;

/// All clients of a server over fake transports: who is let in, what they speak, how they leave.
class TestClientHub : public QObject {
    Q_OBJECT

private slots:
    void clientsMeetInOneBroker();
    void originalClientsAreGreeted();
    void oneSegmentDoesNotHoldUpTheOthers();
    void foreignLanguagesAreClosed_data();
    void foreignLanguagesAreClosed();
    void classroomClientOverTheBoundIsToldSo();
    void originalClientOverTheBoundIsToldSo();
    void slotIsFreeWhenItsClientHasLeft();
    void refusedThatSayNothingAreSoonClosed();
    void refusalsAreBoundedToo();
    void refusalsDoNotFillTheLog();
    void oneAddressHasABound();
    void tooManyAtOnceAreToldSo();
    void whoHoldsTheMostIsClosed();
    void sharedBytesCountOnce();
    void topicsAreEncodedOnce();
    void droppedMessagesAreCounted();
    void shutDownWritesAndCloses();
    void shutDownCarriesOutWhatHasCome();
    void shutDownWritesReplaysThatWait();
    void shutDownWithoutClientsIsDoneAtOnce();
    void allClosedIsSaidOnce();
    void nobodyIsLetInAfterShutDown();
    void destructionEndsAllSessions();
};

namespace {

QStringList logLines; ///< what a test has had logged

/// A hub with its broker, and the transports that it was given while they live.
class Hub {
public:
    explicit Hub(const ConnectionLimits &limits = {})
        : hub(std::make_unique<ClientHub>(broker, limits))
    {
        (void)broker.addTopic(name("NEWS"));
    }

    /// Lets somebody connect. The transport goes with its handler.
    QPointer<FakeTransport> connectClient(Dialect dialect = Dialect::Classroom,
                                          const QHostAddress &address
                                          = QHostAddress(QHostAddress::LocalHost)) const
    {
        auto transport = std::make_unique<FakeTransport>();
        transport->address = address;
        QPointer<FakeTransport> observed = transport.get();
        hub->add(std::move(transport), dialect);
        return observed;
    }

    /// Writes what is queued, and deletes what has ended.
    static void endTurn()
    {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    /// What @p client is answered to @p line.
    static QByteArray ask(FakeTransport *client, const QByteArray &line)
    {
        client->written.clear();
        client->say(line + '\n');
        endTurn();
        return client->written;
    }

    Broker broker;
    std::unique_ptr<ClientHub> hub;
};

} // namespace

void TestClientHub::clientsMeetInOneBroker()
{
    const Hub hub;
    const auto anna = hub.connectClient();
    const auto bert = hub.connectClient(Dialect::Original);
    QCOMPARE(hub.hub->count(), 2);
    QCOMPARE(Hub::ask(anna, "<CONN, Anna>"), "<CONN_ACK, Anna>\n");
    QCOMPARE(Hub::ask(anna, "<SUB, NEWS>"), "<SUCCESS, SUB, NEWS>\n");
    bert->say("CONN_ACK accepted by client");
    bert->say("/SUB NEWS");
    bert->written.clear();
    QCOMPARE(Hub::ask(anna, "<PUB, NEWS, hello>"), "<PUB, NEWS, hello>\n");
    QCOMPARE(bert->written, "[NEWS]: hello");
    QCOMPARE(hub.broker.sessionCount(), 2);
}

void TestClientHub::originalClientsAreGreeted()
{
    const Hub hub;
    const auto original = hub.connectClient(Dialect::Original);
    QCOMPARE(original->written, "CONN_ACK");
    const auto classroom = hub.connectClient();
    Hub::endTurn();
    QCOMPARE(classroom->written, QByteArray()); // the other ports never say a word first
}

void TestClientHub::oneSegmentDoesNotHoldUpTheOthers()
{
    const Hub hub({.turnShare = 0ms, .deadlines = {}});
    const auto greedy = hub.connectClient();
    const auto other = hub.connectClient();
    greedy->say(QByteArray("/PUB # x\n").repeated(50));
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(Hub::ask(other, "<PING>"), "<PONG>\n");
    }
    QVERIFY(greedy->written.count('\n') >= 5);
    QVERIFY(greedy->written.count('\n') < 50); // most of it still waits for its turn
    for (int i = 0; i < 50; ++i) {
        Hub::endTurn();
    }
    QCOMPARE(greedy->written,
             QByteArray("<ERROR, PUB, no-match, No topic matches for #.>\n").repeated(50));
    QCOMPARE(Hub::ask(greedy, "<PING>"), "<PONG>\n");
}

void TestClientHub::foreignLanguagesAreClosed_data()
{
    QTest::addColumn<QByteArray>("first");

    QTest::newRow("TLS") << QByteArray("\x16\x03\x01", 3);
}

void TestClientHub::foreignLanguagesAreClosed()
{
    QFETCH(const QByteArray, first);

    const Hub hub;
    const auto client = hub.connectClient();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"fake:1 is closed: it speaks"_s));
    client->say(first);
    Hub::endTurn();
    QCOMPARE(client->written, QByteArray());
    QVERIFY(client->outputShutDown);
    client->endInput();
    Hub::endTurn();
    QVERIFY(client.isNull());
    QCOMPARE(hub.hub->count(), 0);
}

void TestClientHub::classroomClientOverTheBoundIsToldSo()
{
    // L03
    const Hub hub({.maxConnections = 2, .deadlines = {}});
    const auto first = hub.connectClient();
    const auto second = hub.connectClient();
    const auto third = hub.connectClient();
    QCOMPARE(hub.hub->count(), 2);
    third->say("<CONN, Cem>\n<SUB, NEWS>\n");
    Hub::endTurn();
    QVERIFY2(third->written.startsWith("<ERROR, CONN, limit, "), third->written.constData());
    QVERIFY(third->written.contains('2'));
    QCOMPARE(third->written.count('\n'), 1);
    QVERIFY(third->outputShutDown);
    // The others go on as before.
    QCOMPARE(Hub::ask(first, "<CONN>"), "<CONN_ACK>\n");
    QCOMPARE(Hub::ask(second, "<CONN>"), "<CONN_ACK>\n");
    QCOMPARE(hub.broker.sessionCount(), 2);
}

void TestClientHub::originalClientOverTheBoundIsToldSo()
{
    const Hub hub({.maxConnections = 1, .deadlines = {}});
    const auto first = hub.connectClient();
    const auto second = hub.connectClient(Dialect::Original);
    Hub::endTurn();
    QVERIFY(second->written.startsWith("The server has its 1 clients"));
    QVERIFY(second->outputShutDown);
    QCOMPARE(Hub::ask(first, "<PING>"), "<PONG>\n");
}

void TestClientHub::slotIsFreeWhenItsClientHasLeft()
{
    const Hub hub({.maxConnections = 1, .deadlines = {}});
    const auto first = hub.connectClient();
    const auto refused = hub.connectClient();
    first->endInput();
    Hub::endTurn();
    QVERIFY(first.isNull());
    QCOMPARE(hub.hub->count(), 0);
    const auto second = hub.connectClient();
    QCOMPARE(Hub::ask(second, "<CONN>"), "<CONN_ACK>\n");
    // Those that were refused take no slot.
    refused->lose();
    Hub::endTurn();
    QVERIFY(refused.isNull());
    QCOMPARE(hub.hub->count(), 1);
}

void TestClientHub::refusedThatSayNothingAreSoonClosed()
{
    const Hub hub({.maxConnections = 1, .deadlines = {.lineBeforeConnect = 5ms}});
    const auto first = hub.connectClient();
    const auto refused = hub.connectClient();
    QTRY_VERIFY(refused.isNull());
    QVERIFY(!first.isNull()); // the deadline of those that are let in is another one
    QCOMPARE(Hub::ask(first, "<PING>"), "<PONG>\n");
}

void TestClientHub::refusalsAreBoundedToo()
{
    const Hub hub({.maxConnections = 1, .deadlines = {}});
    const auto first = hub.connectClient();
    std::vector<QPointer<FakeTransport>> refused;
    for (int i = 0; i < 200; ++i) {
        refused.push_back(hub.connectClient());
    }
    qsizetype waiting = 0;
    for (const QPointer<FakeTransport> &each : refused) {
        waiting += each.isNull() ? 0 : 1;
    }
    QCOMPARE(waiting, 64); // the others are closed without a word
    for (const QPointer<FakeTransport> &each : refused) {
        if (!each.isNull()) {
            each->lose();
        }
    }
    Hub::endTurn();
    const auto next = hub.connectClient();
    QVERIFY(Hub::ask(next, "<CONN>").startsWith("<ERROR, CONN, limit, "));
    QVERIFY(!first.isNull());
}

void TestClientHub::refusalsDoNotFillTheLog()
{
    const Hub hub({.maxConnections = 1, .deadlines = {}});
    const auto first = hub.connectClient();
    logLines.clear();
    const auto before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &text) { logLines.append(text); });
    for (int i = 0; i < 200; ++i) {
        (void)hub.connectClient();
    }
    const bool told = QTest::qWaitFor([] { return logLines.size() > 1; });
    qInstallMessageHandler(before);
    QVERIFY(told);
    QCOMPARE(logLines,
             (QStringList{u"fake:1 is refused: there are already 1 clients"_s,
                          u"199 more connections were refused in the last second"_s}));
}

void TestClientHub::oneAddressHasABound()
{
    Hub hub({.maxConnectionsPerAddress = 2, .deadlines = {}});
    const QHostAddress address(u"192.0.2.1"_s);
    const auto first = hub.connectClient(Dialect::Classroom, address);
    const auto second = hub.connectClient(Dialect::Classroom, address);
    const auto third = hub.connectClient(Dialect::Classroom, address);
    const auto other = hub.connectClient(Dialect::Original, QHostAddress(u"192.0.2.2"_s));
    QVERIFY(Hub::ask(third, "<CONN>").startsWith("<ERROR, CONN, limit, The server has 2 clients"));
    QCOMPARE(Hub::ask(second, "<CONN>"), "<CONN_ACK>\n");
    QCOMPARE(other->written, "CONN_ACK");
    const auto original = hub.connectClient(Dialect::Original, address);
    Hub::endTurn();
    QVERIFY(original->written.startsWith("The server has 2 clients from your address"));
    first->lose();
    Hub::endTurn();
    const auto next = hub.connectClient(Dialect::Classroom, address);
    QCOMPARE(Hub::ask(next, "<CONN>"), "<CONN_ACK>\n");
    // This computer's own programs have no such bound.
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(Hub::ask(hub.connectClient(), "<CONN>"), "<CONN_ACK>\n");
    }
}

void TestClientHub::tooManyAtOnceAreToldSo()
{
    const Hub hub({.connectionsPerSecond = 0, .connectionBurst = 2, .deadlines = {}});
    const QHostAddress address(u"192.0.2.1"_s);
    QCOMPARE(Hub::ask(hub.connectClient(Dialect::Classroom, address), "<CONN>"), "<CONN_ACK>\n");
    QCOMPARE(Hub::ask(hub.connectClient(Dialect::Classroom, address), "<CONN>"), "<CONN_ACK>\n");
    QVERIFY(Hub::ask(hub.connectClient(Dialect::Classroom, address), "<CONN>")
                .startsWith("<ERROR, CONN, limit, Too many clients connect"));
}

void TestClientHub::whoHoldsTheMostIsClosed()
{
    Hub hub({.maxHeldBytes = 120'000, .deadlines = {}});
    const auto modest = hub.connectClient();
    const auto greedy = hub.connectClient();
    const auto reader = hub.connectClient();
    for (const auto &client : {modest, greedy, reader}) {
        (void)Hub::ask(client, "<CONN>");
        (void)Hub::ask(client, "<SUB, NEWS>");
    }
    modest->say(QByteArray(10'000, 'x')); // a line that has not ended
    greedy->room = 0;
    for (int i = 0; i < 80; ++i) {
        (void)hub.broker.publish({name("NEWS"), QByteArray(1'000, 'x'), false});
        Hub::endTurn();
    }
    QCOMPARE(hub.broker.sessionCount(), 3);
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"fake:1 is closed: all clients together hold"_s));
    modest->say(QByteArray(30'000, 'x'));
    Hub::endTurn();
    QVERIFY(greedy.isNull());
    QVERIFY(!modest.isNull() && !reader.isNull());
    QCOMPARE(hub.hub->shedClients(), 1U);
    QCOMPARE(hub.broker.sessionCount(), 2);
    modest->say("\n");
    Hub::endTurn();
    QCOMPARE(Hub::ask(modest, "<PING>"), "<PONG>\n");
    QCOMPARE(Hub::ask(reader, "<PING>"), "<PONG>\n");
}

void TestClientHub::sharedBytesCountOnce()
{
    // L18: a large message waits for many, and is there once.
    Hub hub({.maxHeldBytes = 300'000, .deadlines = {}});
    std::vector<QPointer<FakeTransport>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(hub.connectClient());
        (void)Hub::ask(clients.back(), "<CONN>");
        (void)Hub::ask(clients.back(), "<SUB, NEWS>");
        clients.back()->room = 0;
    }
    (void)hub.broker.publish({name("NEWS"), QByteArray(200'000, 'x'), false});
    Hub::endTurn();
    Hub::endTurn();
    QCOMPARE(hub.hub->shedClients(), 0U);
    QCOMPARE(hub.hub->count(), 20);
}

void TestClientHub::topicsAreEncodedOnce()
{
    Hub hub({.maxHeldBytes = 200'000, .deadlines = {}});
    for (int i = 0; i < 1'000; ++i) {
        (void)hub.broker.addTopic(name(QByteArray(90, 'x') + QByteArray::number(i)));
    }
    std::vector<QPointer<FakeTransport>> clients;
    for (int i = 0; i < 20; ++i) {
        clients.push_back(hub.connectClient());
        (void)Hub::ask(clients.back(), "<CONN>");
        clients.back()->room = 0;
        clients.back()->say("<TOPICS>\n");
    }
    Hub::endTurn();
    Hub::endTurn();
    QCOMPARE(hub.hub->shedClients(), 0U);
    for (const auto &client : clients) {
        client->written.clear();
        client->makeRoom();
        QVERIFY(client->written.startsWith("<TOPICS, 1001, NEWS, "));
    }
}

void TestClientHub::droppedMessagesAreCounted()
{
    Hub hub({.softOutputBytes = 100, .deadlines = {}});
    const auto slow = hub.connectClient();
    const auto other = hub.connectClient();
    for (const auto &client : {slow, other}) {
        (void)Hub::ask(client, "<CONN>");
        (void)Hub::ask(client, "<SUB, NEWS>");
        client->written.clear();
    }
    slow->room = 0;
    for (int i = 0; i < 20; ++i) {
        (void)hub.broker.publish({name("NEWS"), QByteArray(100, 'x'), false});
        Hub::endTurn();
    }
    // K09: who does not read misses messages, and nobody else does.
    QCOMPARE(hub.hub->traffic().droppedMessages, 19U);
    QCOMPARE(other->written.count('\n'), 20);
    QTest::ignoreMessage(QtWarningMsg, "fake:1 did not read fast enough and missed 19 messages");
    slow->lose();
    Hub::endTurn();
    QCOMPARE(hub.hub->traffic().droppedMessages, 19U);
    QCOMPARE(hub.broker.sessionCount(), 1);
}

void TestClientHub::shutDownWritesAndCloses()
{
    Hub hub;
    const auto anna = hub.connectClient();
    const auto bert = hub.connectClient();
    (void)Hub::ask(anna, "<CONN>");
    (void)Hub::ask(anna, "<SUB, NEWS>");
    anna->written.clear();
    const QSignalSpy allClosed(hub.hub.get(), &ClientHub::allClosed);
    (void)hub.broker.publish({name("NEWS"), "queued", false});
    hub.hub->shutDown();
    Hub::endTurn();
    QCOMPARE(anna->written, "<PUB, NEWS, queued>\n");
    QVERIFY(anna->outputShutDown && bert->outputShutDown);
    anna->endInput();
    QCOMPARE(allClosed.size(), 0);
    bert->endInput();
    QCOMPARE(allClosed.size(), 1);
    QCOMPARE(hub.hub->count(), 0);
    QCOMPARE(hub.broker.sessionCount(), 0);
}

void TestClientHub::shutDownCarriesOutWhatHasCome()
{
    const Hub hub({.turnShare = 0ms, .deadlines = {}});
    const auto client = hub.connectClient();
    client->say("<CONN>\n<SUB, NEWS>\n<PUB, NEWS, 1>\n<PUB, NEWS, 2>\n");
    hub.hub->shutDown();
    for (int i = 0; i < 5; ++i) {
        Hub::endTurn();
    }
    QCOMPARE(client->written, "<CONN_ACK>\n<SUCCESS, SUB, NEWS>\n<PUB, NEWS, 1>\n<PUB, NEWS, 2>\n");
    QVERIFY(client->outputShutDown);
    QCOMPARE(hub.broker.sessionCount(), 0);
}

void TestClientHub::shutDownWritesReplaysThatWait()
{
    for (const Dialect dialect : {Dialect::Classroom, Dialect::Original}) {
        Hub hub({.softOutputBytes = 10'000, .deadlines = {}});
        qsizetype expected = 0;
        for (int i = 0; i < 10; ++i) {
            const TopicName topic = name("lesson/" + QByteArray::number(i));
            (void)hub.broker.addTopic(topic);
            (void)hub.broker.publish({topic, QByteArray(5'000, 'z'), true});
            expected += 5'000;
        }
        const auto client = hub.connectClient(dialect);
        client->room = 0;
        client->say(dialect == Dialect::Original ? "/SUB lesson/#" : "/SUB lesson/#\n");
        Hub::endTurn();
        hub.hub->shutDown();
        Hub::endTurn();
        QVERIFY(!client->outputShutDown);
        client->makeRoom();
        for (int i = 0; i < 20; ++i) {
            Hub::endTurn();
        }
        QCOMPARE(client->written.count('z'), expected);
        QVERIFY(client->outputShutDown);
    }
}

void TestClientHub::shutDownWithoutClientsIsDoneAtOnce()
{
    const Hub hub;
    const QSignalSpy allClosed(hub.hub.get(), &ClientHub::allClosed);
    hub.hub->shutDown();
    QCOMPARE(allClosed.size(), 1);
}

void TestClientHub::allClosedIsSaidOnce()
{
    const Hub hub({.maxConnections = 1, .deadlines = {}});
    const auto client = hub.connectClient();
    const auto refused = hub.connectClient();
    const QSignalSpy allClosed(hub.hub.get(), &ClientHub::allClosed);
    hub.hub->shutDown();
    Hub::endTurn();
    client->endInput();
    QCOMPARE(allClosed.size(), 1);
    refused->lose(); // nobody waits for those that were never let in
    Hub::endTurn();
    QCOMPARE(allClosed.size(), 1);
}

void TestClientHub::nobodyIsLetInAfterShutDown()
{
    const Hub hub;
    hub.hub->shutDown();
    const auto late = hub.connectClient();
    QVERIFY(late.isNull()); // which closes the connection
    QCOMPARE(hub.hub->count(), 0);
}

void TestClientHub::destructionEndsAllSessions()
{
    Hub hub({.maxConnections = 2, .deadlines = {}});
    const auto anna = hub.connectClient();
    const auto bert = hub.connectClient(Dialect::Original);
    const auto refused = hub.connectClient();
    anna->say("<CONN>\n"); // its answer is still in the queue
    QCOMPARE(hub.broker.sessionCount(), 2);
    const QSignalSpy left(&hub.broker, &Broker::clientLeft);
    hub.hub.reset();
    QCOMPARE(hub.broker.sessionCount(), 0);
    QCOMPARE(left.size(), 2);
    QCOMPARE(left.at(0).at(1).toString(), u"the server stops"_s);
    QVERIFY(anna.isNull() && bert.isNull() && refused.isNull());
    Hub::endTurn();
}

QTEST_GUILESS_MAIN(TestClientHub)
#include "tst_clienthub.moc"
