// The program itself: options, the demonstration, pictures and the report of stalls.
#include "patience.h"
#include "windowdriver.h"

#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

/// Seconds that the program waits for its picture, at most.
const QString programPatience = QString::number(patience / 1000);

class TestCorkboardProgram : public QObject {
    Q_OBJECT

private slots:
    void helpAndVersionNeedNoDisplay();
    void unknownOptionEndsWithTwo();
    void demoWritesAPicture_data();
    void demoWritesAPicture();
    void pictureThatCannotBeWrittenIsAnError();
    void pictureOfABrokerWaitsForItsTopics();
    void noPictureWithoutABroker();
    void stallReportIsJson();
    void stallReportWithoutABrokerFails();

private:
    struct Run {
        int exitCode = -1;
        QByteArray output;
        QByteArray errors;
    };
    void start(QProcess &process, const QStringList &arguments);
    [[nodiscard]] Run run(const QStringList &arguments);

    QTemporaryDir m_home;
};

void TestCorkboardProgram::start(QProcess &process, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    // Settings of its own: neither read nor changed are those of who runs the tests.
    environment.insert(u"XDG_CONFIG_HOME"_s, m_home.path());
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(CORKBOARD_PROGRAM), arguments);
}

TestCorkboardProgram::Run TestCorkboardProgram::run(const QStringList &arguments)
{
    QProcess process;
    start(process, arguments);
    if (!process.waitForFinished(2 * patience)) {
        process.kill();
        process.waitForFinished(patience);
        return {};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestCorkboardProgram::helpAndVersionNeedNoDisplay()
{
    qputenv("QT_QPA_PLATFORM", "no-such-platform");
    const Run help = run({u"--help"_s});
    const Run version = run({u"--version"_s});
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.output.contains("--demo"));
    QVERIFY(help.output.contains("--stall-report"));
    QCOMPARE(version.exitCode, 0);
    QCOMPARE(version.output, QByteArray("corkboard " CORKBOARD_VERSION "\n"));
}

void TestCorkboardProgram::unknownOptionEndsWithTwo()
{
    const Run wrong = run({u"--colour"_s});
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY(wrong.errors.contains("colour"));
    QVERIFY(wrong.output.isEmpty());
}

void TestCorkboardProgram::demoWritesAPicture_data()
{
    QTest::addColumn<QString>("theme");
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << u"--light"_s << false;
    QTest::newRow("dark") << u"--dark"_s << true;
}

void TestCorkboardProgram::demoWritesAPicture()
{
    QFETCH(QString, theme);
    QFETCH(bool, dark);
    const QString file = m_home.filePath(u"window.png"_s);
    const Run demo = run(
        {u"--demo"_s, theme, u"--screenshot"_s, file, u"--screenshot-wait"_s, programPatience});
    QVERIFY2(demo.exitCode == 0, demo.errors.constData());
    const QImage picture(file);
    QVERIFY(picture.width() >= 640 && picture.height() >= 400);
    const QColor corner = picture.pixelColor(2, picture.height() - 2);
    QCOMPARE(corner.lightness() < 128, dark);
}

void TestCorkboardProgram::pictureThatCannotBeWrittenIsAnError()
{
    const Run wrong = run({u"--screenshot"_s, u"/no/such/folder/a.png"_s});
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY(wrong.errors.contains("/no/such/folder/a.png"));
}

void TestCorkboardProgram::pictureOfABrokerWaitsForItsTopics()
{
    // The first answer is late: what is written before it is a picture of an empty window.
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QByteArray heard;
    QTcpSocket *client = nullptr;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        client = server.nextPendingConnection();
        connect(client, &QTcpSocket::readyRead, client, [&] {
            heard += client->readAll();
            if (heard.endsWith("<CONN, Anna>\n")) {
                client->write("<CONN_ACK, Anna>\n");
            }
        });
    });
    const QString file = m_home.filePath(u"connected.png"_s);
    QProcess process;
    start(process,
          {u"--connect"_s, u"127.0.0.1:%1"_s.arg(server.serverPort()), u"--name"_s, u"Anna"_s,
           u"--screenshot"_s, file, u"--screenshot-wait"_s, programPatience});
    QTRY_VERIFY_WITH_TIMEOUT(heard.contains("<TOPICS>"), patience);
    QTest::qWait(300);
    QVERIFY(!QFile::exists(file));
    client->write("<TOPICS, 2, A, B>\n");
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, patience);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(!QImage(file).isNull());
}

void TestCorkboardProgram::noPictureWithoutABroker()
{
    const QString file = m_home.filePath(u"nobody.png"_s);
    const Run wrong = run({u"--connect"_s, u"127.0.0.1:1"_s, u"--screenshot"_s, file});
    QCOMPARE(wrong.exitCode, 1);
    QVERIFY(wrong.errors.contains("127.0.0.1:1"));
    QVERIFY(!QFile::exists(file));
}

void TestCorkboardProgram::stallReportIsJson()
{
    TestServer server;
    QVERIFY(server.start());
    Peer peer;
    QVERIFY(peer.connectTo(server));
    QVERIFY(peer.subscribe(u"WEATHER"_s));
    // A stored message is the first that the window receives: then its second begins.
    peer.publish(u"WEATHER"_s, "stored", true);
    QVERIFY(peer.subscribe(u"NEWS"_s));
    const Run report
        = run({u"--connect"_s, server.address().toShortString(), u"--stall-report"_s, u"1"_s});
    QVERIFY2(report.exitCode == 0, report.errors.constData());
    const QJsonObject figures = QJsonDocument::fromJson(report.output).object();
    QCOMPARE(figures[u"received"_s].toInt(), 1);
    QCOMPARE(figures[u"kept"_s].toInt(), 1);
    QVERIFY(figures[u"stalls"_s].toInt() > 0);
    QVERIFY(figures[u"max_ms"_s].toDouble() >= figures[u"p50_ms"_s].toDouble());
    QVERIFY(figures.contains(u"p99_9_ms"_s));
}

void TestCorkboardProgram::stallReportWithoutABrokerFails()
{
    const Run report = run({u"--connect"_s, u"127.0.0.1:1"_s, u"--stall-report"_s, u"1"_s});
    QCOMPARE(report.exitCode, 1);
    QVERIFY(!report.errors.isEmpty());
}

QTEST_MAIN(TestCorkboardProgram)
#include "tst_corkboardprogram.moc"
