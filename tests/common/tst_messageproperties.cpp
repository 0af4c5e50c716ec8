#include "message/messageproperties.h"
#include "message/sharedproperties.h"

#include <QTest>

using namespace corkboard;

class TestMessageProperties : public QObject {
    Q_OBJECT

private slots:
    void emptyIsNothingAtAll();
    void absentIsNotEmpty();
    void promisedFormat_data();
    void promisedFormat();
    void sharedOnesAreComparedByValue();
    void sharedEmptyOnesTakeNoMemory();
};

void TestMessageProperties::emptyIsNothingAtAll()
{
    QVERIFY(MessageProperties().isEmpty());
    const auto isEmptyWith = [](auto change) {
        MessageProperties properties;
        change(properties);
        return properties.isEmpty() || properties == MessageProperties();
    };
    QVERIFY(!isEmptyWith([](MessageProperties &p) { p.payloadFormat = PayloadFormat::Bytes; }));
    QVERIFY(!isEmptyWith([](MessageProperties &p) { p.messageExpiryInterval = 0; }));
    QVERIFY(!isEmptyWith([](MessageProperties &p) { p.contentType = ""; }));
    QVERIFY(!isEmptyWith([](MessageProperties &p) { p.responseTopic = ""; }));
    QVERIFY(!isEmptyWith([](MessageProperties &p) { p.correlationData = ""; }));
    QVERIFY(!isEmptyWith([](MessageProperties &p) { p.userProperties = {{"", ""}}; }));
}

void TestMessageProperties::absentIsNotEmpty()
{
    MessageProperties sent;
    sent.contentType = QByteArray();
    QVERIFY(sent != MessageProperties());
}

void TestMessageProperties::promisedFormat_data()
{
    QTest::addColumn<std::optional<PayloadFormat>>("format");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("kept");

    const std::optional<PayloadFormat> none;
    const std::optional text = PayloadFormat::Utf8;
    const std::optional bytes = PayloadFormat::Bytes;
    QTest::newRow("T16 text that is none") << text << QByteArray("a\xFF") << false;
    QTest::newRow("T16 half a character") << text << QByteArray("a\xC3") << false;
    QTest::newRow("T16 a surrogate") << text << QByteArray("\xED\xA0\x80") << false;
    QTest::newRow("text") << text << QByteArray("M\xC3\xBCnchen") << true;
    QTest::newRow("no text") << text << QByteArray() << true;
    QTest::newRow("control characters are text") << text << QByteArray("a\0\n", 3) << true;
    QTest::newRow("bytes") << bytes << QByteArray("\xFF") << true;
    QTest::newRow("nothing was promised") << none << QByteArray("\xFF") << true;
}

void TestMessageProperties::promisedFormat()
{
    QFETCH(const std::optional<PayloadFormat>, format);
    QFETCH(const QByteArray, payload);
    QFETCH(const bool, kept);

    MessageProperties properties;
    properties.payloadFormat = format;
    QCOMPARE(hasPromisedFormat(properties, payload), kept);
}

void TestMessageProperties::sharedOnesAreComparedByValue()
{
    MessageProperties properties;
    properties.contentType = "t";
    const SharedProperties shared(properties);
    QCOMPARE(*shared, properties);
    QCOMPARE(shared->contentType, properties.contentType);
    QVERIFY(shared == SharedProperties(properties));
    properties.contentType = "u";
    QVERIFY(shared != SharedProperties(properties));
    QVERIFY(shared != SharedProperties());
    // Copies share their memory.
    SharedProperties copy;
    copy = shared;
    QCOMPARE(&*copy, &*shared);
}

void TestMessageProperties::sharedEmptyOnesTakeNoMemory()
{
    const SharedProperties none;
    const SharedProperties empty{MessageProperties()};
    QVERIFY(none.isEmpty());
    QVERIFY(empty.isEmpty());
    QVERIFY(none == empty);
    QCOMPARE(*empty, MessageProperties());
    QCOMPARE(&*none, &*empty);
}

QTEST_GUILESS_MAIN(TestMessageProperties)
#include "tst_messageproperties.moc"
