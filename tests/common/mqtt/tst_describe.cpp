#include "goldenpackets.h"
#include "mqtt/describe.h"

#include <QTest>

using namespace corkboard;
using namespace corkboard::mqtt;

class TestDescribe : public QObject {
    Q_OBJECT

private slots:
    void saysGoldenPackets_data();
    void saysGoldenPackets();
    void textFromOutsideIsEscaped();
    void longTextAndListsAreCut();
    void secretsAreNotShown();
};

void TestDescribe::saysGoldenPackets_data()
{
    QTest::addColumn<Packet>("packet");
    QTest::addColumn<QString>("line");

    const auto row = [](ProtocolVersion version, const char *name, const char *line) {
        for (const golden::Golden &golden :
             version == ProtocolVersion::V5 ? golden::v5() : golden::v311()) {
            if (qstrcmp(golden.name, name) == 0) {
                QTest::addRow("%d %s", int(version), name)
                    << golden.packet << QString::fromUtf8(line);
                return;
            }
        }
        QTest::addRow("%d %s", int(version), name) << Packet() << QString();
    };
    const auto old
        = [row](const char *name, const char *line) { row(ProtocolVersion::V311, name, line); };
    const auto recent
        = [row](const char *name, const char *line) { row(ProtocolVersion::V5, name, line); };
    old("CONNECT, the shortest", "CONNECT MQTT 3.1.1, client id \"\", clean start");
    old("CONNECT with everything",
        "CONNECT MQTT 3.1.1, client id anna, keep alive 60 s, user u, password, will to w/t, "
        "QoS 2, retain, 3 bytes");
    old("PUBLISH QoS 0", "PUBLISH QoS 0, a/b, 2 bytes");
    old("PUBLISH QoS 1, dup, retain", "PUBLISH id 10, QoS 1, sent before, retain, a/b, 2 bytes");
    old("SUBSCRIBE", "SUBSCRIBE id 7, a/# with QoS 0, + with QoS 2");
    old("SUBACK", "SUBACK id 7, granted QoS 0, granted QoS 1, granted QoS 2, unspecified error");
    old("UNSUBSCRIBE", "UNSUBSCRIBE id 7, a/#, +");
    old("UNSUBACK", "UNSUBACK id 7");
    old("PINGREQ", "PINGREQ");
    old("PINGRESP", "PINGRESP");
    old("DISCONNECT", "DISCONNECT");
    recent("CONNECT with everything",
           "CONNECT MQTT 5.0, client id anna, keep alive 60 s, user u, password, session expires "
           "after 4294967295 s, receive maximum 32, maximum packet size 65536 bytes, topic alias "
           "maximum 0, wants response information: yes, wants problem information: no, k = v, "
           "authentication method m, authentication data of 1 byte, will to w/t, QoS 1, retain, "
           "3 bytes, delay 5 s, payload is text, expires in 60 s, content type t, answers to r, "
           "correlation data \\x00\\xFF, k = v, k = \"\"");
    recent("CONNACK, refused", "CONNACK bad user name or password");
    recent("CONNACK with everything",
           "CONNACK success, session present, session expires after 3600 s, receive maximum 32, "
           "maximum QoS 1, retain available: yes, maximum packet size 1179648 bytes, assigned "
           "client id i, topic alias maximum 10, because: r, k = v, wildcards available: no, "
           "subscription identifiers available: yes, shared subscriptions available: no, keep "
           "alive 30 s, response information i, other server s, authentication method m, "
           "authentication data of 1 byte");
    recent("PUBLISH QoS 1 by alias", "PUBLISH id 10, QoS 1, 0 bytes, alias 3");
    recent("PUBLISH with everything",
           "PUBLISH id 258, QoS 2, sent before, retain, a/b, 2 bytes, alias 65535, subscription "
           "1, subscription 128, subscription 268435455, payload is text, expires in 60 s, "
           "content type t, answers to r, correlation data \\x00\\xFF, k = v, k = \"\"");
    recent("PUBACK", "PUBACK id 7");
    recent("PUBACK with everything", "PUBACK id 7, not authorized, because: no, k = v");
    recent("PUBREC with everything", "PUBREC id 7, quota exceeded, because: no, k = v");
    recent("PUBREL with everything",
           "PUBREL id 7, packet identifier not found, because: no, k = v");
    recent("PUBCOMP, properties with success", "PUBCOMP id 7, because: no, k = v");
    recent("SUBSCRIBE",
           "SUBSCRIBE id 7, a/# with QoS 0, + with QoS 2 no local retain as published without "
           "retained, $share/g/t with QoS 1 retain as published retained if new");
    recent("SUBSCRIBE with everything", "SUBSCRIBE id 7, a/# with QoS 0, subscription 128, k = v");
    recent("UNSUBACK", "UNSUBACK id 7, success, no subscription existed");
    recent("DISCONNECT from a client",
           "DISCONNECT disconnect with will, session expires after 60 s");
    recent("DISCONNECT from a server",
           "DISCONNECT server moved, because: no, k = v, other server s");
    recent("AUTH", "AUTH continue authentication, authentication method m");
}

void TestDescribe::saysGoldenPackets()
{
    QFETCH(const Packet, packet);
    QFETCH(const QString, line);

    QCOMPARE(describe(packet), line);
}

void TestDescribe::textFromOutsideIsEscaped()
{
    Publish publish;
    publish.topic = "a\n\x1B[2J%1\xFF";
    QCOMPARE(describe(publish), QStringLiteral("PUBLISH QoS 0, a\\n\\x1B[2J%1\\xFF, 0 bytes"));

    MessageProperties properties;
    properties.userProperties = {{"%2", "\r%1"}};
    publish.topic = "a";
    publish.properties = SharedProperties(properties);
    QCOMPARE(describe(publish), QStringLiteral("PUBLISH QoS 0, a, 0 bytes, %2 = \\r%1"));
}

void TestDescribe::longTextAndListsAreCut()
{
    Unsubscribe unsubscribe;
    unsubscribe.packetId = 1;
    unsubscribe.filters = QList<QByteArray>(1'000, "f");
    QCOMPARE(describe(unsubscribe),
             QStringLiteral("UNSUBSCRIBE id 1, f, f, f, f, f, f, f, f, and 992 more"));
    unsubscribe.filters = {QByteArray(65'535, 'x')};
    QVERIFY(describe(unsubscribe).size() < 300);
}

void TestDescribe::secretsAreNotShown()
{
    Connect connect;
    connect.password = "hunter2";
    connect.properties.authenticationData = "hunter2";
    Auth auth;
    auth.properties.authenticationData = "hunter2";
    for (const Packet &packet : {Packet(connect), Packet(auth)}) {
        QVERIFY(!describe(packet).contains(QStringLiteral("hunter2")));
    }
}

QTEST_GUILESS_MAIN(TestDescribe)
#include "tst_describe.moc"
