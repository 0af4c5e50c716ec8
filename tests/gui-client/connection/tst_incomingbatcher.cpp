#include "connection/incomingbatcher.h"
#include "patience.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

namespace {

TopicName topic(QStringView name)
{
    return TopicName::parse(name).value();
}

ReceivedMessage message(quint64 number, const QByteArray &payload = "x")
{
    return {currentWallTime(), {topic(u"A"), payload, false}, false, number};
}

WireRecord record(int number)
{
    return {currentWallTime(), WireRecord::Direction::Received, QByteArray::number(number)};
}

void spin(std::chrono::milliseconds time)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < time.count()) { }
}

} // namespace

class TestIncomingBatcher final : public QObject {
    Q_OBJECT

private slots:
    void everythingOfATurnComesInOneBatchOfEachKind();
    void batchesAreAnIntervalApart();
    void slowReceiversGetLessPerTickAndLoseNothing();
    void fullAndRoomAgain();
    void largePayloadsFillItToo();
    void wireRecordsAreBoundedAndCounted();
    void whatASlotAddsComesInTheNextBatch();
    void flushHandsOnAllAtOnce();
    void flushInsideOfABatchWaits();
};

void TestIncomingBatcher::everythingOfATurnComesInOneBatchOfEachKind()
{
    IncomingBatcher batcher;
    QStringList order;
    connect(&batcher, &IncomingBatcher::topicsReady, this, [&] { order += u"topics"_s; });
    connect(&batcher, &IncomingBatcher::messagesReady, this, [&] { order += u"messages"_s; });
    connect(&batcher, &IncomingBatcher::wireReady, this, [&] { order += u"wire"_s; });
    QSignalSpy messages(&batcher, &IncomingBatcher::messagesReady);
    QSignalSpy wire(&batcher, &IncomingBatcher::wireReady);
    for (quint64 i = 1; i <= 1'000; ++i) {
        batcher.addWireRecord(record(int(i)));
        batcher.addMessage(message(i));
    }
    batcher.addTopic(topic(u"B"));
    QCOMPARE(batcher.waitingMessages(), 1'000);
    QVERIFY(order.isEmpty());
    QVERIFY(wire.wait(patience));
    QCOMPARE(order, QStringList({u"topics"_s, u"messages"_s, u"wire"_s}));
    const auto batch = messages.first().first().value<QList<ReceivedMessage>>();
    QCOMPARE(batch.size(), 1'000);
    for (qsizetype i = 0; i < batch.size(); ++i) {
        QCOMPARE(batch[i].number, quint64(i) + 1);
    }
    QCOMPARE(batcher.waitingMessages(), 0);
}

void TestIncomingBatcher::batchesAreAnIntervalApart()
{
    IncomingBatcher batcher({.interval = 33ms});
    QList<qint64> times;
    QElapsedTimer clock;
    clock.start();
    quint64 count = 0;
    connect(&batcher, &IncomingBatcher::messagesReady, this,
            [&](const QList<ReceivedMessage> &batch) {
                times.append(clock.elapsed());
                count += quint64(batch.size());
            });
    QTimer source;
    quint64 sent = 0;
    connect(&source, &QTimer::timeout, this, [&] { batcher.addMessage(message(++sent)); });
    source.start(0);
    QTRY_VERIFY_WITH_TIMEOUT(times.size() >= 5, patience);
    source.stop();
    QTRY_COMPARE_WITH_TIMEOUT(count, sent, patience);
    for (qsizetype i = 1; i < times.size(); ++i) {
        // Counted from the start, because a busy machine may be late to note a batch, and then the
        // next one seems early; never from an upper bound. A timer may be early by the millisecond
        // that the clocks round.
        QVERIFY2(times[i] >= i * 32, qPrintable(QString::number(times[i])));
    }
}

void TestIncomingBatcher::slowReceiversGetLessPerTickAndLoseNothing()
{
    IncomingBatcher batcher({.interval = 1ms, .budget = 2ms, .maxMessages = 100'000});
    QList<qsizetype> sizes;
    quint64 next = 1;
    connect(&batcher, &IncomingBatcher::messagesReady, this,
            [&](const QList<ReceivedMessage> &batch) {
                for (const ReceivedMessage &each : batch) {
                    QCOMPARE(each.number, next++);
                }
                sizes.append(batch.size());
                // 5 µs for a message: 400 of them fit into the budget.
                spin(std::chrono::milliseconds(batch.size() / 200));
            });
    for (quint64 i = 1; i <= 10'000; ++i) {
        batcher.addMessage(message(i));
    }
    QTRY_COMPARE_WITH_TIMEOUT(next, quint64(10'001), patience);
    QVERIFY(sizes.size() > 5);
    QVERIFY2(sizes[1] < sizes[0] / 2, "the first batch took too long, the second must be smaller");
}

void TestIncomingBatcher::fullAndRoomAgain()
{
    IncomingBatcher batcher({.interval = 1ms, .maxMessages = 100});
    QSignalSpy room(&batcher, &IncomingBatcher::roomAgain);
    for (quint64 i = 1; i < 100; ++i) {
        batcher.addMessage(message(i));
    }
    QVERIFY(!batcher.isFull());
    batcher.addMessage(message(100));
    QVERIFY(batcher.isFull());
    QVERIFY(room.wait(patience));
    QVERIFY(!batcher.isFull());
    QCOMPARE(room.size(), 1);
}

void TestIncomingBatcher::largePayloadsFillItToo()
{
    IncomingBatcher batcher({.interval = 1ms, .maxBytes = 10'000});
    QSignalSpy messages(&batcher, &IncomingBatcher::messagesReady);
    batcher.addMessage(message(1, QByteArray(9'999, 'x')));
    QVERIFY(!batcher.isFull());
    batcher.addMessage(message(2));
    QVERIFY(batcher.isFull());
    QVERIFY(messages.wait(patience));
    QCOMPARE(messages.first().first().value<QList<ReceivedMessage>>().size(), 2);
    QVERIFY(!batcher.isFull());
}

void TestIncomingBatcher::wireRecordsAreBoundedAndCounted()
{
    IncomingBatcher batcher;
    QSignalSpy wire(&batcher, &IncomingBatcher::wireReady);
    const int count = int(IncomingBatcher::maxWireRecords) + 7;
    for (int i = 0; i < count; ++i) {
        batcher.addWireRecord(record(i));
    }
    QVERIFY(wire.wait(patience));
    const auto records = wire.first().at(0).value<QList<WireRecord>>();
    QCOMPARE(records.size(), IncomingBatcher::maxWireRecords);
    QCOMPARE(wire.first().at(1).toULongLong(), 7ULL);
    for (qsizetype i = 0; i < records.size(); ++i) {
        QCOMPARE(records[i].line, QByteArray::number(i + 7));
    }
    batcher.addWireRecord(record(1));
    QVERIFY(wire.wait(patience));
    QCOMPARE(wire.last().at(1).toULongLong(), 0ULL);
}

void TestIncomingBatcher::whatASlotAddsComesInTheNextBatch()
{
    IncomingBatcher batcher;
    QList<qsizetype> sizes;
    connect(&batcher, &IncomingBatcher::messagesReady, this,
            [&](const QList<ReceivedMessage> &batch) {
                sizes.append(batch.size());
                if (sizes.size() == 1) {
                    batcher.addMessage(message(3));
                }
            });
    batcher.addMessage(message(1));
    batcher.addMessage(message(2));
    QTRY_COMPARE_WITH_TIMEOUT(sizes, QList<qsizetype>({2, 1}), patience);
}

void TestIncomingBatcher::flushHandsOnAllAtOnce()
{
    IncomingBatcher batcher({.interval = 1h, .maxMessages = 4'000});
    QStringList order;
    connect(&batcher, &IncomingBatcher::topicsReady, this, [&] { order += u"topics"_s; });
    connect(&batcher, &IncomingBatcher::messagesReady, this,
            [&](const QList<ReceivedMessage> &batch) { order += QString::number(batch.size()); });
    connect(&batcher, &IncomingBatcher::wireReady, this, [&] { order += u"wire"_s; });
    QSignalSpy room(&batcher, &IncomingBatcher::roomAgain);
    // More than a tick would take.
    for (quint64 i = 1; i <= 4'000; ++i) {
        batcher.addMessage(message(i));
    }
    batcher.addTopic(topic(u"B"));
    batcher.addWireRecord(record(1));
    QVERIFY(batcher.isFull());
    batcher.flush();
    QCOMPARE(order, QStringList({u"topics"_s, u"4000"_s, u"wire"_s}));
    QCOMPARE(batcher.waitingMessages(), 0);
    QVERIFY(!batcher.isFull());
    QCOMPARE(room.size(), 1);
    batcher.flush();
    QCOMPARE(order.size(), 3);
}

void TestIncomingBatcher::flushInsideOfABatchWaits()
{
    IncomingBatcher batcher({.interval = 1ms});
    QList<quint64> numbers;
    connect(&batcher, &IncomingBatcher::messagesReady, this,
            [&](const QList<ReceivedMessage> &batch) {
                if (numbers.isEmpty()) {
                    batcher.addMessage(message(2));
                    batcher.flush();
                }
                for (const ReceivedMessage &each : batch) {
                    numbers.append(each.number);
                }
            });
    batcher.addMessage(message(1));
    QTRY_COMPARE_WITH_TIMEOUT(numbers, QList<quint64>({1, 2}), patience);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestIncomingBatcher)
#include "tst_incomingbatcher.moc"
