#include "mqtt/packetwriter.h"
#include "mqtt/publishhead.h"
#include "reading.h"

using namespace corkboard;
using namespace corkboard::mqtt;
using golden::hex;

class TestPublishHead : public QObject {
    Q_OBJECT

private slots:
    void oneHeadServesManyReceivers_data();
    void oneHeadServesManyReceivers();
    void appendsBehindWhatIsThere();
    void expiryIntervalStandsInThePlaceOfThePublishers();
    void isWhatTheWriterWrites();
};

void TestPublishHead::oneHeadServesManyReceivers_data()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::addColumn<Qos>("qos");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");

    // The second one has packet id 515 and was sent before.
    QTest::newRow("3.1.1 QoS 0") << ProtocolVersion::V311 << Qos::AtMostOnce << hex("30 05 000161")
                                 << hex("30 05 000161");
    QTest::newRow("3.1.1 QoS 1") << ProtocolVersion::V311 << Qos::AtLeastOnce
                                 << hex("32 07 000161 0001") << hex("3a 07 000161 0203");
    QTest::newRow("5.0 QoS 0") << ProtocolVersion::V5 << Qos::AtMostOnce << hex("30 06 000161 00")
                               << hex("30 06 000161 00");
    QTest::newRow("5.0 QoS 2") << ProtocolVersion::V5 << Qos::ExactlyOnce
                               << hex("34 08 000161 0001 00") << hex("3c 08 000161 0203 00");
}

void TestPublishHead::oneHeadServesManyReceivers()
{
    QFETCH(const ProtocolVersion, version);
    QFETCH(const Qos, qos);
    QFETCH(const QByteArray, first);
    QFETCH(const QByteArray, second);

    PublishFields fields;
    fields.qos = qos;
    fields.topic = "a";
    fields.payloadBytes = 2;
    const PublishHead head(fields, version);
    QCOMPARE(head.headBytes(), first.size());
    QCOMPARE(head.packetBytes(), first.size() + 2);

    const bool hasId = qos != Qos::AtMostOnce;
    QByteArray bytes;
    head.appendTo(bytes, hasId ? 1 : 0);
    QCOMPARE(bytes.toHex(), first.toHex());
    bytes.clear();
    head.appendTo(bytes, hasId ? 515 : 0, hasId);
    QCOMPARE(bytes.toHex(), second.toHex());
}

void TestPublishHead::appendsBehindWhatIsThere()
{
    PublishFields fields;
    fields.qos = Qos::AtLeastOnce;
    fields.topic = "a";
    const PublishHead head(fields, ProtocolVersion::V311);
    QByteArray bytes = "xyz";
    head.appendTo(bytes, 7, true);
    head.appendTo(bytes, 8);
    QCOMPARE(bytes, "xyz" + hex("3a 05 000161 0007") + hex("32 05 000161 0008"));
}

void TestPublishHead::expiryIntervalStandsInThePlaceOfThePublishers()
{
    MessageProperties properties;
    properties.messageExpiryInterval = 60;
    PublishFields fields;
    fields.topic = "a";
    fields.properties = SharedProperties(properties);
    const auto written = [&fields] {
        QByteArray bytes;
        PublishHead(fields, ProtocolVersion::V5).appendTo(bytes);
        return bytes;
    };
    QCOMPARE(written().toHex(), hex("30 09 000161 05 02 0000003c").toHex());
    fields.messageExpiryInterval = 20;
    QCOMPARE(written().toHex(), hex("30 09 000161 05 02 00000014").toHex());
    fields.properties = {};
    QCOMPARE(written().toHex(), hex("30 09 000161 05 02 00000014").toHex());
}

void TestPublishHead::isWhatTheWriterWrites()
{
    int publishes = 0;
    for (const golden::Golden &row : golden::all()) {
        const auto *publish = std::get_if<Publish>(&row.packet);
        if (publish == nullptr) {
            continue;
        }
        ++publishes;
        const QList<quint32> identifiers = publish->subscriptionIdentifiers;
        PublishFields fields;
        fields.qos = publish->qos;
        fields.retain = publish->retain;
        fields.topic = publish->topic;
        fields.payloadBytes = publish->payload.size();
        fields.topicAlias = publish->topicAlias;
        fields.subscriptionIdentifiers = identifiers;
        fields.properties = publish->properties;
        const PublishHead head(fields, row.version);
        QByteArray bytes;
        head.appendTo(bytes, publish->packetId, publish->dup);
        bytes += publish->payload;
        QCOMPARE(bytes, write(row.packet, row.version));
        QCOMPARE(bytes.size(), head.packetBytes());
    }
    QVERIFY(publishes >= 7);
}

QTEST_GUILESS_MAIN(TestPublishHead)
#include "tst_publishhead.moc"
