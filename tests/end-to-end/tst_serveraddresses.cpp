#include "support/addressfamilyfilter.h"
#include "support/networknamespace.h"
#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <memory>
#include <sys/socket.h>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace corkboard {

/**
 * Which addresses the server opens and prints, on computers that have these or those.
 *
 * Runs in a network of its own, so that the default port is free and all addresses are known; where
 * the system allows none, everything is skipped.
 */
class TestServerAddresses : public QObject {
    Q_OBJECT
public:
    /// @param refusal  why there is no network of our own; empty where there is
    explicit TestServerAddresses(QString refusal);

private slots:
    void initTestCase();
    void theRoomIsToldWhenNobodyCanJoin();
    void aPortForMqttIsOpenedToo();
    void aTakenPortForMqttIsAWarning();
    void localhostNeedsNoListOfAddresses();
    void localhostGoesOnToAnotherPort();
    void localhostWithoutIpv6_data();
    void localhostWithoutIpv6();
    void theRoomCanJoinAtThePrintedAddresses_data();
    void theRoomCanJoinAtThePrintedAddresses();

private:
    QString m_refusal;
};

namespace {

/// The families that the service may use, as its unit names them.
QList<int> familiesOfTheUnit()
{
    const QHash<QByteArray, int> known{{"AF_INET", AF_INET},
                                       {"AF_INET6", AF_INET6},
                                       {"AF_NETLINK", AF_NETLINK},
                                       {"AF_UNIX", AF_UNIX}};
    QFile unit(QString::fromUtf8(SERVICE_UNIT));
    QList<int> families;
    if (!unit.open(QIODevice::ReadOnly)) {
        return families;
    }
    const QByteArray setting = "RestrictAddressFamilies=";
    for (const QByteArray &line : unit.readAll().split('\n')) {
        if (line.startsWith(setting)) {
            for (const QByteArray &name : line.sliced(setting.size()).split(' ')) {
                families.append(known.value(name, -1));
            }
        }
    }
    return families;
}

/// The addresses of the lines `  at URL` or `  join at URL`, sorted.
QByteArrayList printedAddresses(const ServerProcess &server)
{
    QByteArrayList addresses;
    for (const QByteArray &line : server.output().split('\n')) {
        if (const qsizetype at = line.indexOf("at classroom://"); at >= 0) {
            addresses.append(line.sliced(at + 3));
        }
    }
    std::ranges::sort(addresses);
    return addresses;
}

QByteArray pingAt(const QHostAddress &address, quint16 port)
{
    TestClient client(port, {.address = address});
    return client.isOpen() ? client.ask("<PING>") : "(no connection)"_ba;
}

const QHostAddress ipv4Loopback(QHostAddress::LocalHost);
const QHostAddress ipv6Loopback(QHostAddress::LocalHostIPv6);

bool hasIpv6()
{
    QTcpServer probe;
    return probe.listen(ipv6Loopback);
}

} // namespace

TestServerAddresses::TestServerAddresses(QString refusal)
    : m_refusal(std::move(refusal))
{
}

void TestServerAddresses::initTestCase()
{
    if (!m_refusal.isEmpty()) {
        QSKIP(qPrintable(u"This system does not allow it: "_s + m_refusal));
    }
}

void TestServerAddresses::theRoomIsToldWhenNobodyCanJoin()
{
    ServerProcess server;
    QCOMPARE(server.start({u"--open-to-lan"_s}), QString());
    QCOMPARE(server.port(), quint16(8092));
    QTRY_VERIFY(server.output().contains("has no network address that others could join"));
    QCOMPARE(printedAddresses(server), QByteArrayList());
    QCOMPARE(server.shutDown(), QString());
}

void TestServerAddresses::aPortForMqttIsOpenedToo()
{
    ServerProcess server;
    QCOMPARE(server.start({u"--open-to-lan"_s}), QString());
    QTRY_COMPARE(server.port(1), quint16(1883));
    QCOMPARE(pingAt(ipv4Loopback, 8'092), "<PONG>");
    QCOMPARE(pingAt(ipv4Loopback, 1'883), "<PONG>");
    QCOMPARE(server.log(), QByteArray());
    QCOMPARE(server.shutDown(), QString());
}

void TestServerAddresses::aTakenPortForMqttIsAWarning()
{
    QTcpServer another;
    QVERIFY(another.listen(ipv4Loopback, 1883));
    ServerProcess server;
    QCOMPARE(server.start({u"--open-to-lan"_s}), QString());
    QCOMPARE(pingAt(ipv4Loopback, 8'092), "<PONG>");
    QTRY_VERIFY(server.log().contains("PORT 1883 IS NOT OURS"));
    QVERIFY(server.log().contains("port 8092"));
    QVERIFY(!server.output().contains("1883"));
    QCOMPARE(server.shutDown(), QString());
}

void TestServerAddresses::localhostNeedsNoListOfAddresses()
{
    if (!hasIpv6()) {
        QSKIP("This computer has no IPv6");
    }
    ServerProcess server;
    server.setChildSetup(addressFamilyFilter({AF_INET, AF_INET6, AF_UNIX}));
    QCOMPARE(server.start({u"--listen"_s, u"localhost:0"_s}), QString());
    QCOMPARE(pingAt(ipv4Loopback, server.port()), "<PONG>");
    QCOMPARE(pingAt(ipv6Loopback, server.port()), "<PONG>");
    QCOMPARE(server.shutDown(), QString());
}

/// Port 0 of localhost is a port that is free for both families.
void TestServerAddresses::localhostGoesOnToAnotherPort()
{
    if (!hasIpv6()) {
        QSKIP("This computer has no IPv6");
    }
    constexpr quint16 first = 40'000;
    constexpr quint16 last = 40'063;
    if (!networknamespace::setEphemeralPorts(first, last)) {
        QSKIP("The range of free ports cannot be set");
    }
    std::vector<std::unique_ptr<QTcpServer>> holders;
    for (quint16 port = first; port < last; ++port) {
        if (port % 4 < 2) { // two in a row: the system prefers odd or even ones
            holders.push_back(std::make_unique<QTcpServer>());
            (void)holders.back()->listen(ipv6Loopback, port); // else it is taken already
        }
    }
    // Half of the ports are taken for IPv6: that none of them is tried first is no accident.
    for (int i = 0; i < 8; ++i) {
        ServerProcess server;
        QCOMPARE(server.start({u"--listen"_s, u"localhost:0"_s}), QString());
        QVERIFY(server.port() >= first && server.port() <= last);
        QCOMPARE(pingAt(ipv4Loopback, server.port()), "<PONG>");
        QCOMPARE(pingAt(ipv6Loopback, server.port()), "<PONG>");
        QCOMPARE(server.shutDown(), QString());
    }
    holders.clear();
    QVERIFY(networknamespace::setEphemeralPorts(32'768, 60'999));
}

void TestServerAddresses::localhostWithoutIpv6_data()
{
    QTest::addColumn<bool>("hasFamily");
    QTest::newRow("no such family") << false;
    QTest::newRow("no such address") << true; // for good, so it is the last row
}

void TestServerAddresses::localhostWithoutIpv6()
{
    QFETCH(const bool, hasFamily);
    ServerProcess server;
    if (!hasFamily) {
        server.setChildSetup(addressFamilyFilter({AF_INET, AF_NETLINK, AF_UNIX}));
    } else if (hasIpv6() && !networknamespace::removeIpv6Loopback()) {
        QSKIP("This system does not let a test take an address away");
    }
    QCOMPARE(server.start({u"--listen"_s, u"localhost:0"_s}), QString());
    QCOMPARE(pingAt(ipv4Loopback, server.port()), "<PONG>");
    QTRY_COMPARE(printedAddresses(server),
                 QByteArrayList{"classroom://127.0.0.1:" + QByteArray::number(server.port())});
    QCOMPARE(server.shutDown(), QString());
}

void TestServerAddresses::theRoomCanJoinAtThePrintedAddresses_data()
{
    QTest::addColumn<bool>("asService");
    QTest::newRow("started by hand") << false;
    QTest::newRow("with the address families of the service's unit") << true;
}

void TestServerAddresses::theRoomCanJoinAtThePrintedAddresses()
{
    QFETCH(const bool, asService);
    const QHostAddress address(u"192.0.2.7"_s);
    const QHostAddress ipv6Address(u"2001:db8::7"_s);
    if (!networknamespace::addAddress(address)) {
        QSKIP("This system does not let a test have addresses of its own");
    }
    const bool withIpv6 = networknamespace::addAddress(ipv6Address);

    ServerProcess server;
    if (asService) {
        QVERIFY(!familiesOfTheUnit().isEmpty());
        server.setChildSetup(addressFamilyFilter(familiesOfTheUnit()));
    }
    QCOMPARE(server.start({u"--open-to-lan"_s}), QString());
    QByteArrayList expected{"classroom://192.0.2.7:8092"};
    if (withIpv6) {
        expected.append("classroom://[2001:db8::7]:8092");
    }
    QTRY_COMPARE(printedAddresses(server), expected);
    QCOMPARE(pingAt(ipv4Loopback, 8'092), "<PONG>");
    QCOMPARE(pingAt(address, 8'092), "<PONG>");
    if (withIpv6) {
        QCOMPARE(pingAt(ipv6Address, 8'092), "<PONG>");
    }
    QCOMPARE(server.shutDown(), QString());
}

} // namespace corkboard

int main(int argc, char *argv[])
{
    // Before anything makes a thread.
    const QString refusal = corkboard::networknamespace::enter();
    const QCoreApplication application(argc, argv);
    corkboard::TestServerAddresses test(refusal);
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "tst_serveraddresses.moc"
