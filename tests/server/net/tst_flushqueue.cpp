#include "handlerfixture.h"

#include <QCoreApplication>
#include <QTest>

using namespace corkboard;

class TestFlushQueue : public QObject {
    Q_OBJECT

private slots:
    void oneTurnIsOneWrite();
    void theNextTurnIsAnotherWrite();
    void flushWritesAllNow();
    void removedHandlerIsNotTouched();
    void outputMadeWhileFlushingIsWrittenToo();
};

namespace {

void endTurn()
{
    QCoreApplication::sendPostedEvents();
}

} // namespace

void TestFlushQueue::oneTurnIsOneWrite()
{
    HandlerFixture client;
    client.begin();
    for (int i = 0; i < 100; ++i) {
        client.script.host->sendAnswer("x");
    }
    QCOMPARE(client.transport->writes, 0);
    endTurn();
    QCOMPARE(client.transport->writes, 1);
    QCOMPARE(client.transport->written, QByteArray(100, 'x'));
    endTurn();
    QCOMPARE(client.transport->writes, 1);
}

void TestFlushQueue::theNextTurnIsAnotherWrite()
{
    HandlerFixture client;
    client.begin();
    client.script.host->sendAnswer("a");
    endTurn();
    client.script.host->sendAnswer("b");
    endTurn();
    QCOMPARE(client.transport->writes, 2);
    QCOMPARE(client.transport->written, "ab");
}

void TestFlushQueue::flushWritesAllNow()
{
    HandlerFixture client;
    client.begin();
    client.script.host->sendAnswer("a");
    client.flushQueue.flush();
    QCOMPARE(client.transport->written, "a");
    client.script.host->sendAnswer("b");
    endTurn();
    QCOMPARE(client.transport->written, "ab");
}

void TestFlushQueue::removedHandlerIsNotTouched()
{
    HandlerFixture client;
    client.begin();
    client.script.host->sendAnswer("a");
    client.handler.reset(); // takes itself out of the queue
    endTurn();
    QCOMPARE(client.script.closed.size(), 1);
}

void TestFlushQueue::outputMadeWhileFlushingIsWrittenToo()
{
    HandlerFixture client;
    client.begin();
    int backlog = 3;
    client.script.onDrained = [&] {
        if (backlog-- > 0) {
            client.script.host->sendAnswer("more ");
        }
    };
    client.script.host->sendAnswer("first ");
    client.flushQueue.flush();
    QCOMPARE(client.transport->written, "first ");
    QTRY_COMPARE(client.transport->written, "first more more more ");
    QCOMPARE(client.handler->queuedBytes(), 0);
}

QTEST_GUILESS_MAIN(TestFlushQueue)
#include "tst_flushqueue.moc"
