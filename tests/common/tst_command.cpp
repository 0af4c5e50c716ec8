#include "classroom/command.h"
#include "classroom/framereader.h"
#include "testbytes.h"

#include <QSet>
#include <QTest>

using namespace corkboard;

class TestCommand : public QObject {
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void wordsAreCountedBeforeTheyAreKept_data();
    void wordsAreCountedBeforeTheyAreKept();
    void sessionInAnySplitIsTheSame();
    void anyBytesAreAnswered();
    void writtenCommandsAreReadBack_data();
    void writtenCommandsAreReadBack();
    void hints_data();
    void hints();
    void everyVerbHasItsRow();
    void shownFormsAreRight();
};

namespace {

using Fields = QList<QByteArray>;

} // namespace

void TestCommand::parses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<Fields>("fields");

    const auto row
        = [](const char *name, const QByteArray &line, Verb verb, const Fields &fields = {}) {
              QTest::newRow(name) << line << verb << fields;
          };
    row("connect without a name", "<CONN>", Verb::Conn);
    row("connect with a name", "<CONN, Anna Lee>", Verb::Conn, {"Anna Lee"});
    row("connect with a password", "<CONN, Anna, a\\,b>", Verb::Conn, {"Anna", "a,b"});
    row("disconnect", "<DISC>", Verb::Disc);
    row("publish", "<PUB, T, a, b>", Verb::Pub, {"T", "a, b"});
    row("publish nothing", "<PUB, T, >", Verb::Pub, {"T", ""});
    row("publish and retain", "<PUBR, T, x>", Verb::Pubr, {"T", "x"});
    row("clear", "<PUBR, T, >", Verb::Pubr, {"T", ""});
    row("subscribe", "<SUB, WEATHER/+>", Verb::Sub, {"WEATHER/+"});
    row("unsubscribe", "<UNSUB, #>", Verb::Unsub, {"#"});
    row("list", "<LIST>", Verb::List);
    row("all topics", "<TOPICS>", Verb::Topics);
    row("help", "<HELP>", Verb::Help);
    row("keep-alive", "<PING>", Verb::Ping);
    row("verb in lower case", "<unsub, A>", Verb::Unsub, {"A"});
    row("C03 /DISC in a message", "<PUB, T, /DISC>", Verb::Pub, {"T", "/DISC"});
    row("C03 <DISC> in a message", "<PUB, T, <DISC>>", Verb::Pub, {"T", "<DISC>"});

    row("typed: connect without a name", "/CONN", Verb::Conn);
    row("typed: connect", "/CONN Anna", Verb::Conn, {"Anna"});
    row("typed: connect with a password", "/CONN Anna secret", Verb::Conn, {"Anna", "secret"});
    row("typed: disconnect", "/DISC", Verb::Disc);
    row("typed: publish", "/PUB T hello", Verb::Pub, {"T", "hello"});
    row("typed: the message is all behind one space", "/PUB T  a  b ", Verb::Pub, {"T", " a  b "});
    row("typed: a message with commas and brackets", "/PUB T a, <b>", Verb::Pub, {"T", "a, <b>"});
    row("typed: escapes are for frames only", "/PUB T a\\nb\\x41", Verb::Pub, {"T", "a\\nb\\x41"});
    row("typed: an empty message", "/PUB T ", Verb::Pub, {"T", ""});
    row("typed: publish and retain", "/PUBR T x", Verb::Pubr, {"T", "x"});
    row("typed: clear", "/PUBR T ", Verb::Pubr, {"T", ""});
    row("C03 typed: /DISC in a message", "/PUB T /DISC", Verb::Pub, {"T", "/DISC"});
    row("C04 typed: CR in a message", "/PUB T a\rb", Verb::Pub, {"T", "a\rb"});
    row("C04 typed: NUL in a message", QByteArray("/PUB T a\0b", 10), Verb::Pub,
        {"T", QByteArray("a\0b", 3)});
    row("typed: subscribe", "/SUB WEATHER/#", Verb::Sub, {"WEATHER/#"});
    row("typed: a topic with a comma", "/SUB a,b", Verb::Sub, {"a,b"});
    row("typed: several spaces", "/SUB   A  ", Verb::Sub, {"A"});
    row("typed: unsubscribe", "/UNSUB A", Verb::Unsub, {"A"});
    row("typed: list", "/LIST", Verb::List);
    row("typed: a space at the end", "/LIST ", Verb::List);
    row("typed: all topics", "/TOPICS", Verb::Topics);
    row("typed: help", "/HELP", Verb::Help);
    row("typed: keep-alive", "/PING", Verb::Ping);
    row("typed: verb in lower case", "/sub A", Verb::Sub, {"A"});
    row("typed: a message outside ASCII", "/PUB T \xC3\xA9", Verb::Pub, {"T", "\xC3\xA9"});
}

void TestCommand::parses()
{
    QFETCH(const QByteArray, line);
    QFETCH(const Verb, verb);
    QFETCH(const Fields, fields);

    const auto command = parseCommand(line);
    QVERIFY(command.has_value());
    QCOMPARE(command->verb, verb);
    QCOMPARE(command->fields, fields);
    QCOMPARE(command->typed, line.startsWith('/'));
}

void TestCommand::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<ClassroomError>("error");
    QTest::addColumn<QByteArray>("verb");

    const auto row = [](const char *name, const QByteArray &line, ClassroomError error,
                        const QByteArray &verb) { QTest::newRow(name) << line << error << verb; };
    constexpr auto syntax = ClassroomError::InvalidSyntax;
    constexpr auto unknown = ClassroomError::InvalidCommand;
    row("C05 words without a verb", "hello", unknown, "");
    row("C05 telnet IAC", "\xFF\xFB\x01", unknown, "");
    row("C05 unknown verb", "<DANCE, x>", unknown, "DANCE");
    row("C05 unknown verb that is not a frame either", "<DANCE, x", unknown, "DANCE");
    row("C05 unknown verb and no UTF-8", "<DANCE, \xFF>", unknown, "DANCE");
    row("C05 bracket alone", "<", unknown, "");
    row("C05 what only the server says", "<SUCCESS, SUB, A>", unknown, "SUCCESS");
    row("C05 a number", "<3, A, B, C>", unknown, "3");
    row("whole words: longer", "<SUBSCRIBE, X>", unknown, "SUBSCRIBE");
    row("whole words: shorter", "<SU, X>", unknown, "SU");
    row("the shown verb is cut", "<ABCDEFGHIJKLMNOPQRSTUVWXYZ>", unknown, "ABCDEFGHIJKLMNOP");
    row("C05 CONN: too many", "<CONN, a, b, c>", syntax, "CONN");
    row("C05 DISC: too many", "<DISC, now>", syntax, "DISC");
    row("C05 PUB: no field", "<PUB>", syntax, "PUB");
    row("C05 PUB: no message", "<PUB, T>", syntax, "PUB");
    row("C05 PUBR: no message", "<pubr, T>", syntax, "PUBR");
    row("C05 SUB: no topic", "<SUB>", syntax, "SUB");
    row("C05 SUB: too many", "<SUB, A, B>", syntax, "SUB");
    row("C05 UNSUB: no topic", "<UNSUB>", syntax, "UNSUB");
    row("C05 LIST: an empty field is a field", "<LIST, >", syntax, "LIST");
    row("C05 TOPICS: too many", "<TOPICS, x>", syntax, "TOPICS");
    row("C05 HELP: too many", "<HELP, SUB>", syntax, "HELP");
    row("C05 PING: too many", "<PING, x>", syntax, "PING");
    row("C05 not UTF-8", "<PUB, T, \xFF>", syntax, "PUB");

    row("typed: slash alone", "/", unknown, "");
    row("typed: a space behind the slash", "/ SUB A", unknown, "");
    row("C05 typed: unknown verb", "/DANCE x", unknown, "DANCE");
    row("C05 typed: unknown verb and no UTF-8", "/DANCE \xFF", unknown, "DANCE");
    row("whole words, typed: longer", "/SUBSCRIBE X", unknown, "SUBSCRIBE");
    row("whole words, typed: a tab is no space", "/SUB\tX", syntax, "SUB");
    row("whole words, typed: a comma is no space", "/pub,T x", syntax, "PUB");
    row("whole words, typed: a tab behind an unknown one", "/DANCE\tX", unknown, "DANCE");
    row("typed: a frame behind the slash", "/<LIST>", unknown, "");
    row("C05 typed: PUB without message", "/PUB T", syntax, "PUB");
    row("C05 typed: PUB without topic", "/PUB ", syntax, "PUB");
    row("C05 typed: PUB with two spaces", "/PUB  T x", syntax, "PUB");
    row("C05 typed: PUBR without message", "/PUBR T", syntax, "PUBR");
    row("C05 typed: SUB without topic", "/SUB", syntax, "SUB");
    row("C05 typed: SUB with two topics", "/SUB A B", syntax, "SUB");
    row("C05 typed: UNSUB without topic", "/UNSUB ", syntax, "UNSUB");
    row("C05 typed: LIST with a word", "/LIST all", syntax, "LIST");
    row("C05 typed: CONN with three words", "/CONN a b c", syntax, "CONN");
    row("C05 typed: not UTF-8", "/PUB T \xFF", syntax, "PUB");
}

void TestCommand::refuses()
{
    QFETCH(const QByteArray, line);
    QFETCH(const ClassroomError, error);
    QFETCH(const QByteArray, verb);

    const auto command = parseCommand(line);
    QVERIFY(!command.has_value());
    QCOMPARE(command.error().error, error);
    QCOMPARE(command.error().verb, verb);
}

void TestCommand::wordsAreCountedBeforeTheyAreKept_data()
{
    QTest::addColumn<QByteArray>("line");

    QTest::newRow("frame") << QByteArray("<SUB" + QByteArray(1'000'000, ',') + '>');
    QTest::newRow("typed") << QByteArray("/SUB" + QByteArray(" a").repeated(500'000));
}

void TestCommand::wordsAreCountedBeforeTheyAreKept()
{
    QFETCH(const QByteArray, line);

    const auto command = parseCommand(line);
    QVERIFY(!command.has_value());
    QCOMPARE(command.error(), (SyntaxError{ClassroomError::InvalidSyntax, "SUB"}));
}

void TestCommand::sessionInAnySplitIsTheSame()
{
    // F06 and C02: a whole session byte by byte, and cut in two at every place.
    const QByteArray session = "<CONN, Anna>\r\n/SUB WEATHER\n<PUB, WEATHER, a\\nb, c>\n\n"
                               "/PUBR NEWS /DISC\nnonsense\n<LIST>\n/DISC\n";
    const auto read = [](const QByteArrayList &chunks) {
        QList<std::expected<Command, SyntaxError>> commands;
        FrameReader reader(1'000);
        for (const QByteArray &chunk : chunks) {
            reader.feed(chunk);
            for (auto line = reader.next(); line && *line; line = reader.next()) {
                commands.append(parseCommand(**line));
            }
        }
        return commands;
    };
    const QList<std::expected<Command, SyntaxError>> expected{
        Command{Verb::Conn, {"Anna"}, false},
        Command{Verb::Sub, {"WEATHER"}, true},
        Command{Verb::Pub, {"WEATHER", "a\nb, c"}, false},
        Command{Verb::Pubr, {"NEWS", "/DISC"}, true},
        std::unexpected(SyntaxError{ClassroomError::InvalidCommand, {}}),
        Command{Verb::List, {}, false},
        Command{Verb::Disc, {}, true},
    };
    QVERIFY(read({session}) == expected);
    QByteArrayList bytes;
    for (qsizetype i = 0; i < session.size(); ++i) {
        bytes.append(session.sliced(i, 1));
        QVERIFY(read({session.first(i), session.sliced(i)}) == expected);
    }
    QVERIFY(read(bytes) == expected);
}

void TestCommand::anyBytesAreAnswered()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    for (int i = 0; i < 50'000; ++i) {
        QByteArray line = testbytes::random(generator, 40);
        if (generator.bounded(2) == 0) {
            const auto specs = verbSpecs();
            const VerbSpec &spec = specs[size_t(generator.bounded(int(specs.size())))];
            const bool typed = generator.bounded(2) == 0;
            line = (typed ? "/" : "<") + QByteArray(spec.name) + (typed ? " " : ",") + line + '>';
        }
        const auto command = parseCommand(line);
        if (command) {
            const VerbSpec &spec = verbSpec(command->verb);
            QVERIFY(command->fields.size() >= spec.minFields);
            QVERIFY(command->fields.size() <= spec.maxFields);
        } else {
            QVERIFY(command.error().error == ClassroomError::InvalidCommand
                    || command.error().error == ClassroomError::InvalidSyntax);
            QVERIFY(!syntaxHint(command.error(), line.startsWith('/')).isEmpty());
        }
    }
}

void TestCommand::writtenCommandsAreReadBack_data()
{
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<int>("fieldCount");

    for (const VerbSpec &spec : verbSpecs()) {
        for (int count = spec.minFields; count <= spec.maxFields; ++count) {
            QTest::addRow("%s with %d", spec.name, count) << spec.verb << count;
        }
    }
}

void TestCommand::writtenCommandsAreReadBack()
{
    QFETCH(const Verb, verb);
    QFETCH(const int, fieldCount);

    const Command command{verb, Fields(fieldCount, testbytes::everyValue()), false};
    const QByteArray written = writeCommand(command);
    QVERIFY(written.endsWith(">\n"));
    const auto readBack = parseCommand(QByteArrayView(written).chopped(1));
    QVERIFY(readBack.has_value());
    QCOMPARE(*readBack, command);
}

void TestCommand::hints_data()
{
    QTest::addColumn<SyntaxError>("error");
    QTest::addColumn<bool>("typed");
    QTest::addColumn<QByteArray>("expected");

    const auto row
        = [](const char *name, const SyntaxError &error, bool typed, const QByteArray &expected) {
              QTest::newRow(name) << error << typed << expected;
          };
    row("frame", {ClassroomError::InvalidSyntax, "SUB"}, false, "Write <SUB, TOPIC>.");
    row("typed", {ClassroomError::InvalidSyntax, "SUB"}, true, "Write /SUB TOPIC.");
    row("publish", {ClassroomError::InvalidSyntax, "PUB"}, false, "Write <PUB, TOPIC, MESSAGE>.");
    row("publish, typed", {ClassroomError::InvalidSyntax, "PUBR"}, true,
        "Write /PUBR TOPIC MESSAGE.");
    row("unknown", {ClassroomError::InvalidCommand, "DANCE"}, false,
        "There is no such command. <HELP> or /HELP lists them.");
    row("unknown, typed", {ClassroomError::InvalidCommand, "DANCE"}, true,
        "There is no such command. /HELP lists them.");
    row("no verb", {ClassroomError::InvalidCommand, ""}, false,
        "There is no such command. <HELP> or /HELP lists them.");
}

void TestCommand::hints()
{
    QFETCH(const SyntaxError, error);
    QFETCH(const bool, typed);
    QFETCH(const QByteArray, expected);

    QCOMPARE(syntaxHint(error, typed), expected);
}

void TestCommand::everyVerbHasItsRow()
{
    QSet<QByteArray> names;
    for (const VerbSpec &spec : verbSpecs()) {
        names.insert(spec.name);
        QCOMPARE(&verbSpec(spec.verb), &spec);
        QCOMPARE(readVerb(spec.name), QByteArray(spec.name));
        QVERIFY(spec.minFields <= spec.maxFields);
        QVERIFY(qstrlen(spec.help) > 0);
        // What HELP says must reach a reader at a terminal as it is, so nothing in it is escaped.
        QVERIFY(!QByteArrayView(spec.help).contains('\\'));
    }
    const QSet<QByteArray> expected{"CONN",  "DISC", "PUB",    "PUBR", "SUB",
                                    "UNSUB", "LIST", "TOPICS", "HELP", "PING"};
    QCOMPARE(names, expected);
    QVERIFY(QByteArrayView(verbSpec(Verb::Pub).help).contains("backslash"));
}

void TestCommand::shownFormsAreRight()
{
    for (const VerbSpec &spec : verbSpecs()) {
        const auto frame = parseCommand(spec.frameForm);
        QVERIFY2(frame.has_value(), spec.frameForm);
        QCOMPARE(frame->verb, spec.verb);
        QVERIFY(!frame->typed);
    }
    // The typed forms show brackets around what may be left out.
    for (const VerbSpec &spec : verbSpecs()) {
        const auto typed = parseCommand(QByteArray(spec.typedForm).replace(" [PASSWORD]", ""));
        QVERIFY2(typed.has_value(), spec.typedForm);
        QCOMPARE(typed->verb, spec.verb);
        QVERIFY(typed->typed);
    }
}

QTEST_GUILESS_MAIN(TestCommand)
#include "tst_command.moc"
