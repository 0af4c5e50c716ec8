#include "base/escaping.h"
#include "testbytes.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestEscaping : public QObject {
    Q_OBJECT

private slots:
    void escapes_data();
    void escapes();
    void textAndBytesAreEscapedAlike();
    void halfASurrogatePairIsShown();
    void longTextIsCut_data();
    void longTextIsCut();
    void textThatJustFitsIsWhole();
    void anyBytesGiveOneBoundedLine();
    void decodesCodePoints_data();
    void decodesCodePoints();
    void everyCodePointIsDecoded();
    void visitsEveryByteOnce();
    void knowsControls();
    void writesHexDigits();
};

void TestEscaping::escapes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char *name, const QByteArray &bytes, const QString &expected) {
        QTest::newRow(name) << bytes << expected;
    };
    row("nothing", "", u""_s);
    row("plain text", "Anna (2)", u"Anna (2)"_s);
    row("L21 line feed", "a\nb", u"a\\nb"_s);
    row("L21 CR LF", "a\r\nb", u"a\\r\\nb"_s);
    row("L21 ESC[2J", "\x1B[2J", u"\\x1B[2J"_s);
    row("L21 U+202E", "abc\xE2\x80\xAEtxt", u"abc\\u{202E}txt"_s);
    row("tab", "\t", u"\\t"_s);
    row("NUL", QByteArray("\0", 1), u"\\x00"_s);
    row("DEL", "\x7F", u"\\x7F"_s);
    row("C1: U+0085 next line", "\xC2\x85", u"\\u{85}"_s);
    row("C1: U+009B starts a terminal's sequence", "\xC2\x9B", u"\\u{9B}"_s);
    row("backslash", "\\n", u"\\\\n"_s);
    row("U+2028 line separator", "\xE2\x80\xA8", u"\\u{2028}"_s);
    row("U+2029 paragraph separator", "\xE2\x80\xA9", u"\\u{2029}"_s);
    row("U+200B zero width space", "\xE2\x80\x8B", u"\\u{200B}"_s);
    row("U+200F right-to-left mark", "\xE2\x80\x8F", u"\\u{200F}"_s);
    row("U+061C Arabic letter mark", "\xD8\x9C", u"\\u{61C}"_s);
    row("U+2066 isolate", "\xE2\x81\xA6", u"\\u{2066}"_s);
    row("U+2069 end of isolate", "\xE2\x81\xA9", u"\\u{2069}"_s);
    row("U+FEFF", "\xEF\xBB\xBF", u"\\u{FEFF}"_s);
    row("bytes that are not UTF-8", "\xFF\xFB\x01", u"\\xFF\\xFB\\x01"_s);
    row("a cut character", "a\xF0\x9F\x93", u"a\\xF0\\x9F\\x93"_s);
    row("letters of other scripts stay", "M\xC3\xBCnchen \xE4\xBD\xA0", u"München 你"_s);
    row("a picture stays", "\xF0\x9F\x93\x8C", u"\U0001F4CC"_s);
}

void TestEscaping::escapes()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, expected);

    QCOMPARE(escapedForLog(QByteArrayView(bytes)), expected);
}

void TestEscaping::textAndBytesAreEscapedAlike()
{
    QCOMPARE(escapedForLog(u"Ü\n\u202E\\"_s), escapedForLog(QByteArrayView("\xC3\x9C\n\u202E\\")));
    QCOMPARE(escapedForLog(u"a\nb"_s, 3), u"…"_s);
}

void TestEscaping::halfASurrogatePairIsShown()
{
    const QString shown = escapedForLog(QString(u"a"_s + QChar(0xD83D) + u"\nb"_s));
    QCOMPARE(shown.size(), 5);
    QVERIFY(shown.isValidUtf16());
    QVERIFY(shown.startsWith(u'a'));
    QVERIFY(shown.endsWith(u"\\nb"_s));
}

void TestEscaping::longTextIsCut_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qsizetype>("maxBytes");
    QTest::addColumn<QString>("expected");

    const auto row
        = [](const char *name, const QByteArray &bytes, qsizetype maxBytes,
             const QString &expected) { QTest::newRow(name) << bytes << maxBytes << expected; };
    row("L21 64 KiB", QByteArray(65'536, 'x'), 512, QString(509, u'x') + u'…');
    row("one byte too many", "abcdefg", 6, u"abc…"_s);
    row("an escape is not cut", "abcd\n\n", 7, u"abcd…"_s);
    row("an escape does not fit", "ab\x01", 5, u"ab…"_s);
    row("a character is not cut", "ab\xF0\x9F\x93\x8C\xF0\x9F\x93\x8C", 8, u"ab…"_s);
    row("many bytes to one escape", QByteArray("\xE2\x80\xAE").repeated(100), 20,
        u"\\u{202E}\\u{202E}…"_s);
    row("room for the ellipsis alone", "abcd", 3, u"…"_s);
    row("no room for the ellipsis", "abcd", 2, u""_s);
    row("no room at all", "abcd", 0, u""_s);
}

void TestEscaping::longTextIsCut()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const qsizetype, maxBytes);
    QFETCH(const QString, expected);

    const QString shown = escapedForLog(QByteArrayView(bytes), maxBytes);
    QCOMPARE(shown, expected);
    QVERIFY(shown.toUtf8().size() <= maxBytes);
}

void TestEscaping::textThatJustFitsIsWhole()
{
    const QByteArray fits(512, 'x');
    QCOMPARE(escapedForLog(QByteArrayView(fits)), QString::fromUtf8(fits));
    QCOMPARE(escapedForLog(QByteArrayView("ab\n"), 4), u"ab\\n"_s);
}

void TestEscaping::anyBytesGiveOneBoundedLine()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    for (int i = 0; i < 2'000; ++i) {
        const QByteArray bytes
            = i == 0 ? testbytes::everyValue() : testbytes::random(generator, 2'000);
        const QString shown = escapedForLog(QByteArrayView(bytes));
        QVERIFY(shown.toUtf8().size() <= 512);
        for (const QChar c : shown) {
            QVERIFY(!isControl(c.unicode()));
            QVERIFY(c.unicode() != 0x2028 && c.unicode() != 0x2029 && c.unicode() != 0x202E);
        }
    }
}

void TestEscaping::decodesCodePoints_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<uint>("codePoint");
    QTest::addColumn<qsizetype>("length");

    const auto row
        = [](const char *name, const QByteArray &bytes, char32_t codePoint, qsizetype length) {
              QTest::newRow(name) << bytes << uint(codePoint) << length;
          };
    row("ASCII", "a\xC3\xA9", U'a', 1);
    row("two bytes, lowest", "\xC2\x80", 0x80, 2);
    row("two bytes, highest", "\xDF\xBF", 0x7FF, 2);
    row("three bytes, lowest", "\xE0\xA0\x80", 0x800, 3);
    row("three bytes, highest", "\xEF\xBF\xBF", 0xFFFF, 3);
    row("four bytes, lowest", "\xF0\x90\x80\x80", 0x1'0000, 4);
    row("four bytes, highest", "\xF4\x8F\xBF\xBF", 0x10'FFFF, 4);
    row("RFC 3629: overlong, two bytes", "\xC1\xBF", invalidUtf8, 1);
    row("RFC 3629: overlong, three bytes", "\xE0\x9F\xBF", invalidUtf8, 1);
    row("RFC 3629: overlong, four bytes", "\xF0\x8F\xBF\xBF", invalidUtf8, 1);
    row("RFC 3629: first surrogate", "\xED\xA0\x80", invalidUtf8, 1);
    row("RFC 3629: last surrogate", "\xED\xBF\xBF", invalidUtf8, 1);
    row("RFC 3629: over U+10FFFF", "\xF4\x90\x80\x80", invalidUtf8, 1);
    row("RFC 3629: F5 begins nothing", "\xF5\x80\x80\x80", invalidUtf8, 1);
    row("a continuation byte", "\xBF", invalidUtf8, 1);
    row("the second byte is no continuation", "\xC3\x28", invalidUtf8, 1);
    row("the third byte is no continuation", "\xE2\x82\x28", invalidUtf8, 1);
    row("the fourth byte is no continuation", "\xF0\x9F\x93\xC0", invalidUtf8, 1);
    row("cut behind one byte of two", "\xC3", invalidUtf8, 1);
    row("cut behind two bytes of three", "\xE2\x82", invalidUtf8, 1);
    row("cut behind three bytes of four", "\xF0\x9F\x93", invalidUtf8, 1);
}

void TestEscaping::decodesCodePoints()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const uint, codePoint);
    QFETCH(const qsizetype, length);

    qsizetype taken = 0;
    QCOMPARE(uint(firstCodePoint(bytes, taken)), codePoint);
    QCOMPARE(taken, length);
}

void TestEscaping::everyCodePointIsDecoded()
{
    for (char32_t codePoint = 0; codePoint <= 0x10'FFFF; ++codePoint) {
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            continue;
        }
        const QByteArray bytes = QStringView(QChar::fromUcs4(codePoint)).toUtf8();
        qsizetype length = 0;
        if (firstCodePoint(bytes, length) != codePoint || length != bytes.size()) {
            QFAIL(("U+" + QByteArray::number(uint(codePoint), 16)).constData());
        }
    }
}

void TestEscaping::visitsEveryByteOnce()
{
    const QByteArray bytes = "a\xC3\xA9\xFF\xE2\x82\xAC\xE2\x82";
    QByteArray joined;
    QList<uint> codePoints;
    forEachCodePoint(bytes, [&](QByteArrayView piece, char32_t codePoint) {
        joined += piece;
        codePoints += uint(codePoint);
    });
    QCOMPARE(joined, bytes);
    const uint invalid = invalidUtf8;
    QCOMPARE(codePoints, (QList<uint>{U'a', 0xE9, invalid, 0x20AC, invalid, invalid}));
}

void TestEscaping::knowsControls()
{
    for (const char32_t codePoint : {0x00, 0x1F, 0x7F, 0x80, 0x9F}) {
        QVERIFY(isControl(codePoint));
    }
    for (const char32_t codePoint : {0x20, 0x7E, 0xA0, 0x2028}) {
        QVERIFY(!isControl(codePoint));
    }
}

void TestEscaping::writesHexDigits()
{
    QCOMPARE(hexByte('\0'), QByteArray("00"));
    QCOMPARE(hexByte('\x0A'), QByteArray("0A"));
    QCOMPARE(hexByte('\xFE'), QByteArray("FE"));
}

QTEST_GUILESS_MAIN(TestEscaping)
#include "tst_escaping.moc"
