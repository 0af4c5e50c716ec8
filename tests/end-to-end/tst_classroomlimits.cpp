#include "base/limits.h"
#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QDeadlineTimer>
#include <QTemporaryFile>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace corkboard {

/// The figures of the classroom protocol: lengths, numbers and deadlines, each at its edge.
class TestClassroomLimits : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aCreatedTopicMayHave256Bytes();
    void anExistingTopicMayBeLonger();
    void aTopicMayHave128Levels();
    void aClientMayHave1000Subscriptions();
    void aLineBeforeConnMayHave64KiB();
    void aLineAfterConnFollowsTheMessageLimit();
    void anEscapedMessageOfTheLimitFitsItsLine();
    void whoSaysNothingIsClosed();
    void emptyLinesAreNoFirstLine();
    void anUnfinishedLineBeforeConnIsClosed();
    void anUnfinishedLineAfterConnIsClosed();
    void progressDoesNotExtendALinesDeadline();
    void idlenessAfterConnNeverCloses();

private:
    void start(const QStringList &arguments = {});

    std::unique_ptr<ServerProcess> m_server;
};

void TestClassroomLimits::init()
{
    m_server = std::make_unique<ServerProcess>();
}

void TestClassroomLimits::cleanup()
{
    QCOMPARE(m_server->shutDown(), QString());
}

void TestClassroomLimits::start(const QStringList &arguments)
{
    QCOMPARE(m_server->start(arguments), QString());
}

void TestClassroomLimits::aCreatedTopicMayHave256Bytes()
{
    start();
    TestClient client(m_server->port());
    const QByteArray longest = QByteArray(limits::maxCreatedTopicBytes, 'x');
    QCOMPARE(client.ask("/SUB " + longest), "<SUCCESS, SUB, " + longest + '>');
    const QByteArray refused = client.ask("/SUB x" + longest);
    QVERIFY2(refused.startsWith("<ERROR, SUB, invalid-topic, "), refused.constData());
    QCOMPARE(client.ask("/LIST"), "<1, " + longest + '>');
}

void TestClassroomLimits::anExistingTopicMayBeLonger()
{
    const QByteArray topic = QByteArray(300, 'x');
    start({u"--topic"_s, QString::fromUtf8(topic)});
    TestClient client(m_server->port());
    QCOMPARE(client.ask("/SUB " + topic), "<SUCCESS, SUB, " + topic + '>');
}

void TestClassroomLimits::aTopicMayHave128Levels()
{
    start();
    TestClient client(m_server->port());
    const QByteArray deepest = QByteArray(limits::maxTopicLevels - 1, '/');
    QCOMPARE(client.ask("/SUB " + deepest), "<SUCCESS, SUB, " + deepest + '>');
    const QByteArray refused = client.ask("/SUB /" + deepest);
    QVERIFY2(refused.startsWith("<ERROR, SUB, invalid-topic, "), refused.constData());
}

void TestClassroomLimits::aClientMayHave1000Subscriptions()
{
    QTemporaryFile topics;
    QVERIFY(topics.open());
    for (int i = 0; i < limits::maxSubscriptionsPerClient; ++i) {
        topics.write("a/" + QByteArray::number(i) + '\n');
    }
    topics.write("b\nc\n");
    topics.close();
    start({u"--no-default-topics"_s, u"--topics-file"_s, topics.fileName()});
    TestClient client(m_server->port());

    // All or nothing: 1,002 topics match.
    const QByteArray refused = client.ask("/SUB #");
    QVERIFY2(refused.startsWith("<ERROR, SUB, limit, "), refused.constData());
    QCOMPARE(client.ask("/LIST"), "<0>");

    QVERIFY(client.ask("/SUB a/#").startsWith("<SUCCESS, SUB, a/0, a/1, "));
    QVERIFY(client.ask("/SUB b").startsWith("<ERROR, SUB, limit, "));
    QVERIFY(client.ask("/SUB #").startsWith("<ERROR, SUB, limit, "));
    QCOMPARE(client.ask("/UNSUB a/7"), "<SUCCESS, UNSUB, a/7>");
    QCOMPARE(client.ask("/SUB b"), "<SUCCESS, SUB, b>");
    QVERIFY(client.ask("/LIST").startsWith("<1000, a/0, "));
}

void TestClassroomLimits::aLineBeforeConnMayHave64KiB()
{
    start();
    TestClient fits(m_server->port());
    const QByteArray longest = '?' + QByteArray(limits::maxLineBytesBeforeConnect - 1, 'x');
    const QByteArray answer = fits.ask(longest);
    QVERIFY2(answer.startsWith("<ERROR, ?, invalid-command, "), answer.constData());
    QCOMPARE(fits.ask("<PING>"), "<PONG>");

    TestClient tooLong(m_server->port());
    QVERIFY(tooLong.send(longest + 'x'));
    const QByteArray last = tooLong.readLine();
    QVERIFY2(last.startsWith("<ERROR, ?, too-long, ") && last.size() > 22, last.constData());
    QVERIFY(tooLong.isClosedByServer());
}

void TestClassroomLimits::aLineAfterConnFollowsTheMessageLimit()
{
    start({u"--max-packet-size"_s, u"4096"_s});
    const QByteArray longest = '?' + QByteArray(limits::maxLineBytes(4096) - 1, 'x');
    TestClient client(m_server->port());
    QCOMPARE(client.ask("<CONN>"), "<CONN_ACK>");
    const QByteArray answer = client.ask(longest);
    QVERIFY2(answer.startsWith("<ERROR, ?, invalid-command, "), answer.constData());
    QCOMPARE(client.ask("<PING>"), "<PONG>");

    // Before the error stands what was asked before it.
    QVERIFY(client.send("<PING>\n" + longest + 'x'));
    QCOMPARE(client.readLine(), "<PONG>");
    const QByteArray last = client.readLine();
    QVERIFY2(last.startsWith("<ERROR, ?, too-long, "), last.constData());
    QVERIFY(client.isClosedByServer());
}

void TestClassroomLimits::anEscapedMessageOfTheLimitFitsItsLine()
{
    start({u"--max-packet-size"_s, u"4096"_s});
    TestClient client(m_server->port());
    QCOMPARE(client.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    const QByteArray message = "<PUB, WEATHER, " + QByteArray("\\x00").repeated(4096) + '>';
    QCOMPARE(client.ask(message), message);
}

void TestClassroomLimits::whoSaysNothingIsClosed()
{
    m_server->setDeadlines(u"first-line=200"_s);
    start();
    TestClient client(m_server->port());
    QVERIFY(client.isOpen());
    QVERIFY(client.isClosedByServer());
}

void TestClassroomLimits::emptyLinesAreNoFirstLine()
{
    m_server->setDeadlines(u"first-line=200"_s);
    start();
    TestClient client(m_server->port());
    QVERIFY(client.send("\n\r\n\n"));
    QVERIFY(client.isClosedByServer());
}

void TestClassroomLimits::anUnfinishedLineBeforeConnIsClosed()
{
    m_server->setDeadlines(u"line-before-conn=200"_s);
    start();
    TestClient client(m_server->port());
    QVERIFY(client.send("<PING>\n<CONN, An"));
    QCOMPARE(client.readLine(), "<PONG>");
    QCOMPARE(client.readLine(), "<ERROR, ?, invalid-syntax, End each line with a line feed.>");
    QVERIFY(client.isClosedByServer());
}

void TestClassroomLimits::anUnfinishedLineAfterConnIsClosed()
{
    m_server->setDeadlines(u"line-before-conn=100,line=300"_s);
    start();
    TestClient client(m_server->port());
    QVERIFY(client.send("<CONN>\n<SUB, WEATHER>\n<PUB, WEATHER"));
    QCOMPARE(client.readLine(), "<CONN_ACK>");
    QCOMPARE(client.readLine(), "<SUCCESS, SUB, WEATHER>");
    QCOMPARE(client.readLine(), "<ERROR, ?, invalid-syntax, End each line with a line feed.>");
    QVERIFY(client.isClosedByServer());
}

void TestClassroomLimits::progressDoesNotExtendALinesDeadline()
{
    m_server->setDeadlines(u"line=300"_s);
    start();
    TestClient dripping(m_server->port());
    TestClient bystander(m_server->port());
    QCOMPARE(dripping.ask("<CONN>"), "<CONN_ACK>");
    // The line grows by a byte each time that the bystander was answered, until the server has
    // had enough of it.
    const QDeadlineTimer patience(TestClient::patience());
    QByteArray heard;
    while (heard.isEmpty() && dripping.sendSome("x") > 0 && !patience.hasExpired()) {
        QCOMPARE(bystander.ask("<PING>"), "<PONG>");
        heard = dripping.readAvailable();
    }
    QCOMPARE(heard + dripping.readUntilClosed(),
             "<ERROR, ?, invalid-syntax, End each line with a line feed.>\n");
}

void TestClassroomLimits::idlenessAfterConnNeverCloses()
{
    // The first line has seconds, for a test that is held up between connecting and sending it.
    m_server->setDeadlines(u"first-line=4000,line-before-conn=200,line=4500,write-stall=200"_s);
    start();
    TestClient idle(m_server->port());
    QCOMPARE(idle.ask("<CONN>"), "<CONN_ACK>");
    TestClient typist(m_server->port());
    QCOMPARE(typist.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    // The clock is a line without an end: when it is closed, the longest deadline has passed.
    TestClient clock(m_server->port());
    QVERIFY(clock.send("<CONN>\n<PUB, WEA"));
    QCOMPARE(clock.readLine(), "<CONN_ACK>");
    QCOMPARE(clock.readLine(), "<ERROR, ?, invalid-syntax, End each line with a line feed.>");
    QVERIFY(clock.isClosedByServer());
    QCOMPARE(idle.ask("<PING>"), "<PONG>");
    QCOMPARE(typist.ask("/PUB WEATHER Rain"), "<PUB, WEATHER, Rain>");
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestClassroomLimits)
#include "tst_classroomlimits.moc"
