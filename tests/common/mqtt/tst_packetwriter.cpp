#include "base/limits.h"
#include "goldenpackets.h"
#include "mqtt/packetreader.h"
#include "mqtt/packetwriter.h"

#include <QTest>

using namespace corkboard;
using namespace corkboard::mqtt;
using golden::hex;

class TestPacketWriter : public QObject {
    Q_OBJECT

private slots:
    void writesGoldenBytes_data();
    void writesGoldenBytes();
    void leavesOutWhatV311DoesNotHave_data();
    void leavesOutWhatV311DoesNotHave();
    void connectIsWrittenInItsOwnVersion();
    void remainingLengths_data();
    void remainingLengths();
    void longestFields();
};

void TestPacketWriter::writesGoldenBytes_data()
{
    QTest::addColumn<int>("row");

    const auto rows = golden::all();
    for (int i = 0; i < int(rows.size()); ++i) {
        QTest::addRow("%s %s", rows[i].version == ProtocolVersion::V5 ? "5.0" : "3.1.1",
                      rows[i].name)
            << i;
    }
}

void TestPacketWriter::writesGoldenBytes()
{
    QFETCH(const int, row);

    const golden::Golden expected = golden::all().at(row);
    QCOMPARE(write(expected.packet, expected.version).toHex(), expected.bytes.toHex());
}

void TestPacketWriter::leavesOutWhatV311DoesNotHave_data()
{
    QTest::addColumn<Packet>("packet");
    QTest::addColumn<QByteArray>("bytes");

    const auto row = [](const char *name, const Packet &packet, const char *bytes) {
        QTest::newRow(name) << packet << hex(bytes);
    };
    const ReasonProperties properties{"no", {{"k", "v"}}};
    row("PUBACK", Puback{7, ReasonCode::NotAuthorized, properties}, "40 02 0007");
    row("PUBREC", Pubrec{7, ReasonCode::NotAuthorized, properties}, "50 02 0007");
    row("PUBREL", Pubrel{7, ReasonCode::PacketIdentifierNotFound, properties}, "62 02 0007");
    row("PUBCOMP", Pubcomp{7, ReasonCode::PacketIdentifierNotFound, properties}, "70 02 0007");
    row("SUBACK has one error",
        Suback{7, {ReasonCode::GrantedQos1, ReasonCode::TopicFilterInvalid}, properties},
        "90 04 0007 01 80");
    row("UNSUBACK has no reasons", Unsuback{7, {ReasonCode::NotAuthorized}, properties},
        "b0 02 0007");
    row("CONNACK has six codes", Connack{false, ReasonCode::Banned, {}}, "20 02 00 05");
    row("DISCONNECT", Disconnect{ReasonCode::ServerBusy, {}}, "e0 00");
    Subscribe subscribe;
    subscribe.packetId = 7;
    subscribe.subscriptionIdentifier = 1;
    subscribe.subscriptions = {{"a", {Qos::AtLeastOnce, true, true, RetainHandling::DoNotSend}}};
    row("SUBSCRIBE has the QoS alone", subscribe, "82 06 0007 0001 61 01");
    row("UNSUBSCRIBE", Unsubscribe{7, {"a"}, {{"k", "v"}}}, "a2 05 0007 0001 61");
    Publish publish;
    publish.topic = "a";
    publish.topicAlias = 1;
    publish.subscriptionIdentifiers = {1};
    MessageProperties said;
    said.contentType = "t";
    publish.properties = SharedProperties(said);
    row("PUBLISH", publish, "30 03 0001 61");
}

void TestPacketWriter::leavesOutWhatV311DoesNotHave()
{
    QFETCH(const Packet, packet);
    QFETCH(const QByteArray, bytes);

    QCOMPARE(write(packet, ProtocolVersion::V311).toHex(), bytes.toHex());
}

void TestPacketWriter::connectIsWrittenInItsOwnVersion()
{
    Connect connect;
    connect.version = ProtocolVersion::V311;
    QCOMPARE(write(connect, ProtocolVersion::V5), write(connect, ProtocolVersion::V311));
    connect.version = ProtocolVersion::V5;
    QCOMPARE(write(connect, ProtocolVersion::V5), write(connect, ProtocolVersion::V311));
}

void TestPacketWriter::remainingLengths_data()
{
    QTest::addColumn<qsizetype>("remainingLength");
    QTest::addColumn<QByteArray>("lengthBytes");

    // MQTT 5.0 §1.5.5, table 1-1: the smallest and the largest value of each number of bytes.
    QTest::newRow("127") << qsizetype(127) << hex("7f");
    QTest::newRow("128") << qsizetype(128) << hex("8001");
    QTest::newRow("16,383") << qsizetype(16'383) << hex("ff7f");
    QTest::newRow("16,384") << qsizetype(16'384) << hex("808001");
    QTest::newRow("2,097,151") << qsizetype(2'097'151) << hex("ffff7f");
    QTest::newRow("2,097,152") << qsizetype(2'097'152) << hex("80808001");
}

void TestPacketWriter::remainingLengths()
{
    QFETCH(const qsizetype, remainingLength);
    QFETCH(const QByteArray, lengthBytes);

    Publish publish;
    publish.topic = "T";
    publish.payload = QByteArray(remainingLength - 3, 'x');
    const QByteArray bytes = write(publish, ProtocolVersion::V311);
    QCOMPARE(bytes.first(1 + lengthBytes.size()), hex("30") + lengthBytes);
    QCOMPARE(bytes.size(), 1 + lengthBytes.size() + remainingLength);

    PacketReader reader(Sender::Client, bytes.size());
    reader.setVersion(ProtocolVersion::V311);
    reader.feed(bytes);
    QVERIFY(**reader.next() == Packet(publish));
}

void TestPacketWriter::longestFields()
{
    // F18, T08: every field that has a two-byte length, at its longest.
    const QByteArray longest(limits::maxMqttFieldBytes, 'x');
    Connect connect;
    connect.clientId = longest;
    connect.will = Will{longest, longest, {}, false, {}, {}};
    connect.will->properties.contentType = longest;
    connect.will->properties.responseTopic = longest;
    connect.will->properties.correlationData = longest;
    connect.will->properties.userProperties = {{longest, longest}};
    connect.username = longest;
    connect.password = longest;
    connect.properties.authenticationMethod = longest;
    connect.properties.authenticationData = longest;
    const QByteArray bytes = write(connect, ProtocolVersion::V5);
    PacketReader reader(Sender::Client, bytes.size());
    reader.feed(bytes);
    QVERIFY(**reader.next() == Packet(connect));
}

QTEST_GUILESS_MAIN(TestPacketWriter)
#include "tst_packetwriter.moc"
