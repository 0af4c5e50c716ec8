#include "mqtt/packetreader.h"
#include "mqtt/packetwriter.h"
#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace corkboard {

using mqtt::ProtocolVersion;
using mqtt::ReasonCode;

/// Clients of MQTT at the real server, beside those of the classroom protocol.
class TestMqttClients : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void bothLanguagesMeet_data();
    void bothLanguagesMeet();
    void aRetainedMessageIsReplayedInBoth();
    void bytesReachTheClassroomEscaped();
    void aLostClientLeavesItsWill_data();
    void aLostClientLeavesItsWill();
    void aPortForMqttTakesNothingElse();
    void aFullServerSaysSo();

private:
    std::unique_ptr<ServerProcess> m_server;
};

namespace {

/// A client of MQTT over a socket.
class MqttSocket {
public:
    MqttSocket(quint16 port, ProtocolVersion version)
        : m_client(port)
        , m_version(version)
        , m_reader(mqtt::Sender::Server, 1'000'000)
    {
        m_reader.setVersion(version);
    }

    [[nodiscard]] bool send(const mqtt::Packet &packet)
    {
        return m_client.send(mqtt::write(packet, m_version));
    }

    /// The next packet of a kind, which must be the next of all; nothing where it is not.
    template <typename SomePacket>
    std::optional<SomePacket> next()
    {
        QByteArray byte;
        while (true) {
            m_reader.feed(byte);
            const auto packet = m_reader.next();
            if (!packet) {
                return std::nullopt;
            }
            if (*packet) {
                const auto *wanted = std::get_if<SomePacket>(&**packet);
                return wanted != nullptr ? std::optional(*wanted) : std::nullopt;
            }
            byte = m_client.readBytes(1);
            if (byte.isEmpty()) {
                return std::nullopt;
            }
        }
    }

    /// Connects; a default CONNACK with an error where none comes.
    mqtt::Connack connect(const QByteArray &clientId, const std::optional<mqtt::Will> &will = {})
    {
        mqtt::Connect connect;
        connect.version = m_version;
        connect.clientId = clientId;
        connect.will = will;
        mqtt::Connack none;
        none.reason = ReasonCode::UnspecifiedError;
        return send(connect) ? next<mqtt::Connack>().value_or(none) : none;
    }

    bool subscribe(const QByteArray &filter)
    {
        mqtt::Subscribe subscribe;
        subscribe.packetId = 1;
        subscribe.subscriptions = {{filter, {.qos = Qos::AtLeastOnce}}};
        return send(subscribe) && next<mqtt::Suback>().has_value();
    }

    [[nodiscard]] TestClient &socket() { return m_client; }

private:
    TestClient m_client;
    ProtocolVersion m_version;
    mqtt::PacketReader m_reader;
};

mqtt::Publish messageOf(const QByteArray &topic, const QByteArray &payload, bool retain = false)
{
    mqtt::Publish publish;
    publish.topic = topic;
    publish.payload = payload;
    publish.retain = retain;
    return publish;
}

} // namespace

void TestMqttClients::init()
{
    m_server = std::make_unique<ServerProcess>();
}

void TestMqttClients::cleanup()
{
    QCOMPARE(m_server->shutDown(), QString());
}

void TestMqttClients::bothLanguagesMeet_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::newRow("3.1.1") << ProtocolVersion::V311;
    QTest::newRow("5.0") << ProtocolVersion::V5;
}

void TestMqttClients::bothLanguagesMeet()
{
    QFETCH(const ProtocolVersion, version);
    QCOMPARE(m_server->start(), QString());
    TestClient pupil(m_server->port());
    QCOMPARE(pupil.ask("<CONN, Anna>"), "<CONN_ACK, Anna>");
    QVERIFY(pupil.ask("<TOPICS>").startsWith("<TOPICS, 4, "));
    MqttSocket sensor(m_server->port(), version);
    QCOMPARE(sensor.connect("esp32").reason, ReasonCode::Success);
    QVERIFY(sensor.subscribe("WEATHER/#"));
    QVERIFY(sensor.send(messageOf("WEATHER/MN", "21.4")));
    QCOMPARE(sensor.next<mqtt::Publish>().value_or(mqtt::Publish()).payload, "21.4");
    // What MQTT publishes to becomes a topic that the classroom sees.
    QCOMPARE(pupil.readLine(), "<TOPIC_ADDED, WEATHER/MN>");
    QCOMPARE(pupil.ask("<SUB, WEATHER/+>"), "<SUCCESS, SUB, WEATHER/MN>");
    QVERIFY(sensor.send(messageOf("WEATHER/MN", "21.5")));
    QCOMPARE(pupil.readLine(), "<PUB, WEATHER/MN, 21.5>");
    QCOMPARE(sensor.next<mqtt::Publish>().value_or(mqtt::Publish()).payload, "21.5");
    QVERIFY(pupil.send("<PUB, WEATHER/MN, thanks>\n"));
    const auto heard = sensor.next<mqtt::Publish>().value_or(mqtt::Publish());
    QCOMPARE(heard.topic, "WEATHER/MN");
    QCOMPARE(heard.payload, "thanks");
    QVERIFY(!heard.retain);
}

void TestMqttClients::aRetainedMessageIsReplayedInBoth()
{
    QCOMPARE(m_server->start(), QString());
    MqttSocket sensor(m_server->port(), ProtocolVersion::V5);
    QCOMPARE(sensor.connect("esp32").reason, ReasonCode::Success);
    QVERIFY(sensor.send(messageOf("NEWS", "by MQTT", true)));
    TestClient pupil(m_server->port());
    QTRY_VERIFY_WITH_TIMEOUT(m_server->log().contains("esp32 joined"), TestClient::patience());
    QVERIFY(sensor.send(mqtt::Pingreq()));
    QVERIFY(sensor.next<mqtt::Pingresp>().has_value());
    QCOMPARE(pupil.ask("/SUB NEWS"), "<SUCCESS, SUB, NEWS>");
    QCOMPARE(pupil.readLine(), "<PUBR, NEWS, by MQTT>");
    QCOMPARE(pupil.ask("/PUBR NEWS by hand"), "<SUCCESS, PUBR, NEWS>");
    QVERIFY(sensor.subscribe("NEWS"));
    const auto replayed = sensor.next<mqtt::Publish>().value_or(mqtt::Publish());
    QCOMPARE(replayed.payload, "by hand");
    QVERIFY(replayed.retain);
}

void TestMqttClients::bytesReachTheClassroomEscaped()
{
    QCOMPARE(m_server->start(), QString());
    TestClient pupil(m_server->port());
    QCOMPARE(pupil.ask("/SUB NEWS"), "<SUCCESS, SUB, NEWS>");
    MqttSocket sensor(m_server->port(), ProtocolVersion::V311);
    QCOMPARE(sensor.connect("c").reason, ReasonCode::Success);
    QVERIFY(sensor.send(messageOf("NEWS", QByteArray("\xFF\0\n<", 4))));
    QCOMPARE(pupil.readLine(), "<PUB, NEWS, \\xFF\\x00\\n<>");
}

// K07, K08, S17
void TestMqttClients::aLostClientLeavesItsWill_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("its half is closed") << false;
    QTest::newRow("it is reset") << true;
}

void TestMqttClients::aLostClientLeavesItsWill()
{
    QFETCH(const bool, reset);
    QCOMPARE(m_server->start(), QString());
    TestClient pupil(m_server->port());
    QCOMPARE(pupil.ask("/SUB WILL"), "<SUCCESS, SUB, WILL>");
    MqttSocket sensor(m_server->port(), ProtocolVersion::V5);
    mqtt::Will will;
    will.topic = "WILL";
    will.payload = "gone";
    QCOMPARE(sensor.connect("c", will).reason, ReasonCode::Success);
    if (reset) {
        sensor.socket().reset();
    } else {
        sensor.socket().shutDownWriting();
    }
    QCOMPARE(pupil.readLine(), "<PUB, WILL, gone>");
}

void TestMqttClients::aPortForMqttTakesNothingElse()
{
    QCOMPARE(m_server->start({u"--listen"_s, u"mqtt://127.0.0.1:0"_s}), QString());
    MqttSocket sensor(m_server->port(), ProtocolVersion::V311);
    QCOMPARE(sensor.connect("c").reason, ReasonCode::Success);
    QCOMPARE(TestClient(m_server->port()).ask("/PING"), "<PONG>");
    TestClient foreign(m_server->port());
    QVERIFY(foreign.send("hello\n"));
    QVERIFY(foreign.isClosedByServer());
    QTRY_VERIFY_WITH_TIMEOUT(m_server->log().contains("neither MQTT"), TestClient::patience());
}

// L03
void TestMqttClients::aFullServerSaysSo()
{
    QCOMPARE(m_server->start({u"--max-connections"_s, u"1"_s}), QString());
    TestClient first(m_server->port());
    QCOMPARE(first.ask("<CONN>"), "<CONN_ACK>");
    MqttSocket late(m_server->port(), ProtocolVersion::V5);
    QCOMPARE(late.connect("late").reason, ReasonCode::ServerBusy);
    MqttSocket old(m_server->port(), ProtocolVersion::V311);
    QCOMPARE(old.connect("old").reason, ReasonCode::ServerUnavailable);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestMqttClients)
#include "tst_mqttclients.moc"
