#include "net/peertext.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestPeerText : public QObject {
    Q_OBJECT

private slots:
    void shows_data();
    void shows();
};

void TestPeerText::shows_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("expected");

    QTest::newRow("IPv4") << u"127.0.0.1"_s << 4711 << u"127.0.0.1:4711"_s;
    QTest::newRow("IPv6") << u"::1"_s << 4711 << u"[::1]:4711"_s;
    QTest::newRow("IPv4 inside IPv6") << u"::ffff:192.0.2.7"_s << 80 << u"192.0.2.7:80"_s;
    QTest::newRow("the highest port") << u"2001:db8::1"_s << 65535 << u"[2001:db8::1]:65535"_s;
    QTest::newRow("no address") << QString() << 80 << u"an unknown address"_s;
}

void TestPeerText::shows()
{
    QFETCH(const QString, address);
    QFETCH(const int, port);
    QFETCH(const QString, expected);

    QCOMPARE(peerText(QHostAddress(address), quint16(port)), expected);
}

QTEST_GUILESS_MAIN(TestPeerText)
#include "tst_peertext.moc"
