#include "net/replayqueue.h"
#include "topics.h"

#include <QTest>

using namespace corkboard;
using testtopics::name;

class TestReplayQueue : public QObject {
    Q_OBJECT

private slots:
    void keepsTheOrder();
    void eachTopicOnce();
    void aTopicThatWasTakenMayComeAgain();
    void clearForgetsAll();
};

void TestReplayQueue::keepsTheOrder()
{
    ReplayQueue queue;
    QVERIFY(queue.isEmpty());
    queue.add(name("b"));
    queue.add(name("a"));
    queue.addLive(name("c"));
    QVERIFY(!queue.isEmpty());
    ReplayQueue::Entry entry = queue.takeFirst();
    QCOMPARE(entry.topic.utf8(), "b");
    QVERIFY(!entry.isLive);
    QCOMPARE(queue.takeFirst().topic.utf8(), "a");
    entry = queue.takeFirst();
    QCOMPARE(entry.topic.utf8(), "c");
    QVERIFY(entry.isLive);
    QVERIFY(queue.isEmpty());
}

void TestReplayQueue::eachTopicOnce()
{
    ReplayQueue queue;
    queue.add(name("a"));
    queue.addLive(name("b"));
    queue.addLive(name("a"));
    queue.addLive(name("b"));
    queue.add(name("a"));
    QVERIFY(!queue.takeFirst().isLive); // it is a replay still
    QVERIFY(queue.takeFirst().isLive);
    QVERIFY(queue.isEmpty());
}

void TestReplayQueue::aTopicThatWasTakenMayComeAgain()
{
    ReplayQueue queue;
    queue.add(name("a"));
    queue.add(name("b"));
    QCOMPARE(queue.takeFirst().topic.utf8(), "a");
    queue.addLive(name("a"));
    QCOMPARE(queue.takeFirst().topic.utf8(), "b");
    QVERIFY(queue.takeFirst().isLive);
    queue.add(name("a"));
    QVERIFY(!queue.takeFirst().isLive);
}

void TestReplayQueue::clearForgetsAll()
{
    ReplayQueue queue;
    queue.add(name("a"));
    queue.clear();
    QVERIFY(queue.isEmpty());
    queue.add(name("a"));
    QCOMPARE(queue.takeFirst().topic.utf8(), "a");
}

QTEST_GUILESS_MAIN(TestReplayQueue)
#include "tst_replayqueue.moc"
