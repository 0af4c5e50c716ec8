#include "support/bystanders.h"
#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QDeadlineTimer>
#include <QTest>

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace corkboard {

/**
 * Clients that take more than their share: of connections, of open files, of the server's output.
 * Bystanders go on without loss and the server comes back to where it was.
 */
class TestResourceLimits : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aSubscriberThatStopsReadingDisturbsNobody();
    void aStalledSubscriberIsClosed();
    void aSubscriberThatReadsSingleBytesIsClosed();
    void aClientThatNeverReadsItsAnswersIsBounded();
    void aResetWhileTheServerWritesIsCleanedUp_data();
    void aResetWhileTheServerWritesIsCleanedUp();
    void theMostConnectionsAreRefusedMore();
    void runningOutOfDescriptorsIsSurvived();
    void connectingAndLeavingLeavesNothingBehind();

private:
    void start(const QStringList &arguments = {});
    [[nodiscard]] TestClient subscribedClient(const TestClient::Options &options = {}) const;
    void publishUntilFree(const QByteArray &name, TestClient *trickling);
    void comeAndGo(int manner);

    std::unique_ptr<ServerProcess> m_server;
    std::optional<Bystanders> m_bystanders;
    int m_descriptors = 0;
};

namespace {

constexpr int batch = 32; ///< messages outstanding: a healthy subscriber never has more waiting
constexpr int payloadBytes = 1'024;

QByteArray numbered(int number)
{
    return QByteArray::number(number).leftJustified(payloadBytes, '.');
}

QByteArray frameOf(int number)
{
    return "<PUB, WEATHER, " + numbered(number) + '>';
}

/// Publishes messages from @p first on and hears each of them at all of @p readers.
QString exchangeBatch(TestClient &publisher, const std::vector<TestClient *> &readers, int first)
{
    QByteArray frames;
    for (int i = 0; i < batch; ++i) {
        frames += frameOf(first + i) + '\n';
    }
    if (!publisher.send(frames)) {
        return u"The server does not take the publisher's messages"_s;
    }
    for (TestClient *reader : readers) {
        const QByteArray heard = reader->readBytes(frames.size());
        if (heard != frames) {
            return u"Batch from message %1: heard %2 of %3 bytes, or others"_s.arg(first)
                .arg(heard.size())
                .arg(frames.size());
        }
    }
    return {};
}

int numberOf(const QByteArray &frame)
{
    return frame.sliced("<PUB, WEATHER, "_ba.size()).split('.').first().toInt();
}

} // namespace

void TestResourceLimits::init()
{
    m_server = std::make_unique<ServerProcess>();
}

void TestResourceLimits::start(const QStringList &arguments)
{
    QCOMPARE(m_server->start(arguments), QString());
    m_descriptors = m_server->descriptorCount();
    m_bystanders.emplace(m_server->port());
    QTRY_VERIFY(m_bystanders->exchanged() > 0);
}

void TestResourceLimits::cleanup()
{
    // Compared in the order in which they explain each other: a crash explains all the rest.
    const QString disturbed = m_bystanders->finish();
    (void)QTest::qWaitFor([this] { return m_server->descriptorCount() == m_descriptors; });
    const int descriptors = m_server->descriptorCount();
    QCOMPARE(m_server->shutDown(), QString());
    QCOMPARE(disturbed, QString());
    QCOMPARE(descriptors, m_descriptors);
}

TestClient TestResourceLimits::subscribedClient(const TestClient::Options &options) const
{
    TestClient client(m_server->port(), options);
    client.ask("<CONN>");
    client.ask("<SUB, WEATHER>");
    return client;
}

// K09
void TestResourceLimits::aSubscriberThatStopsReadingDisturbsNobody()
{
    start();
    TestClient stalled = subscribedClient({.receiveBufferBytes = 4'096});
    TestClient publisher = subscribedClient();
    TestClient first = subscribedClient();
    TestClient second = subscribedClient();
    constexpr int count = 8'192; // 8 MiB: far more than the kernel and the server hold for one
    for (int i = 0; i < count; i += batch) {
        QCOMPARE(exchangeBatch(publisher, {&publisher, &first, &second}, i), QString());
    }
    // It reads again: what it gets is whole and in order, what did not fit is missing, and the
    // answer to its PING is not.
    const QByteArrayList heard = stalled.linesUntilPong();
    QVERIFY(heard.size() < count);
    QVERIFY(heard.size() > batch);
    int last = -1;
    for (const QByteArray &frame : heard) {
        const int number = numberOf(frame);
        QVERIFY2(number > last, frame.constData());
        QCOMPARE(frame, frameOf(number));
        last = number;
    }
    // From now on nothing is missing any more.
    QCOMPARE(exchangeBatch(publisher, {&publisher, &first, &second, &stalled}, 0), QString());
}

/// Publishes batches until the server has given @p name free; @p trickling reads a byte at times.
void TestResourceLimits::publishUntilFree(const QByteArray &name, TestClient *trickling)
{
    TestClient publisher = subscribedClient();
    const QDeadlineTimer patience(TestClient::patience());
    for (int round = 0; !patience.hasExpired(); ++round) {
        QCOMPARE(exchangeBatch(publisher, {&publisher}, 0), QString());
        if (trickling != nullptr && round % 50 == 0) {
            trickling->readAvailable(1);
        }
        TestClient probe(m_server->port());
        if (probe.ask("<CONN, " + name + '>') == "<CONN_ACK, " + name + '>') {
            return;
        }
    }
    QFAIL("The client was not closed");
}

// K09, K11 (without a session that is kept)
void TestResourceLimits::aStalledSubscriberIsClosed()
{
    m_server->setDeadlines(u"write-stall=500"_s);
    start();
    TestClient stalled(m_server->port(), {.receiveBufferBytes = 4'096});
    QCOMPARE(stalled.ask("<CONN, Slow>"), "<CONN_ACK, Slow>");
    QCOMPARE(stalled.ask("<SUB, WEATHER>"), "<SUCCESS, SUB, WEATHER>");
    publishUntilFree("Slow", nullptr);
}

// K11
void TestResourceLimits::aSubscriberThatReadsSingleBytesIsClosed()
{
    m_server->setDeadlines(u"write-stall=500"_s);
    start();
    TestClient slow(m_server->port(), {.receiveBufferBytes = 4'096});
    QCOMPARE(slow.ask("<CONN, Slow>"), "<CONN_ACK, Slow>");
    QCOMPARE(slow.ask("<SUB, WEATHER>"), "<SUCCESS, SUB, WEATHER>");
    publishUntilFree("Slow", &slow);
}

/// Answers are never dropped, so who asks without reading must be stopped in another way.
void TestResourceLimits::aClientThatNeverReadsItsAnswersIsBounded()
{
    m_server->setDeadlines(u"write-stall=500"_s);
    start();
    TestClient greedy(m_server->port(), {.receiveBufferBytes = 4'096});
    QCOMPARE(greedy.ask("<CONN, Greedy>"), "<CONN_ACK, Greedy>");
    greedy.setReadingPaused(true);
    const QByteArray questions = "<HELP>\n"_ba.repeated(1'000);
    const QDeadlineTimer patience(TestClient::patience());
    // A hundred bytes of answers for each byte of a question. The server stops taking questions
    // when answers wait, so they stay in the system's buffers, which hold some megabytes; in the
    // end it closes.
    constexpr qsizetype most = 64 * 1024 * 1024;
    qsizetype asked = 0;
    for (bool isClosed = false; !isClosed;) {
        QVERIFY(!patience.hasExpired());
        QVERIFY(asked < most);
        const qsizetype sent = greedy.sendSome(questions);
        asked += std::max<qsizetype>(sent, 0);
        isClosed = sent < 0;
        if (sent == 0) {
            TestClient probe(m_server->port());
            isClosed = probe.ask("<CONN, Greedy>") == "<CONN_ACK, Greedy>";
        }
    }
}

// K08
void TestResourceLimits::aResetWhileTheServerWritesIsCleanedUp_data()
{
    QTest::addColumn<QByteArray>("last"); ///< what the client sends last
    QTest::addColumn<bool>("halfCloses");
    QTest::addColumn<int>("read"); ///< bytes that it takes before it resets
    QTest::newRow("the server writes nothing") << QByteArray() << false << 0;
    QTest::newRow("the server goes on writing") << QByteArray() << false << 1'000'000;
    // The server reads no more from it, so that the write is what fails.
    QTest::newRow("a request waits") << "<PING>\n"_ba << false << 0;
    // Here the system would send SIGPIPE.
    QTest::newRow("half-closed") << QByteArray() << true << 0;
}

void TestResourceLimits::aResetWhileTheServerWritesIsCleanedUp()
{
    QFETCH(const QByteArray, last);
    QFETCH(const bool, halfCloses);
    QFETCH(const int, read);
    constexpr qsizetype longest = 32 * 1024 * 1024;
    start({u"--max-packet-size"_s, QString::number(longest)});
    TestClient publisher = subscribedClient();
    // Far more than the kernel takes for one who does not read, so that most of it waits in the
    // server when the client resets.
    const QByteArray message = "<PUB, WEATHER, " + QByteArray(longest, 'x') + '>';
    for (int round = 0; round < 3; ++round) {
        TestClient victim(m_server->port(), {.receiveBufferBytes = 4'096});
        QCOMPARE(victim.ask("<CONN, Victim>"), "<CONN_ACK, Victim>");
        QCOMPARE(victim.ask("<SUB, WEATHER>"), "<SUCCESS, SUB, WEATHER>");
        QVERIFY(publisher.ask(message) == message);
        QVERIFY(victim.send(last));
        if (halfCloses) {
            victim.shutDownWriting();
        }
        // Answered after the server has seen what the victim did.
        QCOMPARE(publisher.ask(frameOf(round)), frameOf(round));
        QVERIFY(message.startsWith(victim.readBytes(read)));
        victim.reset();
        // The name is free as soon as the server has seen the reset: the session has gone with the
        // connection.
        QVERIFY(QTest::qWaitFor([this] {
            return TestClient(m_server->port()).ask("<CONN, Victim>") == "<CONN_ACK, Victim>";
        }));
        QCOMPARE(publisher.ask(frameOf(round)), frameOf(round));
    }
}

// L03
void TestResourceLimits::theMostConnectionsAreRefusedMore()
{
    start({u"--max-connections"_s, u"4"_s}); // two of them are the bystanders'
    std::vector<TestClient> clients;
    for (int i = 0; i < 2; ++i) {
        clients.emplace_back(m_server->port());
        QCOMPARE(clients.back().ask("<CONN>"), "<CONN_ACK>");
    }
    for (int i = 0; i < 5; ++i) {
        TestClient refused(m_server->port());
        const QByteArray answer = refused.ask("<CONN, Late>");
        QVERIFY2(answer.startsWith("<ERROR, CONN, limit, ") && answer.size() > 22,
                 answer.constData());
        QVERIFY(refused.isClosedByServer());
    }
    QCOMPARE(clients.front().ask("<PING>"), "<PONG>");
    QCOMPARE(clients.front().ask("<DISC>"), "<DISC_ACK>");
    clients.erase(clients.begin());
    // The place is free as soon as the server has seen the client go.
    QVERIFY(QTest::qWaitFor(
        [this] { return TestClient(m_server->port()).ask("<CONN, Next>") == "<CONN_ACK, Next>"; }));
}

// L04
void TestResourceLimits::runningOutOfDescriptorsIsSurvived()
{
    m_server->setDescriptorLimit(64);
    start();
    std::vector<TestClient> clients;
    int accepted = 0;
    for (int i = 0; i < 200; ++i) {
        clients.emplace_back(m_server->port());
        QVERIFY(clients.back().send("<PING>\n"));
    }
    // Those that fit are served, also while the others stand in the queue.
    while (accepted < 30) {
        QCOMPARE(clients[size_t(accepted)].readLine(), "<PONG>");
        QCOMPARE(clients[size_t(accepted)].ask("<CONN>"), "<CONN_ACK>");
        ++accepted;
    }
    QTRY_VERIFY(m_server->log().contains("No file descriptors are left"));
    const int exchanged = m_bystanders->exchanged();
    QTRY_VERIFY(m_bystanders->exchanged() > exchanged + 10);
    // Room is made, and those who waited are let in without connecting anew.
    clients.erase(clients.begin(), clients.begin() + 170);
    for (TestClient &client : clients) {
        QCOMPARE(client.readLine(), "<PONG>");
        QCOMPARE(client.ask("<CONN>"), "<CONN_ACK>");
    }
    TestClient late(m_server->port());
    QCOMPARE(late.ask("<CONN, Late>"), "<CONN_ACK, Late>");
}

/// Connects and leaves in one of the ways in which clients do, after an answer.
void TestResourceLimits::comeAndGo(int manner)
{
    TestClient client(m_server->port());
    switch (manner) {
    case 0: // polite
        QCOMPARE(client.ask("<CONN, Churn>"), "<CONN_ACK, Churn>");
        QCOMPARE(client.ask("<SUB, WEATHER>"), "<SUCCESS, SUB, WEATHER>");
        QCOMPARE(client.ask("<DISC>"), "<DISC_ACK>");
        break;
    case 1: // vanishes in the middle of a line
        QCOMPARE(client.ask("/SUB NEWS"), "<SUCCESS, SUB, NEWS>");
        QVERIFY(client.send("/PUB NEWS hal"));
        break;
    case 2: // asks and does not wait for the answer
        QCOMPARE(client.ask("<CONN>"), "<CONN_ACK>");
        QVERIFY(client.send("<SUB, HEALTH>\n<TOPICS>\n"));
        client.reset();
        break;
    default: // half-closes
        QVERIFY(client.send("/TOPICS\n"));
        client.shutDownWriting();
        QVERIFY(client.readUntilClosed().startsWith("<TOPICS, "));
        break;
    }
}

// L08
void TestResourceLimits::connectingAndLeavingLeavesNothingBehind()
{
    start();
    constexpr int connects = 20'000;
    constexpr int perAnswer = 40; // the answer keeps the queue of those not yet accepted short
    for (int i = 0; i < connects; ++i) {
        if (i % perAnswer == 0) {
            comeAndGo(i / perAnswer % 4);
            QVERIFY(!QTest::currentTestFailed());
            continue;
        }
        TestClient client(m_server->port());
        QVERIFY(client.isOpen());
        if (i % perAnswer == 1) {
            continue; // says nothing and closes
        }
        if (i % 2 == 0) {
            QVERIFY(client.send("<CONN>\n<SUB, HEALTH>\n"));
        }
        client.reset(); // which also gives the client's port back to the system at once
    }
    QVERIFY(QTest::qWaitFor([this] {
        return TestClient(m_server->port()).ask("<CONN, Churn>") == "<CONN_ACK, Churn>";
    }));
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestResourceLimits)
#include "tst_resourcelimits.moc"
