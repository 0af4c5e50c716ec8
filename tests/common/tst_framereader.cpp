#include "base/limits.h"
#include "classroom/framereader.h"
#include "testbytes.h"

#include <QTest>

#include <memory>
#include <vector>

using namespace corkboard;

class TestFrameReader : public QObject {
    Q_OBJECT

private slots:
    void cutsIntoLines_data();
    void cutsIntoLines();
    void everySplitInTwoGivesTheSame_data();
    void everySplitInTwoGivesTheSame();
    void everySplitInThreeGivesTheSame_data();
    void everySplitInThreeGivesTheSame();
    void oneByteAtATimeGivesTheSame_data();
    void oneByteAtATimeGivesTheSame();
    void everyTruncationKeepsTheRest_data();
    void everyTruncationKeepsTheRest();
    void anyBytesInRandomPiecesGiveTheSame();
    void thousandLinesInOneChunk();
    void lineLimit_data();
    void lineLimit();
    void failsAtTheByteThatExceedsTheLimit();
    void staysFailed();
    void limitCanGrowBetweenLines();
    void limitsOfTheProtocol();
    void completeLinesAreNotCopied();
    void emptyChunksChangeNothing();
    void keptRestOutlivesItsChunk();
    void nothingIsKeptBehindALineTooLong();
    void heldBytesAreThoseThatAreKept();
};

namespace {

struct Outcome {
    QByteArrayList lines;
    QByteArray rest; ///< the line that has not ended
    bool tooLong = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

void drain(FrameReader &reader, Outcome &outcome)
{
    while (true) {
        const auto line = reader.next();
        if (!line) {
            outcome.tooLong = true;
            return;
        }
        if (!*line) {
            return;
        }
        outcome.lines.append((*line)->toByteArray());
    }
}

Outcome readAll(const QByteArrayList &chunks, qsizetype maxLineBytes = 64)
{
    FrameReader reader(maxLineBytes);
    Outcome outcome;
    for (const QByteArray &chunk : chunks) {
        // A copy that goes away, so that a reader that still looks at it is seen by a sanitizer.
        const std::vector<char> bytes(chunk.begin(), chunk.end());
        reader.feed(QByteArrayView(bytes.data(), chunk.size()));
        drain(reader, outcome);
    }
    outcome.rest = reader.partialLine().toByteArray();
    return outcome;
}

void addStreams()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::addColumn<QByteArray>("rest");
    QTest::addColumn<bool>("tooLong");

    const auto row = [](const char *name, const QByteArray &bytes, const QByteArrayList &lines,
                        const QByteArray &rest = {}, bool tooLong = false) {
        QTest::newRow(name) << bytes << lines << rest << tooLong;
    };
    row("nothing", "", {});
    row("one line", "<LIST>\n", {"<LIST>"});
    row("C02 two lines", "<SUB, A>\n<LIST>\n", {"<SUB, A>", "<LIST>"});
    row("CR LF", "/LIST\r\n/PING\r\n", {"/LIST", "/PING"});
    row("LF and CR LF mixed", "a\r\nb\nc\r\n", {"a", "b", "c"});
    row("empty lines are passed over", "\n\na\n\r\n\nb\n\n", {"a", "b"});
    row("a line of blanks is a line", " \n", {" "});
    row("only the last CR belongs to the end", "a\r\r\n", {"a\r"});
    row("C04 CR inside a line", "a\rb\n", {"a\rb"});
    row("C04 NUL inside a line", QByteArray("a\0b\n", 4), {QByteArray("a\0b", 3)});
    row("C01 a line without end", "a\nbc", {"a"}, "bc");
    row("CR without LF", "a\r", {}, "a\r");
    row("any bytes", "\xFF\xFB\x01\n\x80\n", {"\xFF\xFB\x01", "\x80"});
    row("longest line", QByteArray(64, 'x') + '\n', {QByteArray(64, 'x')});
    row("longest line and CR LF", QByteArray(64, 'x') + "\r\n", {QByteArray(64, 'x')});
    row("longest line, not ended", QByteArray(64, 'x'), {}, QByteArray(64, 'x'));
    row("C01 longest line + 1", QByteArray(65, 'x') + '\n', {}, {}, true);
    row("C01 longest line + 1, not ended", "a\n" + QByteArray(65, 'x'), {"a"}, {}, true);
    row("longest line and two CR", QByteArray(64, 'x') + "\r\r\n", {}, {}, true);
    row("longest line, CR, something else", QByteArray(64, 'x') + "\rx\n", {}, {}, true);
    row("nothing is read behind a line too long", QByteArray(70, 'x') + "\na\n", {}, {}, true);
}

} // namespace

// Every row of addStreams() is read in the ways that the functions are named after.

void TestFrameReader::cutsIntoLines_data()
{
    addStreams();
}

void TestFrameReader::cutsIntoLines()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArrayList, lines);
    QFETCH(const QByteArray, rest);
    QFETCH(const bool, tooLong);
    const Outcome expected{lines, rest, tooLong};

    const Outcome outcome = readAll({bytes});
    QCOMPARE(outcome.lines, expected.lines);
    QCOMPARE(outcome.rest, expected.rest);
    QCOMPARE(outcome.tooLong, expected.tooLong);
}

void TestFrameReader::everySplitInTwoGivesTheSame_data()
{
    addStreams();
}

void TestFrameReader::everySplitInTwoGivesTheSame()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArrayList, lines);
    QFETCH(const QByteArray, rest);
    QFETCH(const bool, tooLong);
    const Outcome expected{lines, rest, tooLong};

    for (qsizetype i = 0; i <= bytes.size(); ++i) {
        QVERIFY2(readAll({bytes.first(i), bytes.sliced(i)}) == expected,
                 QByteArray::number(i).constData());
    }
}

void TestFrameReader::everySplitInThreeGivesTheSame_data()
{
    addStreams();
}

void TestFrameReader::everySplitInThreeGivesTheSame()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArrayList, lines);
    QFETCH(const QByteArray, rest);
    QFETCH(const bool, tooLong);
    const Outcome expected{lines, rest, tooLong};

    for (qsizetype i = 0; i <= bytes.size(); ++i) {
        for (qsizetype j = i; j <= bytes.size(); ++j) {
            const QByteArrayList chunks{bytes.first(i), bytes.sliced(i, j - i), bytes.sliced(j)};
            QVERIFY2(readAll(chunks) == expected, chunks.join('|').constData());
        }
    }
}

void TestFrameReader::oneByteAtATimeGivesTheSame_data()
{
    addStreams();
}

void TestFrameReader::oneByteAtATimeGivesTheSame()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QByteArrayList, lines);
    QFETCH(const QByteArray, rest);
    QFETCH(const bool, tooLong);
    const Outcome expected{lines, rest, tooLong};

    QByteArrayList chunks;
    for (const char byte : bytes) {
        chunks.append(QByteArray(1, byte));
    }
    QVERIFY(readAll(chunks) == expected);
}

void TestFrameReader::everyTruncationKeepsTheRest_data()
{
    QTest::addColumn<QByteArray>("line");

    QTest::newRow("LF") << QByteArray("<PUB, T, hello>\n");
    QTest::newRow("CR LF") << QByteArray("/PUB T hello\r\n");
}

void TestFrameReader::everyTruncationKeepsTheRest()
{
    QFETCH(const QByteArray, line);

    for (qsizetype size = 0; size < line.size(); ++size) {
        FrameReader reader(64);
        const QByteArray beginning = line.first(size);
        reader.feed(beginning);
        const auto next = reader.next();
        QVERIFY(next.has_value());
        QVERIFY(!next->has_value());
        QCOMPARE(reader.hasPartialLine(), size > 0);
        QCOMPARE(reader.partialLine().toByteArray(), beginning);

        const QByteArray rest = line.sliced(size);
        reader.feed(rest);
        QCOMPARE(reader.next()->value().toByteArray(), line.trimmed());
        QVERIFY(!reader.next()->has_value());
        QVERIFY(!reader.hasPartialLine());
    }
}

void TestFrameReader::anyBytesInRandomPiecesGiveTheSame()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    for (int round = 0; round < 2'000; ++round) {
        QByteArray bytes = testbytes::random(generator, 400);
        for (int ends = generator.bounded(30); ends > 0 && !bytes.isEmpty(); --ends) {
            bytes.insert(generator.bounded(bytes.size()), generator.bounded(2) ? "\n" : "\r\n");
        }
        QByteArrayList chunks;
        for (qsizetype at = 0; at < bytes.size();) {
            const qsizetype size = qMin(bytes.size() - at, qsizetype(generator.bounded(1, 40)));
            chunks.append(bytes.sliced(at, size));
            at += size;
        }
        QVERIFY(readAll(chunks) == readAll({bytes}));
    }
}

void TestFrameReader::thousandLinesInOneChunk()
{
    // F07: 1,000 in one segment, in order.
    QByteArray bytes;
    QByteArrayList expected;
    for (int i = 0; i < 1'000; ++i) {
        expected.append("<PUB, T, " + QByteArray::number(i) + '>');
        bytes += expected.last() + '\n';
    }
    QCOMPARE(readAll({bytes}).lines, expected);
}

void TestFrameReader::lineLimit_data()
{
    QTest::addColumn<qsizetype>("limit");

    QTest::newRow("smallest") << qsizetype(1);
    QTest::newRow("before CONN") << limits::maxLineBytesBeforeConnect;
    QTest::newRow("after CONN") << limits::maxLineBytes(limits::defaultMaxMessageBytes);
}

void TestFrameReader::lineLimit()
{
    QFETCH(const qsizetype, limit);

    const QByteArray longest(limit, 'x');
    for (const char *end : {"\n", "\r\n"}) {
        const Outcome fits = readAll({longest + end}, limit);
        QVERIFY(!fits.tooLong);
        QVERIFY(fits.lines == QByteArrayList{longest});
        QVERIFY(readAll({longest + 'x' + end}, limit).tooLong);
    }
    QVERIFY(!readAll({longest}, limit).tooLong);
    QVERIFY(readAll({longest, "x"}, limit).tooLong);
}

void TestFrameReader::failsAtTheByteThatExceedsTheLimit()
{
    FrameReader reader(4);
    for (int i = 0; i < 4; ++i) {
        reader.feed("x");
        QVERIFY(reader.next().has_value());
    }
    QCOMPARE(reader.partialLine().toByteArray(), QByteArray("xxxx"));
    reader.feed("x");
    const auto next = reader.next();
    QVERIFY(!next.has_value());
    QCOMPARE(next.error(), FrameReaderError::TooLong);
    QVERIFY(!reader.hasPartialLine());
}

void TestFrameReader::staysFailed()
{
    FrameReader reader(4);
    reader.feed("xxxxx\nab\n");
    QVERIFY(!reader.next().has_value());
    QVERIFY(!reader.next().has_value());
    reader.feed("ab\n");
    QVERIFY(!reader.next().has_value());
    QVERIFY(!reader.hasPartialLine());
}

void TestFrameReader::limitCanGrowBetweenLines()
{
    // A CONN and a longer line may come in one chunk: the limit grows once CONN is carried out.
    const QByteArray bytes = "<CONN>\n" + QByteArray(100, 'x') + '\n';
    FrameReader reader(10);
    QCOMPARE(reader.maxLineBytes(), 10);
    reader.feed(bytes);
    QCOMPARE(reader.next()->value().toByteArray(), QByteArray("<CONN>"));
    reader.setMaxLineBytes(100);
    QCOMPARE(reader.maxLineBytes(), 100);
    QCOMPARE(reader.next()->value().toByteArray(), QByteArray(100, 'x'));
    QVERIFY(!reader.next()->has_value());
}

void TestFrameReader::limitsOfTheProtocol()
{
    QCOMPARE(limits::maxLineBytesBeforeConnect, 65'536);
    QCOMPARE(limits::maxLineBytes(0), 65'536);
    QCOMPARE(limits::maxLineBytes(1'000), 69'536);
}

void TestFrameReader::completeLinesAreNotCopied()
{
    const QByteArray bytes = "ab\ncd\n";
    FrameReader reader(10);
    reader.feed(bytes);
    QCOMPARE(reader.next()->value().data(), bytes.constData());
    QCOMPARE(reader.next()->value().data(), bytes.constData() + 3);
}

void TestFrameReader::emptyChunksChangeNothing()
{
    QVERIFY(readAll({"", "a", "", "b\n", ""}) == (Outcome{{"ab"}, {}, false}));
}

void TestFrameReader::keptRestOutlivesItsChunk()
{
    // The reader stops after every line and keeps the rest, also where that was kept before.
    const QByteArray bytes = "a\r\nbb\n\nccc\nd";
    const QByteArrayList expected{"a", "bb", "ccc"};
    for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
        FrameReader reader(10);
        QByteArrayList lines;
        for (const QByteArray &chunk : {bytes.first(cut), bytes.sliced(cut)}) {
            auto copy = std::make_unique<QByteArray>(chunk.constData(), chunk.size());
            reader.feed(*copy);
            reader.keepRest();
            QCOMPARE(reader.hasRest(), !chunk.isEmpty());
            copy.reset();
            for (auto line = reader.next(); line && *line; line = reader.next()) {
                lines.append((*line)->toByteArray());
                reader.keepRest();
            }
        }
        QCOMPARE(lines, expected);
        QVERIFY(!reader.hasRest());
        QCOMPARE(reader.partialLine().toByteArray(), QByteArray("d"));
    }
}

void TestFrameReader::nothingIsKeptBehindALineTooLong()
{
    FrameReader reader(4);
    reader.feed("ok\nxxxxx\n");
    QCOMPARE(reader.next()->value().toByteArray(), QByteArray("ok"));
    reader.keepRest();
    QVERIFY(!reader.next().has_value());
    QVERIFY(!reader.hasPartialLine());
    QVERIFY(!reader.hasRest());
    QCOMPARE(reader.heldBytes(), 0);
}

void TestFrameReader::heldBytesAreThoseThatAreKept()
{
    FrameReader reader(10'000);
    reader.feed("line\n");
    while (*reader.next()) { }
    QCOMPARE(reader.heldBytes(), 0);
    const QByteArray begun(1'000, 'x');
    reader.feed(begun);
    QVERIFY(!*reader.next());
    QVERIFY(reader.heldBytes() >= 1'000);
    reader.feed("\nrest\n");
    QVERIFY(*reader.next());
    reader.keepRest();
    QVERIFY(reader.heldBytes() >= 5);
    QVERIFY(*reader.next());
    QVERIFY(!*reader.next());
    QCOMPARE(reader.heldBytes(), 0);
}

QTEST_GUILESS_MAIN(TestFrameReader)
#include "tst_framereader.moc"
