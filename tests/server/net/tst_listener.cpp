#include "broker/broker.h"
#include "descriptorshortage.h"
#include "net/clienthub.h"
#include "net/listener.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

#include <array>
#include <memory>
#include <vector>

using namespace corkboard;
using namespace Qt::StringLiterals;

/// Real connections on loopback, accepted by the class under test.
class TestListener : public QObject {
    Q_OBJECT

private slots:
    void acceptedClientsAreServed();
    void portDecidesTheDialect();
    void boundOfConnectionsHolds();
    void manyAtOnceAreAllAccepted();
    void shortageOfDescriptorsIsSurvived();
    void closingDuringAShortageIsSafe();
    void portInUseIsAnError();
};

namespace {

/// A listener on a free port of loopback with everything behind it.
struct Server {
    explicit Server(const ConnectionLimits &limits = {}, Dialect dialect = Dialect::Classroom)
        : hub(broker, limits)
        , listener(std::make_unique<Listener>(hub, dialect))
    {
        if (!listener->listen(QHostAddress::LocalHost)) {
            qFatal("cannot listen on loopback");
        }
    }

    void connectClient(QTcpSocket &client) const
    {
        client.connectToHost(QHostAddress::LocalHost, listener->serverPort());
    }

    Broker broker;
    ClientHub hub;
    std::unique_ptr<Listener> listener;
};

/// What @p client is sent, once it is as much as @p expected.
QByteArray hear(QTcpSocket &client, const QByteArray &expected)
{
    (void)QTest::qWaitFor([&] { return client.bytesAvailable() >= expected.size(); });
    return client.readAll();
}

} // namespace

void TestListener::acceptedClientsAreServed()
{
    const Server server;
    QCOMPARE(server.listener->dialect(), Dialect::Classroom);
    std::array<QTcpSocket, 3> clients;
    for (QTcpSocket &client : clients) {
        server.connectClient(client);
        client.write("<PING>\n");
        QCOMPARE(hear(client, "<PONG>\n"), "<PONG>\n");
    }
    QCOMPARE(server.hub.count(), 3);
    clients[0].close();
    QTRY_COMPARE(server.hub.count(), 2);
}

void TestListener::portDecidesTheDialect()
{
    const Server server({}, Dialect::Original);
    QTcpSocket client;
    server.connectClient(client);
    QCOMPARE(hear(client, "CONN_ACK"), "CONN_ACK");
    QCOMPARE(server.broker.sessionCount(), 1);
}

void TestListener::boundOfConnectionsHolds()
{
    // L03: over the bound a client is told so; a slot that becomes free can be used at once.
    const Server server({.maxConnections = 1, .deadlines = {}});
    QTcpSocket first;
    server.connectClient(first);
    QTRY_COMPARE(server.hub.count(), 1);
    QTcpSocket second;
    server.connectClient(second);
    second.write("<CONN>\n");
    QVERIFY(hear(second, "<ERROR, CONN, limit, ").startsWith("<ERROR, CONN, limit, "));
    QTRY_COMPARE(second.state(), QAbstractSocket::UnconnectedState);
    first.close();
    QTRY_COMPARE(server.hub.count(), 0);
    QTcpSocket third;
    server.connectClient(third);
    third.write("<PING>\n");
    QCOMPARE(hear(third, "<PONG>\n"), "<PONG>\n");
}

void TestListener::manyAtOnceAreAllAccepted()
{
    // More than QTcpServer holds by itself, in one turn.
    const Server server;
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<QTcpSocket>());
        server.connectClient(*clients.back());
    }
    QTRY_COMPARE(server.hub.count(), 200);
    clients.clear();
    QTRY_COMPARE(server.hub.count(), 0);
}

void TestListener::shortageOfDescriptorsIsSurvived()
{
    // L04. The clients' own descriptors are of this process too, so they are taken before.
    const Server server;
    QTcpSocket served;
    server.connectClient(served);
    QTRY_COMPARE(server.hub.count(), 1);
    std::array<QTcpSocket, 3> waiting;
    for (QTcpSocket &client : waiting) {
        QVERIFY(client.bind(QHostAddress::LocalHost));
    }
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"descriptors|Cannot accept"_s));
    {
        DescriptorShortage shortage;
        shortage.free(1);
        for (QTcpSocket &client : waiting) {
            server.connectClient(client);
            client.write("<PING>\n");
        }
        // One gets the last descriptor, the others wait; who is there already notices nothing.
        const bool oneCameIn = QTest::qWaitFor([&] { return server.hub.count() == 2; });
        served.write("<PING>\n");
        const QByteArray answer = hear(served, "<PONG>\n");
        const qsizetype count = server.hub.count();
        shortage.end();
        QVERIFY(oneCameIn);
        QCOMPARE(answer, "<PONG>\n");
        QCOMPARE(count, 2);
    }
    for (QTcpSocket &client : waiting) {
        QCOMPARE(hear(client, "<PONG>\n"), "<PONG>\n");
    }
    QCOMPARE(server.hub.count(), 4);
}

void TestListener::closingDuringAShortageIsSafe()
{
    Server server;
    QTcpSocket client;
    QVERIFY(client.bind(QHostAddress::LocalHost));
    QTcpSocket waiting;
    QVERIFY(waiting.bind(QHostAddress::LocalHost));
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"descriptors|Cannot accept"_s));
    DescriptorShortage shortage;
    shortage.free(1);
    server.connectClient(client);
    server.connectClient(waiting);
    const bool isExhausted
        = QTest::qWaitFor([&] { return server.hub.descriptors().isExhausted(); });
    QSignalSpy available(&server.hub.descriptors(), &DescriptorWatch::available);
    server.listener->close();
    shortage.end();
    QVERIFY(isExhausted);
    // The watch still says that there are descriptors again; a closed listener stays closed.
    QVERIFY(available.wait());
    QVERIFY(!server.listener->isListening());
    QCOMPARE(server.hub.count(), 1);
}

void TestListener::portInUseIsAnError()
{
    Server server;
    Listener second(server.hub, Dialect::Classroom);
    QVERIFY(!second.listen(QHostAddress::LocalHost, server.listener->serverPort()));
    QCOMPARE(second.serverError(), QAbstractSocket::AddressInUseError);
    QVERIFY(!second.errorString().isEmpty());
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
