#include "models/messagering.h"
#include "modelvalues.h"

#include <QTest>

namespace corkboard {

class TestMessageRing final : public QObject {
    Q_OBJECT

private slots:
    void positionsNeverChange();
    void bytesAreAddedAndTakenAway();
    void dropsAcrossBlocks();
    void clearGoesOnCounting();
    void rowsToEvict_data();
    void rowsToEvict();
    void bytesToEvict();
};

void TestMessageRing::positionsNeverChange()
{
    MessageRing ring;
    for (const ReceivedMessage &message : numbered(u"A", 3'000)) {
        ring.append(message);
    }
    QCOMPARE(ring.begin(), 0ULL);
    QCOMPARE(ring.end(), 3'000ULL);
    ring.dropOldest(1'500);
    QCOMPARE(ring.begin(), 1'500ULL);
    QCOMPARE(ring.size(), 1'500);
    for (quint64 position = ring.begin(); position < ring.end(); ++position) {
        QCOMPARE(ring.at(position).number, position + 1);
    }
}

void TestMessageRing::bytesAreAddedAndTakenAway()
{
    MessageRing ring;
    const ReceivedMessage small = live(u"A", "x");
    const ReceivedMessage large = live(u"A", QByteArray(10'000, 'x'));
    QVERIFY(MessageRing::bytesOf(large) - MessageRing::bytesOf(small) == 9'999);
    ring.append(large);
    ring.append(small);
    QCOMPARE(ring.bytes(), MessageRing::bytesOf(large) + MessageRing::bytesOf(small));
    ring.dropOldest(1);
    QCOMPARE(ring.bytes(), MessageRing::bytesOf(small));
    ring.dropOldest(7);
    QCOMPARE(ring.bytes(), 0);
    QCOMPARE(ring.size(), 0);
}

void TestMessageRing::dropsAcrossBlocks()
{
    MessageRing ring;
    quint64 next = 0;
    // Sizes that are no divisors of a block, so that every offset comes up.
    for (int round = 0; round < 200; ++round) {
        for (int i = 0; i < 101; ++i) {
            ring.append(live(u"A", {}, next++));
        }
        ring.dropOldest(97);
        QCOMPARE(ring.at(ring.begin()).number, ring.begin());
        QCOMPARE(ring.at(ring.end() - 1).number, next - 1);
    }
    QCOMPARE(ring.size(), 200 * 4);
}

void TestMessageRing::clearGoesOnCounting()
{
    MessageRing ring;
    ring.append(live(u"A", "x"));
    ring.append(live(u"A", "y"));
    ring.dropOldest(1);
    ring.clear();
    QCOMPARE(ring.size(), 0);
    QCOMPARE(ring.bytes(), 0);
    ring.append(live(u"A", "z"));
    QCOMPARE(ring.begin(), 2ULL);
    QCOMPARE(ring.at(2).message.payload, QByteArray("z"));
}

void TestMessageRing::rowsToEvict_data()
{
    QTest::addColumn<int>("kept");
    QTest::addColumn<int>("added");
    QTest::addColumn<int>("maxRows");
    QTest::addColumn<int>("evicted");
    QTest::newRow("room") << 100 << 10 << 10'000 << 0;
    QTest::newRow("full exactly") << 9'990 << 10 << 10'000 << 0;
    QTest::newRow("one over: a block") << 10'000 << 1 << 10'000 << 1'024;
    QTest::newRow("two blocks") << 10'000 << 1'025 << 10'000 << 2'048;
    QTest::newRow("small bound: a quarter of it") << 100 << 1 << 100 << 25;
    QTest::newRow("bound of one") << 1 << 1 << 1 << 1;
    QTest::newRow("not more than there are") << 50 << 9'990 << 10'000 << 50;
}

void TestMessageRing::rowsToEvict()
{
    QFETCH(int, kept);
    QFETCH(int, added);
    QFETCH(int, maxRows);
    QFETCH(int, evicted);
    MessageRing ring;
    for (const ReceivedMessage &message : numbered(u"A", kept)) {
        ring.append(message);
    }
    QCOMPARE(ring.countToEvict(added, 0, maxRows, 1'000'000'000), evicted);
}

void TestMessageRing::bytesToEvict()
{
    MessageRing ring;
    const ReceivedMessage message = live(u"A", QByteArray(1'000, 'x'));
    const qsizetype each = MessageRing::bytesOf(message);
    for (int i = 0; i < 10; ++i) {
        ring.append(message);
    }
    QCOMPARE(ring.countToEvict(0, 0, 100, 10 * each), 0);
    QCOMPARE(ring.countToEvict(0, 1, 100, 10 * each), 1);
    QCOMPARE(ring.countToEvict(3, 3 * each, 100, 10 * each), 3);
    QCOMPARE(ring.countToEvict(0, 0, 100, each - 1), 10);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestMessageRing)
#include "tst_messagering.moc"
