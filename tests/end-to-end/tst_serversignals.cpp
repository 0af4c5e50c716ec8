#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;

namespace corkboard {

/// How the server ends when it is asked to.
class TestServerSignals : public QObject {
    Q_OBJECT

private slots:
    void itEndsWithoutClients_data();
    void itEndsWithoutClients();
    void clientsGetWhatWasQueued_data();
    void clientsGetWhatWasQueued();
    void clientsGetTheReplaysThatWereQueued();
    void idleClientsDoNotHoldItUp();
    void aClientThatDoesNotReadDoesNotHoldItUp();
    void aSecondSignalDoesNoHarm();
    void thePortIsFreeAgain();
};

namespace {

void addSignals()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

QString endingProblem(const ServerProcess::Ending &ending)
{
    if (ending.crashed || ending.exitCode != 0) {
        return u"exit code %1, log: %2"_s.arg(ending.exitCode).arg(QString::fromUtf8(ending.log));
    }
    return QString::fromUtf8(ServerProcess::sanitizerReport(ending.log));
}

} // namespace

void TestServerSignals::itEndsWithoutClients_data()
{
    addSignals();
}

void TestServerSignals::itEndsWithoutClients()
{
    QFETCH(const int, signal);
    ServerProcess server;
    QCOMPARE(server.start(), QString());
    server.sendSignal(signal);
    QCOMPARE(endingProblem(server.waitForEnd()), QString());
}

void TestServerSignals::clientsGetWhatWasQueued_data()
{
    addSignals();
}

void TestServerSignals::clientsGetWhatWasQueued()
{
    QFETCH(const int, signal);
    ServerProcess server;
    constexpr qsizetype longest = 32 * 1024 * 1024;
    QCOMPARE(server.start({u"--max-packet-size"_s, QString::number(longest)}), QString());
    TestClient subscriber(server.port(), {.receiveBufferBytes = 65'536});
    QCOMPARE(subscriber.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    TestClient publisher(server.port());
    QCOMPARE(publisher.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    // The subscriber does not read yet. The last message is far more than the kernel holds for it,
    // so that most of it waits in the server.
    QByteArray frames;
    for (int i = 0; i < 50; ++i) {
        const QByteArray frame = "<PUB, WEATHER, " + QByteArray::number(i) + ' '
            + QByteArray(i == 49 ? longest - 3 : 1'000, '.') + ">\n";
        QVERIFY(publisher.send(frame));
        QVERIFY(publisher.readBytes(frame.size()) == frame);
        frames += frame;
    }
    server.sendSignal(signal);
    QVERIFY(publisher.isClosedByServer());
    publisher.close();
    const QByteArray heard = subscriber.readUntilClosed();
    QCOMPARE(heard.size(), frames.size());
    QVERIFY(heard == frames);
    subscriber.close();
    QCOMPARE(endingProblem(server.waitForEnd()), QString());
}

void TestServerSignals::clientsGetTheReplaysThatWereQueued()
{
    // More than the kernel holds for the subscriber, so that replays wait in the server.
    constexpr int topics = 100;
    QStringList arguments{u"--no-default-topics"_s};
    for (int i = 0; i < topics; ++i) {
        arguments += {u"--topic"_s, QString::number(i)};
    }
    ServerProcess server;
    QCOMPARE(server.start(arguments), QString());
    TestClient publisher(server.port());
    const QByteArray payload(250'000, '.');
    QVERIFY(publisher.ask("/SUB #").startsWith("<SUCCESS, "));
    for (int i = 0; i < topics; ++i) {
        const QByteArray topic = QByteArray::number(i);
        QCOMPARE(publisher.ask("<PUBR, " + topic + ", " + payload + '>'),
                 "<SUCCESS, PUBR, " + topic + '>');
        QVERIFY(publisher.readLine() == "<PUB, " + topic + ", " + payload + '>');
    }
    TestClient subscriber(server.port(), {.receiveBufferBytes = 65'536});
    QVERIFY(subscriber.ask("/SUB #").startsWith("<SUCCESS, "));
    server.sendSignal(SIGTERM);
    QVERIFY(publisher.isClosedByServer());
    publisher.close();
    // What was queued arrives to its end; later replays may have had no place in the queue yet.
    int heard = 0;
    QByteArray line = subscriber.readLine();
    while (line == "<PUBR, " + QByteArray::number(heard) + ", " + payload + '>') {
        ++heard;
        line = subscriber.readLine();
    }
    QVERIFY2(line == TestClient::closedByServer, line.first(qMin(line.size(), 80)).constData());
    QVERIFY(heard > 0);
    subscriber.close();
    QCOMPARE(endingProblem(server.waitForEnd()), QString());
}

void TestServerSignals::idleClientsDoNotHoldItUp()
{
    ServerProcess server;
    server.setDeadlines(u"linger=100"_s);
    QCOMPARE(
        server.start({u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, u"original://127.0.0.1:0"_s}),
        QString());
    TestClient silent(server.port(0));
    TestClient connected(server.port(0));
    QCOMPARE(connected.ask("<CONN>"), "<CONN_ACK>");
    TestClient typing(server.port(0));
    QVERIFY(typing.send("/SUB WEA"));
    TestClient original(server.port(1));
    QCOMPARE(original.readBytes(8), "CONN_ACK");
    server.sendSignal(SIGTERM);
    // None of them closes its end.
    QCOMPARE(endingProblem(server.waitForEnd()), QString());
    QVERIFY(connected.isClosedByServer());
    QVERIFY(silent.isClosedByServer());
    QVERIFY(original.isClosedByServer());
}

void TestServerSignals::aClientThatDoesNotReadDoesNotHoldItUp()
{
    ServerProcess server;
    QCOMPARE(server.start(), QString());
    TestClient stalled(server.port(), {.receiveBufferBytes = 4'096});
    QCOMPARE(stalled.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    TestClient publisher(server.port());
    QCOMPARE(publisher.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    const QByteArray frame = "<PUB, WEATHER, " + QByteArray(100'000, '.') + '>';
    for (int i = 0; i < 80; ++i) {
        QCOMPARE(publisher.ask(frame), frame);
    }
    server.sendSignal(SIGTERM);
    QCOMPARE(endingProblem(server.waitForEnd()), QString());
}

void TestServerSignals::aSecondSignalDoesNoHarm()
{
    ServerProcess server;
    QCOMPARE(server.start(), QString());
    TestClient client(server.port());
    QCOMPARE(client.ask("<CONN>"), "<CONN_ACK>");
    server.sendSignal(SIGINT);
    QVERIFY(client.isClosedByServer());
    server.sendSignal(SIGTERM);
    server.sendSignal(SIGINT);
    client.close();
    QCOMPARE(endingProblem(server.waitForEnd()), QString());
}

void TestServerSignals::thePortIsFreeAgain()
{
    // Another program may take the port in between; that it does so each time is no accident.
    constexpr int tries = 5;
    QString problem;
    for (int i = 0; i < tries; ++i) {
        ServerProcess first;
        QCOMPARE(first.start(), QString());
        const quint16 port = first.port();
        TestClient client(port);
        QCOMPARE(client.ask("<CONN>"), "<CONN_ACK>");
        first.sendSignal(SIGTERM);
        QVERIFY(client.isClosedByServer());
        client.close();
        QCOMPARE(endingProblem(first.waitForEnd()), QString());
        // At once, although the old connection may still be in TIME_WAIT.
        ServerProcess second;
        problem = second.start({u"--listen"_s, u"127.0.0.1:%1"_s.arg(port)});
        if (problem.isEmpty()) {
            QCOMPARE(second.port(), port);
            QCOMPARE(second.shutDown(), QString());
            return;
        }
    }
    QCOMPARE(problem, QString());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestServerSignals)
#include "tst_serversignals.moc"
