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
    void localhostIsRefusedWhereItsIpv6IsTaken();
    void stopDeliversWhatIsQueued();
    void stopWithoutClientsIsImmediate();

private:
    /// Options for one classroom port on @p host.
    static ServerOptions optionsFor(quint16 port, const QString &host = u"127.0.0.1"_s);
};

ServerOptions TestApplication::optionsFor(quint16 port, const QString &host)
{
    ServerOptions options;
    options.listen = {{Dialect::Classroom, host, port}};
    return options;
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
    Application application(optionsFor(0, u"localhost"_s));
    QVERIFY(application.openPorts().isEmpty());
    QVERIFY(application.listen().has_value());
    QCOMPARE(application.openPorts().size(), 1);
    const quint16 port = application.openPorts().constFirst().port;
    QVERIFY(port != 0);
    QTcpServer ipv6;
    const bool hasIpv6 = ipv6.listen(QHostAddress::LocalHostIPv6);
    for (const auto host : {QHostAddress::LocalHost, QHostAddress::LocalHostIPv6}) {
        if (host == QHostAddress::LocalHostIPv6 && !hasIpv6) {
            continue; // a system without IPv6
        }
        QTcpSocket client;
        client.connectToHost(host, port);
        QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
        client.write("<PING>\n");
        QTRY_COMPARE(client.bytesAvailable(), 7);
        QCOMPARE(client.readAll(), QByteArray("<PONG>\n"));
    }
}

void TestApplication::localhostIsRefusedWhereItsIpv6IsTaken()
{
    QTcpServer holder;
    if (!holder.listen(QHostAddress::LocalHostIPv6)) {
        QSKIP("This computer has no IPv6");
    }
    Application application(optionsFor(holder.serverPort(), u"localhost"_s));
    const auto listening = application.listen();
    QVERIFY(!listening);
    // Another program may have taken the same port for IPv4; then that is what is named.
    const QString port = QString::number(holder.serverPort());
    if (!listening.error().contains(u"127.0.0.1:%1"_s.arg(port))) {
        QVERIFY2(listening.error().contains(u"[::1]:%1"_s.arg(port)),
                 qPrintable(listening.error()));
    }
    QVERIFY(application.openPorts().isEmpty());
}

void TestApplication::stopDeliversWhatIsQueued()
{
    Application application(optionsFor(0));
    QVERIFY(application.listen().has_value());
    QTcpSocket client;
    client.setReadBufferSize(64 * 1024); // reads no more by itself, so the kernel fills up
    client.connectToHost(QHostAddress::LocalHost, application.openPorts().constFirst().port);
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    client.write("<CONN, Anna>\n<SUB, A>\n");
    QTRY_COMPARE(client.bytesAvailable(), 35);
    QCOMPARE(client.readAll(), QByteArray("<CONN_ACK, Anna>\n<SUCCESS, SUB, A>\n"));

    QSignalSpy stopped(&application, &Application::stopped);
    // Far more than the kernel takes, so that most of it waits in the server.
    const QByteArray payload(32 * 1024 * 1024, 'x');
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
