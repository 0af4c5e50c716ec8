#include "net/listenaddress.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestListenAddress : public QObject {
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void refuses_data();
    void refuses();
    void loopback_data();
    void loopback();
    void defaultIsTheClassroomPort();
};

void TestListenAddress::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("written");

    const auto row = [](const char *text, Dialect dialect, const char *host, int port,
                        const char *written) {
        QTest::newRow(text) << QString::fromLatin1(text) << dialect << QString::fromLatin1(host)
                            << port << QString::fromLatin1(written);
    };
    constexpr Dialect classroom = Dialect::Classroom;
    constexpr Dialect original = Dialect::Original;
    row("8092", classroom, "localhost", 8092, "classroom://localhost:8092");
    row("0", classroom, "localhost", 0, "classroom://localhost:0");
    row("65535", classroom, "localhost", 65535, "classroom://localhost:65535");
    row("localhost:1", classroom, "localhost", 1, "classroom://localhost:1");
    row("LocalHost:1", classroom, "localhost", 1, "classroom://localhost:1");
    row("127.0.0.1:80", classroom, "127.0.0.1", 80, "classroom://127.0.0.1:80");
    row("0.0.0.0:80", classroom, "0.0.0.0", 80, "classroom://0.0.0.0:80");
    row("[::1]:80", classroom, "::1", 80, "classroom://[::1]:80");
    row("[::]:80", classroom, "::", 80, "classroom://[::]:80");
    row("*:80", classroom, "*", 80, "classroom://*:80");
    row("classroom://8093", classroom, "localhost", 8093, "classroom://localhost:8093");
    constexpr Dialect mqtt = Dialect::Mqtt;
    row("mqtt://8092", mqtt, "localhost", 8092, "mqtt://localhost:8092");
    row("1883", mqtt, "localhost", 1883, "mqtt://localhost:1883");
    row("127.0.0.1:8883", mqtt, "127.0.0.1", 8883, "mqtt://127.0.0.1:8883");
    row("classroom://1883", Dialect::Classroom, "localhost", 1883, "classroom://localhost:1883");
    row("original://8092", original, "localhost", 8092, "original://localhost:8092");
    row("ORIGINAL://[::1]:0", original, "::1", 0, "original://[::1]:0");
}

void TestListenAddress::parses()
{
    QFETCH(const QString, text);
    QFETCH(const Dialect, dialect);
    QFETCH(const QString, host);
    QFETCH(const int, port);
    QFETCH(const QString, written);

    const auto address = ListenAddress::parse(text);
    QVERIFY2(address.has_value(), address ? "" : qPrintable(address.error()));
    QCOMPARE(address->dialect, dialect);
    QCOMPARE(address->host, host);
    QCOMPARE(int(address->port), port);
    QCOMPARE(address->toString(), written);
    QVERIFY(ListenAddress::parse(address->toString()) == *address);
}

void TestListenAddress::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named"); // what the sentence says is wrong

    const auto row = [](const char *text, const char *named) {
        QTest::addRow("\"%s\"", text) << QString::fromLatin1(text) << QString::fromLatin1(named);
    };
    row("", "\"\" is not a port");
    row("port", "\"port\" is not a port");
    row("-1", "\"-1\" is not a port");
    row("65536", "\"65536\" is not a port");
    row("4294967297", "\"4294967297\" is not a port");
    row("80x", "\"80x\" is not a port");
    row("0x50", "\"0x50\" is not a port");
    row(" 80", "\" 80\" is not a port");
    row("80 ", "\"80 \" is not a port");
    row("+80", "\"+80\" is not a port");
    row("localhost: 80", "\" 80\" is not a port");
    row("[::1]:+1", "\"+1\" is not a port");
    row("[localhost]:80", "\"localhost\" is neither");
    row("[*]:80", "\"*\" is neither");
    row("localhost:", "\"\" is not a port");
    row(":80", "\"\" is neither");
    row("example.org:80", "\"example.org\" is neither");
    row("::1:80", "\"::1\" is neither");
    row("[127.0.0.1]:80", "\"127.0.0.1\" is neither");
    row("[::1:80", "\"[::1\" is neither");
    row("[]:80", "\"\" is neither");
    row("256.0.0.1:80", "\"256.0.0.1\" is neither");
    row("mqtts://localhost:80", "\"mqtts\" is not known");
    row("://localhost:80", "\"\" is not known");
    row("classroom:localhost:80", "\"classroom:localhost\" is neither");
    row("classroom://", "\"\" is not a port");
}

void TestListenAddress::refuses()
{
    QFETCH(const QString, text);
    QFETCH(const QString, named);

    const auto address = ListenAddress::parse(text);
    QVERIFY(!address.has_value());
    QVERIFY2(address.error().startsWith(u"\"%1\" is no address"_s.arg(text)),
             qPrintable(address.error()));
    QVERIFY2(address.error().contains(named), qPrintable(address.error()));
    QVERIFY(address.error().contains(u"[SCHEME://][HOST:]PORT"_s)); // the right form
}

void TestListenAddress::loopback_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expected");

    QTest::newRow("localhost") << u"localhost:1"_s << true;
    QTest::newRow("no host") << u"1"_s << true;
    QTest::newRow("IPv4") << u"127.0.0.1:1"_s << true;
    QTest::newRow("IPv4, not the first") << u"127.9.9.9:1"_s << true;
    QTest::newRow("IPv6") << u"[::1]:1"_s << true;
    QTest::newRow("all") << u"*:1"_s << false;
    QTest::newRow("all of IPv4") << u"0.0.0.0:1"_s << false;
    QTest::newRow("all of IPv6") << u"[::]:1"_s << false;
    QTest::newRow("another") << u"192.0.2.7:1"_s << false;
}

void TestListenAddress::loopback()
{
    QFETCH(const QString, text);
    QFETCH(const bool, expected);

    const auto address = ListenAddress::parse(text);
    QVERIFY(address.has_value());
    QCOMPARE(address->isLoopback(), expected);
}

void TestListenAddress::defaultIsTheClassroomPort()
{
    const ListenAddress address;
    QCOMPARE(address.toString(), u"classroom://localhost:8092"_s);
    QVERIFY(address.isLoopback());
}

QTEST_GUILESS_MAIN(TestListenAddress)
#include "tst_listenaddress.moc"
