#include "net/memorybudget.h"
#include "net/outputbuffer.h"
#include "testbytes.h"

#include <QTest>

#include <span>

using namespace corkboard;

class TestOutputBuffer : public QObject {
    Q_OBJECT

private slots:
    void isEmptyAtFirst();
    void smallPiecesAreJoined();
    void largePiecesAreShared();
    void nothingIsAppendedToSharedBytes();
    void frontGivesAtMostWhatIsAsked();
    void consumingMayEndAnywhere();
    void clearForgetsAll();
    void countsTowardsABudget();
    void agreesWithAPlainString();
};

namespace {

QByteArray joined(std::span<const QByteArrayView> views)
{
    QByteArray bytes;
    for (const QByteArrayView view : views) {
        bytes += view;
    }
    return bytes;
}

} // namespace

void TestOutputBuffer::isEmptyAtFirst()
{
    OutputBuffer buffer;
    QVERIFY(buffer.isEmpty());
    QVERIFY(buffer.front().empty());
    buffer.append({});
    QVERIFY(buffer.isEmpty());
    QVERIFY(buffer.front().empty());
}

void TestOutputBuffer::smallPiecesAreJoined()
{
    OutputBuffer buffer;
    for (int i = 0; i < 1'000; ++i) {
        buffer.append("<PUB, NEWS, x>\n");
    }
    QCOMPARE(buffer.size(), 15'000);
    QCOMPARE(qsizetype(buffer.front().size()), 1);
    // A chunk has an end, so that it need not be moved as it grows.
    for (int i = 0; i < 9'000; ++i) {
        buffer.append("<PUB, NEWS, x>\n");
    }
    QVERIFY(buffer.front().size() > 1);
    QVERIFY(buffer.front().size() < 5);
}

void TestOutputBuffer::largePiecesAreShared()
{
    const QByteArray large(OutputBuffer::shareFromBytes, 'x');
    const QByteArray small(OutputBuffer::shareFromBytes - 1, 'y');
    OutputBuffer buffer;
    buffer.append(large);
    buffer.append(small);
    buffer.append("z");
    const auto views = buffer.front();
    QCOMPARE(qsizetype(views.size()), 2);
    QVERIFY(views[0].data() == large.constData());
    QVERIFY(views[1].data() != small.constData());
    QVERIFY(views[1] == small + 'z');
}

void TestOutputBuffer::nothingIsAppendedToSharedBytes()
{
    const QByteArray large(OutputBuffer::shareFromBytes, 'x');
    OutputBuffer first;
    OutputBuffer second;
    first.append(large);
    second.append(large);
    first.append("small");
    QCOMPARE(joined(first.front()), large + "small");
    QCOMPARE(joined(second.front()), large);
    QCOMPARE(large, QByteArray(OutputBuffer::shareFromBytes, 'x'));
}

void TestOutputBuffer::frontGivesAtMostWhatIsAsked()
{
    OutputBuffer buffer;
    for (int i = 0; i < 100; ++i) {
        buffer.append(QByteArray(OutputBuffer::shareFromBytes, char('a' + i % 26)));
    }
    QCOMPARE(qsizetype(buffer.front().size()), 64);
    QCOMPARE(qsizetype(buffer.front(3).size()), 3);
    QCOMPARE(qsizetype(buffer.front(1'000).size()), 100);
    QCOMPARE(buffer.front(1)[0].front(), 'a');
    QCOMPARE(buffer.size(), 100 * OutputBuffer::shareFromBytes);
}

void TestOutputBuffer::consumingMayEndAnywhere()
{
    const QByteArray large(OutputBuffer::shareFromBytes, 'x');
    const QByteArray all = "begin" + large + "end";
    for (const qsizetype cut : {qsizetype(0), qsizetype(1), qsizetype(5), qsizetype(6),
                                large.size() + 5, large.size() + 6, all.size() - 1, all.size()}) {
        OutputBuffer buffer;
        buffer.append("begin");
        buffer.append(large);
        buffer.append("end");
        buffer.consume(cut);
        QCOMPARE(buffer.size(), all.size() - cut);
        QCOMPARE(joined(buffer.front()), all.sliced(cut));
        buffer.append("!");
        QCOMPARE(joined(buffer.front()), all.sliced(cut) + '!');
    }
}

void TestOutputBuffer::clearForgetsAll()
{
    OutputBuffer buffer;
    buffer.append("abc");
    buffer.consume(1);
    buffer.clear();
    QVERIFY(buffer.isEmpty());
    buffer.append("xyz");
    QCOMPARE(joined(buffer.front()), "xyz");
}

void TestOutputBuffer::agreesWithAPlainString()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    OutputBuffer buffer;
    QByteArray plain;
    for (int round = 0; round < 10'000; ++round) {
        const quint32 choice = generator.bounded(100U);
        if (choice < 55) {
            const QByteArray bytes = testbytes::random(generator, choice < 10 ? 6'000 : 60);
            buffer.append(bytes);
            plain += bytes;
        } else if (choice < 99) {
            const qsizetype most = plain.size() < 20'000 ? 200 : 30'000;
            const auto bytes = qsizetype(generator.bounded(int(qMin(plain.size(), most)) + 1));
            buffer.consume(bytes);
            plain.remove(0, bytes);
        } else {
            buffer.clear();
            plain.clear();
        }
        QCOMPARE(buffer.size(), plain.size());
        QCOMPARE(buffer.isEmpty(), plain.isEmpty());
        const QByteArray front = joined(buffer.front());
        QVERIFY(plain.startsWith(front));
        QVERIFY(!front.isEmpty() || plain.isEmpty());
    }
    QCOMPARE(joined(buffer.front(1'000'000)), plain);
}

void TestOutputBuffer::countsTowardsABudget()
{
    MemoryBudget budget(1'000'000);
    const QByteArray large(OutputBuffer::shareFromBytes, 'x');
    {
        OutputBuffer buffer(&budget);
        OutputBuffer other(&budget);
        buffer.append("12345");
        buffer.append("678");
        QCOMPARE(budget.used(), 8);
        buffer.append(large);
        other.append(large); // the same bytes
        QCOMPARE(budget.used(), 8 + large.size());
        buffer.consume(7); // the memory is still taken
        QCOMPARE(budget.used(), 8 + large.size());
        buffer.consume(1);
        QCOMPARE(budget.used(), large.size());
        buffer.append("9");
        buffer.consume(large.size());
        QCOMPARE(budget.used(), large.size() + 1); // the other one holds them still
        other.clear();
        QCOMPARE(budget.used(), 1);
        other.append(large);
    }
    QCOMPARE(budget.used(), 0);
}

QTEST_GUILESS_MAIN(TestOutputBuffer)
#include "tst_outputbuffer.moc"
