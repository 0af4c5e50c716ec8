#include "base/limits.h"
#include "mqtt/subscribecodec.h"
#include "reading.h"

using namespace corkboard;
using namespace corkboard::mqtt;

class TestSubscribeCodec : public QObject {
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses() { golden::checkRefusal(); }
    void everyByteOfOptions_data();
    void everyByteOfOptions();
    void everyReasonOfASuback();
    void numberOfFilters_data();
    void numberOfFilters();
};

void TestSubscribeCodec::refuses_data()
{
    golden::addRefusalColumns();
    constexpr auto malformed = ReasonCode::MalformedPacket;
    constexpr auto protocol = ReasonCode::ProtocolError;
    constexpr auto v311 = ProtocolVersion::V311;
    constexpr auto v5 = ProtocolVersion::V5;
    const auto client = [](const char *name, ProtocolVersion version, int first,
                           const QByteArray &body, ReasonCode reason) {
        golden::addRefusal(name, version, Sender::Client, first, body, reason);
    };
    const auto server = [](const char *name, ProtocolVersion version, int first,
                           const QByteArray &body, ReasonCode reason) {
        golden::addRefusal(name, version, Sender::Server, first, body, reason);
    };
    client("F14 SUBSCRIBE with packet id 0", v311, 0x82, "0000 0001 61 00", protocol);
    client("F14 SUBSCRIBE with packet id 0", v5, 0x82, "0000 00 0001 61 00", protocol);
    client("F14 UNSUBSCRIBE with packet id 0", v311, 0xA2, "0000 0001 61", protocol);
    client("F14 UNSUBSCRIBE with packet id 0", v5, 0xA2, "0000 00 0001 61", protocol);
    client("F15 MQTT-3.8.3-2 SUBSCRIBE without a filter", v311, 0x82, "0001", protocol);
    client("F15 MQTT-3.8.3-2 SUBSCRIBE without a filter", v5, 0x82, "0001 00", protocol);
    client("F15 MQTT-3.10.3-2 UNSUBSCRIBE without a filter", v311, 0xA2, "0001", protocol);
    client("F15 MQTT-3.10.3-2 UNSUBSCRIBE without a filter", v5, 0xA2, "0001 00", protocol);
    client("SUBSCRIBE without anything", v5, 0x82, "", malformed);
    client("SUBSCRIBE without properties", v5, 0x82, "0001", malformed);
    client("F17 SUBSCRIBE without options", v311, 0x82, "0001 0001 61", malformed);
    client("F17 SUBSCRIBE without options", v5, 0x82, "0001 00 0001 61", malformed);
    client("F17 the second filter has none", v5, 0x82, "0001 00 0001 61 00 0001 62", malformed);
    client("F18 the filter runs past the end", v5, 0x82, "0001 00 0003 61 00", malformed);
    client("F18 UNSUBSCRIBE: the filter runs past the end", v5, 0xA2, "0001 00 0002 61", malformed);
    client("F18 half a length", v5, 0xA2, "0001 00 0001 61 00", malformed);
    client("MQTT-4.7.3-1 an empty filter", v311, 0x82, "0001 0000 00", protocol);
    client("MQTT-4.7.3-1 an empty filter", v5, 0x82, "0001 00 0000 00", protocol);
    client("MQTT-4.7.3-1 UNSUBSCRIBE with an empty filter", v5, 0xA2, "0001 00 0000", protocol);
    client("MQTT-3.8.3-4 shared with No Local", v5, 0x82, "0001 00 000a 2473686172652f672f74 04",
           protocol);
    client("F24 subscription identifier 0", v5, 0x82, "0001 02 0b00 0001 61 00", protocol);
    client("F24 subscription identifier over the maximum", v5, 0x82,
           "0001 06 0b8080808001 0001 61 00", malformed);
    client("F20 two subscription identifiers", v5, 0x82, "0001 04 0b01 0b01 0001 61 00", protocol);
    client("F19 UNSUBSCRIBE with a subscription identifier", v5, 0xA2, "0001 02 0b01 0001 61",
           malformed);
    client("F19 SUBSCRIBE with a reason string", v5, 0x82, "0001 04 1f000161 0001 61 00",
           malformed);
    server("SUBACK with packet id 0", v311, 0x90, "0000 00", protocol);
    server("SUBACK with packet id 0", v5, 0x90, "0000 00 00", protocol);
    server("SUBACK without a reason", v311, 0x90, "0001", protocol);
    server("SUBACK without a reason", v5, 0x90, "0001 00", protocol);
    server("SUBACK without properties", v5, 0x90, "0001", malformed);
    server("MQTT-3.9.3-2 an error that 3.1.1 does not have", v311, 0x90, "0001 87", protocol);
    server("UNSUBACK with packet id 0", v311, 0xB0, "0000", protocol);
    server("UNSUBACK with packet id 0", v5, 0xB0, "0000 00 00", protocol);
    server("UNSUBACK with reasons", v311, 0xB0, "0001 00", malformed);
    server("UNSUBACK without reasons", v5, 0xB0, "0001 00", protocol);
    server("MQTT-3.11.3-2 UNSUBACK with a reason of SUBACK", v5, 0xB0, "0001 00 01", protocol);
}

void TestSubscribeCodec::everyByteOfOptions_data()
{
    QTest::addColumn<ProtocolVersion>("version");

    QTest::newRow("3.1.1") << ProtocolVersion::V311;
    QTest::newRow("5.0") << ProtocolVersion::V5;
}

// F16: reserved bits, retain handling 3, QoS 3.
void TestSubscribeCodec::everyByteOfOptions()
{
    QFETCH(const ProtocolVersion, version);

    const bool isV5 = version == ProtocolVersion::V5;
    for (int bits = 0; bits < 256; ++bits) {
        const QByteArray bytes = golden::packetOf(
            0x82, golden::hex(isV5 ? "0001 00 0001 61" : "0001 0001 61") + char(bits));
        const auto packet = golden::readOne(bytes, version, Sender::Client);
        const int qos = bits & 3;
        const int handling = (bits >> 4) & 3;
        const bool hasReserved = (bits & (isV5 ? 0xC0 : 0xFC)) != 0;
        QCOMPARE(packet.has_value(), !hasReserved && qos < 3 && handling < 3);
        if (!packet) {
            QCOMPARE(packet.error().reason,
                     hasReserved ? ReasonCode::MalformedPacket : ReasonCode::ProtocolError);
            continue;
        }
        const auto &subscribe = std::get<Subscribe>(*packet);
        const SubscriptionOptions &options = subscribe.subscriptions.first().options;
        QCOMPARE(int(options.qos), qos);
        QCOMPARE(options.noLocal, (bits & 4) != 0);
        QCOMPARE(options.retainAsPublished, (bits & 8) != 0);
        QCOMPARE(int(options.retainHandling), handling);
        QCOMPARE(encode(subscribe, version), bytes);
    }
}

void TestSubscribeCodec::everyReasonOfASuback()
{
    for (int value = 0; value < 256; ++value) {
        const auto old = golden::readOne(golden::packetOf(0x90, golden::hex("0001") + char(value)),
                                         ProtocolVersion::V311, Sender::Server);
        QCOMPARE(old.has_value(), value < 3 || value == 0x80);
        const auto recent
            = golden::readOne(golden::packetOf(0x90, golden::hex("0001 00") + char(value)),
                              ProtocolVersion::V5, Sender::Server);
        QCOMPARE(recent.has_value(), reasonCodeIn(PacketType::Suback, quint8(value)).has_value());
    }
}

void TestSubscribeCodec::numberOfFilters_data()
{
    QTest::addColumn<qsizetype>("count");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("one") << qsizetype(1) << true;
    QTest::newRow("most") << limits::maxFiltersPerPacket << true;
    QTest::newRow("most + 1") << limits::maxFiltersPerPacket + 1 << false;
    QTest::newRow("a packet full of them") << qsizetype(250'000) << false;
}

void TestSubscribeCodec::numberOfFilters()
{
    QFETCH(const qsizetype, count);
    QFETCH(const bool, accepted);

    const QByteArray subscribe = golden::packetOf(
        0x82, golden::hex("0001 00") + golden::hex("0001 61 00").repeated(count));
    const QByteArray unsubscribe
        = golden::packetOf(0xA2, golden::hex("0001 00") + golden::hex("0001 61").repeated(count));
    for (const QByteArray &bytes : {subscribe, unsubscribe}) {
        const auto packet = golden::readOne(bytes, ProtocolVersion::V5, Sender::Client);
        QCOMPARE(packet.has_value(), accepted);
        if (!packet) {
            QCOMPARE(packet.error().reason, ReasonCode::QuotaExceeded);
        }
    }
}

QTEST_GUILESS_MAIN(TestSubscribeCodec)
#include "tst_subscribecodec.moc"
