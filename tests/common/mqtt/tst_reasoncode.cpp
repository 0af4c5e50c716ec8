#include "mqtt/reasoncode.h"

#include <QSet>
#include <QTest>

using namespace corkboard::mqtt;

class TestReasonCode : public QObject {
    Q_OBJECT

private slots:
    void codesOfEachPacket_data();
    void codesOfEachPacket();
    void everyCodeHasItsWords();
    void errorsBeginAt0x80();
    void connackReturnCodes_data();
    void connackReturnCodes();
    void everyCodeHasAReturnCode();
};

namespace {

const QByteArray everyCode
    = QByteArray::fromHex("000102041011181980818283848586878889"
                          "8a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2");

} // namespace

void TestReasonCode::codesOfEachPacket_data()
{
    QTest::addColumn<PacketType>("type");
    QTest::addColumn<QByteArray>("codes");

    const auto row = [](const char *name, PacketType type, const char *codes) {
        QTest::newRow(name) << type << QByteArray::fromHex(codes);
    };
    row("§3.2.2.2 CONNACK", PacketType::Connack,
        "00 80 81 82 83 84 85 86 87 88 89 8a 8c 90 95 97 99 9a 9b 9c 9d 9f");
    row("§3.4.2.1 PUBACK", PacketType::Puback, "00 10 80 83 87 90 91 97 99");
    row("§3.5.2.1 PUBREC", PacketType::Pubrec, "00 10 80 83 87 90 91 97 99");
    row("§3.6.2.1 PUBREL", PacketType::Pubrel, "00 92");
    row("§3.7.2.1 PUBCOMP", PacketType::Pubcomp, "00 92");
    row("§3.9.3 SUBACK", PacketType::Suback, "00 01 02 80 83 87 8f 91 97 9e a1 a2");
    row("§3.11.3 UNSUBACK", PacketType::Unsuback, "00 11 80 83 87 8f 91");
    row("§3.14.2.1 DISCONNECT", PacketType::Disconnect,
        "00 04 80 81 82 83 87 89 8b 8d 8e 8f 90 93 94 95 96 97 98 99 9a 9b 9c 9d 9e 9f a0 a1 a2");
    row("§3.15.2.1 AUTH", PacketType::Auth, "00 18 19");
    row("PUBLISH has none", PacketType::Publish, "");
}

void TestReasonCode::codesOfEachPacket()
{
    QFETCH(const PacketType, type);
    QFETCH(const QByteArray, codes);

    for (int value = 0; value < 256; ++value) {
        const auto reason = reasonCodeIn(type, quint8(value));
        QCOMPARE(reason.has_value(), codes.contains(char(value)));
        if (reason) {
            QCOMPARE(int(*reason), value);
        }
    }
}

void TestReasonCode::everyCodeHasItsWords()
{
    QCOMPARE(everyCode.size(), 43);
    QSet<QString> names;
    QSet<QString> sentences;
    for (const char code : everyCode) {
        names.insert(nameOf(ReasonCode(code)));
        sentences.insert(describe(ReasonCode(code)));
        QVERIFY(describe(ReasonCode(code)).endsWith(QLatin1Char('.')));
    }
    QCOMPARE(names.size(), everyCode.size());
    QCOMPARE(sentences.size(), everyCode.size());
    QCOMPARE(nameOf(ReasonCode::NotAuthorized), QStringLiteral("not authorized"));
}

void TestReasonCode::errorsBeginAt0x80()
{
    for (const char code : everyCode) {
        QCOMPARE(isError(ReasonCode(code)), quint8(code) >= 0x80);
    }
}

void TestReasonCode::connackReturnCodes_data()
{
    QTest::addColumn<ReasonCode>("reason");
    QTest::addColumn<int>("returnCode");
    QTest::addColumn<bool>("bothWays");

    const auto row = [](const char *name, ReasonCode reason, int returnCode, bool bothWays) {
        QTest::newRow(name) << reason << returnCode << bothWays;
    };
    row("accepted", ReasonCode::Success, 0, true);
    row("unacceptable protocol version", ReasonCode::UnsupportedProtocolVersion, 1, true);
    row("identifier rejected", ReasonCode::ClientIdentifierNotValid, 2, true);
    row("server unavailable", ReasonCode::ServerUnavailable, 3, true);
    row("bad user name or password", ReasonCode::BadUserNameOrPassword, 4, true);
    row("not authorized", ReasonCode::NotAuthorized, 5, true);
    row("server busy", ReasonCode::ServerBusy, 3, false);
    row("quota exceeded", ReasonCode::QuotaExceeded, 3, false);
    row("banned", ReasonCode::Banned, 5, false);
    row("bad authentication method", ReasonCode::BadAuthenticationMethod, 4, false);
}

void TestReasonCode::connackReturnCodes()
{
    QFETCH(const ReasonCode, reason);
    QFETCH(const int, returnCode);
    QFETCH(const bool, bothWays);

    QCOMPARE(int(connackReturnCode(reason)), returnCode);
    QCOMPARE(reasonCodeFromConnack(quint8(returnCode)) == reason, bothWays);
}

void TestReasonCode::everyCodeHasAReturnCode()
{
    for (const char code : everyCode) {
        const quint8 returnCode = connackReturnCode(ReasonCode(code));
        QVERIFY(returnCode <= 5);
        QCOMPARE(returnCode == 0, code == 0);
    }
    for (int value = 6; value < 256; ++value) {
        QCOMPARE(reasonCodeFromConnack(quint8(value)), std::nullopt);
    }
}

QTEST_GUILESS_MAIN(TestReasonCode)
#include "tst_reasoncode.moc"
