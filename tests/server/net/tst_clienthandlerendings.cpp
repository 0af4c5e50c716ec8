#include "handlerfixture.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

/// How a ClientHandler's connection ends: by either side, by accident and by its deadlines.
class TestClientHandlerEndings : public QObject {
    Q_OBJECT

private slots:
    void halfCloseIsAnsweredFirst();
    void halfCloseWaitsForTheOutput();
    void closeLingersUntilThePeerCloses();
    void lingeringInputIsThrownAway();
    void lostConnectionIsSaidOnce();
    void lostWhileDraining();
    void failedWriteInTheMiddleOfAFanOut();
    void whatHadComeIsCarriedOut();
    void lostOutputHasAnEnd();
    void shutDownWritesWhatIsQueued();
    void shutDownLetsTheProtocolFinish();
    void shutDownOfAClientThatSaidNothing();
    void destructorTellsTheProtocol();
    void peerIsRememberedAfterTheEnd();

    // deadlines
    void silentClientIsClosed();
    void protocolDeadlineIsKept();
    void movedDeadlineIsKept();
    void pausedProtocolHasNoDeadline();
    void stalledWriteIsClosed();
    void stalledWriteWhileDrainingIsClosed();
    void lingeringHasAnEnd();
};

namespace {

void endTurn()
{
    QCoreApplication::sendPostedEvents();
}

} // namespace

void TestClientHandlerEndings::halfCloseIsAnsweredFirst()
{
    HandlerFixture client;
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.script.onReceive
        = [&client](QByteArrayView) { client.script.host->sendAnswer("<0>\n"); };
    client.script.onInputEnded = [&client] { client.script.host->sendAnswer("bye\n"); };
    client.handler->start();
    client.transport->inputEnds = true;
    client.transport->say("/LIST\n");
    QCOMPARE(client.script.inputsEnded, 1);
    QCOMPARE(client.script.received, "/LIST\n");
    QVERIFY(!client.handler->isClosed());
    endTurn();
    QCOMPARE(client.transport->written, "<0>\nbye\n");
    QVERIFY(client.transport->outputShutDown);
    QVERIFY(client.transport->closed); // nothing more can come: no lingering
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.script.closed, QStringList{u"it closed the connection"_s});
}

void TestClientHandlerEndings::halfCloseWaitsForTheOutput()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 3;
    client.script.host->sendAnswer("answer");
    client.transport->endInput();
    endTurn();
    QVERIFY(!client.transport->outputShutDown);
    client.transport->makeRoom();
    QCOMPARE(client.transport->written, "answer");
    QVERIFY(client.handler->isClosed());
}

void TestClientHandlerEndings::closeLingersUntilThePeerCloses()
{
    HandlerFixture client;
    client.begin();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.script.host->sendAnswer("<DISC_ACK>\n");
    client.script.host->closeAfterOutput(u"it said goodbye"_s);
    client.script.host->closeAfterOutput(u"another reason"_s); // the first one counts
    client.script.host->sendAnswer("too late");
    client.script.host->sendLive("too late");
    QVERIFY(!client.transport->reading);
    endTurn();
    QCOMPARE(client.transport->written, "<DISC_ACK>\n");
    QVERIFY(client.transport->outputShutDown);
    QVERIFY(!client.transport->closed);
    QVERIFY(client.transport->reading);
    QCOMPARE(client.script.closed, QStringList{u"it said goodbye"_s});
    QVERIFY(client.script.host == nullptr); // the protocol is gone already
    QCOMPARE(finished.size(), 0);
    client.transport->endInput();
    QVERIFY(client.transport->closed);
    QVERIFY(client.handler->isClosed());
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.handler->closeReason(), u"it said goodbye"_s);
}

void TestClientHandlerEndings::lingeringInputIsThrownAway()
{
    HandlerFixture client;
    client.begin();
    client.script.host->closeAfterOutput(u"reason"_s);
    endTurn();
    client.transport->say(QByteArray(10'000, 'x'));
    QVERIFY(client.transport->input.isEmpty());
    QCOMPARE(client.script.received, "!");
    QVERIFY(!client.handler->isClosed());
    client.transport->lose();
    QVERIFY(client.handler->isClosed());
    QCOMPARE(client.script.closed.size(), 1);
}

void TestClientHandlerEndings::lostConnectionIsSaidOnce()
{
    HandlerFixture client;
    client.begin();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.script.host->sendAnswer("never read");
    client.transport->lose();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.script.closed, QStringList{u"the connection was lost"_s});
    QVERIFY(client.transport->closed);
    QCOMPARE(client.handler->queuedBytes(), 0);
    endTurn(); // it still stands in the queue of this turn
    client.handler->shutDown();
    endTurn();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.script.closed.size(), 1);
}

void TestClientHandlerEndings::lostWhileDraining()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    client.script.host->sendAnswer("last words");
    client.script.host->closeAfterOutput(u"it said goodbye"_s);
    endTurn();
    QVERIFY(client.transport->writeNotification);
    client.transport->lost = true;
    Q_EMIT client.transport->writable();
    QVERIFY(client.handler->isClosed());
    QCOMPARE(client.handler->closeReason(), u"it said goodbye"_s);
    QCOMPARE(client.script.closed, QStringList{u"it said goodbye"_s});
}

void TestClientHandlerEndings::failedWriteInTheMiddleOfAFanOut()
{
    HandlerFixture client;
    client.begin();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.transport->lost = true;
    for (int i = 0; i < 3; ++i) {
        client.script.host->sendLive("[NEWS]: x");
        client.script.host->flushNow();
    }
    // The broker is in the middle of its subscribers: nothing may change under it.
    QVERIFY(client.script.closed.isEmpty());
    QCOMPARE(finished.size(), 0);
    endTurn();
    client.transport->tellReader();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.script.closed, QStringList{u"the connection was lost"_s});
}

void TestClientHandlerEndings::whatHadComeIsCarriedOut()
{
    // A client that sends its requests and closes without reading: no answer can be written, and
    // every request counts.
    HandlerFixture client;
    client.script.onReceive = [&client](QByteArrayView) {
        client.script.host->sendAnswer(QByteArray(3'000, 'a'));
        if (client.script.host->outputIsCongested()) {
            client.script.host->pauseInput();
        }
    };
    client.handler->start();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.transport->input = QByteArray(2'000, 'r');
    client.transport->inputEnds = true;
    client.transport->room = 1'000;
    Q_EMIT client.transport->readable();
    QVERIFY(!client.transport->reading); // its answers wait
    endTurn();
    client.transport->outputLost = true;
    Q_EMIT client.transport->writable();
    QCOMPARE(client.handler->queuedBytes(), 0);
    QVERIFY(client.transport->reading);
    QCOMPARE(finished.size(), 0);
    client.transport->tellReader();
    QCOMPARE(client.script.received.size(), 2'000);
    QCOMPARE(client.script.inputsEnded, 1);
    endTurn();
    QCOMPARE(client.script.closed, QStringList{u"the connection was lost"_s});
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.transport->written.size(), 1'000);
}

void TestClientHandlerEndings::lostOutputHasAnEnd()
{
    // Of a system that does not say that nothing more can come.
    HandlerFixture client(ClientHandler::Start::FirstByte, {.writeStall = 5ms});
    client.begin();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.transport->outputLost = true;
    client.script.host->sendAnswer("x");
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(client.script.closed, QStringList{u"the connection was lost"_s});
}

void TestClientHandlerEndings::shutDownWritesWhatIsQueued()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 5;
    client.script.host->sendLive("0123456789");
    client.handler->shutDown();
    endTurn();
    QCOMPARE(client.transport->written, "01234");
    QVERIFY(!client.transport->outputShutDown);
    client.transport->makeRoom();
    QCOMPARE(client.transport->written, "0123456789");
    QVERIFY(client.transport->outputShutDown);
    client.transport->endInput();
    QVERIFY(client.handler->isClosed());
    QCOMPARE(client.script.closed, QStringList{u"the server stops"_s});
}

void TestClientHandlerEndings::shutDownLetsTheProtocolFinish()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 3;
    int replays = 2;
    client.script.isBusy = true;
    client.script.onDrained = [&] {
        client.script.host->sendAnswer(replays > 0 ? "replay" : "");
        client.script.isBusy = --replays > 0;
    };
    client.script.host->sendAnswer("answer");
    client.handler->shutDown();
    QVERIFY(!client.transport->reading);
    client.transport->say("too late");
    endTurn();
    QVERIFY(client.script.closed.isEmpty());
    client.transport->makeRoom();
    endTurn();
    QCOMPARE(client.transport->written, "answerreplayreplay");
    QCOMPARE(client.script.received, "!");
    QCOMPARE(client.script.closed, QStringList{u"the server stops"_s});
    QVERIFY(client.transport->outputShutDown);
}

void TestClientHandlerEndings::shutDownOfAClientThatSaidNothing()
{
    HandlerFixture client;
    client.handler->start();
    client.handler->shutDown();
    endTurn();
    QCOMPARE(client.script.made, 0);
    QVERIFY(client.transport->outputShutDown);
    client.transport->endInput();
    QVERIFY(client.handler->isClosed());
}

void TestClientHandlerEndings::destructorTellsTheProtocol()
{
    HandlerFixture client;
    client.begin();
    client.script.host->sendAnswer("x"); // it stands in the queue of this turn
    client.handler.reset();
    QCOMPARE(client.script.closed, QStringList{u"the server stops"_s});
    endTurn();
}

void TestClientHandlerEndings::peerIsRememberedAfterTheEnd()
{
    HandlerFixture client;
    client.begin();
    client.transport->lose();
    QVERIFY(client.transport->closed);
    QCOMPARE(client.handler->peerText(), u"fake:1"_s);
}

void TestClientHandlerEndings::silentClientIsClosed()
{
    HandlerFixture client(ClientHandler::Start::FirstByte, {.firstLine = 5ms});
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.handler->start();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(client.handler->closeReason(), u"it said nothing"_s);
    QCOMPARE(client.script.made, 0);
    QCOMPARE(client.transport->written, QByteArray());
}

void TestClientHandlerEndings::protocolDeadlineIsKept()
{
    HandlerFixture client;
    client.script.onReceive
        = [&client](QByteArrayView) { client.script.deadline = steady_clock::now() + 5ms; };
    client.script.onDeadline = [&client] {
        client.script.host->sendAnswer("too late\n");
        client.script.host->closeAfterOutput(u"it left a line unfinished"_s);
    };
    client.begin();
    QTRY_COMPARE(client.script.deadlinesHandled, 1);
    QTRY_VERIFY(client.transport->outputShutDown);
    QCOMPARE(client.transport->written, "too late\n");
    QCOMPARE(client.handler->closeReason(), u"it left a line unfinished"_s);
}

void TestClientHandlerEndings::movedDeadlineIsKept()
{
    HandlerFixture client;
    auto wanted = steady_clock::now() + 1h;
    steady_clock::time_point handled;
    client.script.onReceive = [&](QByteArrayView) { client.script.deadline = wanted; };
    client.script.onDeadline = [&] { handled = steady_clock::now(); };
    client.begin();
    // Earlier than what is scheduled.
    wanted = steady_clock::now() + 30ms;
    client.transport->say("1");
    // Later than what is scheduled: its old entry only looks and schedules again.
    wanted = steady_clock::now() + 60ms;
    client.transport->say("2");
    QTRY_COMPARE(client.script.deadlinesHandled, 1);
    QVERIFY(handled >= wanted);
}

void TestClientHandlerEndings::pausedProtocolHasNoDeadline()
{
    HandlerFixture client;
    client.begin();
    client.transport->room = 0;
    client.script.host->sendAnswer(QByteArray(3'000, 'x'));
    endTurn();
    client.script.host->pauseInput();
    // What the client sent waits for us, so the time is not its own.
    client.script.deadline = steady_clock::now() + 5ms;
    client.transport->makeRoom(1);
    HandlerFixture other;
    other.script.onReceive
        = [&other](QByteArrayView) { other.script.deadline = steady_clock::now() + 20ms; };
    other.begin();
    QTRY_COMPARE(other.script.deadlinesHandled, 1);
    QCOMPARE(client.script.deadlinesHandled, 0);
    client.transport->makeRoom();
    QCOMPARE(client.script.resumed, 1);
    QTRY_COMPARE(client.script.deadlinesHandled, 1);
}

void TestClientHandlerEndings::stalledWriteIsClosed()
{
    HandlerFixture client(ClientHandler::Start::FirstByte, {.writeStall = 10ms});
    client.begin();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.transport->room = 3;
    client.script.host->sendAnswer("answer");
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(client.transport->written, "ans");
    QCOMPARE(client.script.closed, QStringList{u"it does not read what it is sent"_s});
    QCOMPARE(client.handler->queuedBytes(), 0);
}

void TestClientHandlerEndings::stalledWriteWhileDrainingIsClosed()
{
    HandlerFixture client(ClientHandler::Start::FirstByte, {.writeStall = 10ms});
    client.begin();
    client.transport->room = 0;
    client.script.host->sendAnswer("goodbye");
    client.script.host->closeAfterOutput(u"it said goodbye"_s);
    QTRY_VERIFY(client.handler->isClosed());
    QVERIFY(client.transport->closed);
    QCOMPARE(client.handler->closeReason(), u"it said goodbye"_s);
}

void TestClientHandlerEndings::lingeringHasAnEnd()
{
    HandlerFixture client(ClientHandler::Start::FirstByte, {.linger = 5ms});
    client.begin();
    const QSignalSpy finished(client.handler.get(), &ClientHandler::finished);
    client.script.host->sendAnswer("goodbye");
    client.script.host->closeAfterOutput(u"it said goodbye"_s);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(client.transport->written, "goodbye");
    QVERIFY(client.transport->closed);
}

QTEST_GUILESS_MAIN(TestClientHandlerEndings)
#include "tst_clienthandlerendings.moc"
