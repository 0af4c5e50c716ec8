#include "models/plaintooltip.h"

#include <QTest>
#include <QTextDocument>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestPlainToolTip final : public QObject {
    Q_OBJECT

private slots:
    void textStaysWhatItIs_data();
    void textStaysWhatItIs();
    void longWordsCanWrap();
    void nothingGivesNoTip();
};

void TestPlainToolTip::textStaysWhatItIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("a word") << u"WEATHER/MN"_s;
    QTest::newRow("a tag") << u"<b>bold</b> <img src=\"http://example.org/x.png\">"_s;
    QTest::newRow("the end of ours") << u"</p></qt><h1>big</h1>"_s;
    QTest::newRow("an entity") << u"R&amp;B & <3 &#8203; \"quoted\" 'so'"_s;
    QTest::newRow("lines and blanks") << u"one\n  two   three\nfour"_s;
    QTest::newRow("other letters") << u"Zwölf ☃ 𝄞"_s;
}

void TestPlainToolTip::textStaysWhatItIs()
{
    QFETCH(QString, text);
    const QString tip = plainToolTip(text);
    QVERIFY(Qt::mightBeRichText(tip));
    QTextDocument shown;
    shown.setHtml(tip);
    QCOMPARE(shown.toPlainText(), text);
}

void TestPlainToolTip::longWordsCanWrap()
{
    const QString word = QString(47, u'x') + u"𝄞"_s.repeated(100);
    QTextDocument shown;
    shown.setHtml(plainToolTip(word));
    QString text = shown.toPlainText();
    for (const QString &part : text.split(QChar(0x200B))) {
        QVERIFY(part.size() <= 50);
        QVERIFY2(!part.startsWith(QChar(0xDD1E)), "a letter of two code units stays whole");
    }
    QCOMPARE(text.remove(QChar(0x200B)), word);
}

void TestPlainToolTip::nothingGivesNoTip()
{
    QVERIFY(plainToolTip({}).isEmpty());
}

} // namespace corkboard

QTEST_MAIN(corkboard::TestPlainToolTip)
#include "tst_plaintooltip.moc"
