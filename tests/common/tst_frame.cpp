#include "classroom/frame.h"
#include "testbytes.h"

#include <QTest>

#include <vector>

using namespace corkboard;

class TestFrame : public QObject {
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void everyBeginningOfAFrameIsRefused_data();
    void everyBeginningOfAFrameIsRefused();
    void anyBytesAreAnswered();
    void fieldsAreCountedBeforeTheyAreKept_data();
    void fieldsAreCountedBeforeTheyAreKept();
    void longFieldsAreRead();
    void freeTextBeginsAt_data();
    void freeTextBeginsAt();
    void readsVerb_data();
    void readsVerb();
};

namespace {

using Fields = QList<QByteArray>;

/// Frames of every kind, in both directions, with every escape.
QByteArrayList goodLines()
{
    return {"<PING>",
            "<CONN, Anna, secret>",
            "<PUB, WEATHER, Rain, <then> \\\\ \\n\\r\\x00\\xFF\\, sun>",
            "<PUBR, A\\,B\\x3CC\\x3E, >",
            "<3, WEATHER, NEWS, M\xC3\xBCnchen>",
            "<ERROR, SUB, no-match, No topic matches for WEATHER/+.>"};
}

} // namespace

void TestFrame::parses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<Fields>("fields");

    const auto row = [](const char *name, const QByteArray &line, const QByteArray &verb,
                        const Fields &fields) { QTest::newRow(name) << line << verb << fields; };
    row("verb alone", "<LIST>", "LIST", {});
    row("one field", "<SUB, WEATHER>", "SUB", {"WEATHER"});
    row("two fields", "<CONN, Anna, secret>", "CONN", {"Anna", "secret"});
    row("verb in lower case", "<sub, weather>", "SUB", {"weather"});
    row("verb in mixed case", "<PuB, T, x>", "PUB", {"T", "x"});
    row("a verb may have digits and _", "<TOPIC_ADDED, A>", "TOPIC_ADDED", {"A"});
    row("a number as verb", "<2, WEATHER, NEWS>", "2", {"WEATHER", "NEWS"});
    row("a verb that the protocol does not have", "<DANCE, a>", "DANCE", {"a"});
    row("a long verb is kept whole", "<ABCDEFGHIJKLMNOPQRSTUVWXYZ>", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        {});
    row("separator: no space", "<CONN,Anna,secret>", "CONN", {"Anna", "secret"});
    row("separator: one space belongs to it", "<SUB, X>", "SUB", {"X"});
    row("separator: a second space does not", "<SUB,  X>", "SUB", {" X"});
    row("a space at the end belongs to the field", "<SUB, X >", "SUB", {"X "});
    row("a tab belongs to the field", "<SUB,\tX>", "SUB", {"\tX"});
    row("one empty field", "<SUB, >", "SUB", {""});
    row("one empty field without space", "<SUB,>", "SUB", {""});
    row("three empty fields", "<CONN,,,>", "CONN", {"", "", ""});
    row("blanks behind the frame", "<SUB, X> \t ", "SUB", {"X"});
    row("free text has commas", "<PUB, T, a, b,c>", "PUB", {"T", "a, b,c"});
    row("free text has brackets", "<PUB, T, a < b > c>", "PUB", {"T", "a < b > c"});
    row("free text ends at the last >", "<PUB, T, a>>", "PUB", {"T", "a>"});
    row("free text looks like a frame", "<PUB, T, <DISC>>", "PUB", {"T", "<DISC>"});
    row("C03 free text has /DISC", "<PUB, T, say /DISC now>", "PUB", {"T", "say /DISC now"});
    row("free text keeps its spaces", "<PUB, T,  a  >", "PUB", {"T", " a  "});
    row("free text may be empty", "<PUB, T, >", "PUB", {"T", ""});
    row("free text may be empty without space", "<PUBR, T,>", "PUBR", {"T", ""});
    row("free text of ERROR", "<ERROR, ?, too-long, At most 5, or so.>", "ERROR",
        {"?", "too-long", "At most 5, or so."});
    row("free text of HELP", "<HELP, SUB, subscribes, <SUB, TOPIC>>", "HELP",
        {"SUB", "subscribes, <SUB, TOPIC>"});
    row("no free text in SUCCESS", "<SUCCESS, SUB, A, B>", "SUCCESS", {"SUB", "A", "B"});
    row("PUB without its message", "<PUB, T>", "PUB", {"T"});
    row("escape: backslash", "<PUB, T, a\\\\b>", "PUB", {"T", "a\\b"});
    row("escape: line feed", "<PUB, T, a\\nb>", "PUB", {"T", "a\nb"});
    row("escape: carriage return", "<PUB, T, a\\rb>", "PUB", {"T", "a\rb"});
    row("escape: comma", "<SUB, a\\,b>", "SUB", {"a,b"});
    row("escape: comma in free text", "<PUB, T, a\\,b>", "PUB", {"T", "a,b"});
    row("escape: hex, upper case", "<SUB, \\x3CA\\x3E>", "SUB", {"<A>"});
    row("escape: hex, lower case", "<SUB, \\x3ca\\x3e>", "SUB", {"<a>"});
    row("C04 escape: NUL", "<PUB, T, a\\x00b>", "PUB", {"T", QByteArray("a\0b", 3)});
    row("escape: a byte that is not UTF-8", "<PUB, T, \\xFF>", "PUB", {"T", "\xFF"});
    row("escape: hex reads two digits, not three", "<PUB, T, \\x414>", "PUB", {"T", "A4"});
    row("escape: backslash before n", "<PUB, T, \\\\n>", "PUB", {"T", "\\n"});
    row("escape: three backslashes and n", "<PUB, T, \\\\\\n>", "PUB", {"T", "\\\n"});
    row("escape: comma begins no field", "<CONN, a\\, b>", "CONN", {"a, b"});
    row("other backslash: before a letter", "<PUB, T, \\q>", "PUB", {"T", "\\q"});
    row("other backslash: upper case N", "<PUB, T, \\N>", "PUB", {"T", "\\N"});
    row("other backslash: one hex digit", "<PUB, T, \\x4>", "PUB", {"T", "\\x4"});
    row("other backslash: no hex digit", "<PUB, T, \\xGG>", "PUB", {"T", "\\xGG"});
    row("other backslash: upper case X", "<PUB, T, \\X41>", "PUB", {"T", "\\X41"});
    row("other backslash: at the end", "<PUB, T, a\\>", "PUB", {"T", "a\\"});
    row("other backslash: at the end of a field", "<SUB, a\\>", "SUB", {"a\\"});
    row("other backslash: before a space", "<SUB, \\ a>", "SUB", {"\\ a"});
    row("raw control characters are bytes", QByteArray("<PUB, T, a\0\x1B>", 13), "PUB",
        {"T", QByteArray("a\0\x1B", 3)});
    row("UTF-8 in fields", "<SUB, M\xC3\xBCnchen>", "SUB", {"M\xC3\xBCnchen"});
}

void TestFrame::parses()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, verb);
    QFETCH(const Fields, fields);

    const auto frame = parseFrame(line);
    QVERIFY(frame.has_value());
    QCOMPARE(frame->verb, verb);
    QCOMPARE(frame->fields, fields);
}

void TestFrame::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<ClassroomError>("error");
    QTest::addColumn<QByteArray>("verb");

    const auto row = [](const char *name, const QByteArray &line, ClassroomError error,
                        const QByteArray &verb) { QTest::newRow(name) << line << error << verb; };
    constexpr auto syntax = ClassroomError::InvalidSyntax;
    constexpr auto command = ClassroomError::InvalidCommand;
    row("C05 plain words", "hello there", command, "");
    row("C05 telnet IAC", "\xFF\xFB\x01", command, "");
    row("nothing", "", command, "");
    row("blanks", " \t", command, "");
    row("a blank before the frame", " <LIST>", command, "");
    row("a typed command is no frame", "/LIST", command, "");
    row("no verb", "<>", command, "");
    row("a blank for a verb", "< LIST>", command, "");
    row("a field for a verb", "<, X>", command, "");
    row("verb outside ASCII", "<\xC3\xA9>", command, "");
    row("opening bracket alone", "<", syntax, "");
    row("closing bracket missing", "<SUB, X", syntax, "SUB");
    row("text behind the frame", "<SUB, X> y", syntax, "SUB");
    row("blank behind the verb", "<SUB >", syntax, "SUB");
    row("blank instead of a comma", "<SUB X>", syntax, "SUB");
    row("unescaped < in a field", "<SUB, a<b>", syntax, "SUB");
    row("unescaped > in a field", "<SUB, a>b>", syntax, "SUB");
    row("unescaped < in the topic of PUB", "<PUB, a<b, x>", syntax, "PUB");
    row("backslash does not escape >", "<SUB, a\\>b>", syntax, "SUB");
    row("two frames in a line", "<LIST><LIST>", syntax, "LIST");
    row("C05 a field that is not UTF-8", "<SUB, \xFF>", syntax, "SUB");
    row("C05 free text that is not UTF-8", "<PUB, T, a\xC3>", syntax, "PUB");
    row("the shown verb is cut", "<abcdefghijklmnopqrstuvwxyz, a<b>", syntax, "ABCDEFGHIJKLMNOP");
}

void TestFrame::refuses()
{
    QFETCH(const QByteArray, line);
    QFETCH(const ClassroomError, error);
    QFETCH(const QByteArray, verb);

    const auto frame = parseFrame(line);
    QVERIFY(!frame.has_value());
    QCOMPARE(frame.error().error, error);
    QCOMPARE(frame.error().verb, verb);
}

void TestFrame::everyBeginningOfAFrameIsRefused_data()
{
    QTest::addColumn<QByteArray>("line");

    for (const QByteArray &line : goodLines()) {
        QTest::newRow(line.constData()) << line;
    }
}

void TestFrame::everyBeginningOfAFrameIsRefused()
{
    QFETCH(const QByteArray, line);

    QVERIFY(parseFrame(line).has_value());
    for (qsizetype size = 0; size < line.size(); ++size) {
        // A copy of its own, so that reading beyond the end is seen by a sanitizer.
        const std::vector<char> beginning(line.begin(), line.begin() + size);
        const QByteArrayView view(beginning.data(), size);
        // Free text may itself hold a ">"; cut there, what is left is a shorter frame.
        QCOMPARE(parseFrame(view).has_value(), view.endsWith('>') || view.endsWith("> "));
    }
}

void TestFrame::anyBytesAreAnswered()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    int frames = 0;
    for (int i = 0; i < 50'000; ++i) {
        QByteArray line = goodLines().at(generator.bounded(goodLines().size()));
        for (int changes = generator.bounded(4); changes > 0; --changes) {
            line[generator.bounded(line.size())] = char(generator.bounded(256));
        }
        const auto frame = parseFrame(line);
        if (frame) {
            ++frames;
            QVERIFY(!frame->verb.isEmpty());
            QCOMPARE(frame->verb, frame->verb.toUpper());
        } else {
            QVERIFY(frame.error().verb.size() <= 16);
            QCOMPARE(readVerb(frame.error().verb), frame.error().verb);
        }
    }
    QVERIFY(frames > 0);
}

void TestFrame::fieldsAreCountedBeforeTheyAreKept_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<qsizetype>("maxFields");
    QTest::addColumn<bool>("accepted");

    const auto row = [](const char *name, const QByteArray &line, qsizetype maxFields,
                        bool accepted) { QTest::newRow(name) << line << maxFields << accepted; };
    row("none of none", "<LIST>", 0, true);
    row("one of none", "<LIST, >", 0, false);
    row("most", "<CONN, a, b>", 2, true);
    row("most + 1", "<CONN, a, b, c>", 2, false);
    row("commas in free text do not count", "<PUB, T, a, b, c, d>", 2, true);
    row("a line full of commas", "<SUB" + QByteArray(1'000'000, ',') + '>', 2, false);
}

void TestFrame::fieldsAreCountedBeforeTheyAreKept()
{
    QFETCH(const QByteArray, line);
    QFETCH(const qsizetype, maxFields);
    QFETCH(const bool, accepted);

    const auto frame = parseFrame(line, maxFields);
    QCOMPARE(frame.has_value(), accepted);
    if (!frame) {
        QCOMPARE(frame.error().error, ClassroomError::InvalidSyntax);
        QCOMPARE(frame.error().verb, readVerb(line.sliced(1)));
    }
}

void TestFrame::longFieldsAreRead()
{
    const QByteArray text(1024 * 1024, 'x');
    QCOMPARE(parseFrame("<PUB, T, " + text + '>')->fields.at(1), text);
    QCOMPARE(parseFrame("<SUB, " + text + '>')->fields.at(0), text);
    const QByteArray escapes = QByteArray("\\x00").repeated(256 * 1024);
    QCOMPARE(parseFrame("<PUB, T, " + escapes + '>')->fields.at(1), QByteArray(256 * 1024, '\0'));
    QCOMPARE(parseFrame("<SUB, " + escapes + '>')->fields.at(0), QByteArray(256 * 1024, '\0'));
}

void TestFrame::freeTextBeginsAt_data()
{
    QTest::addColumn<QByteArray>("verb");
    QTest::addColumn<qsizetype>("field");

    QTest::newRow("PUB") << QByteArray("PUB") << qsizetype(1);
    QTest::newRow("PUBR") << QByteArray("PUBR") << qsizetype(1);
    QTest::newRow("HELP") << QByteArray("HELP") << qsizetype(1);
    QTest::newRow("ERROR") << QByteArray("ERROR") << qsizetype(2);
    QTest::newRow("SUB") << QByteArray("SUB") << qsizetype(-1);
    QTest::newRow("SUCCESS") << QByteArray("SUCCESS") << qsizetype(-1);
    QTest::newRow("a longer word") << QByteArray("PUBS") << qsizetype(-1);
}

void TestFrame::freeTextBeginsAt()
{
    QFETCH(const QByteArray, verb);
    QFETCH(const qsizetype, field);

    QCOMPARE(freeTextField(verb), field);
}

void TestFrame::readsVerb_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("verb");

    const auto row = [](const char *name, const QByteArray &text, const QByteArray &verb) {
        QTest::newRow(name) << text << verb;
    };
    row("whole", "SUB", "SUB");
    row("lower case", "sub, X", "SUB");
    row("up to what is no letter", "topic_2-a", "TOPIC_2");
    row("16 letters", "abcdefghijklmnop", "ABCDEFGHIJKLMNOP");
    row("17 letters", "abcdefghijklmnopq", "ABCDEFGHIJKLMNOP");
    row("no letter", "!", "");
    row("nothing", "", "");
    row("outside ASCII", "\xC3\xA9", "");
}

void TestFrame::readsVerb()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, verb);

    QCOMPARE(readVerb(text), verb);
}

QTEST_GUILESS_MAIN(TestFrame)
#include "tst_frame.moc"
