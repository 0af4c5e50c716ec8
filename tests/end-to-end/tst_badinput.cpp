#include "base/limits.h"
#include "support/bystanders.h"
#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QTest>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace corkboard {

/**
 * Bad input in the classroom protocol. Each test is an attack; during all of them a pair of
 * bystanders goes on exchanging messages without loss, and afterwards the same process still runs
 * with as many open files as before.
 */
class TestBadInput : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aSessionInSingleBytesWorks();
    void aThousandFramesInOneSegmentAreHandledInOrder();
    void aHalfClosedClientLosesItsSubscriptions();
    void halfALineBeforeAHalfCloseIsNotCarriedOut();
    void aLineOverTheLimitClosesItsConnection();
    void aLineWithoutEndIsCutAtTheLimit();
    void aMessageOverTheLimitIsAnError();
    void oneCommandInTwoSegments();
    void aPayloadMayHoldCommands_data();
    void aPayloadMayHoldCommands();
    void noPayloadForgesALine_data();
    void noPayloadForgesALine();
    void nonsenseIsAnsweredAndTheConnectionStays_data();
    void nonsenseIsAnsweredAndTheConnectionStays();
    void foreignLanguagesAreClosed_data();
    void foreignLanguagesAreClosed();
    void noTextForgesALogLine_data();
    void noTextForgesALogLine();

private:
    [[nodiscard]] TestClient subscribedClient() const;

    std::unique_ptr<ServerProcess> m_server;
    std::optional<Bystanders> m_bystanders;
    int m_descriptors = 0;
    qint64 m_pid = 0;
};

void TestBadInput::init()
{
    m_server = std::make_unique<ServerProcess>();
    QCOMPARE(m_server->start({u"--max-packet-size"_s, u"4096"_s, u"--log-level"_s, u"debug"_s}),
             QString());
    m_descriptors = m_server->descriptorCount();
    m_pid = m_server->pid();
    m_bystanders.emplace(m_server->port());
    QTRY_VERIFY(m_bystanders->exchanged() > 0);
}

void TestBadInput::cleanup()
{
    // Compared in the order in which they explain each other: a crash explains all the rest.
    const QString disturbed = m_bystanders->finish();
    (void)QTest::qWaitFor([this] { return m_server->descriptorCount() == m_descriptors; });
    const int descriptors = m_server->descriptorCount();
    QCOMPARE(m_server->pid(), m_pid);
    QCOMPARE(m_server->shutDown(), QString());
    QCOMPARE(disturbed, QString());
    QCOMPARE(descriptors, m_descriptors);
}

TestClient TestBadInput::subscribedClient() const
{
    TestClient client(m_server->port());
    client.ask("<CONN>");
    client.ask("<SUB, WEATHER>");
    return client;
}

// F06
void TestBadInput::aSessionInSingleBytesWorks()
{
    TestClient client(m_server->port());
    QVERIFY(client.sendByteByByte("<CONN, Anna>\n<SUB, WEATHER>\n<PUBR, WEATHER, Storm, so stay\n"
                                  "in>\r\n<PUBR, WEATHER, Storm\\, so stay in>\r\n\n"
                                  "/UNSUB WEATHER\n<SUB, WEATHER>\n<LIST>\n<DISC>\n"));
    QCOMPARE(client.readLine(), "<CONN_ACK, Anna>");
    QCOMPARE(client.readLine(), "<SUCCESS, SUB, WEATHER>");
    QVERIFY(client.readLine().startsWith("<ERROR, PUBR, invalid-syntax, "));
    QVERIFY(client.readLine().startsWith("<ERROR, ?, invalid-command, "));
    QCOMPARE(client.readLine(), "<SUCCESS, PUBR, WEATHER>");
    QCOMPARE(client.readLine(), "<PUB, WEATHER, Storm, so stay in>");
    QCOMPARE(client.readLine(), "<SUCCESS, UNSUB, WEATHER>");
    QCOMPARE(client.readLine(), "<SUCCESS, SUB, WEATHER>");
    QCOMPARE(client.readLine(), "<PUBR, WEATHER, Storm, so stay in>");
    QCOMPARE(client.readLine(), "<1, WEATHER>");
    QCOMPARE(client.readLine(), "<DISC_ACK>");
    QVERIFY(client.isClosedByServer());
}

// F07
void TestBadInput::aThousandFramesInOneSegmentAreHandledInOrder()
{
    TestClient client = subscribedClient();
    QByteArray segment;
    QByteArrayList expected;
    for (int i = 0; i < 1'000; ++i) {
        const QByteArray frame = "<PUB, WEATHER, " + QByteArray::number(i) + '>';
        segment += frame + '\n';
        expected.append(frame);
    }
    QVERIFY(segment.size() < 64 * 1024); // what loopback carries in one segment
    QVERIFY(client.send(segment));
    QCOMPARE(client.readLines(expected.size()), expected);
    QCOMPARE(client.linesUntilPong(), QByteArrayList());
}

// K07
void TestBadInput::aHalfClosedClientLosesItsSubscriptions()
{
    TestClient listener = subscribedClient();
    TestClient client(m_server->port());
    QCOMPARE(client.ask("<CONN, Anna>"), "<CONN_ACK, Anna>");
    QVERIFY(client.send("<SUB, WEATHER>\n<PUB, WEATHER, my last words>\n"));
    client.shutDownWriting();
    QCOMPARE(client.readLine(), "<SUCCESS, SUB, WEATHER>");
    QCOMPARE(client.readLine(), "<PUB, WEATHER, my last words>");
    QVERIFY(client.isClosedByServer());
    QCOMPARE(listener.readLine(), "<PUB, WEATHER, my last words>");
    // Its name is free again: the session is gone.
    TestClient next(m_server->port());
    QCOMPARE(next.ask("<CONN, Anna>"), "<CONN_ACK, Anna>");
    QCOMPARE(next.ask("<LIST>"), "<0>");
}

// K07
void TestBadInput::halfALineBeforeAHalfCloseIsNotCarriedOut()
{
    TestClient listener = subscribedClient();
    TestClient client = subscribedClient();
    QVERIFY(client.send("<PUB, WEATHER, whole>\n/PUB WEATHER hal"));
    client.shutDownWriting();
    QCOMPARE(client.readLine(), "<PUB, WEATHER, whole>");
    QVERIFY(!client.readUntilClosed().contains("hal"));
    QCOMPARE(listener.readLine(), "<PUB, WEATHER, whole>");
    QCOMPARE(listener.linesUntilPong(), QByteArrayList());
}

// L01
void TestBadInput::aLineOverTheLimitClosesItsConnection()
{
    TestClient client = subscribedClient();
    const QByteArray tooLong(limits::maxLineBytes(4'096) + 1, 'x');
    QVERIFY(client.send("<PUB, WEATHER, before>\n" + tooLong + "\n<PUB, WEATHER, behind>\n"));
    QCOMPARE(client.readLine(), "<PUB, WEATHER, before>");
    const QByteArray error = client.readLine();
    QVERIFY2(error.startsWith("<ERROR, ?, too-long, ") && error.size() > 22, error.constData());
    QVERIFY(client.isClosedByServer());
}

// C01
void TestBadInput::aLineWithoutEndIsCutAtTheLimit()
{
    TestClient client = subscribedClient();
    // More than any line may have and than the kernel holds: the server must stop taking it.
    const QByteArray flood(64 * 1024, 'x');
    int sent = 0;
    while (sent < 1'000 && client.send(flood)) {
        ++sent;
        const QByteArray heard = client.readAvailable();
        if (!heard.isEmpty()) {
            QVERIFY2(heard.startsWith("<ERROR, ?, too-long, "), heard.constData());
            QVERIFY(client.isClosedByServer());
            return;
        }
    }
    const QByteArray heard = client.readUntilClosed();
    QVERIFY2(heard.startsWith("<ERROR, ?, too-long, "), heard.constData());
}

// L01
void TestBadInput::aMessageOverTheLimitIsAnError()
{
    TestClient client = subscribedClient();
    const QByteArray error = client.ask("<PUB, WEATHER, " + QByteArray(4'097, 'x') + '>');
    QVERIFY2(error.startsWith("<ERROR, PUB, too-long, "), error.constData());
    const QByteArray frame = "<PUB, WEATHER, " + QByteArray(4'096, 'x') + '>';
    QCOMPARE(client.ask(frame), frame);
}

// C02; two commands in one segment are in F07
void TestBadInput::oneCommandInTwoSegments()
{
    TestClient client = subscribedClient();
    const QByteArray line = "<PUB, WEATHER, Sturm über Zürich>\r\n";
    for (qsizetype cut = 0; cut < line.size(); ++cut) {
        QVERIFY(client.send(line.first(cut)));
        // The other answer in between shows that the first half has been sent on its way.
        TestClient other(m_server->port());
        QCOMPARE(other.ask("<PING>"), "<PONG>");
        QVERIFY(client.send(line.sliced(cut)));
        QCOMPARE(client.readLine(), line.chopped(2));
    }
}

// C03
void TestBadInput::aPayloadMayHoldCommands_data()
{
    QTest::addColumn<QByteArray>("payload");
    for (const auto *payload : {"/DISC", "please type /DISC now", "<DISC>", "<PUB, NEWS, x>", ">",
                                "<", "<ERROR, ?, limit, x>", "DISC_ACK", ", , ,", " "}) {
        QTest::newRow(payload) << QByteArray(payload);
    }
}

void TestBadInput::aPayloadMayHoldCommands()
{
    QFETCH(const QByteArray, payload);
    TestClient listener = subscribedClient();
    TestClient client = subscribedClient();
    const QByteArray frame = "<PUB, WEATHER, " + payload + '>';
    QCOMPARE(client.ask(frame), frame);
    QCOMPARE(client.ask("/PUB WEATHER " + payload), frame);
    QCOMPARE(listener.readLines(2), QByteArrayList({frame, frame}));
    QCOMPARE(client.linesUntilPong(), QByteArrayList());
}

// C04
void TestBadInput::noPayloadForgesALine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("heard");
    QTest::newRow("line feed") << "<PUB, WEATHER, a\\n<ERROR, ?, limit, b>>"_ba
                               << "<PUB, WEATHER, a\\n<ERROR, ?, limit, b>>"_ba;
    QTest::newRow("line feed as byte") << "<PUB, WEATHER, a\\x0Ab>"_ba
                                       << "<PUB, WEATHER, a\\nb>"_ba;
    QTest::newRow("carriage return") << "<PUB, WEATHER, a\\r\\nb>"_ba
                                     << "<PUB, WEATHER, a\\r\\nb>"_ba;
    QTest::newRow("typed carriage return") << "/PUB WEATHER a\rb"_ba
                                           << "<PUB, WEATHER, a\\rb>"_ba;
    QTest::newRow("NUL") << "<PUB, WEATHER, a\\x00b>"_ba << "<PUB, WEATHER, a\\x00b>"_ba;
    QTest::newRow("typed NUL") << QByteArray("/PUB WEATHER a\0b", 16)
                               << "<PUB, WEATHER, a\\x00b>"_ba;
    QTest::newRow("escape sequence") << "/PUB WEATHER \x1B[2J\x1B]0;title\x07"_ba
                                     << "<PUB, WEATHER, \\x1B[2J\\x1B]0;title\\x07>"_ba;
    QTest::newRow("C1 control") << "/PUB WEATHER \xC2\x9B"
                                   "2J"_ba
                                << "<PUB, WEATHER, \\xC2\\x9B2J>"_ba;
    QTest::newRow("backslashes") << "/PUB WEATHER \\n\\x0A\\"_ba
                                 << "<PUB, WEATHER, \\\\n\\\\x0A\\\\>"_ba;
}

void TestBadInput::noPayloadForgesALine()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, heard);
    TestClient listener = subscribedClient();
    TestClient client = subscribedClient();
    QCOMPARE(client.ask(line), heard);
    QCOMPARE(listener.readLine(), heard);
    QCOMPARE(listener.linesUntilPong(), QByteArrayList());
}

// C05
void TestBadInput::nonsenseIsAnsweredAndTheConnectionStays_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("unknown command") << "/FOO"_ba << "<ERROR, FOO, invalid-command, "_ba;
    QTest::newRow("unknown frame") << "<FOO, x>"_ba << "<ERROR, FOO, invalid-command, "_ba;
    QTest::newRow("missing argument") << "/SUB"_ba << "<ERROR, SUB, invalid-syntax, "_ba;
    QTest::newRow("missing message") << "<PUB, WEATHER>"_ba << "<ERROR, PUB, invalid-syntax, "_ba;
    QTest::newRow("invalid UTF-8") << "\xFF\xFE\x80"_ba << "<ERROR, ?, invalid-command, "_ba;
    QTest::newRow("invalid UTF-8 in a frame") << "<SUB, A\xC0\x80>"_ba
                                              << "<ERROR, SUB, invalid-syntax, "_ba;
    QTest::newRow("invalid UTF-8 in a command") << "/PUB WEATHER \xED\xA0\x80"_ba
                                                << "<ERROR, PUB, invalid-syntax, "_ba;
    QTest::newRow("escaped invalid UTF-8 in a topic") << "<SUB, A\\xC0\\x80>"_ba
                                                      << "<ERROR, SUB, invalid-topic, "_ba;
    QTest::newRow("telnet") << "\xFF\xFB\x01\xFF\xFD\x03"_ba << "<ERROR, ?, invalid-command, "_ba;
    QTest::newRow("NUL") << QByteArray("\0", 1) << "<ERROR, ?, invalid-command, "_ba;
    QTest::newRow("brackets") << "<<<<>>>>"_ba << "<ERROR, ?, invalid-command, "_ba;
    QTest::newRow("an HTTP header") << "Host: localhost"_ba << "<ERROR, ?, invalid-command, "_ba;
    QTest::newRow("many commas") << "<SUB" + QByteArray(2'000, ',') + '>'
                                 << "<ERROR, SUB, invalid-syntax, "_ba;
    QTest::newRow("a topic of slashes")
        << "/SUB " + QByteArray(60'000, '/') << "<ERROR, SUB, invalid-topic, "_ba;
    QTest::newRow("a filter of wildcards")
        << "/SUB " + "+/"_ba.repeated(30'000) + '#' << "<ERROR, SUB, invalid-topic, "_ba;
    QTest::newRow("a very long topic")
        << "/SUB " + QByteArray(70'000, 'x') << "<ERROR, SUB, invalid-topic, "_ba;
    QTest::newRow("a very long name")
        << "<CONN, " + QByteArray(60'000, 'x') + '>' << "<ERROR, CONN, "_ba;
}

void TestBadInput::nonsenseIsAnsweredAndTheConnectionStays()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, error);
    TestClient client = subscribedClient();
    const QByteArray answer = client.ask(line);
    QVERIFY2(answer.startsWith(error) && answer.endsWith('>'), answer.constData());
    QVERIFY2(answer.size() > error.size() + 1, answer.constData());
    QVERIFY(answer.size() < 1'024);
    QCOMPARE(client.linesUntilPong(), QByteArrayList());
    QCOMPARE(client.ask("<LIST>"), "<1, WEATHER>");
}

void TestBadInput::foreignLanguagesAreClosed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("TLS ClientHello") << QByteArray("\x16\x03\x01\x02\0\x01", 6);
}

/// What this version does not speak is closed at once, and the log says what it was.
void TestBadInput::foreignLanguagesAreClosed()
{
    QFETCH(const QByteArray, bytes);
    TestClient client(m_server->port());
    QVERIFY(client.send(bytes));
    QVERIFY(client.isClosedByServer());
    QTRY_VERIFY(m_server->log().contains(QByteArray(QTest::currentDataTag()).split(' ').first()));
}

// L21
void TestBadInput::noTextForgesALogLine_data()
{
    QTest::addColumn<QByteArray>("text"); ///< as it stands in a frame
    QTest::addColumn<QByteArray>("name"); ///< as the log has the name; empty where it is refused
    QTest::addColumn<QByteArray>("topic"); ///< the same of the topic
    const auto refused = [](const char *row, const QByteArray &text) {
        QTest::newRow(row) << text << QByteArray() << QByteArray();
    };
    const auto logged = [](const char *row, const QByteArray &text, const QByteArray &escaped) {
        QTest::newRow(row) << text << escaped << escaped;
    };
    refused("line feed", "x\\n2026-01-01 warning FORGED");
    refused("carriage return", "x\\rFORGED");
    refused("escape sequence", "\\x1B[2J\\x1B[31m");
    refused("raw escape sequence", "\x1B[2J");
    refused("C1 control", "\\xC2\\x9B2J");
    refused("invalid UTF-8", "\\xFF\\xFE");
    refused("60 KiB", QByteArray(60 * 1024, 'x'));
    logged("backslash", R"(C:\\new)", R"(C:\\new)");
    logged("right-to-left override", "abc\u202Etxt.exe", "abc\\u{202E}txt.exe");
    logged("line separator", "abc\u2028FORGED", "abc\\u{2028}FORGED");
    logged("no width", "An\u200Bna", "An\\u{200B}na");
    QTest::newRow("198 bytes of overrides")
        << "\u202E"_ba.repeated(66) << QByteArray() << "\\u{202E}"_ba.repeated(42) + "\u2026";
}

void TestBadInput::noTextForgesALogLine()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, topic);
    TestClient client(m_server->port());
    QCOMPARE(client.ask("<CONN, " + text + '>').startsWith("<ERROR, CONN, "), name.isEmpty());
    client.ask("<CONN>");
    QCOMPARE(client.ask("<SUB, " + text + '>').startsWith("<ERROR, SUB, "), topic.isEmpty());
    client.ask("<PUB, " + text + ", x>");
    client.ask('/' + text);
    client.ask("<UNSUB, " + text + '>');
    client.send("<DISC>\n");
    client.readUntilClosed();
    if (!name.isEmpty()) {
        QTRY_VERIFY(m_server->log().contains(" is now " + name + '\n'));
        QTRY_VERIFY(m_server->log().contains(": " + name + " left: "));
    }
    if (!topic.isEmpty()) {
        QTRY_VERIFY(m_server->log().contains("New topic " + topic + ';'));
        QTRY_VERIFY(m_server->log().contains(" subscribed to " + topic + '\n'));
    }
    for (const QByteArray &line : m_server->log().split('\n')) {
        QVERIFY2(line.size() <= 600, line.constData());
        QVERIFY2(!line.startsWith("2026-01-01") && !line.startsWith("FORGED"), line.constData());
        for (const QChar c : QString::fromUtf8(line)) {
            QVERIFY2(c.isPrint() || c.isSpace(), line.constData());
            QVERIFY2(c != u'\r' && c != u'\u2028' && c != u'\u202E', line.constData());
        }
    }
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestBadInput)
#include "tst_badinput.moc"
