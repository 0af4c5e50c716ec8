#include "connection/brokeraddress.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestBrokerAddress final : public QObject {
    Q_OBJECT

private slots:
    void parses_data();
    void parses();
    void refusesWithASentence_data();
    void refusesWithASentence();
    void defaultIsThisComputer();
};

void TestBrokerAddress::parses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::addColumn<quint16>("port");
    QTest::addColumn<QString>("full");

    QTest::newRow("whole") << u"classroom://school.example:9000"_s << u"school.example"_s
                           << quint16(9000) << u"classroom://school.example:9000"_s;
    QTest::newRow("scheme in capitals")
        << u"CLASSROOM://a:1"_s << u"a"_s << quint16(1) << u"classroom://a:1"_s;
    QTest::newRow("host and port") << u"192.168.1.7:8093"_s << u"192.168.1.7"_s << quint16(8093)
                                   << u"classroom://192.168.1.7:8093"_s;
    QTest::newRow("host") << u"localhost"_s << u"localhost"_s << quint16(8092)
                          << u"classroom://localhost:8092"_s;
    QTest::newRow("scheme and host")
        << u"classroom://pi"_s << u"pi"_s << quint16(8092) << u"classroom://pi:8092"_s;
    QTest::newRow("slash at the end")
        << u"classroom://pi:8092/"_s << u"pi"_s << quint16(8092) << u"classroom://pi:8092"_s;
    QTest::newRow("blanks around")
        << u"  pi:1883 "_s << u"pi"_s << quint16(1883) << u"classroom://pi:1883"_s;
    QTest::newRow("IPv6 in brackets")
        << u"[::1]:8092"_s << u"::1"_s << quint16(8092) << u"classroom://[::1]:8092"_s;
    QTest::newRow("IPv6 in brackets, no port")
        << u"[fe80::2]"_s << u"fe80::2"_s << quint16(8092) << u"classroom://[fe80::2]:8092"_s;
    QTest::newRow("IPv6 with a zone") << u"[fe80::2%eth0]:1"_s << u"fe80::2%eth0"_s << quint16(1)
                                      << u"classroom://[fe80::2%eth0]:1"_s;
    QTest::newRow("IPv6 bare") << u"::1"_s << u"::1"_s << quint16(8092)
                               << u"classroom://[::1]:8092"_s;
    QTest::newRow("highest port") << u"a:65535"_s << u"a"_s << quint16(65535)
                                  << u"classroom://a:65535"_s;
}

void TestBrokerAddress::parses()
{
    QFETCH(QString, text);
    QFETCH(QString, host);
    QFETCH(quint16, port);
    QFETCH(QString, full);

    const auto address = BrokerAddress::parse(text);
    QVERIFY2(address.has_value(), address ? "" : qPrintable(address.error()));
    QCOMPARE(address->host, host);
    QCOMPARE(address->port, port);
    QCOMPARE(address->toString(), full);
    QCOMPARE(u"classroom://"_s + address->toShortString(), full);
    QVERIFY(BrokerAddress::parse(full) == *address);
}

void TestBrokerAddress::refusesWithASentence_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("inSentence");

    QTest::newRow("nothing") << QString() << u"localhost:8092"_s;
    QTest::newRow("blanks") << u"   "_s << u"localhost:8092"_s;
    QTest::newRow("port alone") << u":8092"_s << u"names no computer"_s;
    QTest::newRow("scheme alone") << u"classroom://"_s << u"names no computer"_s;
    QTest::newRow("other scheme") << u"mqtt://a:1883"_s << u"\"mqtt\""_s;
    QTest::newRow("empty scheme") << u"://a:1883"_s << u"classroom://HOST:PORT"_s;
    QTest::newRow("port 0") << u"a:0"_s << u"1 to 65535"_s;
    QTest::newRow("port too high") << u"a:65536"_s << u"\"65536\" is not a port"_s;
    QTest::newRow("port with letters") << u"a:80x"_s << u"\"80x\" is not a port"_s;
    QTest::newRow("port empty") << u"a:"_s << u"\"\" is not a port"_s;
    QTest::newRow("negative port") << u"a:-1"_s << u"\"-1\" is not a port"_s;
    QTest::newRow("path") << u"a:1/x"_s << u"\"1/x\" is not a port"_s;
    QTest::newRow("blank inside") << u"my host"_s << u"\"my host\" is not"_s;
    QTest::newRow("user") << u"anna@host"_s << u"\"anna@host\" is not"_s;
    QTest::newRow("bracket open") << u"[::1"_s << u"[ADDRESS]:PORT"_s;
    QTest::newRow("behind the bracket") << u"[::1]x"_s << u"[ADDRESS]:PORT"_s;
    QTest::newRow("name in brackets") << u"[host]:1"_s << u"not an IPv6 address"_s;
}

void TestBrokerAddress::refusesWithASentence()
{
    QFETCH(QString, text);
    QFETCH(QString, inSentence);

    const auto address = BrokerAddress::parse(text);
    QVERIFY(!address.has_value());
    QVERIFY2(address.error().contains(inSentence), qPrintable(address.error()));
    QVERIFY(address.error().endsWith(u'.'));
}

void TestBrokerAddress::defaultIsThisComputer()
{
    QCOMPARE(BrokerAddress().toString(), u"classroom://localhost:8092"_s);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestBrokerAddress)
#include "tst_brokeraddress.moc"
