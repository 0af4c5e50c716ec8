#include "mqtt/describe.h"
#include "mqtt/packetwriter.h"
#include "randompackets.h"
#include "reading.h"

#include <QSet>

using namespace corkboard;
using namespace corkboard::mqtt;

/// What the writer writes, the reader reads back identically.
class TestRoundTrip : public QObject {
    Q_OBJECT

private slots:
    void randomPacketsSurvive_data();
    void randomPacketsSurvive();
};

void TestRoundTrip::randomPacketsSurvive_data()
{
    QTest::addColumn<ProtocolVersion>("version");

    QTest::newRow("3.1.1") << ProtocolVersion::V311;
    QTest::newRow("5.0") << ProtocolVersion::V5;
}

void TestRoundTrip::randomPacketsSurvive()
{
    QFETCH(const ProtocolVersion, version);

    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    QSet<int> types;
    for (int round = 0; round < 20'000; ++round) {
        const Packet packet = randomPacket(generator, version);
        types.insert(int(typeOf(packet)));
        const QByteArray bytes = write(packet, version);
        const auto read = golden::readOne(bytes, version, senderOf(packet));
        QVERIFY2(read.has_value(), bytes.toHex().constData());
        QVERIFY2(*read == packet, bytes.toHex().constData());
        QVERIFY(!describe(packet).isEmpty());
    }
    QCOMPARE(types.size(), version == ProtocolVersion::V5 ? 15 : 14);
}

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
