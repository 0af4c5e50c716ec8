#include "base/limits.h"
#include "mqtt/packetwriter.h"
#include "reading.h"

using namespace corkboard;
using namespace corkboard::mqtt;

/// The rules for texts and binary data, tried in every field of every packet that holds one.
class TestPacketTexts : public QObject {
    Q_OBJECT

private slots:
    void textsAreChecked_data();
    void textsAreChecked();
    void binaryDataAreAnyBytes_data();
    void binaryDataAreAnyBytes();
    void lengthsAreChecked_data();
    void lengthsAreChecked();
    void numberOfUserProperties_data();
    void numberOfUserProperties();
};

namespace {

/// A packet whose field in question holds the mark.
struct MarkedPacket {
    const char *name;
    ProtocolVersion version;
    Sender sender;
    Packet packet;
};

const QByteArray mark = QByteArrayLiteral("MARK");

template <typename SomePacket, typename Change>
Packet changed(SomePacket packet, Change change)
{
    change(packet);
    return packet;
}

template <typename SomePacket>
SomePacket withId()
{
    SomePacket packet;
    packet.packetId = 1;
    return packet;
}

QList<MarkedPacket> textsOfV311()
{
    constexpr auto version = ProtocolVersion::V311;
    Connect connect;
    connect.version = version;
    connect.will = Will{"t", {}, {}, false, {}, {}};
    const auto subscribe = withId<Subscribe>();
    const auto unsubscribe = withId<Unsubscribe>();
    return {
        {"client id", version, Sender::Client,
         changed(connect, [](Connect &p) { p.clientId = mark; })},
        {"will topic", version, Sender::Client,
         changed(connect, [](Connect &p) { p.will->topic = mark; })},
        {"user name", version, Sender::Client,
         changed(connect, [](Connect &p) { p.username = mark; })},
        {"topic", version, Sender::Client, changed(Publish(), [](Publish &p) { p.topic = mark; })},
        {"filter", version, Sender::Client,
         changed(subscribe, [](Subscribe &p) { p.subscriptions = {{mark, {}}}; })},
        {"filter to leave", version, Sender::Client,
         changed(unsubscribe, [](Unsubscribe &p) { p.filters = {mark}; })},
    };
}

/// A PUBLISH and a CONNECT whose will have these properties.
QList<MarkedPacket> withMessageProperties(const char *name, const MessageProperties &properties)
{
    Publish publish;
    publish.topic = "t";
    publish.properties = SharedProperties(properties);
    Connect connect;
    connect.will = Will{"t", {}, {}, false, {}, properties};
    return {{name, ProtocolVersion::V5, Sender::Client, publish},
            {name, ProtocolVersion::V5, Sender::Client, connect}};
}

template <typename Answer>
QList<MarkedPacket> withReasonProperties(const char *name, Answer answer, Sender sender)
{
    answer.properties.reasonString = mark;
    const Packet reason = answer;
    answer.properties.reasonString.reset();
    answer.properties.userProperties = {{mark, {}}};
    const Packet property = answer;
    return {{name, ProtocolVersion::V5, sender, reason},
            {name, ProtocolVersion::V5, sender, property}};
}

QList<MarkedPacket> textsOfMessages()
{
    MessageProperties contentType;
    contentType.contentType = mark;
    MessageProperties responseTopic;
    responseTopic.responseTopic = mark;
    MessageProperties nameOfProperty;
    nameOfProperty.userProperties = {{mark, {}}};
    MessageProperties valueOfProperty;
    valueOfProperty.userProperties = {{"k", mark}};
    return withMessageProperties("content type", contentType)
        + withMessageProperties("response topic", responseTopic)
        + withMessageProperties("user property's name", nameOfProperty)
        + withMessageProperties("user property's value", valueOfProperty);
}

QList<MarkedPacket> textsOfConnections()
{
    const auto client = [](const char *name, auto packet, auto change) {
        return MarkedPacket{name, ProtocolVersion::V5, Sender::Client,
                            changed(std::move(packet), change)};
    };
    const auto server = [](const char *name, auto packet, auto change) {
        return MarkedPacket{name, ProtocolVersion::V5, Sender::Server,
                            changed(std::move(packet), change)};
    };
    return {
        client("user property", Connect(),
               [](Connect &p) { p.properties.userProperties = {{mark, mark}}; }),
        client("authentication method", Connect(),
               [](Connect &p) { p.properties.authenticationMethod = mark; }),
        server("assigned client id", Connack(),
               [](Connack &p) { p.properties.assignedClientId = mark; }),
        server("reason string", Connack(), [](Connack &p) { p.properties.reasonString = mark; }),
        server("user property", Connack(),
               [](Connack &p) { p.properties.userProperties = {{"k", mark}}; }),
        server("response information", Connack(),
               [](Connack &p) { p.properties.responseInformation = mark; }),
        server("server reference", Connack(),
               [](Connack &p) { p.properties.serverReference = mark; }),
        server("authentication method", Connack(),
               [](Connack &p) { p.properties.authenticationMethod = mark; }),
        server("server reference", Disconnect(),
               [](Disconnect &p) { p.properties.serverReference = mark; }),
        client("authentication method", Auth(),
               [](Auth &p) { p.properties.authenticationMethod = mark; }),
    };
}

QList<MarkedPacket> textsOfAnswers()
{
    Auth auth;
    auth.properties.authenticationMethod = "m";
    auto suback = withId<Suback>();
    suback.reasons = {ReasonCode::Success};
    auto unsuback = withId<Unsuback>();
    unsuback.reasons = {ReasonCode::Success};
    return withReasonProperties("PUBACK", withId<Puback>(), Sender::Client)
        + withReasonProperties("PUBREC", withId<Pubrec>(), Sender::Client)
        + withReasonProperties("PUBREL", withId<Pubrel>(), Sender::Client)
        + withReasonProperties("PUBCOMP", withId<Pubcomp>(), Sender::Client)
        + withReasonProperties("SUBACK", suback, Sender::Server)
        + withReasonProperties("UNSUBACK", unsuback, Sender::Server)
        + withReasonProperties("DISCONNECT", Disconnect(), Sender::Client)
        + withReasonProperties("AUTH", auth, Sender::Client);
}

QList<MarkedPacket> texts()
{
    return textsOfV311() + textsOfMessages() + textsOfConnections() + textsOfAnswers();
}

QList<MarkedPacket> binaryData()
{
    Connect connect;
    connect.will = Will{"t", {}, {}, false, {}, {}};
    Auth auth;
    auth.properties.authenticationMethod = "m";
    MessageProperties properties;
    properties.correlationData = mark;
    const auto client = [](const char *name, auto packet, auto change) {
        return MarkedPacket{name, ProtocolVersion::V5, Sender::Client,
                            changed(std::move(packet), change)};
    };
    return withMessageProperties("correlation data", properties)
        + QList<MarkedPacket>{
            client("will payload", connect, [](Connect &p) { p.will->payload = mark; }),
            client("password", connect, [](Connect &p) { p.password = mark; }),
            client("authentication data", connect,
                   [](Connect &p) {
                       p.properties.authenticationMethod = "m";
                       p.properties.authenticationData = mark;
                   }),
            client("authentication data", auth,
                   [](Auth &p) { p.properties.authenticationData = mark; }),
        };
}

/// Texts of four bytes, the length of the mark.
struct Text {
    const char *name;
    QByteArray bytes;
    bool isAccepted;
};

QList<Text> textsToTry()
{
    return {
        {"T01 an overlong form",
         "\xC0\x80"
         "ab",
         false},
        {"T01 MQTT-1.5.4-1 a surrogate",
         "\xED\xA0\x80"
         "a",
         false},
        {"T01 beyond U+10FFFF", "\xF4\x90\x80\x80", false},
        {"T01 cut in the middle", "abc\xC3", false},
        {"T01 a byte that is none",
         "ab\xFF"
         "c",
         false},
        {"T02 MQTT-1.5.4-2 U+0000", QByteArray("a\0bc", 4), false},
        {"T03 MQTT-1.5.4-3 U+FEFF",
         "\xEF\xBB\xBF"
         "a",
         true},
        {"T04 U+0001",
         "\x01"
         "abc",
         false},
        {"T04 a line feed", "abc\n", false},
        {"T04 DEL",
         "a\x7F"
         "bc",
         false},
        {"T04 U+0080",
         "\xC2\x80"
         "ab",
         false},
        {"T04 U+009F", "ab\xC2\x9F", false},
        {"T04 U+FFFE",
         "\xEF\xBF\xBE"
         "a",
         false},
        {"T04 U+FDD0", "a\xEF\xB7\x90", false},
        {"T04 U+1FFFF", "\xF0\x9F\xBF\xBF", false},
        {"U+00A0", "ab\xC2\xA0", true},
        {"U+FFFD", "a\xEF\xBF\xBD", true},
        {"U+1F4CC", "\xF0\x9F\x93\x8C", true},
        {"printable ASCII", " ~/$", true},
    };
}

void addRows(const QList<MarkedPacket> &packets)
{
    QTest::addColumn<MarkedPacket>("marked");

    for (const MarkedPacket &marked : packets) {
        QTest::addRow("%s %s, type %d", marked.version == ProtocolVersion::V5 ? "5.0" : "3.1.1",
                      marked.name, int(typeOf(marked.packet)))
            << marked;
    }
}

} // namespace

void TestPacketTexts::textsAreChecked_data()
{
    addRows(texts());
}

void TestPacketTexts::textsAreChecked()
{
    QFETCH(const MarkedPacket, marked);

    const QByteArray bytes = write(marked.packet, marked.version);
    QVERIFY(bytes.contains(mark));
    QVERIFY(golden::readOne(bytes, marked.version, marked.sender) == marked.packet);
    for (const Text &text : textsToTry()) {
        QCOMPARE(text.bytes.size(), mark.size());
        QByteArray other = bytes;
        other.replace(mark, text.bytes);
        const auto packet = golden::readOne(other, marked.version, marked.sender);
        QVERIFY2(packet.has_value() == text.isAccepted, text.name);
        if (packet) {
            QCOMPARE(write(*packet, marked.version), other);
        } else {
            QCOMPARE(packet.error().reason, ReasonCode::MalformedPacket);
        }
    }
}

void TestPacketTexts::binaryDataAreAnyBytes_data()
{
    addRows(binaryData());
}

void TestPacketTexts::binaryDataAreAnyBytes()
{
    QFETCH(const MarkedPacket, marked);

    const QByteArray bytes = write(marked.packet, marked.version);
    QVERIFY(bytes.contains(mark));
    for (const Text &text : textsToTry()) {
        QByteArray other = bytes;
        other.replace(mark, text.bytes);
        const auto packet = golden::readOne(other, marked.version, marked.sender);
        QVERIFY2(packet.has_value(), text.name);
        QCOMPARE(write(*packet, marked.version), other);
    }
}

void TestPacketTexts::lengthsAreChecked_data()
{
    addRows(texts() + binaryData());
}

// F18: the length of every field, beyond the packet and just beyond it.
void TestPacketTexts::lengthsAreChecked()
{
    QFETCH(const MarkedPacket, marked);

    const QByteArray bytes = write(marked.packet, marked.version);
    const qsizetype at = bytes.indexOf(mark);
    const auto restBytes = int(bytes.size() - at);
    for (const int length : {restBytes + 1, restBytes + 2, 0x7FFF, 0xFFFF}) {
        QByteArray other = bytes;
        other[at - 2] = char(length >> 8);
        other[at - 1] = char(length & 0xFF);
        const auto packet = golden::readOne(other, marked.version, marked.sender);
        QVERIFY(!packet.has_value());
        QCOMPARE(packet.error().reason, ReasonCode::MalformedPacket);
    }
}

void TestPacketTexts::numberOfUserProperties_data()
{
    QTest::addColumn<qsizetype>("count");
    QTest::addColumn<bool>("accepted");

    QTest::newRow("most") << limits::maxUserProperties << true;
    QTest::newRow("most + 1") << limits::maxUserProperties + 1 << false;
    QTest::newRow("F21 5,000") << qsizetype(5'000) << false;
}

void TestPacketTexts::numberOfUserProperties()
{
    QFETCH(const qsizetype, count);
    QFETCH(const bool, accepted);

    const UserProperties properties(count, {"k", "v"});
    auto subscribe = withId<Subscribe>();
    subscribe.subscriptions = {{"f", {}}};
    subscribe.userProperties = properties;
    auto unsubscribe = withId<Unsubscribe>();
    unsubscribe.filters = {"f"};
    unsubscribe.userProperties = properties;
    Connect connect;
    connect.properties.userProperties = properties;
    auto puback = withId<Puback>();
    puback.properties.userProperties = properties;
    MessageProperties ofMessage;
    ofMessage.userProperties = properties;
    QList<MarkedPacket> packets = withMessageProperties("message", ofMessage);
    for (const Packet &packet :
         {Packet(subscribe), Packet(unsubscribe), Packet(connect), Packet(puback)}) {
        packets.append({"", ProtocolVersion::V5, Sender::Client, packet});
    }
    for (const MarkedPacket &marked : packets) {
        const auto packet
            = golden::readOne(write(marked.packet, marked.version), marked.version, marked.sender);
        QCOMPARE(packet.has_value(), accepted);
        if (packet) {
            QVERIFY(*packet == marked.packet);
        } else {
            QCOMPARE(packet.error().reason, ReasonCode::QuotaExceeded);
        }
    }
}

QTEST_GUILESS_MAIN(TestPacketTexts)
#include "tst_packettexts.moc"
