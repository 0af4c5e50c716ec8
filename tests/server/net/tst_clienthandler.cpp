#include "handlerfixture.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// One client between a transport and a protocol that are both fakes. Limits: live messages are
/// dropped from 1,000 bytes on, requests wait from 2,000 on, the client is closed at 4,000.
class TestClientHandler : public QObject {
    Q_OBJECT

private slots:
    // reading
    void protocolIsChosenByTheFirstBytes();
    void greetingProtocolIsThereAtOnce();
    void oneReadATurn();
    void pausedInputStaysWithThePeer();
    void protocolMayPauseAgainWhenResumed();
    void protocolGoesOnInTheNextTurn();

    // writing
    void outputIsGathered();
    void manyPiecesGoInOneWrite();
    void largeOutputIsWrittenEarly();
    void flushNowDoesNotWaitForTheTurn();
    void restIsWrittenWhenThereIsRoom();
    void anyRoomKeepsTheOrder();
    void protocolHearsOfRoomForReplays();

    // bounds
    void softBoundDropsLiveMessagesOnly();
    void aMessageIsTakenWholeBelowTheSoftBound();
    void hardBoundCloses();
    void whatIsTakenWholeIsNotTooMuch();
    void whatIsHeldCountsTowardsTheBudget();
    void hardBoundInTheMiddleOfAFanOut();
    void protocolCountsItsOwnDrops();
};

namespace {

void endTurn()
{
    QCoreApplication::sendPostedEvents();
}

} // namespace

void TestClientHandler::protocolIsChosenByTheFirstBytes()
{
    HandlerFixture client;
    client.handler->start();
    QCOMPARE(client.script.made, 0);
    client.transport->say("<CONN>\n");
    QCOMPARE(client.script.made, 1);
    QCOMPARE(client.script.first, "<CONN>\n");
    QCOMPARE(client.script.started, 1);
    QCOMPARE(client.script.received, "<CONN>\n");
    client.transport->say("<PING>\n");
    QCOMPARE(client.script.made, 1);
    QCOMPARE(client.script.started, 1);
    QCOMPARE(client.script.received, "<CONN>\n<PING>\n");
}

void TestClientHandler::greetingProtocolIsThereAtOnce()
{
    HandlerFixture client(ClientHandler::Start::Greeting);
    client.script.onStart = [&client] { client.script.host->sendAnswer("CONN_ACK"); };
    QCOMPARE(client.script.made, 0);
    client.handler->start();
    QCOMPARE(client.script.made, 1);
    QCOMPARE(client.script.first, QByteArray());
    endTurn();
    QCOMPARE(client.transport->written, "CONN_ACK");
    client.transport->say("x");
    QCOMPARE(client.script.made, 1);
    QCOMPARE(client.script.received, "x");
}

void TestClientHandler::oneReadATurn()
{
    HandlerFixture client;
    client.handler->start();
    client.transport->input = QByteArray(600, 'x');
    Q_EMIT client.transport->readable();
    QCOMPARE(client.transport->reads, 1);
    QCOMPARE(client.script.received.size(), 256); // the buffer that all clients share
    QVERIFY(client.script.lastHadMore);
    Q_EMIT client.transport->readable();
    QVERIFY(client.script.lastHadMore);
    Q_EMIT client.transport->readable();
    QCOMPARE(client.script.received.size(), 600);
    QVERIFY(!client.script.lastHadMore);
}

void TestClientHandler::pausedInputStaysWithThePeer()
{
    HandlerFixture client;
    client.transport->room = 0;
    client.script.onReceive = [&client](QByteArrayView) {
        client.script.host->sendAnswer(QByteArray(1'000, 'a'));
        if (client.script.host->outputIsCongested()) {
            client.script.host->pauseInput();
        }
    };
    client.handler->start();
    client.transport->say("1");
    QVERIFY(client.transport->reading);
    client.transport->say("2");
    QVERIFY(!client.transport->reading);
    client.transport->say("3");
    QCOMPARE(client.script.received, "12");
    endTurn();

    // Still congested: nothing changes.
    client.transport->makeRoom(0);
    QCOMPARE(client.script.resumed, 0);
    // One byte less, and it goes on where it stopped.
    client.transport->makeRoom(1);
    QCOMPARE(client.script.resumed, 1);
    QVERIFY(client.transport->reading);
    client.transport->tellReader();
    QCOMPARE(client.script.received, "123");
}

void TestClientHandler::protocolMayPauseAgainWhenResumed()
{
    HandlerFixture client;
    client.begin();
    client.script.onResume = [&client] { client.script.host->pauseInput(); };
    client.script.host->pauseInput();
    client.script.host->sendAnswer("x");
    endTurn();
    QCOMPARE(client.script.resumed, 1);
    QVERIFY(!client.transport->reading);
    client.script.onResume = {};
    client.script.host->sendAnswer("y");
    endTurn();
    QCOMPARE(client.script.resumed, 2);
    QVERIFY(client.transport->reading);
}

void TestClientHandler::protocolGoesOnInTheNextTurn()
{
    HandlerFixture client;
    const auto useTheTurnUp = [&client] {
        if (client.script.host->turnIsUsedUp()) {
            client.script.host->continueNextTurn();
        }
    };
    client.script.onReceive = [&](QByteArrayView) { useTheTurnUp(); };
    client.script.onResume = useTheTurnUp;
    client.limits.turnShare = 1h;
    client.begin();
    QVERIFY(client.transport->reading);
    client.limits.turnShare = 0ms;
    client.transport->say("1");
    QVERIFY(!client.transport->reading);
    client.transport->say("2");
    QCOMPARE(client.script.received, "!1");
    endTurn();
    QCOMPARE(client.script.resumed, 1); // once a turn, however often it asks
    QVERIFY(!client.transport->reading);
    client.limits.turnShare = 1h;
    endTurn();
    QCOMPARE(client.script.resumed, 2);
    QVERIFY(client.transport->reading);
    endTurn();
    QCOMPARE(client.script.resumed, 2);
    client.transport->tellReader();
    QCOMPARE(client.script.received, "!12");
}

void TestClientHandler::outputIsGathered()
{
    HandlerFixture client;
    client.begin();
    client.script.host->sendAnswer("answer ");
    client.script.host->sendLive("live ");
    client.script.host->sendAnswer("answer");
    QCOMPARE(client.transport->writes, 0);
    QCOMPARE(client.handler->queuedBytes(), 18);
    endTurn();
    QCOMPARE(client.transport->writes, 1);
    QCOMPARE(client.transport->written, "answer live answer");
    QCOMPARE(client.handler->queuedBytes(), 0);
    QVERIFY(!client.transport->writeNotification);
}

void TestClientHandler::manyPiecesGoInOneWrite()
{
    HandlerFixture client;
    client.limits.softOutputBytes = 1'000'000;
    client.limits.hardOutputBytes = 1'000'000;
    client.begin();
    QByteArray expected;
    for (int i = 0; i < 10; ++i) {
        const QByteArray large(5'000, char('0' + i)); // shared, and so a piece of its own
        client.script.host->sendLive(large);
        client.script.host->sendLive("|");
        expected += large + '|';
    }
    endTurn();
    QCOMPARE(client.transport->writes, 1);
    QCOMPARE(client.transport->written, expected);
}

void TestClientHandler::largeOutputIsWrittenEarly()
{
    HandlerFixture client;
    client.limits.softOutputBytes = 1'000'000;
    client.limits.hardOutputBytes = 1'000'000;
    client.begin();
    client.script.host->sendLive(QByteArray(128 * 1024 - 1, 'x'));
    QCOMPARE(client.transport->writes, 0);
    client.script.host->sendLive("y");
    QCOMPARE(client.transport->written.size(), 128 * 1024);
    endTurn();
    QCOMPARE(client.transport->written.size(), 128 * 1024);
}

void TestClientHandler::flushNowDoesNotWaitForTheTurn()
{
    HandlerFixture client;
    client.begin();
    client.script.host->sendAnswer("a");
    client.script.host->flushNow();
    QCOMPARE(client.transport->written, "a");
    client.script.host->sendAnswer("b");
    client.script.host->flushNow();
    QCOMPARE(client.transport->written, "ab");
    endTurn();
    QCOMPARE(client.transport->writes, 2);
}

void TestClientHandler::restIsWrittenWhenThereIsRoom()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 4;
    client.script.host->sendAnswer("0123456789");
    endTurn();
    QCOMPARE(client.transport->written, "0123");
    QVERIFY(client.transport->writeNotification);
    QCOMPARE(client.handler->queuedBytes(), 6);

    // While it waits, more is only queued: the system would not take it anyway.
    const int writes = client.transport->writes;
    client.script.host->sendAnswer("ab");
    endTurn();
    QCOMPARE(client.transport->writes, writes);
    client.transport->makeRoom(3);
    QCOMPARE(client.transport->written, "0123456");
    QVERIFY(client.transport->writeNotification);
    client.transport->makeRoom();
    QCOMPARE(client.transport->written, "0123456789ab");
    QVERIFY(!client.transport->writeNotification);
}

void TestClientHandler::anyRoomKeepsTheOrder()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    HandlerFixture client;
    client.limits.softOutputBytes = 60'000;
    client.limits.hardOutputBytes = 1'000'000;
    client.begin();
    client.transport->room = 0;
    QByteArray expected;
    for (int round = 0; round < 2'000; ++round) {
        const QByteArray bytes(generator.bounded(generator.bounded(10) == 0 ? 9'000 : 50),
                               char('a' + round % 26));
        const quint64 dropped = client.handler->droppedMessages();
        client.script.host->sendLive(bytes);
        if (client.handler->droppedMessages() == dropped) {
            expected += bytes;
        }
        if (generator.bounded(3) == 0) {
            endTurn();
        }
        if (generator.bounded(3) == 0) {
            client.transport->makeRoom(generator.bounded(3'000));
        }
    }
    endTurn();
    client.transport->makeRoom();
    QCOMPARE(client.handler->queuedBytes(), 0);
    QVERIFY(client.transport->written == expected);
}

void TestClientHandler::protocolHearsOfRoomForReplays()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    QVERIFY(client.script.host->hasRoomForReplay());
    client.script.host->sendAnswer(QByteArray(1'000, 'x'));
    QVERIFY(!client.script.host->hasRoomForReplay());
    endTurn();
    QCOMPARE(client.script.drained, 0);
    client.transport->makeRoom(1);
    QVERIFY(client.script.host->hasRoomForReplay());
    QCOMPARE(client.script.drained, 1);
}

void TestClientHandler::softBoundDropsLiveMessagesOnly()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    for (int i = 0; i < 15; ++i) {
        client.script.host->sendLive(QByteArray(100, 'l'));
    }
    QCOMPARE(client.handler->queuedBytes(), 1'000);
    QCOMPARE(client.handler->droppedMessages(), 5U);
    QCOMPARE(client.traffic.droppedMessages, 5U);
    client.script.host->sendAnswer(QByteArray(100, 'a'));
    QCOMPARE(client.handler->queuedBytes(), 1'100);

    // With room, live messages are taken again.
    endTurn();
    client.transport->makeRoom(101);
    QCOMPARE(client.handler->queuedBytes(), 999);
    client.script.host->sendLive("x");
    QCOMPARE(client.handler->queuedBytes(), 1'000);
    client.script.host->sendLive("x");
    QCOMPARE(client.handler->droppedMessages(), 6U);
    QVERIFY(!client.handler->isClosed());
}

void TestClientHandler::aMessageIsTakenWholeBelowTheSoftBound()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    client.script.host->sendLive(QByteArray(999, 'x'));
    client.script.host->sendLive(QByteArray(100'000, 'y'));
    QCOMPARE(client.handler->queuedBytes(), 100'999);
    QCOMPARE(client.handler->droppedMessages(), 0U);
    client.transport->makeRoom();
    endTurn();
    QCOMPARE(client.transport->written.size(), 100'999);
}

void TestClientHandler::hardBoundCloses()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    client.script.host->sendAnswer(QByteArray(1'999, 'v'));
    client.script.host->sendAnswer("w"); // from here on requests wait
    client.script.host->sendAnswer(QByteArray(2'000, 'x'));
    client.script.host->sendAnswer("y"); // below the bound: taken
    QCOMPARE(client.handler->queuedBytes(), 4'001);
    client.script.host->sendAnswer("z");
    QCOMPARE(client.handler->queuedBytes(), 0); // nothing is held for it any more
    endTurn();
    QCOMPARE(client.script.closed, QStringList{u"it does not read what it is sent"_s});
    QVERIFY(client.transport->outputShutDown);
    client.transport->lose();
    QVERIFY(client.handler->isClosed());
    QCOMPARE(client.handler->closeReason(), u"it does not read what it is sent"_s);
}

void TestClientHandler::whatIsTakenWholeIsNotTooMuch()
{
    for (const bool live : {false, true}) {
        HandlerFixture client;
        client.begin();
        client.transport->room = 0;
        const QByteArray large(100'000, 'x'); // far over the hard bound
        client.script.host->sendAnswer(QByteArray(999, 'w'));
        if (live) {
            client.script.host->sendLive(large);
        } else {
            client.script.host->sendAnswer(large);
        }
        // What comes on top has the whole hard bound.
        client.script.host->sendAnswer("<TOPIC_ADDED, SPORTS>\n");
        client.script.host->sendAnswer(QByteArray(2'900, 'y'));
        QCOMPARE(client.handler->queuedBytes(), 999 + 100'000 + 22 + 2'900);
        endTurn();
        QVERIFY(client.script.closed.isEmpty());
        // A client that reads is served on, and may take another one whole.
        client.transport->makeRoom(102'922);
        QCOMPARE(client.handler->queuedBytes(), 999);
        client.script.host->sendAnswer(large);
        client.script.host->sendAnswer("!");
        client.transport->makeRoom();
        endTurn();
        QCOMPARE(client.transport->written.size(), 103'921 + 100'001);
        QVERIFY(client.script.closed.isEmpty());
    }
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    client.script.host->sendAnswer(QByteArray(100'000, 'x'));
    client.script.host->sendAnswer(QByteArray(4'000, 'y'));
    QCOMPARE(client.handler->queuedBytes(), 104'000);
    client.script.host->sendAnswer("z"); // the hard bound and one message are the most
    QCOMPARE(client.handler->queuedBytes(), 0);
}

void TestClientHandler::whatIsHeldCountsTowardsTheBudget()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    client.script.heldBytes = 500;
    client.transport->say("half a line");
    QCOMPARE(client.memory.used(), 500);
    client.script.host->sendAnswer(QByteArray(100, 'x'));
    QCOMPARE(client.memory.used(), 600);
    QCOMPARE(client.handler->heldBytes(), 600);
    client.script.heldBytes = 0;
    client.transport->say("its end");
    QCOMPARE(client.memory.used(), 100);
    client.script.heldBytes = 300;
    client.transport->say("half a line");
    client.handler->closeForMemory();
    QVERIFY(client.handler->isClosed());
    QCOMPARE(client.memory.used(), 0);
}

void TestClientHandler::hardBoundInTheMiddleOfAFanOut()
{
    HandlerFixture client;
    client.limits.softOutputBytes = 10'000; // so that live messages reach the hard bound
    client.begin();
    client.transport->room = 0;
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    for (int i = 0; i < 100; ++i) {
        client.script.host->sendLive(QByteArray(1'000, 'x'));
    }
    // The broker is not told while it is still delivering.
    QVERIFY(client.script.closed.isEmpty());
    QCOMPARE(finished.size(), 0);
    QCOMPARE(client.handler->queuedBytes(), 0);
    endTurn();
    QCOMPARE(client.script.closed.size(), 1);
}

void TestClientHandler::protocolCountsItsOwnDrops()
{
    HandlerFixture client;
    client.begin();
    client.script.host->dropLive();
    client.script.host->dropLive();
    QCOMPARE(client.handler->droppedMessages(), 2U);
    QCOMPARE(client.traffic.droppedMessages, 2U);
}

QTEST_GUILESS_MAIN(TestClientHandler)
#include "tst_clienthandler.moc"
