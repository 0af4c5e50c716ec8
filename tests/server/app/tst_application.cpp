#include "app/application.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestApplication : public QObject {
    Q_OBJECT

private slots:
    void topicsExistFromTheStart();
    void aTakenPortIsNamed();
    void localhostMeansBothFamilies();
    void stopDeliversWhatIsQueued();
    void stopWithoutClientsIsImmediate();

private:
    /// Options for one classroom port on 127.0.0.1.
    static ServerOptions optionsFor(quint16 port);

    /// A port that was free a moment ago.
    static quint16 freePort();
};

ServerOptions TestApplication::optionsFor(quint16 port)
{
    ServerOptions options;
    options.listen = {{Dialect::Classroom, u"127.0.0.1"_s, port}};
    return options;
}

quint16 TestApplication::freePort()
{
    QTcpServer probe;
    return probe.listen(QHostAddress::LocalHost) ? probe.serverPort() : quint16(0);
}

void TestApplication::topicsExistFromTheStart()
{
    ServerOptions options = optionsFor(0);
    options.topics = {*TopicName::parse(u"ROOM/7"_s), *TopicName::parse(u"ROOM/8"_s)};
    Application application(options);
    QCOMPARE(application.broker().catalog().all(), options.topics);
}

void TestApplication::aTakenPortIsNamed()
{
    QTcpServer holder;
    QVERIFY(holder.listen(QHostAddress::LocalHost));
    Application application(optionsFor(holder.serverPort()));
    const auto listening = application.listen();
    QVERIFY(!listening);
    QVERIFY2(listening.error().contains(QString::number(holder.serverPort())),
             qPrintable(listening.error()));
    QVERIFY2(listening.error().contains(u"--listen"_s), qPrintable(listening.error()));
}

void TestApplication::localhostMeansBothFamilies()
{
    ServerOptions options = optionsFor(freePort());
    options.listen.first().host = u"localhost"_s;
    Application application(options);
    QVERIFY(application.listen().has_value());
    QTcpServer ipv6;
    const bool hasIpv6 = ipv6.listen(QHostAddress::LocalHostIPv6);
    for (const auto host : {QHostAddress::LocalHost, QHostAddress::LocalHostIPv6}) {
        if (host == QHostAddress::LocalHostIPv6 && !hasIpv6) {
            continue; // a system without IPv6
        }
        QTcpSocket client;
        client.connectToHost(host, options.listen.first().port);
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        client.write("<PING>\n");
        QTRY_COMPARE(client.bytesAvailable(), 7);
        QCOMPARE(client.readAll(), QByteArray("<PONG>\n"));
    }
}

void TestApplication::stopDeliversWhatIsQueued()
{
    const quint16 port = freePort();
    Application application(optionsFor(port));
    QVERIFY(application.listen().has_value());
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, port);
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    client.write("<CONN, Anna>\n<SUB, A>\n");
    QTRY_COMPARE(client.bytesAvailable(), 35);
    QCOMPARE(client.readAll(), QByteArray("<CONN_ACK, Anna>\n<SUCCESS, SUB, A>\n"));

    QSignalSpy stopped(&application, &Application::stopped);
    const QByteArray payload(200'000, 'x');
    (void)application.broker().publish({*TopicName::parse(u"A"_s), payload, false});
    application.stop();
    QByteArray received;
    connect(&client, &QTcpSocket::readyRead, this, [&] { received += client.readAll(); });
    QTRY_COMPARE(stopped.count(), 1);
    QTRY_COMPARE(received.size(), payload.size() + qsizetype(sizeof("<PUB, A, >\n")) - 1);
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
}

void TestApplication::stopWithoutClientsIsImmediate()
{
    Application application(optionsFor(0));
    QVERIFY(application.listen().has_value());
    QSignalSpy stopped(&application, &Application::stopped);
    application.stop();
    QCOMPARE(stopped.count(), 1);
}

QTEST_GUILESS_MAIN(TestApplication)

#include "tst_application.moc"
