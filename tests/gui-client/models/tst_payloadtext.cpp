#include "models/payloadtext.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestPayloadText final : public QObject {
    Q_OBJECT

private slots:
    void oneLineOfText_data();
    void oneLineOfText();
    void wholeTextsAreNeverCut();
};

void TestPayloadText::oneLineOfText_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("maxBytes");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("cut");

    QTest::newRow("plain") << QByteArray("21.4") << 100 << u"21.4"_s << false;
    QTest::newRow("empty") << QByteArray() << 100 << u"(empty)"_s << false;
    QTest::newRow("a blank") << QByteArray(" ") << 100 << u" "_s << false;
    QTest::newRow("letters") << QByteArray("zwölf ☂") << 100 << u"zwölf ☂"_s << false;
    QTest::newRow("line ends") << QByteArray("a\r\nb\tc") << 100 << u"a\\r\\nb\\tc"_s << false;
    QTest::newRow("control") << QByteArray("\x1B[2J\x7F") << 100 << u"\\x1B[2J\\x7F"_s << false;
    QTest::newRow("NUL") << QByteArray("a\0b", 3) << 100 << u"a\\x00b"_s << false;
    QTest::newRow("not UTF-8") << QByteArray("a\xFF\xC3") << 100 << u"a\\xFF\\xC3"_s << false;
    QTest::newRow("turns the direction") << QByteArray("a\xE2\x80\xAE"
                                                       "b")
                                         << 100 << u"a\\u{202E}b"_s << false;
    QTest::newRow("a backslash stays one") << QByteArray("C:\\new") << 100 << u"C:\\new"_s << false;
    QTest::newRow("backslashes beside an escape")
        << QByteArray("\\\n\\\\") << 100 << u"\\\\n\\\\"_s << false;
    QTest::newRow("fits exactly") << QByteArray(100, 'x') << 100 << QString(100, u'x') << false;
    QTest::newRow("one too many") << QByteArray(101, 'x') << 100
                                  << QString(97, u'x') + u"… (101 bytes)"_s << true;
    QTest::newRow("escapes do not fit")
        << QByteArray(40, '\x01') << 100 << u"\\x01"_s.repeated(24) + u"… (40 bytes)"_s << true;
    QTest::newRow("true size") << QByteArray(12'345, 'x') << 10
                               << QString(7, u'x') + u"… (12,345 bytes)"_s << true;
    QTest::newRow("no letter is cut in two")
        << QByteArray("ööööö") << 8 << u"öö… (10 bytes)"_s << true;
}

void TestPayloadText::oneLineOfText()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QFETCH(QByteArray, payload);
    QFETCH(int, maxBytes);
    QFETCH(QString, text);
    QFETCH(bool, cut);
    QCOMPARE(payloadText(payload, maxBytes), text);
    QCOMPARE(isCutInText(payload, maxBytes), cut);
}

void TestPayloadText::wholeTextsAreNeverCut()
{
    QCOMPARE(wholePayloadText({}), QString());
    QCOMPARE(wholePayloadText(QByteArray(5'000, '\n')), u"\\n"_s.repeated(5'000));
    QCOMPARE(wholePayloadText("a\\b"), u"a\\b"_s);
    QCOMPARE(wholePayloadText("\xE2\x80\x8B"), u"\\u{200B}"_s);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestPayloadText)
#include "tst_payloadtext.moc"
