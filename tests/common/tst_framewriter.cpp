#include "base/escaping.h"
#include "classroom/framereader.h"
#include "classroom/framewriter.h"
#include "testbytes.h"

#include <QTest>
#include <QUtf8StringView>

using namespace corkboard;

class TestFrameWriter : public QObject {
    Q_OBJECT

private slots:
    void writes_data();
    void writes();
    void messageIsWrittenLikeAFrame();
    void everyByteSurvivesInEveryField_data();
    void everyByteSurvivesInEveryField();
    void randomBytesSurvive_data();
    void randomBytesSurvive();
    void noPayloadForgesALine_data();
    void noPayloadForgesALine();
    void escapesAtMostQuadruple();
};

namespace {

using Fields = QList<QByteArray>;

/// A written line, read back the way it comes from a socket.
std::expected<Frame, SyntaxError> readBack(const QByteArray &written)
{
    FrameReader reader(written.size());
    reader.feed(written);
    const auto line = reader.next();
    if (!line || !*line) {
        return std::unexpected(SyntaxError{});
    }
    auto frame = parseFrame(**line);
    const auto more = reader.next();
    // The line must be the only one, and whole.
    if (!more || *more || reader.hasPartialLine()) {
        return std::unexpected(SyntaxError{});
    }
    return frame;
}

/// True for one line of UTF-8 that no terminal obeys.
bool isOneHarmlessLine(const QByteArray &written)
{
    const QByteArrayView line = QByteArrayView(written).chopped(1);
    bool harmless = written.endsWith('\n') && QUtf8StringView(line).isValidUtf8();
    forEachCodePoint(line, [&harmless](QByteArrayView, char32_t codePoint) {
        harmless = harmless && !isControl(codePoint);
    });
    return harmless;
}

/// The verbs and how many fields each is tried with: free text first, in the middle, last, never.
void addShapes()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<int>("fieldCount");

    const auto row = [](const char *verb, int fieldCount) {
        QTest::addRow("%s with %d", verb, fieldCount) << QByteArray(verb) << fieldCount;
    };
    row("PUB", 1);
    row("PUB", 2);
    row("PUBR", 2);
    row("HELP", 2);
    row("ERROR", 2);
    row("ERROR", 3);
    row("CONN", 1);
    row("CONN", 2);
    row("SUCCESS", 4);
    row("TOPIC_ADDED", 1);
    row("17", 3);
}

} // namespace

void TestFrameWriter::writes_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](const char *name, const QByteArray &verb, const Fields &fields,
                        const QByteArray &expected) {
        QTest::newRow(name) << verb << fields << QByteArray(expected + '\n');
    };
    row("verb alone", "CONN_ACK", {}, "<CONN_ACK>");
    row("one field", "CONN_ACK", {"Anna (2)"}, "<CONN_ACK, Anna (2)>");
    row("several fields", "2", {"WEATHER", "NEWS"}, "<2, WEATHER, NEWS>");
    row("an empty field", "SUB", {""}, "<SUB, >");
    row("a space first", "SUB", {" a"}, "<SUB,  a>");
    row("comma in a topic", "SUB", {"a,b"}, "<SUB, a\\,b>");
    row("brackets in a topic", "SUB", {"<a>"}, "<SUB, \\x3Ca\\x3E>");
    row("free text stays readable", "PUB", {"T", "a, <b> c"}, "<PUB, T, a, <b> c>");
    row("the topic before free text", "PUB", {"a,<", "x"}, "<PUB, a\\,\\x3C, x>");
    row("the fields before an ERROR's sentence", "ERROR", {"?", "a,b", "c, d"},
        "<ERROR, ?, a\\,b, c, d>");
    row("backslash", "PUB", {"T", "a\\n"}, "<PUB, T, a\\\\n>");
    row("C04 line feed", "PUB", {"T", "a\nb"}, "<PUB, T, a\\nb>");
    row("C04 CR LF", "PUB", {"T", "a\r\nb"}, "<PUB, T, a\\r\\nb>");
    row("C04 NUL", "PUB", {"T", QByteArray("a\0b", 3)}, "<PUB, T, a\\x00b>");
    row("tab", "PUB", {"T", "\t"}, "<PUB, T, \\x09>");
    row("ESC", "PUB", {"T", "\x1B[2J"}, "<PUB, T, \\x1B[2J>");
    row("DEL", "PUB", {"T", "\x7F"}, "<PUB, T, \\x7F>");
    row("C1, byte by byte", "PUB", {"T", "\xC2\x9B"}, "<PUB, T, \\xC2\\x9B>");
    row("not UTF-8", "PUB", {"T", "\xFF\xC3"}, "<PUB, T, \\xFF\\xC3>");
    row("UTF-8 stays readable", "PUB", {"T", "M\xC3\xBCnchen \xF0\x9F\x93\x8C"},
        "<PUB, T, M\xC3\xBCnchen \xF0\x9F\x93\x8C>");
}

void TestFrameWriter::writes()
{
    QFETCH(const QByteArray, verb);
    QFETCH(const Fields, fields);
    QFETCH(const QByteArray, expected);

    QCOMPARE(writeFrame({verb, fields}), expected);
}

void TestFrameWriter::messageIsWrittenLikeAFrame()
{
    QCOMPARE(writeMessage("PUB", "WEATHER", "Rain, then sun"),
             QByteArray("<PUB, WEATHER, Rain, then sun>\n"));
    const QByteArray bytes = testbytes::everyValue();
    for (const char *verb : {"PUB", "PUBR"}) {
        QCOMPARE(writeMessage(verb, bytes, bytes), writeFrame({verb, {bytes, bytes}}));
    }
}

void TestFrameWriter::everyByteSurvivesInEveryField_data()
{
    addShapes();
}

void TestFrameWriter::everyByteSurvivesInEveryField()
{
    QFETCH(const QByteArray, verb);
    QFETCH(const int, fieldCount);

    const QByteArray all = testbytes::everyValue();
    for (int place = 0; place < fieldCount; ++place) {
        for (int value = -1; value < 256; ++value) {
            Frame frame{verb, Fields(fieldCount, "x")};
            frame.fields[place] = value < 0 ? all : QByteArray(1, char(value));
            const QByteArray written = writeFrame(frame);
            QVERIFY2(readBack(written) == frame, written.constData());
            QVERIFY2(isOneHarmlessLine(written), written.constData());
        }
    }
}

void TestFrameWriter::randomBytesSurvive_data()
{
    addShapes();
}

void TestFrameWriter::randomBytesSurvive()
{
    QFETCH(const QByteArray, verb);
    QFETCH(const int, fieldCount);

    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    // Bytes that mean something to the grammar come more often than chance would bring them.
    const QByteArray special = "\\,<> \nxnr0A\xC3\xA9/\"";
    for (int round = 0; round < 3'000; ++round) {
        Frame frame{verb, {}};
        for (int i = 0; i < fieldCount; ++i) {
            QByteArray field = testbytes::random(generator, 24);
            for (char &byte : field) {
                byte = generator.bounded(2) ? special[generator.bounded(special.size())] : byte;
            }
            frame.fields.append(field);
        }
        const QByteArray written = writeFrame(frame);
        QVERIFY2(readBack(written) == frame, written.constData());
        QVERIFY2(isOneHarmlessLine(written), written.constData());
    }
}

void TestFrameWriter::noPayloadForgesALine_data()
{
    QTest::addColumn<QByteArray>("payload");

    QTest::newRow("C04 LF and a frame") << QByteArray("x>\n<PUB, T, forged>");
    QTest::newRow("C04 CR LF and a frame") << QByteArray("x>\r\n<DISC_ACK>\r\n");
    QTest::newRow("C04 NUL and LF") << QByteArray("x\0\n<DISC_ACK>", 13);
    QTest::newRow("a written escape") << QByteArray("x>\\n<DISC_ACK>");
    QTest::newRow("a backslash at the end") << QByteArray("x\\");
    QTest::newRow("C03 /DISC") << QByteArray("/DISC");
    QTest::newRow("blanks at the end") << QByteArray("x  \t");
    QTest::newRow("a bracket at the end") << QByteArray("x> ");
}

void TestFrameWriter::noPayloadForgesALine()
{
    QFETCH(const QByteArray, payload);

    const QByteArray written = writeMessage("PUB", "T", payload);
    QCOMPARE(written.count('\n'), 1);
    QVERIFY(!written.contains('\r'));
    QVERIFY(!written.contains('\0'));
    const auto frame = readBack(written);
    QVERIFY(frame.has_value());
    QCOMPARE(frame->fields, (Fields{"T", payload}));
}

void TestFrameWriter::escapesAtMostQuadruple()
{
    // The line limit of the protocol counts on this.
    const QByteArray bytes = testbytes::everyValue();
    for (const char byte : bytes) {
        const QByteArray payload(10, byte);
        QVERIFY(writeMessage("PUB", "T", payload).size() <= 4 * payload.size() + 12);
        QVERIFY(writeMessage("PUB", payload, "x").size() <= 4 * payload.size() + 12);
    }
}

QTEST_GUILESS_MAIN(TestFrameWriter)
#include "tst_framewriter.moc"
