#include "mqtt/publishcodec.h"
#include "reading.h"

using namespace corkboard;
using namespace corkboard::mqtt;

class TestPublishCodec : public QObject {
    Q_OBJECT

private slots:
    void refusesPublishes_data();
    void refusesPublishes() { golden::checkRefusal(); }
    void refusesAnswers_data();
    void refusesAnswers() { golden::checkRefusal(); }
    void everyFirstByte();
    void subscriptionIdentifiersComeFromServers();
    void shortAnswersMeanSuccess_data();
    void shortAnswersMeanSuccess();
};

void TestPublishCodec::refusesPublishes_data()
{
    golden::addRefusalColumns();
    const auto both = [](const char *name, int first, const QByteArray &v311, const QByteArray &v5,
                         ReasonCode reason) {
        golden::addRefusal(name, ProtocolVersion::V311, Sender::Client, first, v311, reason);
        golden::addRefusal(name, ProtocolVersion::V5, Sender::Client, first, v5, reason);
    };
    const auto recent = [](const char *name, const QByteArray &properties, ReasonCode reason,
                           Sender sender = Sender::Client) {
        golden::addRefusal(name, ProtocolVersion::V5, sender, 0x30, "0001 61" + properties, reason);
    };
    constexpr auto malformed = ReasonCode::MalformedPacket;
    constexpr auto protocol = ReasonCode::ProtocolError;
    both("F11 MQTT-3.3.1-4 QoS 3", 0x36, "0001 61 0001", "0001 61 0001 00", malformed);
    both("F12 MQTT-3.3.1-2 dup with QoS 0", 0x38, "0001 61", "0001 61 00", malformed);
    both("F14 packet id 0, QoS 1", 0x32, "0001 61 0000", "0001 61 0000 00", protocol);
    both("F14 packet id 0, QoS 2", 0x34, "0001 61 0000", "0001 61 0000 00", protocol);
    both("F18 the topic runs past the end", 0x30, "0002 61", "0003 61 00", malformed);
    both("nothing", 0x30, "", "", malformed);
    both("no packet id", 0x32, "0001 61", "0001 61", malformed);
    both("half a packet id", 0x32, "0001 61 00", "0001 61 00", malformed);
    both("T05 no topic", 0x30, "0000 78", "0000 00 78", protocol);
    recent("no properties", "", malformed);
    recent("F02 padded property length", "80 00", malformed);
    recent("F01 property length of five bytes", "80 80 80 80 00", malformed);
    recent("F19 property length past the end", "01", malformed);
    recent("F19 the longest property length", "ff ff ff 7f", malformed);
    recent("F19 unknown property", "01 00", malformed);
    recent("F19 unknown property 0x7F", "02 7f00", malformed);
    recent("F19 property with a number of two bytes", "03 810101", malformed);
    recent("MQTT-1.5.5-1 property with a padded number", "03 810001", malformed);
    recent("F19 a property of CONNECT", "05 1100000001", malformed);
    recent("F19 a property of CONNACK", "02 2501", malformed);
    recent("F19 a reason string", "04 1f000161", malformed);
    recent("F20 two payload formats", "04 0100 0100", protocol);
    recent("F20 two expiry intervals", "0a 0200000001 0200000001", protocol);
    recent("F20 two content types", "08 03000161 03000161", protocol);
    recent("F20 two response topics", "08 08000161 08000161", protocol);
    recent("F20 two correlation data", "08 09000161 09000161", protocol);
    recent("F20 two topic aliases", "06 230001 230001", protocol);
    recent("F20 payload format 2", "02 0102", protocol);
    recent("MQTT-3.3.2-8 topic alias 0", "03 230000", ReasonCode::TopicAliasInvalid);
    recent("MQTT-3.3.2-14 T15 + in the response topic", "06 0800032b2f61", protocol);
    recent("MQTT-3.3.2-14 T15 # in the response topic", "06 080003612f23", protocol);
    recent("F24 subscription identifier 0", "02 0b00", protocol, Sender::Server);
    recent("F24 subscription identifier over the maximum", "06 0b8080808001", malformed,
           Sender::Server);
    recent("MQTT-3.3.4-6 a subscription identifier from a client", "02 0b01", protocol);
    recent("F18 a property runs past the properties", "04 0300 0261", malformed);
    recent("a property without a value", "01 01", malformed);
    recent("half a user property", "04 26000161", malformed);
}

void TestPublishCodec::refusesAnswers_data()
{
    golden::addRefusalColumns();
    const auto both = [](const char *name, int first, const QByteArray &body, ReasonCode reason) {
        golden::addRefusal(name, ProtocolVersion::V311, Sender::Client, first, body, reason);
        golden::addRefusal(name, ProtocolVersion::V5, Sender::Client, first, body, reason);
    };
    const auto recent = [](const char *name, int first, const QByteArray &body, ReasonCode reason) {
        golden::addRefusal(name, ProtocolVersion::V5, Sender::Client, first, body, reason);
    };
    const auto old = [](const char *name, int first, const QByteArray &body) {
        golden::addRefusal(name, ProtocolVersion::V311, Sender::Client, first, body,
                           ReasonCode::MalformedPacket);
    };
    constexpr auto malformed = ReasonCode::MalformedPacket;
    constexpr auto protocol = ReasonCode::ProtocolError;
    both("F14 PUBACK with packet id 0", 0x40, "0000", protocol);
    both("F14 PUBREC with packet id 0", 0x50, "0000", protocol);
    both("F14 PUBREL with packet id 0", 0x62, "0000", protocol);
    both("F14 PUBCOMP with packet id 0", 0x70, "0000", protocol);
    both("PUBACK without a packet id", 0x40, "", malformed);
    both("PUBREL with half a packet id", 0x62, "01", malformed);
    old("PUBACK with a reason", 0x40, "0001 00");
    old("PUBREC with properties", 0x50, "0001 00 00");
    old("PUBREL with a reason", 0x62, "0001 92");
    old("PUBCOMP with a reason", 0x70, "0001 92");
    recent("MQTT-3.4.2-1 PUBACK with a reason of PUBREL", 0x40, "0001 92", protocol);
    recent("MQTT-3.5.2-1 PUBREC with an unknown reason", 0x50, "0001 7f", protocol);
    recent("MQTT-3.6.2-1 PUBREL with a reason of PUBACK", 0x62, "0001 10", protocol);
    recent("MQTT-3.7.2-1 PUBCOMP with a reason of PUBACK", 0x70, "0001 97", protocol);
    recent("F23 PUBACK with a byte too many", 0x40, "0001 00 00 00", malformed);
    recent("F19 PUBACK with properties past the end", 0x40, "0001 00 01", malformed);
    recent("F19 PUBREC with a topic alias", 0x50, "0001 00 03 230001", malformed);
    recent("F20 PUBREL with two reason strings", 0x62, "0001 00 08 1f000161 1f000161", protocol);
}

void TestPublishCodec::everyFirstByte()
{
    for (const auto version : {ProtocolVersion::V311, ProtocolVersion::V5}) {
        for (int flags = 0; flags < 16; ++flags) {
            const int qos = (flags >> 1) & 3;
            QByteArray body = golden::hex("0001 61");
            body += qos > 0 ? golden::hex("0001") : QByteArray();
            body += version == ProtocolVersion::V5 ? golden::hex("00") : QByteArray();
            const auto packet = golden::readOne(golden::packetOf(quint8(0x30 | flags), body),
                                                version, Sender::Client);
            QCOMPARE(packet.has_value(), qos < 3 && ((flags & 8) == 0 || qos > 0));
            if (packet) {
                const auto &publish = std::get<Publish>(*packet);
                QCOMPARE(int(publish.qos), qos);
                QCOMPARE(publish.retain, (flags & 1) != 0);
                QCOMPARE(publish.dup, (flags & 8) != 0);
            }
        }
    }
}

void TestPublishCodec::subscriptionIdentifiersComeFromServers()
{
    const QByteArray bytes = golden::packetOf(0x30, golden::hex("0001 61 04 0b01 0b02"));
    QVERIFY(!golden::readOne(bytes, ProtocolVersion::V5, Sender::Client));
    const auto packet = golden::readOne(bytes, ProtocolVersion::V5, Sender::Server);
    QVERIFY(packet.has_value());
    QCOMPARE(std::get<Publish>(*packet).subscriptionIdentifiers, (QList<quint32>{1, 2}));
}

void TestPublishCodec::shortAnswersMeanSuccess_data()
{
    QTest::addColumn<QByteArray>("body");

    // MQTT 5.0 §3.4.2.1, §3.4.2.2.1: all of these say the same.
    QTest::newRow("no reason") << golden::hex("0007");
    QTest::newRow("no properties") << golden::hex("0007 00");
    QTest::newRow("empty properties") << golden::hex("0007 00 00");
}

void TestPublishCodec::shortAnswersMeanSuccess()
{
    QFETCH(const QByteArray, body);

    const auto read = [&body](int first) {
        return golden::readOne(golden::packetOf(quint8(first), body), ProtocolVersion::V5,
                               Sender::Client);
    };
    QVERIFY(read(0x40) == Packet(Puback{7, {}, {}}));
    QVERIFY(read(0x50) == Packet(Pubrec{7, {}, {}}));
    QVERIFY(read(0x62) == Packet(Pubrel{7, {}, {}}));
    QVERIFY(read(0x70) == Packet(Pubcomp{7, {}, {}}));
}

QTEST_GUILESS_MAIN(TestPublishCodec)
#include "tst_publishcodec.moc"
