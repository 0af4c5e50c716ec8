#include "app/serveroptions.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestServerOptions : public QObject {
    Q_OBJECT

private slots:
    void nothingGivenIsTheDefault();
    void numbers_data();
    void numbers();
    void switches();
    void listenIsRepeatable();
    void topicsAreAdded();
    void topicsFile();
    void refused_data();
    void refused();
    void beyondLoopbackNeedsConsent_data();
    void beyondLoopbackNeedsConsent();
    void outputBufferSetsAllThreeBounds();
    void configFileIsRead();
    void commandLineWinsOverFile();
    void addressesOfTheCommandLineReplaceTheFiles_data();
    void addressesOfTheCommandLineReplaceTheFiles();
    void configFileErrorsNameFileAndLine_data();
    void configFileErrorsNameFileAndLine();
    void aFileThatIsNotThereIsNamed();
    void helpAndVersionNeedNothingElseToBeRight();
    void helpNamesEveryOption();
    void testDeadlines_data();
    void testDeadlines();

private:
    /// A file in the test's own folder with @p content; gives its path.
    QString file(const QByteArray &content);

    QTemporaryDir m_folder;
    int m_files = 0;
};

namespace {

QStringList texts(const QList<TopicName> &topics)
{
    QStringList result;
    for (const TopicName &topic : topics) {
        result += topic.toString();
    }
    return result;
}

ServerOptions parsed(const QStringList &arguments)
{
    const auto options = ServerOptions::parse(arguments);
    if (!options) {
        qWarning("%s", qPrintable(options.error()));
        return {};
    }
    return *options;
}

} // namespace

QString TestServerOptions::file(const QByteArray &content)
{
    QFile file(m_folder.filePath(u"file-%1"_s.arg(++m_files)));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        qFatal("the test's file cannot be written");
    }
    return file.fileName();
}

void TestServerOptions::nothingGivenIsTheDefault()
{
    const ServerOptions options = parsed({});
    QCOMPARE(options.action, ServerOptions::Action::Serve);
    QCOMPARE(options.listen.size(), 1);
    QCOMPARE(options.listen.first().toString(), u"classroom://localhost:8092"_s);
    QCOMPARE(options.listenIfFree.size(), 1);
    QCOMPARE(options.listenIfFree.first().toString(), u"mqtt://localhost:1883"_s);
    QCOMPARE(texts(options.topics),
             (QStringList{u"WEATHER"_s, u"NEWS"_s, u"HEALTH"_s, u"SECURITY"_s}));
    QCOMPARE(options.connectionLimits, ConnectionLimits());
    QCOMPARE(options.brokerLimits.maxTopics, 10'000);
    QCOMPARE(options.logLevel, LogLevel::Info);
    QVERIFY(!options.openToLan);
}

void TestServerOptions::numbers_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("connections") << u"max-connections"_s << u"7"_s << true;
    QTest::newRow("no connection") << u"max-connections"_s << u"0"_s << false;
    QTest::newRow("negative") << u"max-connections"_s << u"-1"_s << false;
    QTest::newRow("a word") << u"max-topics"_s << u"many"_s << false;
    QTest::newRow("a fraction") << u"max-topics"_s << u"4.5"_s << false;
    QTest::newRow("larger than any number")
        << u"max-topics"_s << u"99999999999999999999"_s << false;
    QTest::newRow("topics") << u"max-topics"_s << u"500"_s << true;
    QTest::newRow("least packet size") << u"max-packet-size"_s << u"256"_s << true;
    QTest::newRow("packet size one less") << u"max-packet-size"_s << u"255"_s << false;
    QTest::newRow("output buffer one less") << u"max-output-buffer"_s << u"16383"_s << false;
    QTest::newRow("empty") << u"max-topics"_s << QString() << false;
}

void TestServerOptions::numbers()
{
    QFETCH(const QString, option);
    QFETCH(const QString, value);
    QFETCH(const bool, isRight);
    const auto options = ServerOptions::parse({u"--%1=%2"_s.arg(option, value)});
    QCOMPARE(options.has_value(), isRight);
    if (!isRight) {
        QVERIFY2(options.error().contains(option), qPrintable(options.error()));
        QVERIFY2(options.error().contains(value), qPrintable(options.error()));
        return;
    }
    const QHash<QString, qsizetype> read{
        {u"max-connections"_s, options->connectionLimits.maxConnections},
        {u"max-topics"_s, options->brokerLimits.maxTopics},
        {u"max-packet-size"_s, options->connectionLimits.maxMessageBytes}};
    QCOMPARE(QString::number(read.value(option)), value);
}

void TestServerOptions::switches()
{
    const ServerOptions options
        = parsed({u"--open-to-lan"_s, u"--no-default-topics"_s, u"--log-level"_s, u"debug"_s});
    QVERIFY(options.openToLan);
    QVERIFY(options.topics.isEmpty());
    QCOMPARE(options.logLevel, LogLevel::Debug);
    QCOMPARE(options.listen.size(), 1);
    QCOMPARE(options.listen.first().toString(), u"classroom://*:8092"_s);
    QCOMPARE(options.listenIfFree.size(), 1);
    QCOMPARE(options.listenIfFree.first().toString(), u"mqtt://*:1883"_s);
    QCOMPARE(parsed({u"--test-config"_s}).action, ServerOptions::Action::TestConfiguration);
}

void TestServerOptions::listenIsRepeatable()
{
    const ServerOptions options = parsed(
        {u"--listen"_s, u"original://localhost:8092"_s, u"--listen=8093"_s, u"--listen"_s, u"0"_s});
    QStringList addresses;
    for (const ListenAddress &address : options.listen) {
        addresses += address.toString();
    }
    QCOMPARE(addresses.join(u' '),
             u"original://localhost:8092 classroom://localhost:8093 classroom://localhost:0"_s);
    // What is given replaces the defaults, both of them.
    QVERIFY(options.listenIfFree.isEmpty());
}

void TestServerOptions::topicsAreAdded()
{
    const ServerOptions options = parsed(
        {u"--topic"_s, u"WEATHER/MINNESOTA"_s, u"--topic=NEWS"_s, u"--topic"_s, u"Kö/ß"_s});
    QCOMPARE(texts(options.topics),
             (QStringList{u"WEATHER"_s, u"NEWS"_s, u"HEALTH"_s, u"SECURITY"_s,
                          u"WEATHER/MINNESOTA"_s, u"Kö/ß"_s}));
}

void TestServerOptions::topicsFile()
{
    const QString path = file("# a class\nROOM/7\r\n\n  ROOM/8  \n");
    const ServerOptions options
        = parsed({u"--no-default-topics"_s, u"--topics-file"_s, path, u"--topic"_s, u"ROOM/9"_s});
    QCOMPARE(texts(options.topics), (QStringList{u"ROOM/7"_s, u"ROOM/8"_s, u"ROOM/9"_s}));

    const auto wrong = ServerOptions::parse({u"--topics-file"_s, file("ROOM/7\nROOM/+\n")});
    QVERIFY(!wrong);
    QVERIFY2(wrong.error().contains(u":2: "_s), qPrintable(wrong.error()));
    QVERIFY2(wrong.error().contains(u"ROOM/+"_s), qPrintable(wrong.error()));

    const auto notText = ServerOptions::parse({u"--topics-file"_s, file("ROOM/7\n\n\xFF\n")});
    QVERIFY(!notText);
    QVERIFY2(notText.error().contains(u":3: "_s), qPrintable(notText.error()));
}

void TestServerOptions::refused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown option") << QStringList{u"--colour"_s} << u"colour"_s;
    QTest::newRow("an option of a later version") << QStringList{u"--max-qos"_s} << u"max-qos"_s;
    QTest::newRow("a bare word") << QStringList{u"8092"_s} << u"8092"_s;
    QTest::newRow("value missing") << QStringList{u"--listen"_s} << u"listen"_s;
    QTest::newRow("unknown scheme")
        << QStringList{u"--listen"_s, u"gopher://localhost:70"_s} << u"gopher"_s;
    QTest::newRow("port too large") << QStringList{u"--listen"_s, u"70000"_s} << u"70000"_s;
    QTest::newRow("wildcard topic") << QStringList{u"--topic"_s, u"A/#"_s} << u"A/#"_s;
    QTest::newRow("the broker's topic") << QStringList{u"--topic"_s, u"$SYS/x"_s} << u"$SYS/x"_s;
    QTest::newRow("unknown level") << QStringList{u"--log-level"_s, u"loud"_s} << u"loud"_s;
    QTest::newRow("more topics than allowed")
        << QStringList{u"--max-topics"_s, u"3"_s} << u"max-topics"_s;
    QTest::newRow("two files") << QStringList{u"--config"_s, file("max-topics 5\n"), u"--config"_s,
                                              file("max-topics 6\n")}
                               << u"--config"_s;
    QTest::newRow("room and an address")
        << QStringList{u"--open-to-lan"_s, u"--listen"_s, u"1"_s} << u"--open-to-lan"_s;
}

void TestServerOptions::refused()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, named);
    const auto options = ServerOptions::parse(arguments);
    QVERIFY(!options);
    QVERIFY2(options.error().contains(named), qPrintable(options.error()));
}

void TestServerOptions::beyondLoopbackNeedsConsent_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isLoopback");
    QTest::newRow("localhost") << u"localhost:1"_s << true;
    QTest::newRow("127.0.0.1") << u"127.0.0.1:1"_s << true;
    QTest::newRow("127.1.2.3") << u"127.1.2.3:1"_s << true;
    QTest::newRow("::1") << u"[::1]:1"_s << true;
    QTest::newRow("all") << u"*:1"_s << false;
    QTest::newRow("0.0.0.0") << u"0.0.0.0:1"_s << false;
    QTest::newRow("::") << u"[::]:1"_s << false;
    QTest::newRow("a private address") << u"192.168.1.2:1"_s << false;
}

void TestServerOptions::beyondLoopbackNeedsConsent()
{
    QFETCH(const QString, address);
    QFETCH(const bool, isLoopback);
    const auto options = ServerOptions::parse({u"--listen"_s, address});
    QCOMPARE(options.has_value(), isLoopback);
    if (!isLoopback) {
        QVERIFY2(options.error().contains(u"--allow-anonymous"_s), qPrintable(options.error()));
    }
    QVERIFY(ServerOptions::parse({u"--listen"_s, address, u"--allow-anonymous"_s}).has_value());
}

void TestServerOptions::outputBufferSetsAllThreeBounds()
{
    const ConnectionLimits limits = parsed({u"--max-output-buffer=400000"_s}).connectionLimits;
    QCOMPARE(limits.hardOutputBytes, 400'000);
    QCOMPARE(limits.pauseOutputBytes, 200'000);
    QCOMPARE(limits.softOutputBytes, 100'000);
}

void TestServerOptions::configFileIsRead()
{
    const QString path = file("# the class server\n"
                              "listen 127.0.0.1:9000\n"
                              "listen original://127.0.0.1:9001\r\n"
                              "  max-topics \t 50  \n"
                              "no-default-topics\n"
                              "topic ROOM 7/door\n");
    const ServerOptions options = parsed({u"--config"_s, path});
    QCOMPARE(options.listen.size(), 2);
    QCOMPARE(options.listen[1].toString(), u"original://127.0.0.1:9001"_s);
    QCOMPARE(options.brokerLimits.maxTopics, 50);
    QCOMPARE(texts(options.topics), QStringList{u"ROOM 7/door"_s});
}

void TestServerOptions::commandLineWinsOverFile()
{
    const QString path = file("listen 127.0.0.1:9000\nmax-topics 50\ntopic A\n");
    const ServerOptions options = parsed({u"--listen"_s, u"9002"_s, u"--max-topics"_s, u"60"_s,
                                          u"--topic"_s, u"B"_s, u"--config"_s, path});
    QCOMPARE(options.listen.size(), 1);
    QCOMPARE(options.listen.first().port, quint16(9002));
    QCOMPARE(options.brokerLimits.maxTopics, 60);
    QCOMPARE(texts(options.topics).mid(4), (QStringList{u"A"_s, u"B"_s}));
}

void TestServerOptions::addressesOfTheCommandLineReplaceTheFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isForTheRoom");
    const QStringList listen{u"--listen"_s, u"127.0.0.1:9002"_s};
    const QString listened = u"classroom://127.0.0.1:9002"_s;
    const QString room = u"classroom://*:8092"_s;
    QTest::newRow("listen over listen")
        << QByteArray("listen 127.0.0.1:9000\nlisten 127.0.0.1:9001\n") << listen << listened
        << false;
    QTest::newRow("listen over room") << QByteArray("open-to-lan\n") << listen << listened << false;
    QTest::newRow("room over listen")
        << QByteArray("listen 127.0.0.1:9000\n") << QStringList{u"--open-to-lan"_s} << room << true;
    QTest::newRow("room over room")
        << QByteArray("open-to-lan\n") << QStringList{u"--open-to-lan"_s} << room << true;
    QTest::newRow("neither") << QByteArray("open-to-lan\n") << QStringList() << room << true;
}

void TestServerOptions::addressesOfTheCommandLineReplaceTheFiles()
{
    QFETCH(const QByteArray, content);
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, address);
    QFETCH(const bool, isForTheRoom);
    const ServerOptions options = parsed(QStringList{u"--config"_s, file(content)} + arguments);
    QCOMPARE(options.listen.size(), 1);
    QCOMPARE(options.listen.first().toString(), address);
    QCOMPARE(options.openToLan, isForTheRoom);
    // What the file alone allowed for the room is not allowed for an address by the way.
    if (content.startsWith("open-to-lan")) {
        const auto beyond = ServerOptions::parse(
            {u"--config"_s, file(content), u"--listen"_s, u"192.168.1.2:1"_s});
        QVERIFY(!beyond);
        QVERIFY2(beyond.error().contains(u"--allow-anonymous"_s), qPrintable(beyond.error()));
    }
}

void TestServerOptions::configFileErrorsNameFileAndLine_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown") << QByteArray("max-topics 5\ncolour red\n") << 2 << u"colour"_s;
    QTest::newRow("bad value") << QByteArray("\n\nmax-topics red\n") << 3 << u"red"_s;
    QTest::newRow("value missing") << QByteArray("max-topics\n") << 1 << u"max-topics"_s;
    QTest::newRow("value too many") << QByteArray("open-to-lan yes\n") << 1 << u"open-to-lan"_s;
    QTest::newRow("only on the command line") << QByteArray("config x\n") << 1 << u"config"_s;
    QTest::newRow("with dashes") << QByteArray("--max-topics 5\n") << 1 << u"--max-topics"_s;
}

void TestServerOptions::configFileErrorsNameFileAndLine()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, line);
    QFETCH(const QString, named);
    const QString path = file(content);
    const auto options = ServerOptions::parse({u"--config"_s, path});
    QVERIFY(!options);
    QVERIFY2(options.error().startsWith(u"%1:%2: "_s.arg(path).arg(line)),
             qPrintable(options.error()));
    QVERIFY2(options.error().contains(named), qPrintable(options.error()));
}

void TestServerOptions::aFileThatIsNotThereIsNamed()
{
    for (const QString &option : {u"--config"_s, u"--topics-file"_s}) {
        const QString path = m_folder.filePath(u"not-there"_s);
        const auto options = ServerOptions::parse({option, path});
        QVERIFY(!options);
        QVERIFY2(options.error().contains(path), qPrintable(options.error()));
        const auto folder = ServerOptions::parse({option, m_folder.path()});
        QVERIFY(!folder);
        QVERIFY2(folder.error().contains(m_folder.path()), qPrintable(folder.error()));
    }
}

void TestServerOptions::helpAndVersionNeedNothingElseToBeRight()
{
    QCOMPARE(parsed({u"--help"_s, u"--listen"_s, u"*:1"_s}).action,
             ServerOptions::Action::ShowHelp);
    QCOMPARE(parsed({u"--version"_s}).action, ServerOptions::Action::ShowVersion);
}

void TestServerOptions::helpNamesEveryOption()
{
    const QString help = ServerOptions::helpText();
    for (const QString &option :
         {u"--listen"_s, u"--open-to-lan"_s, u"--allow-anonymous"_s, u"--topic"_s,
          u"--topics-file"_s, u"--no-default-topics"_s, u"--max-connections"_s, u"--max-topics"_s,
          u"--max-packet-size"_s, u"--max-output-buffer"_s, u"--config"_s, u"--log-level"_s,
          u"--test-config"_s, u"--version"_s, u"--help"_s, u"[IPv6]"_s, u"* for all"_s}) {
        QVERIFY2(help.contains(option), qPrintable(option));
    }
}

void TestServerOptions::testDeadlines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("none") << QString() << true;
    QTest::newRow("all") << u"first-line=1,line-before-conn=2,line=3,write-stall=4,linger=5"_s
                         << true;
    QTest::newRow("unknown") << u"lines=3"_s << false;
    QTest::newRow("no number") << u"line=soon"_s << false;
    QTest::newRow("zero") << u"line=0"_s << false;
}

void TestServerOptions::testDeadlines()
{
    QFETCH(const QString, text);
    QFETCH(const bool, isRight);
    using std::chrono::milliseconds;
    Deadlines deadlines;
    QCOMPARE(applyTestDeadlines(text, deadlines), isRight);
    if (text.contains(u"first-line"_s)) {
        QCOMPARE(deadlines.firstLine, milliseconds(1));
        QCOMPARE(deadlines.lineBeforeConnect, milliseconds(2));
        QCOMPARE(deadlines.line, milliseconds(3));
        QCOMPARE(deadlines.writeStall, milliseconds(4));
        QCOMPARE(deadlines.linger, milliseconds(5));
    } else {
        QCOMPARE(deadlines, Deadlines());
    }
}

QTEST_GUILESS_MAIN(TestServerOptions)

#include "tst_serveroptions.moc"
