#include "mqtt/disconnectcodec.h"
#include "reading.h"

using namespace corkboard;
using namespace corkboard::mqtt;

class TestDisconnectCodec : public QObject {
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses() { golden::checkRefusal(); }
    void shortFormsMeanSuccess_data();
    void shortFormsMeanSuccess();
};

void TestDisconnectCodec::refuses_data()
{
    golden::addRefusalColumns();
    constexpr auto malformed = ReasonCode::MalformedPacket;
    constexpr auto protocol = ReasonCode::ProtocolError;
    const auto both = [](const char *name, Sender sender, int first, const QByteArray &body) {
        golden::addRefusal(name, ProtocolVersion::V311, sender, first, body, malformed);
        golden::addRefusal(name, ProtocolVersion::V5, sender, first, body, malformed);
    };
    const auto recent = [](const char *name, Sender sender, int first, const QByteArray &body,
                           ReasonCode reason) {
        golden::addRefusal(name, ProtocolVersion::V5, sender, first, body, reason);
    };
    both("F23 PINGREQ with a byte", Sender::Client, 0xC0, "00");
    both("F23 PINGRESP with a byte", Sender::Server, 0xD0, "00");
    golden::addRefusal("F23 DISCONNECT with a reason", ProtocolVersion::V311, Sender::Client, 0xE0,
                       "00", malformed);
    golden::addRefusal("F23 DISCONNECT with properties", ProtocolVersion::V311, Sender::Client,
                       0xE0, "00 00", malformed);
    recent("F23 DISCONNECT with a byte too many", Sender::Client, 0xE0, "00 00 00", malformed);
    recent("MQTT-3.14.2-1 a reason of SUBACK", Sender::Client, 0xE0, "01", protocol);
    recent("MQTT-3.14.2-1 an unknown reason", Sender::Client, 0xE0, "ff 00", protocol);
    recent("F19 properties past the end", Sender::Client, 0xE0, "00 05", malformed);
    recent("F19 a property of CONNECT", Sender::Client, 0xE0, "00 03 210001", malformed);
    recent("F20 two session expiry intervals", Sender::Client, 0xE0, "00 0a 1100000001 1100000001",
           protocol);
    recent("MQTT-3.14.2-2 a server's session expiry interval", Sender::Server, 0xE0,
           "00 05 1100000001", protocol);
    recent("AUTH with a reason alone", Sender::Client, 0xF0, "18", malformed);
    recent("MQTT-3.15.2-1 AUTH with a reason of CONNACK", Sender::Client, 0xF0, "86 04 1500016d",
           protocol);
    recent("§3.15.2.2.2 AUTH without a method", Sender::Client, 0xF0, "18 00", protocol);
    recent("§3.15.2.2.2 AUTH with data alone", Sender::Client, 0xF0, "00 04 16000164", protocol);
    recent("F20 AUTH with two methods", Sender::Client, 0xF0, "18 08 1500016d 1500016d", protocol);
    recent("F23 AUTH with a byte too many", Sender::Client, 0xF0, "18 04 1500016d 00", malformed);
}

void TestDisconnectCodec::shortFormsMeanSuccess_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Packet>("packet");

    QTest::newRow("DISCONNECT, nothing") << golden::hex("e0 00") << Packet(Disconnect{});
    QTest::newRow("DISCONNECT, the reason") << golden::hex("e0 01 00") << Packet(Disconnect{});
    QTest::newRow("DISCONNECT, both") << golden::hex("e0 02 00 00") << Packet(Disconnect{});
    QTest::newRow("AUTH, nothing") << golden::hex("f0 00") << Packet(Auth{});
    QTest::newRow("AUTH, both") << golden::hex("f0 02 00 00") << Packet(Auth{});
}

void TestDisconnectCodec::shortFormsMeanSuccess()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const Packet, packet);

    QVERIFY(golden::readOne(bytes, ProtocolVersion::V5, Sender::Server) == packet);
}

QTEST_GUILESS_MAIN(TestDisconnectCodec)
#include "tst_disconnectcodec.moc"
