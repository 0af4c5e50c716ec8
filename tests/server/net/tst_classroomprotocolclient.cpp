#include "classroomclient.h"

#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testtopics::name;

/// A ClassroomProtocol's client from its joining to its end, with its limits and deadlines.
class TestClassroomProtocolClient : public QObject {
    Q_OBJECT

private slots:
    // joining
    void framesNeedConnFirst_data();
    void framesNeedConnFirst();
    void typedCommandConnects();
    void connNamesTheClient();
    void names_data();
    void names();

    // endings
    void discIsAnsweredAndEndsAll();
    void closingEndsTheSession();
    void destructionEndsTheSession();
    void inputEndedInTheMiddleOfALine();
    void inputEndedBetweenLines();

    // limits
    void messageLimit_data();
    void messageLimit();
    void lineLimitBeforeConn_data();
    void lineLimitBeforeConn();
    void lineLimitAfterConn_data();
    void lineLimitAfterConn();

    // deadlines
    void firstLineDeadline();
    void lineDeadline_data();
    void lineDeadline();
    void progressDoesNotExtendALinesDeadline();
    void silenceIsClosedWithoutAWord();
    void unfinishedLineIsAnswered();
};

void TestClassroomProtocolClient::framesNeedConnFirst_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("answered");

    for (const char *frame : {"<SUB, NEWS>", "<UNSUB, NEWS>", "<PUB, NEWS, x>", "<PUBR, NEWS, x>",
                              "<LIST>", "<TOPICS>", "<DISC>"}) {
        const QByteArray said(frame);
        const QByteArray verb = said.sliced(1, said.indexOf(said.contains(',') ? ',' : '>') - 1);
        QTest::newRow(frame) << said << errorLine(verb.constData(), "not-connected");
    }
    QTest::newRow("PING works") << QByteArray("<PING>") << QByteArray("<PONG>\n");
    QTest::newRow("PING works, typed") << QByteArray("/PING") << QByteArray("<PONG>\n");
    QTest::newRow("HELP works") << QByteArray("<HELP>") << QByteArray("<HELP, CONN");
}

void TestClassroomProtocolClient::framesNeedConnFirst()
{
    QFETCH(const QByteArray, said);
    QFETCH(const QByteArray, answered);

    ClassroomClient client;
    const QByteArray answer = client.ask(said);
    QVERIFY2(answer.startsWith(answered), answer.constData());
    QCOMPARE(client.broker.sessionCount(), 0);
    QVERIFY(!client.host.isClosing);
    QCOMPARE(client.ask("<CONN>"), "<CONN_ACK>\n");
    QCOMPARE(client.broker.sessionCount(), 1);
}

void TestClassroomProtocolClient::typedCommandConnects()
{
    ClassroomClient client;
    QCOMPARE(client.ask("/LIST"), "<0>\n");
    QCOMPARE(client.broker.sessionCount(), 1);
    // The first CONN after that names the client.
    const QSignalSpy renamed(&client.broker, &Broker::clientRenamed);
    QCOMPARE(client.ask("/CONN Anna"), "<CONN_ACK, Anna>\n");
    QCOMPARE(renamed.size(), 1);
    QCOMPARE(client.broker.sessionCount(), 1);
    QVERIFY(client.ask("/CONN Bert").startsWith(errorLine("CONN", "already-connected")));
    QCOMPARE(renamed.size(), 1);
}

void TestClassroomProtocolClient::connNamesTheClient()
{
    ClassroomClient client;
    const QSignalSpy joined(&client.broker, &Broker::clientJoined);
    QCOMPARE(client.ask("<CONN, Anna, secret>"), "<CONN_ACK, Anna>\n");
    QCOMPARE(joined.size(), 1);
    QCOMPARE(joined.at(0).at(0).value<Session>().origin(), u"classroom, fake:1"_s);

    FakeHost otherHost;
    ClassroomProtocol other(client.broker, otherHost, client.limits, client.topicsAnswer);
    other.receive("<CONN, Anna>\n", false);
    QCOMPARE(otherHost.read(), "<CONN_ACK, Anna (2)>\n");
    other.receive("<CONN>\n", false);
    QVERIFY(otherHost.read().contains("Anna (2)")); // the sentence says who it is already
}

void TestClassroomProtocolClient::names_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("answered");

    const QByteArray refused = errorLine("CONN", "invalid-syntax");
    QTest::newRow("empty") << QByteArray("") << QByteArray("<CONN_ACK>\n");
    QTest::newRow("blanks alone") << QByteArray("  ") << QByteArray("<CONN_ACK>\n");
    QTest::newRow("blanks around") << QByteArray(" Anna ") << QByteArray("<CONN_ACK, Anna>\n");
    QTest::newRow("a comma") << QByteArray("A\\,B") << QByteArray("<CONN_ACK, A\\,B>\n");
    QTest::newRow("64 bytes") << QByteArray(64, 'x') << "<CONN_ACK, " + QByteArray(64, 'x') + ">\n";
    QTest::newRow("65 bytes") << QByteArray(65, 'x') << refused;
    QTest::newRow("65 bytes of 33 letters") << QByteArray("\xC3\xA4").repeated(32) + 'x' << refused;
    QTest::newRow("L21 a line feed") << QByteArray("A\\nB") << refused;
    QTest::newRow("L21 ESC") << QByteArray("A\\x1B[2J") << refused;
    QTest::newRow("NUL") << QByteArray("A\\x00") << refused;
    QTest::newRow("a C1 control") << QByteArray("A\\xC2\\x9B") << refused;
    QTest::newRow("not UTF-8") << QByteArray("A\\xFF") << refused;
}

void TestClassroomProtocolClient::names()
{
    QFETCH(const QByteArray, field);
    QFETCH(const QByteArray, answered);

    ClassroomClient client;
    const QByteArray answer = client.ask("<CONN, " + field + '>');
    QVERIFY2(answer.startsWith(answered), answer.constData());
    const bool refused = answered.startsWith("<ERROR");
    QCOMPARE(client.broker.sessionCount(), refused ? 0 : 1);
    if (refused) {
        QCOMPARE(client.ask("<CONN, Anna>"), "<CONN_ACK, Anna>\n");
    }
}

void TestClassroomProtocolClient::discIsAnsweredAndEndsAll()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, NEWS>");
    client.publish("NEWS", "queued");
    client.say("<DISC>\n<PUB, NEWS, never>\n<LIST>\n");
    QCOMPARE(client.host.read(), "<PUB, NEWS, queued>\n<DISC_ACK>\n");
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.closeReason, u"it said goodbye"_s);
    client.protocol->inputEnded();
    client.protocol->handleDeadline();
    QCOMPARE(client.host.read(), QByteArray());
}

void TestClassroomProtocolClient::closingEndsTheSession()
{
    ClassroomClient client;
    (void)client.ask("<CONN, Anna>");
    (void)client.ask("<SUB, SPORTS>");
    const QSignalSpy left(&client.broker, &Broker::clientLeft);
    client.protocol->connectionClosed(u"the connection was lost"_s);
    QCOMPARE(client.broker.sessionCount(), 0);
    QCOMPARE(client.broker.subscriptionCount(), 0);
    QVERIFY(client.broker.catalog().contains(name("SPORTS")));
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.at(0).at(1).toString(), u"the connection was lost"_s);
    client.protocol->connectionClosed(u"again"_s);
    client.protocol.reset();
    QCOMPARE(left.size(), 1);
}

void TestClassroomProtocolClient::destructionEndsTheSession()
{
    ClassroomClient client;
    (void)client.ask("/LIST");
    QCOMPARE(client.broker.sessionCount(), 1);
    client.protocol.reset();
    QCOMPARE(client.broker.sessionCount(), 0);
}

void TestClassroomProtocolClient::inputEndedInTheMiddleOfALine()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, NEWS>");
    client.say("<PUB, NEWS, whole>\n<PUB, NEWS, half>");
    client.protocol->inputEnded();
    // Half a line is not carried out: it may be half a message.
    QCOMPARE(client.host.read(),
             "<PUB, NEWS, whole>\n<ERROR, ?, invalid-syntax, End each line with a line feed.>\n");
}

void TestClassroomProtocolClient::inputEndedBetweenLines()
{
    ClassroomClient client;
    client.say("/LIST\n");
    client.protocol->inputEnded();
    QCOMPARE(client.host.read(), "<0>\n");
    QVERIFY(!client.host.isClosing); // the handler closes
}

void TestClassroomProtocolClient::messageLimit_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("taken");

    QTest::newRow("the maximum") << QByteArray(300, 'x') << true;
    QTest::newRow("one over") << QByteArray(301, 'x') << false;
    // Bytes of the message count, not those of the line.
    QTest::newRow("the maximum, escaped") << QByteArray("\\x00").repeated(300) << true;
    QTest::newRow("one over, escaped") << QByteArray("\\x00").repeated(301) << false;
}

void TestClassroomProtocolClient::messageLimit()
{
    QFETCH(const QByteArray, payload);
    QFETCH(const bool, taken);

    ClassroomClient client({.maxMessageBytes = 300, .deadlines = {}});
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, NEWS>");
    for (const char *verb : {"PUB", "PUBR"}) {
        const QByteArray answer = client.ask(QByteArray("<") + verb + ", NEWS, " + payload + '>');
        if (taken) {
            QVERIFY(answer.contains("<PUB, NEWS, "));
            QVERIFY(!answer.contains("ERROR"));
        } else {
            QVERIFY2(answer.startsWith(errorLine(verb, "too-long")), answer.constData());
            QVERIFY(answer.contains("NEWS") && answer.contains("300") && answer.contains("301"));
        }
    }
    QVERIFY(!client.host.isClosing);
    QCOMPARE(client.broker.retained().count(), taken ? 1 : 0);
}

void TestClassroomProtocolClient::lineLimitBeforeConn_data()
{
    QTest::addColumn<qsizetype>("bytes");
    QTest::addColumn<bool>("taken");

    QTest::newRow("the maximum") << limits::maxLineBytesBeforeConnect << true;
    QTest::newRow("C01 one over") << limits::maxLineBytesBeforeConnect + 1 << false;
}

void TestClassroomProtocolClient::lineLimitBeforeConn()
{
    QFETCH(const qsizetype, bytes);
    QFETCH(const bool, taken);

    ClassroomClient client;
    // Without its end: the limit acts while the line is still coming.
    client.say(QByteArray(bytes, 'x'));
    QCOMPARE(client.host.isClosing, !taken);
    client.say("\n<CONN>\n");
    const QByteArray answer = client.host.read();
    if (taken) {
        QVERIFY(answer.startsWith(errorLine("?", "invalid-command")));
        QVERIFY(answer.endsWith("<CONN_ACK>\n"));
    } else {
        QVERIFY2(answer.startsWith(errorLine("?", "too-long")), answer.constData());
        QCOMPARE(answer.count('\n'), 1);
        QCOMPARE(client.host.closeReason, u"it sent a line over the limit"_s);
        QCOMPARE(client.broker.sessionCount(), 0);
    }
}

void TestClassroomProtocolClient::lineLimitAfterConn_data()
{
    QTest::addColumn<qsizetype>("bytes");
    QTest::addColumn<bool>("taken");

    QTest::newRow("the maximum") << limits::maxLineBytes(1'000) << true;
    QTest::newRow("L01 one over") << limits::maxLineBytes(1'000) + 1 << false;
}

void TestClassroomProtocolClient::lineLimitAfterConn()
{
    QFETCH(const qsizetype, bytes);
    QFETCH(const bool, taken);

    QCOMPARE(limits::maxLineBytes(1'000), 4 * 1'000 + 64 * 1'024);
    ClassroomClient client({.maxMessageBytes = 1'000, .deadlines = {}});
    // The longer limit holds from the next line on, also within the segment of CONN.
    client.say("<CONN>\n" + QByteArray(bytes, 'x') + "\n<PING>\n");
    const QByteArray answer = client.host.read();
    QVERIFY(answer.startsWith("<CONN_ACK>\n<ERROR, ?, "));
    QCOMPARE(answer.contains("too-long"), !taken);
    QCOMPARE(answer.endsWith("<PONG>\n"), taken);
    QCOMPARE(client.host.isClosing, !taken);
}

void TestClassroomProtocolClient::firstLineDeadline()
{
    // From connecting on, and not from the first byte, with which the protocol is made.
    ClassroomClient client;
    client.host.opened = steady_clock::now() - 4min;
    QVERIFY(client.protocol->deadline() == client.host.opened + 5min);
    client.say("\n\r\n"); // empty lines are no line
    QVERIFY(client.protocol->deadline() == client.host.opened + 5min);
    client.say("nonsense\n");
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
    client.say("<CONN>\n");
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
}

void TestClassroomProtocolClient::lineDeadline_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<int>("seconds");

    QTest::newRow("as the first line") << QByteArray() << 10;
    QTest::newRow("before CONN") << QByteArray("<PING>\n") << 10;
    QTest::newRow("after CONN") << QByteArray("<CONN>\n") << 60;
    QTest::newRow("after a typed command") << QByteArray("/LIST\n") << 60;
}

void TestClassroomProtocolClient::lineDeadline()
{
    QFETCH(const QByteArray, before);
    QFETCH(const int, seconds);

    ClassroomClient client;
    if (!before.isEmpty()) {
        client.say(before);
    }
    const auto begun = steady_clock::now();
    client.say("<SU");
    const auto deadline = client.protocol->deadline();
    QVERIFY(deadline >= begun + std::chrono::seconds(seconds));
    QVERIFY(deadline <= steady_clock::now() + std::chrono::seconds(seconds));
    client.say("B, NEWS>\n");
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
    // Lines that end in time and another one that begins behind them.
    client.say("<PING>\n<PI");
    QVERIFY(client.protocol->deadline() >= begun + std::chrono::seconds(seconds));
    QVERIFY(client.protocol->deadline() != steady_clock::time_point::max());
}

void TestClassroomProtocolClient::progressDoesNotExtendALinesDeadline()
{
    ClassroomClient client;
    client.say("<");
    const auto deadline = client.protocol->deadline();
    for (const char byte : QByteArray("CONN, Anna")) {
        client.say(QByteArray(1, byte));
        QVERIFY(client.protocol->deadline() == deadline);
    }
}

void TestClassroomProtocolClient::silenceIsClosedWithoutAWord()
{
    ClassroomClient client;
    client.protocol->handleDeadline();
    QCOMPARE(client.host.read(), QByteArray());
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.closeReason, u"it said nothing"_s);
}

void TestClassroomProtocolClient::unfinishedLineIsAnswered()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    client.say("<PUB, NEWS, never fin");
    client.protocol->handleDeadline();
    QCOMPARE(client.host.read(), "<ERROR, ?, invalid-syntax, End each line with a line feed.>\n");
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.closeReason, u"it left a line unfinished"_s);
    client.protocol->handleDeadline();
    QCOMPARE(client.host.read(), QByteArray());
}

QTEST_GUILESS_MAIN(TestClassroomProtocolClient)
#include "tst_classroomprotocolclient.moc"
