#include "ui/clientoptions.h"

#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestClientOptions : public QObject {
    Q_OBJECT

private slots:
    void nothingSaid();
    void everythingSaid();
    void addressIsRead_data();
    void addressIsRead();
    void mistakesAreNamed_data();
    void mistakesAreNamed();
    void helpNamesEveryOption();
    void versionIsShown();
};

void TestClientOptions::nothingSaid()
{
    const auto options = parseClientOptions({u"corkboard"_s});
    QVERIFY(options);
    QVERIFY(!options->connectTo);
    QCOMPARE(options->name, QString());
    QVERIFY(!options->demo);
    QVERIFY(!options->theme);
    QVERIFY(!options->stallReport);
    QCOMPARE(options->screenshotFile, QString());
}

void TestClientOptions::everythingSaid()
{
    const auto options = parseClientOptions(
        {u"corkboard"_s, u"--connect"_s, u"classroom://desk:9000"_s, u"--name"_s, u"Anna"_s,
         u"--dark"_s, u"--screenshot"_s, u"a.png"_s, u"--stall-report"_s, u"12"_s});
    QVERIFY(options);
    QVERIFY(options->connectTo == (BrokerAddress{u"desk"_s, 9000}));
    QCOMPARE(options->name, u"Anna"_s);
    QCOMPARE(options->theme.value_or(ThemeMode::System), ThemeMode::Dark);
    QCOMPARE(options->screenshotFile, u"a.png"_s);
    QVERIFY(options->stallReport == 12s);
    QVERIFY(!options->screenshotWait);
    const auto demo = parseClientOptions(
        {u"corkboard"_s, u"--demo"_s, u"--light"_s, u"--screenshot-wait"_s, u"300"_s});
    QVERIFY(demo);
    QVERIFY(demo->demo);
    QVERIFY(demo->screenshotWait == 300s);
    QCOMPARE(demo->theme.value_or(ThemeMode::System), ThemeMode::Light);
}

void TestClientOptions::addressIsRead_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("address");
    QTest::newRow("scheme") << u"classroom://localhost:8092"_s << u"localhost:8092"_s;
    QTest::newRow("no scheme") << u"localhost:8092"_s << u"localhost:8092"_s;
    QTest::newRow("no port") << u"classroom://localhost"_s << u"localhost:8092"_s;
    QTest::newRow("slash") << u"classroom://localhost:1/"_s << u"localhost:1"_s;
    QTest::newRow("IPv6") << u"classroom://[::1]:8092"_s << u"[::1]:8092"_s;
}

void TestClientOptions::addressIsRead()
{
    QFETCH(QString, given);
    const auto options = parseClientOptions({u"corkboard"_s, u"--connect"_s, given});
    QVERIFY(options);
    QVERIFY(options->connectTo);
    QTEST(options->connectTo->toShortString(), "address");
}

void TestClientOptions::mistakesAreNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("named");
    QTest::newRow("unknown option") << QStringList{u"--colour"_s} << u"colour"_s;
    QTest::newRow("option of a later version") << QStringList{u"--lesson"_s} << u"lesson"_s;
    QTest::newRow("word") << QStringList{u"localhost"_s} << u"localhost"_s;
    QTest::newRow("missing value") << QStringList{u"--name"_s} << u"name"_s;
    QTest::newRow("other language") << QStringList{u"--connect"_s, u"mqtt://h:1883"_s} << u"mqtt"_s;
    QTest::newRow("no host") << QStringList{u"--connect"_s, u"classroom://:1"_s} << u"--connect"_s;
    QTest::newRow("port 0") << QStringList{u"--connect"_s, u"h:0"_s} << u"port"_s;
    QTest::newRow("port too large") << QStringList{u"--connect"_s, u"h:65536"_s} << u"65536"_s;
    QTest::newRow("both themes") << QStringList{u"--dark"_s, u"--light"_s} << u"--dark"_s;
    QTest::newRow("no seconds") << QStringList{u"--stall-report"_s, u"soon"_s} << u"soon"_s;
    QTest::newRow("zero seconds") << QStringList{u"--stall-report"_s, u"0"_s} << u"\"0\""_s;
    QTest::newRow("no patience") << QStringList{u"--screenshot-wait"_s, u"-1"_s}
                                 << u"--screenshot-wait"_s;
    QTest::newRow("no file") << QStringList{u"--screenshot"_s, QString()} << u"--screenshot"_s;
    QTest::newRow("two brokers") << QStringList{u"--demo"_s, u"--connect"_s, u"h:1"_s}
                                 << u"--demo"_s;
}

void TestClientOptions::mistakesAreNamed()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, named);
    const auto options = parseClientOptions(QStringList{u"corkboard"_s} + arguments);
    QVERIFY(!options);
    QCOMPARE(options.error().exitCode, 2);
    QVERIFY2(options.error().text.contains(named), qPrintable(options.error().text));
}

void TestClientOptions::helpNamesEveryOption()
{
    const auto options = parseClientOptions({u"corkboard"_s, u"--help"_s});
    QVERIFY(!options);
    QCOMPARE(options.error().exitCode, 0);
    for (const auto &name :
         {"--connect"_L1, "--name"_L1, "--demo"_L1, "--screenshot"_L1, "--dark"_L1, "--light"_L1,
          "--stall-report"_L1, "--screenshot-wait"_L1, "--help"_L1, "--version"_L1}) {
        QVERIFY2(options.error().text.contains(name), name.data());
    }
}

void TestClientOptions::versionIsShown()
{
    const auto options = parseClientOptions({u"corkboard"_s, u"--version"_s});
    QVERIFY(!options);
    QCOMPARE(options.error().exitCode, 0);
    QVERIFY(options.error().text.startsWith("corkboard "_L1));
}

QTEST_GUILESS_MAIN(TestClientOptions)
#include "tst_clientoptions.moc"
