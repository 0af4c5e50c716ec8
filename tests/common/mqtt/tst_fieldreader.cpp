#include "base/limits.h"
#include "mqtt/fieldreader.h"
#include "mqtt/fieldwriter.h"

#include <QTest>

using namespace corkboard;
using namespace corkboard::mqtt;

class TestFieldReader : public QObject {
    Q_OBJECT

private slots:
    void variableIntegers_data();
    void variableIntegers();
    void refusesVariableIntegers_data();
    void refusesVariableIntegers();
    void numbersAreBigEndian();
    void packetIdsAreNotZero();
    void everyReadBeyondTheEndFails();
    void nothingIsReadBehindAnError();
    void theFirstErrorStays();
    void fieldsOfAllLengths_data();
    void fieldsOfAllLengths();
};

void TestFieldReader::variableIntegers_data()
{
    QTest::addColumn<quint32>("value");
    QTest::addColumn<QByteArray>("bytes");

    const auto row = [](const char *bytes, quint32 value) {
        QTest::newRow(bytes) << value << QByteArray::fromHex(bytes);
    };
    // MQTT 5.0 §1.5.5, table 1-1.
    row("00", 0);
    row("01", 1);
    row("7f", 127);
    row("8001", 128);
    row("c102", 321);
    row("ff7f", 16'383);
    row("808001", 16'384);
    row("ffff7f", 2'097'151);
    row("80808001", 2'097'152);
    row("ffffff7f", 268'435'455);
}

void TestFieldReader::variableIntegers()
{
    QFETCH(const quint32, value);
    QFETCH(const QByteArray, bytes);

    FieldReader reader(bytes);
    QCOMPARE(reader.variableInteger(), value);
    QVERIFY(reader.atEnd());
    QVERIFY(!reader.error());

    QByteArray written;
    appendVariableInteger(written, value);
    QCOMPARE(written, bytes);
}

void TestFieldReader::refusesVariableIntegers_data()
{
    QTest::addColumn<QByteArray>("bytes");

    const auto row = [](const char *name, const char *bytes) {
        QTest::newRow(name) << QByteArray::fromHex(bytes);
    };
    row("nothing", "");
    row("one byte is missing", "80");
    row("two bytes are missing", "ffff");
    row("the fourth byte is missing", "ffffff");
    row("F02 MQTT-1.5.5-1 0 in two bytes", "8000");
    row("MQTT-1.5.5-1 0 in three bytes", "808000");
    row("MQTT-1.5.5-1 0 in four bytes", "80808000");
    row("MQTT-1.5.5-1 127 in two bytes", "ff00");
    row("MQTT-1.5.5-1 128 in three bytes", "808100");
    row("F01 268,435,456", "8080808001");
    row("F01 five bytes", "ffffffff7f");
    row("four bytes that say there is a fifth", "ffffffff");
}

void TestFieldReader::refusesVariableIntegers()
{
    QFETCH(const QByteArray, bytes);

    FieldReader reader(bytes);
    QCOMPARE(reader.variableInteger(), 0U);
    QVERIFY(reader.error().has_value());
    QCOMPARE(reader.error()->reason, ReasonCode::MalformedPacket);
}

void TestFieldReader::numbersAreBigEndian()
{
    QByteArray bytes;
    appendByte(bytes, 0xFF);
    appendTwoByteInteger(bytes, 0x0102);
    appendFourByteInteger(bytes, 0x0304'0506);
    QCOMPARE(bytes, QByteArray::fromHex("ff 0102 03040506"));

    FieldReader reader(bytes);
    QCOMPARE(reader.bytesLeft(), 7);
    QCOMPARE(int(reader.byte()), 0xFF);
    QCOMPARE(int(reader.twoByteInteger()), 0x0102);
    QCOMPARE(reader.fourByteInteger(), 0x0304'0506U);
    reader.expectEnd();
    QVERIFY(!reader.error());
}

void TestFieldReader::packetIdsAreNotZero()
{
    const QByteArray bytes = QByteArray::fromHex("ffff 0000");
    FieldReader reader(bytes);
    QCOMPARE(int(reader.packetId()), 0xFFFF);
    QCOMPARE(int(reader.packetId()), 0);
    QCOMPARE(reader.error()->reason, ReasonCode::ProtocolError);
}

void TestFieldReader::everyReadBeyondTheEndFails()
{
    const QByteArray bytes = QByteArray::fromHex("00 03 61");
    const auto fails = [&bytes](qsizetype from, auto read) {
        FieldReader reader(QByteArrayView(bytes).sliced(from));
        read(reader);
        return reader.error() && reader.error()->reason == ReasonCode::MalformedPacket;
    };
    QVERIFY(fails(3, [](FieldReader &in) { QCOMPARE(int(in.byte()), 0); }));
    QVERIFY(fails(2, [](FieldReader &in) { QCOMPARE(int(in.twoByteInteger()), 0); }));
    QVERIFY(fails(0, [](FieldReader &in) { QCOMPARE(in.fourByteInteger(), 0U); }));
    QVERIFY(fails(2, [](FieldReader &in) { QCOMPARE(int(in.packetId()), 0); }));
    QVERIFY(fails(0, [](FieldReader &in) { QCOMPARE(in.text(), QByteArray()); }));
    QVERIFY(fails(0, [](FieldReader &in) { QCOMPARE(in.binary(), QByteArray()); }));
    QVERIFY(fails(0, [](FieldReader &in) { QVERIFY(in.take(4).isEmpty()); }));
    QVERIFY(fails(0, [](FieldReader &in) { in.expectEnd(); }));
}

void TestFieldReader::nothingIsReadBehindAnError()
{
    const QByteArray bytes(100, 'x');
    FieldReader reader(bytes);
    reader.fail(ReasonCode::QuotaExceeded, "Enough.");
    QVERIFY(reader.atEnd());
    QCOMPARE(int(reader.byte()), 0);
    QCOMPARE(reader.fourByteInteger(), 0U);
    QCOMPARE(reader.variableInteger(), 0U);
    QVERIFY(reader.takeRest().isEmpty());
    QCOMPARE(reader.error()->reason, ReasonCode::QuotaExceeded);
    QCOMPARE(reader.error()->sentence, QStringLiteral("Enough."));
}

void TestFieldReader::theFirstErrorStays()
{
    FieldReader part({});
    part.fail(ReasonCode::TopicAliasInvalid, "First.");
    FieldReader reader(QByteArrayView("abc"));
    const FieldReader fine({});
    reader.failLike(fine);
    QVERIFY(!reader.error());
    QVERIFY(!reader.atEnd());
    reader.failLike(part);
    QVERIFY(reader.atEnd());
    reader.fail(ReasonCode::MalformedPacket, "Second.");
    QCOMPARE(reader.error(), part.error());
}

void TestFieldReader::fieldsOfAllLengths_data()
{
    QTest::addColumn<qsizetype>("size");

    QTest::newRow("0") << qsizetype(0);
    QTest::newRow("1") << qsizetype(1);
    QTest::newRow("255") << qsizetype(255);
    QTest::newRow("256") << qsizetype(256);
    QTest::newRow("maximum") << limits::maxMqttFieldBytes;
}

void TestFieldReader::fieldsOfAllLengths()
{
    QFETCH(const qsizetype, size);

    const QByteArray field(size, 'x');
    QByteArray bytes;
    appendField(bytes, field);
    QCOMPARE(bytes.size(), size + 2);
    FieldReader asText(bytes);
    QCOMPARE(asText.text(), field);
    FieldReader asBinary(bytes);
    QCOMPARE(asBinary.binary(), field);

    FieldReader cut(QByteArrayView(bytes).chopped(1));
    QCOMPARE(cut.binary(), QByteArray());
    QVERIFY(cut.error().has_value());
}

QTEST_GUILESS_MAIN(TestFieldReader)
#include "tst_fieldreader.moc"
