#include "mqtt/connectcodec.h"
#include "reading.h"

using namespace corkboard;
using namespace corkboard::mqtt;

class TestConnectCodec : public QObject {
    Q_OBJECT

private slots:
    void refusesConnects_data();
    void refusesConnects() { golden::checkRefusal(); }
    void refusesConnacks_data();
    void refusesConnacks() { golden::checkRefusal(); }
    void everyByteOfFlags_data();
    void everyByteOfFlags();
    void everyReturnCodeOfV311();
    void oldServersAreUnderstood();
};

void TestConnectCodec::refusesConnects_data()
{
    golden::addRefusalColumns();
    const auto old = [](const char *name, const QByteArray &fields,
                        ReasonCode reason = ReasonCode::MalformedPacket) {
        golden::addRefusal(name, ProtocolVersion::V311, Sender::Client, 0x10,
                           "00044d51545404" + fields, reason);
    };
    const auto recent = [](const char *name, const QByteArray &fields,
                           ReasonCode reason = ReasonCode::MalformedPacket) {
        golden::addRefusal(name, ProtocolVersion::V5, Sender::Client, 0x10,
                           "00044d51545405" + fields, reason);
    };
    constexpr auto protocol = ReasonCode::ProtocolError;
    old("MQTT-3.1.2-3 reserved flag", "03 0000 0000");
    recent("MQTT-3.1.2-3 reserved flag", "03 0000 00 0000");
    old("MQTT-3.1.2-13 will QoS without a will", "0a 0000 0000");
    recent("MQTT-3.1.2-11 will QoS without a will", "0a 0000 00 0000");
    old("MQTT-3.1.2-15 will retain without a will", "22 0000 0000");
    recent("MQTT-3.1.2-13 will retain without a will", "22 0000 00 0000");
    old("MQTT-3.1.2-14 will QoS 3", "1e 0000 0000 0001 77 0000");
    recent("MQTT-3.1.2-12 will QoS 3", "1e 0000 00 0000 00 0001 77 0000");
    old("MQTT-3.1.2-22 a password alone", "42 0000 0000 0001 70");
    old("MQTT-3.1.2-19 a user name is missing", "82 0000 0000");
    recent("MQTT-3.1.2-17 a user name is missing", "82 0000 00 0000");
    recent("MQTT-3.1.2-19 a password is missing", "42 0000 00 0000");
    old("MQTT-3.1.2-9 a will is missing", "06 0000 0000");
    recent("MQTT-3.1.2-9 a will is missing", "06 0000 00 0000");
    recent("a will without its properties", "06 0000 00 0000 0001 77 0001 62");
    old("F23 a byte too many", "02 0000 0000 00");
    recent("F23 a byte too many", "02 0000 00 0000 00");
    recent("F23 a password that no flag announces", "02 0000 00 0000 0001 70");
    recent("F02 padded property length", "02 0000 8000 0000");
    recent("F19 property length past the end", "02 0000 06 0000");
    recent("F20 receive maximum 0", "02 0000 03 210000 0000", protocol);
    recent("F20 maximum packet size 0", "02 0000 05 2700000000 0000", protocol);
    recent("F20 request problem information 2", "02 0000 02 1702 0000", protocol);
    recent("F20 request response information 255", "02 0000 02 19ff 0000", protocol);
    recent("§3.1.2.11.10 data without a method", "02 0000 04 16000164 0000", protocol);
    recent("F22 a will delay among the properties of CONNECT", "02 0000 05 1800000001 0000");
    recent("F22 a session expiry among those of the will",
           "06 0000 00 0000 05 1100000001 0001 77 0001 62");
    recent("F22 a topic alias in a will", "06 0000 00 0000 03 230001 0001 77 0001 62");
    recent("F22 a subscription identifier in a will", "06 0000 00 0000 02 0b01 0001 77 0001 62");
    recent("F22 payload format 2 in a will", "06 0000 00 0000 02 0102 0001 77 0001 62", protocol);
    recent("F22 two will delays", "06 0000 00 0000 0a 1800000001 1800000001 0001 77 0001 62",
           protocol);
    recent("F22 the will's properties end in a number",
           "06 0000 00 0000 03 180000 0001 77 0001 62");
    recent("T15 a response topic with a wildcard in a will",
           "06 0000 00 0000 06 0800032b2f61 0001 77 0001 62", protocol);
}

void TestConnectCodec::refusesConnacks_data()
{
    golden::addRefusalColumns();
    const auto old = [](const char *name, const QByteArray &body, ReasonCode reason) {
        golden::addRefusal(name, ProtocolVersion::V311, Sender::Server, 0x20, body, reason);
    };
    const auto recent = [](const char *name, const QByteArray &body, ReasonCode reason) {
        golden::addRefusal(name, ProtocolVersion::V5, Sender::Server, 0x20, body, reason);
    };
    constexpr auto malformed = ReasonCode::MalformedPacket;
    constexpr auto protocol = ReasonCode::ProtocolError;
    old("MQTT-3.2.2-1 reserved flags", "02 00", malformed);
    recent("MQTT-3.2.2-1 reserved flags", "80 00 00", malformed);
    old("MQTT-3.2.2-4 a session and an error", "01 05", protocol);
    recent("MQTT-3.2.2-6 a session and an error", "01 87 00", protocol);
    old("return code 6", "00 06", protocol);
    recent("MQTT-3.2.2-8 a reason of PUBACK", "00 91 00", protocol);
    recent("MQTT-3.2.2-8 the return code 1 with properties", "00 01 00", protocol);
    recent("return code 2 of 3.1.1", "00 02", protocol);
    old("one byte too many", "00 00 00", malformed);
    recent("one byte too many", "00 00 00 00", malformed);
    recent("no properties", "00 00", malformed);
    recent("§3.2.2.3.4 maximum QoS 2", "00 00 02 2402", protocol);
    recent("F20 receive maximum 0", "00 00 03 210000", protocol);
    recent("F20 maximum packet size 0", "00 00 05 2700000000", protocol);
    recent("F20 retain available 2", "00 00 02 2502", protocol);
    recent("F20 wildcard subscriptions 2", "00 00 02 2802", protocol);
    recent("F20 subscription identifiers 2", "00 00 02 2902", protocol);
    recent("F20 shared subscriptions 2", "00 00 02 2a02", protocol);
    recent("F19 a will delay", "00 00 05 1800000001", malformed);
    recent("authentication data without a method", "00 00 04 16000164", protocol);
}

void TestConnectCodec::everyByteOfFlags_data()
{
    QTest::addColumn<ProtocolVersion>("version");

    QTest::newRow("3.1.1") << ProtocolVersion::V311;
    QTest::newRow("5.0") << ProtocolVersion::V5;
}

void TestConnectCodec::everyByteOfFlags()
{
    QFETCH(const ProtocolVersion, version);

    const bool isV5 = version == ProtocolVersion::V5;
    for (int flags = 0; flags < 256; ++flags) {
        const bool hasWill = (flags & 0x04) != 0;
        QByteArray body = golden::hex("00044d515454") + char(version) + char(flags)
            + golden::hex(isV5 ? "0000 00 0000" : "0000 0000");
        body += hasWill ? golden::hex(isV5 ? "00 0001 77 0000" : "0001 77 0000") : QByteArray();
        body += (flags & 0x80) != 0 ? golden::hex("0001 75") : QByteArray();
        body += (flags & 0x40) != 0 ? golden::hex("0001 70") : QByteArray();
        const int willQos = (flags >> 3) & 3;
        const bool isValid = (flags & 1) == 0 && willQos < 3 && (hasWill || (flags & 0x38) == 0)
            && (isV5 || (flags & 0xC0) != 0x40);

        const auto packet = golden::readOne(golden::packetOf(0x10, body), version, Sender::Client);
        QCOMPARE(packet.has_value(), isValid);
        if (packet) {
            const auto &connect = std::get<Connect>(*packet);
            QCOMPARE(connect.cleanStart, (flags & 0x02) != 0);
            QCOMPARE(connect.will.has_value(), hasWill);
            QCOMPARE(connect.username.has_value(), (flags & 0x80) != 0);
            QCOMPARE(connect.password.has_value(), (flags & 0x40) != 0);
            if (connect.will) {
                QCOMPARE(int(connect.will->qos), willQos);
                QCOMPARE(connect.will->retain, (flags & 0x20) != 0);
            }
            QCOMPARE(encode(connect), golden::packetOf(0x10, body));
        }
    }
}

void TestConnectCodec::everyReturnCodeOfV311()
{
    for (int code = 0; code < 256; ++code) {
        const QByteArray bytes = golden::packetOf(0x20, QByteArray(1, '\0') + char(code));
        const auto packet = golden::readOne(bytes, ProtocolVersion::V311, Sender::Server);
        QCOMPARE(packet.has_value(), code < 6);
        if (packet) {
            QCOMPARE(encode(std::get<Connack>(*packet), ProtocolVersion::V311), bytes);
        }
    }
}

void TestConnectCodec::oldServersAreUnderstood()
{
    // What a server that has never heard of MQTT 5.0 answers to a CONNECT of it.
    const auto packet
        = golden::readOne(golden::hex("20 02 00 01"), ProtocolVersion::V5, Sender::Server);
    QVERIFY(packet.has_value());
    QVERIFY(*packet == Packet(Connack{false, ReasonCode::UnsupportedProtocolVersion, {}}));
}

QTEST_GUILESS_MAIN(TestConnectCodec)
#include "tst_connectcodec.moc"
