#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

/// The server's command line and configuration file, as a user meets them.
class TestServerOptionsEndToEnd : public QObject {
    Q_OBJECT

private slots:
    void versionAndHelp();
    void helpNamesEveryOption();
    void aPortInUseIsNamed();
    void aPortInUseOpensNoOther();
    void wrongOptionsAreNamed_data();
    void wrongOptionsAreNamed();
    void wrongConfigurationLinesAreNamed_data();
    void wrongConfigurationLinesAreNamed();
    void missingFilesAreNamed_data();
    void missingFilesAreNamed();
    void beyondLoopbackNeedsAnExplicitWord_data();
    void beyondLoopbackNeedsAnExplicitWord();
    void testConfigChecksAndDoesNotServe();
    void topicsComeFromOptionsAndFile();
    void theConfigurationFileHasTheSameOptions();
    void theCommandLineWinsOverTheFile();
    void addressesOfTheCommandLineReplaceTheFiles();
    void aSecondFileIsRefused();
    void severalPortsServeOneBroker();
    void localhostIsIpv4AndIpv6();
    void listenTakesAllItsForms_data();
    void listenTakesAllItsForms();
    void theOutputNamesPortAndLanguage();
    void aWrongTestDeadlineIsRefused();

private:
    [[nodiscard]] QString writeFile(const QString &name, const QByteArray &content);
    [[nodiscard]] QByteArray topicsOf(const QStringList &arguments);

    QTemporaryDir m_directory;
};

namespace {

/// What a run that ends at once with a complaint must look like; empty where it does.
QString refusalProblem(const ServerProcess::Ending &ending, int exitCode, const QByteArray &named)
{
    if (ending.crashed || ending.exitCode != exitCode) {
        return u"exit code %1, log: %2"_s.arg(ending.exitCode).arg(QString::fromUtf8(ending.log));
    }
    if (!ending.log.contains(named)) {
        return u"\"%1\" is not named in: %2"_s.arg(QString::fromUtf8(named),
                                                   QString::fromUtf8(ending.log));
    }
    if (ending.output.contains("listening")) {
        return u"it says that it listens"_s;
    }
    if (ending.log.contains("..")) {
        return u"a sentence ends twice: %1"_s.arg(QString::fromUtf8(ending.log));
    }
    return QString::fromUtf8(ServerProcess::sanitizerReport(ending.log));
}

} // namespace

QString TestServerOptionsEndToEnd::writeFile(const QString &name, const QByteArray &content)
{
    QFile file(m_directory.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
        ? file.fileName()
        : QString();
}

/// What a client is told by /TOPICS on a server with these arguments.
QByteArray TestServerOptionsEndToEnd::topicsOf(const QStringList &arguments)
{
    ServerProcess server;
    if (const QString failure = server.start(arguments); !failure.isEmpty()) {
        return failure.toUtf8();
    }
    const QByteArray answer = TestClient(server.port()).ask("/TOPICS");
    const QString problem = server.shutDown();
    return problem.isEmpty() ? answer : problem.toUtf8();
}

void TestServerOptionsEndToEnd::versionAndHelp()
{
    const auto version = ServerProcess::runToEnd({u"--version"_s});
    QCOMPARE(version.exitCode, 0);
    QVERIFY2(version.output.contains(CORKBOARD_VERSION), version.output.constData());
    QCOMPARE(version.log, QByteArray());
    const auto help = ServerProcess::runToEnd({u"--help"_s});
    QCOMPARE(help.exitCode, 0);
    QVERIFY(help.output.contains("Usage"));
    QCOMPARE(help.log, QByteArray());
}

void TestServerOptionsEndToEnd::helpNamesEveryOption()
{
    const auto help = ServerProcess::runToEnd({u"--help"_s});
    for (const auto *word :
         {"--listen", "--open-to-lan", "--allow-anonymous", "--topic", "--topics-file",
          "--no-default-topics", "--max-connections", "--max-topics", "--max-packet-size",
          "--max-output-buffer", "--config", "--log-level", "--test-config", "--version", "--help",
          "8092", "classroom", "original", "WEATHER"}) {
        QVERIFY2(help.output.contains(word), word);
    }
}

// O09
void TestServerOptionsEndToEnd::aPortInUseIsNamed()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QString port = QString::number(other.serverPort());
    const auto ending
        = ServerProcess::runToEnd({u"--listen"_s, u"classroom://127.0.0.1:"_s + port});
    QCOMPARE(refusalProblem(ending, 1, port.toUtf8()), QString());
}

// O09
void TestServerOptionsEndToEnd::aPortInUseOpensNoOther()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QString port = QString::number(other.serverPort());
    const auto ending = ServerProcess::runToEnd(
        {u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, u"original://127.0.0.1:"_s + port});
    QCOMPARE(refusalProblem(ending, 1, port.toUtf8()), QString());
}

// O10
void TestServerOptionsEndToEnd::wrongOptionsAreNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("unknown option") << QStringList{u"--frobnicate"_s} << "frobnicate"_ba;
    QTest::newRow("option of a later version")
        << QStringList{u"--password-file"_s, u"x"_s} << "password-file"_ba;
    QTest::newRow("word without option") << QStringList{u"8092"_s} << "8092"_ba;
    QTest::newRow("option without value") << QStringList{u"--listen"_s} << "listen"_ba;
    QTest::newRow("value where none belongs")
        << QStringList{u"--no-default-topics=yes"_s} << "no-default-topics"_ba;
    QTest::newRow("unknown scheme")
        << QStringList{u"--listen"_s, u"gopher://localhost:70"_s} << "gopher"_ba;
    QTest::newRow("scheme of a later version")
        << QStringList{u"--listen"_s, u"mqtts://localhost:0"_s} << "mqtts"_ba;
    QTest::newRow("QoS that is none") << QStringList{u"--max-qos"_s, u"3"_s} << "max-qos"_ba;
    QTest::newRow("no message in flight")
        << QStringList{u"--max-inflight"_s, u"0"_s} << "max-inflight"_ba;
    QTest::newRow("port too large")
        << QStringList{u"--listen"_s, u"localhost:65536"_s} << "65536"_ba;
    QTest::newRow("port is no number")
        << QStringList{u"--listen"_s, u"localhost:http"_s} << "http"_ba;
    QTest::newRow("no port") << QStringList{u"--listen"_s, u"localhost"_s} << "localhost"_ba;
    QTest::newRow("host is no address")
        << QStringList{u"--listen"_s, u"300.0.0.1:0"_s} << "300.0.0.1"_ba;
    for (const auto &option : {u"--max-topics"_s, u"--max-connections"_s, u"--max-packet-size"_s,
                               u"--max-output-buffer"_s}) {
        for (const auto &value : {u"0"_s, u"many"_s, u"99999999999999999999"_s, QString()}) {
            QTest::addRow("%s \"%s\"", qPrintable(option), qPrintable(value))
                << QStringList{option, value} << option.toUtf8();
        }
    }
    QTest::newRow("log level") << QStringList{u"--log-level"_s, u"loud"_s} << "loud"_ba;
    QTest::newRow("topic with a wildcard")
        << QStringList{u"--topic"_s, u"WEATHER/#"_s} << "WEATHER/#"_ba;
    QTest::newRow("empty topic") << QStringList{u"--topic"_s, QString()} << "--topic"_ba;
    QTest::newRow("the broker's topic") << QStringList{u"--topic"_s, u"$SYS/x"_s} << "$SYS/x"_ba;
    QTest::newRow("more topics than may be")
        << QStringList{u"--max-topics"_s, u"3"_s} << "--max-topics"_ba;
}

void TestServerOptionsEndToEnd::wrongOptionsAreNamed()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QByteArray, named);
    QCOMPARE(refusalProblem(ServerProcess::runToEnd(arguments), 2, named), QString());
}

// O10
void TestServerOptionsEndToEnd::wrongConfigurationLinesAreNamed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("unknown option")
        << "max-topics 5\n\n# remark\nfrobnicate 3\n"_ba << 4 << "frobnicate"_ba;
    QTest::newRow("option with dashes") << "--max-topics 5\n"_ba << 1 << "--max-topics"_ba;
    QTest::newRow("bad value") << "topic A\r\nmax-topics many\r\n"_ba << 2 << "many"_ba;
    QTest::newRow("no value") << "max-topics\n"_ba << 1 << "max-topics"_ba;
    QTest::newRow("needless value") << "no-default-topics yes\n"_ba << 1 << "no-default-topics"_ba;
    QTest::newRow("a file in the file") << "config other.conf\n"_ba << 1 << "config"_ba;
    QTest::newRow("help in the file") << "help\n"_ba << 1 << "help"_ba;
    QTest::newRow("a bad topic") << "topic A+\n"_ba << 1 << "A+"_ba;
    QTest::newRow("not text") << "topic A\n\xFF\x00\xFE\n"_ba << 2 << ""_ba;
}

void TestServerOptionsEndToEnd::wrongConfigurationLinesAreNamed()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, line);
    QFETCH(const QByteArray, named);
    const QString path = writeFile(u"bad.conf"_s, content);
    for (const QStringList &arguments :
         {QStringList{u"--config"_s, path}, QStringList{u"--test-config"_s, u"--config"_s, path}}) {
        const auto ending = ServerProcess::runToEnd(arguments);
        QCOMPARE(refusalProblem(ending, 2, named), QString());
        const QByteArray place = path.toUtf8() + ':' + QByteArray::number(line) + ':';
        QVERIFY2(ending.log.contains(place), ending.log.constData());
    }
}

void TestServerOptionsEndToEnd::missingFilesAreNamed_data()
{
    QTest::addColumn<QString>("option");
    QTest::newRow("configuration") << u"--config"_s;
    QTest::newRow("topics") << u"--topics-file"_s;
}

void TestServerOptionsEndToEnd::missingFilesAreNamed()
{
    QFETCH(const QString, option);
    const QString missing = m_directory.filePath(u"missing"_s);
    QCOMPARE(refusalProblem(ServerProcess::runToEnd({option, missing}), 2, missing.toUtf8()),
             QString());
    const QString directory = m_directory.path();
    QCOMPARE(refusalProblem(ServerProcess::runToEnd({option, directory}), 2, directory.toUtf8()),
             QString());
}

// O02, without listening beyond loopback
void TestServerOptionsEndToEnd::beyondLoopbackNeedsAnExplicitWord_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("all addresses") << u"classroom://0.0.0.0:0"_s;
    QTest::newRow("all IPv6 addresses") << u"[::]:0"_s;
    QTest::newRow("star") << u"*:0"_s;
    QTest::newRow("an address of the network") << u"192.0.2.7:0"_s;
    QTest::newRow("the original's dialect") << u"original://0.0.0.0:0"_s;
}

void TestServerOptionsEndToEnd::beyondLoopbackNeedsAnExplicitWord()
{
    QFETCH(const QString, address);
    const auto refused = ServerProcess::runToEnd({u"--listen"_s, address});
    QCOMPARE(refusalProblem(refused, 2, "--allow-anonymous"), QString());
    // With the word it is right; --test-config says so without listening.
    const auto allowed = ServerProcess::runToEnd(
        {u"--listen"_s, address, u"--allow-anonymous"_s, u"--test-config"_s});
    QCOMPARE(allowed.exitCode, 0);
    const auto room = ServerProcess::runToEnd({u"--open-to-lan"_s, u"--test-config"_s});
    QCOMPARE(room.exitCode, 0);
}

void TestServerOptionsEndToEnd::testConfigChecksAndDoesNotServe()
{
    const QString config = writeFile(u"good.conf"_s, "# A class\nmax-topics 500\ntopic SPORTS\n");
    const auto ending = ServerProcess::runToEnd({u"--test-config"_s, u"--config"_s, config});
    QVERIFY(!ending.crashed);
    QCOMPARE(ending.exitCode, 0);
    QVERIFY(!ending.output.contains("listening"));
    const auto wrong = ServerProcess::runToEnd({u"--test-config"_s, u"--max-topics"_s, u"x"_s});
    QCOMPARE(refusalProblem(wrong, 2, "--max-topics"), QString());
}

void TestServerOptionsEndToEnd::topicsComeFromOptionsAndFile()
{
    QCOMPARE(topicsOf({}), "<TOPICS, 4, WEATHER, NEWS, HEALTH, SECURITY>");
    QCOMPARE(topicsOf({u"--topic"_s, u"B/1"_s, u"--topic"_s, u"A"_s, u"--topic"_s, u"NEWS"_s}),
             "<TOPICS, 6, WEATHER, NEWS, HEALTH, SECURITY, B/1, A>");
    const QString file
        = writeFile(u"topics"_s, "# Rooms\nROOM/1\r\n\nROOM/2\n  ROOM/3  \nROOM/1\n");
    QCOMPARE(topicsOf({u"--no-default-topics"_s, u"--topics-file"_s, file}),
             "<TOPICS, 3, ROOM/1, ROOM/2, ROOM/3>");
    QCOMPARE(topicsOf({u"--no-default-topics"_s}), "<TOPICS, 0>");
    const QString bad = writeFile(u"bad-topics"_s, "ROOM/1\nROOM/+\n");
    const auto ending = ServerProcess::runToEnd({u"--topics-file"_s, bad});
    QCOMPARE(refusalProblem(ending, 2, bad.toUtf8() + ":2:"), QString());
}

void TestServerOptionsEndToEnd::theConfigurationFileHasTheSameOptions()
{
    const QString config = writeFile(u"server.conf"_s,
                                     "# The physics class\nno-default-topics\ntopic PHYSICS/LAB\n"
                                     "topic  Room 7 \r\nmax-connections 1\nmax-packet-size 256\n");
    ServerProcess server;
    QCOMPARE(server.start({u"--config"_s, config}), QString());
    TestClient client(server.port());
    QCOMPARE(client.ask("/TOPICS"), "<TOPICS, 2, PHYSICS/LAB, Room 7>");
    QVERIFY(client.ask("/PUB PHYSICS/LAB " + QByteArray(257, 'x'))
                .startsWith("<ERROR, PUB, too-long, "));
    TestClient second(server.port());
    QVERIFY(second.ask("<CONN>").startsWith("<ERROR, CONN, limit, "));
    client.close();
    second.close();
    QCOMPARE(server.shutDown(), QString());
}

void TestServerOptionsEndToEnd::theCommandLineWinsOverTheFile()
{
    QTcpServer other; // the file's port is taken: it must not be tried
    QVERIFY(other.listen(QHostAddress::LocalHost));
    const QString config
        = writeFile(u"server.conf"_s,
                    "listen 127.0.0.1:" + QByteArray::number(other.serverPort())
                        + "\nmax-topics 4\ntopic-unused-line-is-a-comment\n"_ba.first(14));
    ServerProcess server;
    QCOMPARE(server.start({u"--config"_s, config, u"--max-topics"_s, u"5"_s}), QString());
    TestClient client(server.port());
    QCOMPARE(client.ask("/SUB FIFTH"), "<SUCCESS, SUB, FIFTH>");
    QVERIFY(client.ask("/SUB SIXTH").startsWith("<ERROR, SUB, limit, "));
    client.close();
    QCOMPARE(server.shutDown(), QString());
}

void TestServerOptionsEndToEnd::addressesOfTheCommandLineReplaceTheFiles()
{
    const QString room = writeFile(u"room.conf"_s, "open-to-lan\n");
    ServerProcess server;
    QCOMPARE(server.start({u"--config"_s, room, u"--listen"_s, u"127.0.0.1:0"_s}), QString());
    QCOMPARE(TestClient(server.port()).ask("<PING>"), "<PONG>");
    QCOMPARE(server.shutDown(), QString());
    const QString address = writeFile(u"address.conf"_s, "listen 127.0.0.1:0\n");
    const auto ending
        = ServerProcess::runToEnd({u"--config"_s, address, u"--open-to-lan"_s, u"--test-config"_s});
    QCOMPARE(ending.log, QByteArray());
    QCOMPARE(ending.exitCode, 0);
}

void TestServerOptionsEndToEnd::aSecondFileIsRefused()
{
    const QString first = writeFile(u"first.conf"_s, "max-topics 500\n");
    const QString second = writeFile(u"second.conf"_s, "max-topics 600\n");
    const auto ending = ServerProcess::runToEnd(
        {u"--config"_s, first, u"--config"_s, second, u"--test-config"_s});
    QCOMPARE(refusalProblem(ending, 2, "--config may be given once"), QString());
}

void TestServerOptionsEndToEnd::severalPortsServeOneBroker()
{
    ServerProcess server;
    QCOMPARE(server.start({u"--listen"_s, u"classroom://127.0.0.1:0"_s, u"--listen"_s,
                           u"127.0.0.1:0"_s, u"--listen"_s, u"original://127.0.0.1:0"_s}),
             QString());
    QVERIFY(server.port(0) != server.port(1));
    TestClient first(server.port(0));
    TestClient second(server.port(1));
    TestClient third(server.port(2));
    QCOMPARE(third.readBytes(8), "CONN_ACK");
    QCOMPARE(first.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    QCOMPARE(second.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    QVERIFY(third.send("/SUB WEATHER"));
    QCOMPARE(third.readChunk(), "Subscribed to [WEATHER] ");
    QCOMPARE(second.ask("/PUB WEATHER Rain"), "<PUB, WEATHER, Rain>");
    QCOMPARE(first.readLine(), "<PUB, WEATHER, Rain>");
    QCOMPARE(third.readChunk(), "[WEATHER]: Rain");
    first.close();
    second.close();
    third.close();
    QCOMPARE(server.shutDown(), QString());
}

void TestServerOptionsEndToEnd::localhostIsIpv4AndIpv6()
{
    ServerProcess server;
    QCOMPARE(server.start({u"--listen"_s, u"localhost:0"_s}), QString());
    QCOMPARE(TestClient(server.port()).ask("<PING>"), "<PONG>");
    QTcpServer probe; // a machine without IPv6 has only the other half
    if (probe.listen(QHostAddress::LocalHostIPv6)) {
        TestClient client(server.port(), {.address = QHostAddress(QHostAddress::LocalHostIPv6)});
        QVERIFY(client.isOpen());
        QCOMPARE(client.ask("<PING>"), "<PONG>");
    }
    QCOMPARE(server.shutDown(), QString());
}

void TestServerOptionsEndToEnd::listenTakesAllItsForms_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("port") << u"0"_s;
    QTest::newRow("scheme and port") << u"classroom://0"_s;
    QTest::newRow("host and port") << u"127.0.0.1:0"_s;
    QTest::newRow("all") << u"classroom://localhost:0"_s;
    QTest::newRow("letter case") << u"Classroom://LOCALHOST:0"_s;
}

void TestServerOptionsEndToEnd::listenTakesAllItsForms()
{
    QFETCH(const QString, address);
    ServerProcess server;
    QCOMPARE(server.start({u"--listen"_s, address}), QString());
    QCOMPARE(TestClient(server.port()).ask("<PING>"), "<PONG>");
    QCOMPARE(server.shutDown(), QString());
}

void TestServerOptionsEndToEnd::theOutputNamesPortAndLanguage()
{
    ServerProcess server;
    QCOMPARE(
        server.start({u"--listen"_s, u"127.0.0.1:0"_s, u"--listen"_s, u"original://127.0.0.1:0"_s}),
        QString());
    QTRY_VERIFY(
        server.output().contains("original://127.0.0.1:" + QByteArray::number(server.port(1))));
    const QByteArray output = server.output();
    QVERIFY2(output.startsWith("Server is listening on port " + QByteArray::number(server.port(0))),
             output.constData());
    QVERIFY2(output.contains("classroom://127.0.0.1:" + QByteArray::number(server.port(0))),
             output.constData());
    QCOMPARE(server.shutDown(), QString());
}

void TestServerOptionsEndToEnd::aWrongTestDeadlineIsRefused()
{
    ServerProcess server;
    server.setDeadlines(u"first-lime=200"_s);
    QVERIFY(!server.start().isEmpty());
    QVERIFY(server.log().contains("CORKBOARD_TEST_DEADLINES"));
    QCOMPARE(server.waitForEnd().exitCode, 2);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestServerOptionsEndToEnd)
#include "tst_serveroptions.moc"
