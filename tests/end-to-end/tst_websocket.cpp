#include "mqtt/packetwriter.h"
#include "support/bystanders.h"
#include "support/serverprocess.h"
#include "support/testclient.h"
#include "support/websocketframes.h"

#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace corkboard {

using mqtt::ProtocolVersion;
namespace ws = websocket;

/// MQTT through WebSockets at the real server, on the same port as everything else.
class TestWebSocket : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void theSubprotocolIsChosen_data();
    void theSubprotocolIsChosen();
    void aPacketMayComeInAnyFrames_data();
    void aPacketMayComeInAnyFrames();
    void whatBreaksTheRulesIsClosed_data();
    void whatBreaksTheRulesIsClosed();
    void anUnmaskedFrameIsTakenToo();
    void aPacketLongerThanItsFrameWaits();
    void anEndlessHeaderIsClosed();
    void aSlowHandshakeIsClosed();
    void onlyMqttIsSpoken();
    void aFloodOfPingsHurtsNobody();
    void messagesGoBothWays();
    void aClientThatDoesNotReadIsDropped();

private:
    [[nodiscard]] TestClient open() const;

    std::unique_ptr<ServerProcess> m_server;
};

namespace {

QByteArray connectPacket(const QByteArray &clientId = "web")
{
    mqtt::Connect connect;
    connect.version = ProtocolVersion::V311;
    connect.clientId = clientId;
    return mqtt::write(connect, ProtocolVersion::V311);
}

const QByteArray connack("\x20\x02\x00\x00", 4);
const QByteArray pingreq("\xC0\x00", 2);
const QByteArray pingresp("\xD0\x00", 2);

/// Reads frames of the server until @p count bytes of MQTT have come.
QByteArray readMqtt(TestClient &client, qsizetype count)
{
    QByteArray all;
    while (all.size() < count) {
        const QByteArray head = client.readBytes(2);
        if (head.size() < 2 || head[0] != char(0x82)) {
            return all + "(no binary frame: " + head.toHex() + ')';
        }
        quint64 length = quint8(head[1]);
        if (length == 126) {
            length = qFromBigEndian<quint16>(client.readBytes(2).constData());
        } else if (length == 127) {
            length = qFromBigEndian<quint64>(client.readBytes(8).constData());
        }
        all += client.readBytes(qsizetype(length));
    }
    return all;
}

} // namespace

void TestWebSocket::init()
{
    m_server = std::make_unique<ServerProcess>();
}

void TestWebSocket::cleanup()
{
    QCOMPARE(m_server->shutDown(), QString());
}

/// A client whose WebSocket stands.
TestClient TestWebSocket::open() const
{
    TestClient client(m_server->port());
    client.send(ws::request());
    QByteArray line;
    do {
        line = client.readLine();
    } while (line != "\r" && !line.startsWith('('));
    return client;
}

void TestWebSocket::theSubprotocolIsChosen_data()
{
    QTest::addColumn<QString>("listen");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<bool>("accepted");
    const QString classroom = u"classroom://0"_s;
    const QString mqtt = u"mqtt://0"_s;
    QTest::newRow("MQTT-6.0.0-3 mqtt") << classroom << QByteArray("mqtt") << true;
    QTest::newRow("on a port for MQTT") << mqtt << QByteArray("mqtt") << true;
    QTest::newRow("among others") << mqtt << QByteArray("mqttv3.1, mqtt") << true;
    QTest::newRow("W01 none") << classroom << QByteArray() << false;
    QTest::newRow("W01 another") << mqtt << QByteArray("chat") << false;
}

void TestWebSocket::theSubprotocolIsChosen()
{
    QFETCH(const QString, listen);
    QFETCH(const QByteArray, asked);
    QFETCH(const bool, accepted);
    QCOMPARE(m_server->start({u"--listen"_s, listen}), QString());
    TestClient client(m_server->port());
    QVERIFY(client.send(ws::request(asked)));
    QByteArray answer;
    while (!answer.endsWith("\r\n\r\n") && !answer.endsWith(TestClient::closedByServer)) {
        answer += client.readLine() + '\n';
    }
    QVERIFY2(answer.startsWith("HTTP/1.1 101 "), answer.constData());
    QVERIFY(answer.contains(ws::acceptedKey));
    QCOMPARE(answer.contains("Sec-WebSocket-Protocol: mqtt\r\n"), accepted);
    if (accepted) {
        QVERIFY(client.send(ws::frame(ws::Binary, connectPacket())));
        QCOMPARE(readMqtt(client, connack.size()), connack);
    } else {
        QVERIFY(client.readUntilClosed().contains(ws::closeCode(1002)));
    }
}

void TestWebSocket::aPacketMayComeInAnyFrames_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<QByteArray>("answer");
    const QByteArray packet = connectPacket();
    const QByteArray first = packet.first(3);
    const QByteArray second = packet.sliced(3, 5);
    const QByteArray third = packet.sliced(8);
    QTest::newRow("W03 three frames of one message") << ws::frame(ws::Binary, first,
                                                                  {.final = false})
            + ws::frame(ws::Continuation, second, {.final = false})
            + ws::frame(ws::Continuation, third) << connack;
    QTest::newRow("W03 three messages") << ws::frame(ws::Binary, first)
            + ws::frame(ws::Binary, second) + ws::frame(ws::Binary, third)
                                        << connack;
    QTest::newRow("W03 three packets in one frame")
        << ws::frame(ws::Binary, packet + pingreq + pingreq) << connack + pingresp + pingresp;
    QTest::newRow("a ping in between") << ws::frame(ws::Binary, first)
            + ws::frame(ws::Pong, "unasked") + ws::frame(ws::Binary, packet.sliced(3))
                                       << connack;
    QTest::newRow("an empty message")
        << ws::frame(ws::Binary, "") + ws::frame(ws::Binary, packet) << connack;
}

void TestWebSocket::aPacketMayComeInAnyFrames()
{
    QFETCH(const QByteArray, frames);
    QFETCH(const QByteArray, answer);
    QCOMPARE(m_server->start(), QString());
    TestClient atOnce = open();
    QVERIFY(atOnce.send(frames));
    QCOMPARE(readMqtt(atOnce, answer.size()), answer);
    TestClient slowly = open();
    QVERIFY(slowly.sendByteByByte(frames));
    QCOMPARE(readMqtt(slowly, answer.size()), answer);
}

void TestWebSocket::whatBreaksTheRulesIsClosed_data()
{
    QTest::addColumn<QByteArray>("frames");
    QTest::addColumn<quint16>("code");
    QTest::newRow("W02 text") << ws::frame(ws::Text, "<CONN>") << quint16(1003);
    QTest::newRow("W02 text behind CONNECT")
        << ws::frame(ws::Binary, connectPacket()) + ws::frame(ws::Text, "x") << quint16(1003);
    QTest::newRow("W04 reserved opcode") << ws::frame(ws::Reserved, "x") << quint16(1002);
    QTest::newRow("W04 long control frame")
        << ws::frame(ws::Ping, QByteArray(126, 'x')) << quint16(1002);
    QTest::newRow("W04 control frame in parts")
        << ws::frame(ws::Ping, "x", {.final = false}) << quint16(1002);
    QTest::newRow("W04 continuation of nothing")
        << ws::frame(ws::Continuation, "x") << quint16(1002);
    QTest::newRow("W05 length of 2^62")
        << ws::frame(ws::Binary, "", {.claimedLength = quint64(1) << 62}) << quint16(1009);
    // Qt names the broken rule (§5.2: the highest bit is 0) and not the size.
    QTest::newRow("W05 length of 2^63")
        << ws::frame(ws::Binary, "", {.claimedLength = quint64(1) << 63}) << quint16(1002);
    QTest::newRow("W05 length of 16 MiB")
        << ws::frame(ws::Binary, "", {.claimedLength = 16 * 1024 * 1024}) << quint16(1009);
    QByteArray endless = ws::frame(ws::Binary, QByteArray(60'000, '\0'), {.final = false});
    for (int i = 0; i < 30; ++i) {
        endless += ws::frame(ws::Continuation, QByteArray(60'000, '\0'), {.final = false});
    }
    QTest::newRow("W07 endless fragments") << endless << quint16(1009);
}

void TestWebSocket::whatBreaksTheRulesIsClosed()
{
    QFETCH(const QByteArray, frames);
    QFETCH(const quint16, code);
    QCOMPARE(m_server->start(), QString());
    TestClient client = open();
    client.send(frames); // the server may close before it has taken all
    const QByteArray answer = client.readUntilClosed();
    QVERIFY2(answer.contains(ws::closeCode(code)), answer.toHex().constData());
    QVERIFY(!answer.endsWith(TestClient::nothingCame));
}

// W04. Qt takes frames without a mask, against RFC 6455, §5.1. The mask keeps proxies between a
// browser and a server from being fooled; a server that needs none loses nothing.
void TestWebSocket::anUnmaskedFrameIsTakenToo()
{
    QCOMPARE(m_server->start(), QString());
    TestClient client = open();
    QVERIFY(client.send(ws::frame(ws::Binary, connectPacket(), {.masked = false})));
    QCOMPARE(readMqtt(client, connack.size()), connack);
}

// W06
void TestWebSocket::aPacketLongerThanItsFrameWaits()
{
    QCOMPARE(m_server->start(), QString());
    TestClient client = open();
    QVERIFY(client.send(ws::frame(ws::Binary, connectPacket().chopped(1))));
    // A ping is answered behind it, so the server has seen the frame and still waits.
    QVERIFY(client.send(ws::frame(ws::Ping, "?")));
    QCOMPARE(client.readBytes(3), QByteArray("\x8A\x01?"));
    QVERIFY(client.send(ws::frame(ws::Binary, connectPacket().last(1))));
    QCOMPARE(readMqtt(client, connack.size()), connack);
}

// W07
void TestWebSocket::anEndlessHeaderIsClosed()
{
    QCOMPARE(m_server->start(), QString());
    const Bystanders bystanders(m_server->port());
    TestClient client(m_server->port());
    client.send("GET /mqtt HTTP/1.1\r\nX: " + QByteArray(1'000'000, 'a'));
    QVERIFY(!client.readUntilClosed().endsWith(TestClient::nothingCame));
}

// W07, K02
void TestWebSocket::aSlowHandshakeIsClosed()
{
    m_server->setDeadlines(u"connect=300"_s);
    QCOMPARE(m_server->start(), QString());
    TestClient begun(m_server->port());
    QVERIFY(begun.send("GET /mqtt HTTP/1.1\r\nHost: loc"));
    QVERIFY(begun.isClosedByServer());
    // The handshake does not begin the time anew.
    TestClient silent = open();
    QVERIFY(!silent.readUntilClosed().endsWith(TestClient::nothingCame));
}

void TestWebSocket::onlyMqttIsSpoken()
{
    QCOMPARE(m_server->start(), QString());
    TestClient client = open();
    QVERIFY(client.send(ws::frame(ws::Binary, "<CONN>\n")));
    const QByteArray answer = client.readUntilClosed();
    QVERIFY2(!answer.contains("CONN_ACK") && !answer.endsWith(TestClient::nothingCame),
             answer.constData());
}

// W10
void TestWebSocket::aFloodOfPingsHurtsNobody()
{
    QCOMPARE(m_server->start(), QString());
    Bystanders bystanders(m_server->port());
    TestClient client = open();
    client.setReadingPaused(true);
    // More answers than the socket's buffers hold: the server stops reading and keeps a little.
    const QByteArray pings = ws::frame(ws::Ping, QByteArray(125, 'p')).repeated(1'000);
    for (int i = 0; i < 100; ++i) {
        client.sendSome(pings);
    }
    QCOMPARE(bystanders.finish(), QString());
}

void TestWebSocket::messagesGoBothWays()
{
    QCOMPARE(m_server->start(), QString());
    TestClient pupil(m_server->port());
    QCOMPARE(pupil.ask("/SUB NEWS"), "<SUCCESS, SUB, NEWS>");
    TestClient page = open();
    QVERIFY(page.send(ws::frame(ws::Binary, connectPacket())));
    QCOMPARE(readMqtt(page, connack.size()), connack);
    mqtt::Subscribe subscribe;
    subscribe.packetId = 7;
    subscribe.subscriptions = {{"NEWS", {}}};
    const QByteArray suback("\x90\x03\x00\x07\x00", 5);
    QVERIFY(page.send(ws::frame(ws::Binary, mqtt::write(subscribe, ProtocolVersion::V311))));
    QCOMPARE(readMqtt(page, suback.size()), suback);
    // Longer than one message of the server's.
    const QByteArray payload(300'000, 'w');
    mqtt::Publish publish;
    publish.topic = "NEWS";
    publish.payload = payload;
    const QByteArray packet = mqtt::write(publish, ProtocolVersion::V311);
    QVERIFY(page.send(ws::frame(ws::Binary, packet)));
    QCOMPARE(pupil.readLine(), "<PUB, NEWS, " + payload + '>');
    QCOMPARE(readMqtt(page, packet.size()), packet);
    // It says goodbye, and is answered with a Close frame.
    QVERIFY(page.send(ws::frame(ws::Binary, QByteArray("\xE0\x00", 2))));
    QVERIFY(page.readUntilClosed().startsWith('\x88'));
    QTRY_VERIFY_WITH_TIMEOUT(m_server->log().contains("web left: it said goodbye"),
                             TestClient::patience());
}

// K09
void TestWebSocket::aClientThatDoesNotReadIsDropped()
{
    m_server->setDeadlines(u"write-stall=500"_s);
    QCOMPARE(m_server->start(), QString());
    TestClient lazy = open();
    QVERIFY(lazy.send(ws::frame(ws::Binary, connectPacket("lazy"))));
    QCOMPARE(readMqtt(lazy, connack.size()), connack);
    mqtt::Subscribe subscribe;
    subscribe.packetId = 1;
    subscribe.subscriptions = {{"NEWS", {}}};
    QVERIFY(lazy.send(ws::frame(ws::Binary, mqtt::write(subscribe, ProtocolVersion::V311))));
    QCOMPARE(readMqtt(lazy, 5).size(), 5);
    TestClient loud(m_server->port());
    QCOMPARE(loud.ask("/SUB NEWS"), "<SUCCESS, SUB, NEWS>");
    const QByteArray line = "<PUB, NEWS, " + QByteArray(100'000, 'x') + ">\n";
    // More than the buffers of both ends hold.
    for (int i = 0; i < 200; ++i) {
        QVERIFY(loud.send(line));
    }
    QTRY_VERIFY_WITH_TIMEOUT(m_server->log().contains("lazy left"), TestClient::patience());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestWebSocket)
#include "tst_websocket.moc"
