#include "ui/wrappedtext.h"

#include <QScrollBar>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestWrappedText : public QObject {
    Q_OBJECT

private slots:
    void longWordsAreBroken();
    void heightFollowsTextAndWidth();
    void markupIsShown();
    void fontChangesTheHeight();
};

void TestWrappedText::longWordsAreBroken()
{
    WrappedText text(40);
    const int narrow = text.minimumSizeHint().width();
    text.resize(200, 20);
    text.show();
    const int low = text.height();
    text.setSentence(QString(300, u'W'));
    QCOMPARE(text.sentence(), QString(300, u'W'));
    QVERIFY(text.height() > 5 * low);
    QCOMPARE(text.minimumSizeHint().width(), narrow);
    QCOMPARE(text.horizontalScrollBar()->maximum(), 0);
    QVERIFY(text.document()->idealWidth() <= text.viewport()->width());
}

void TestWrappedText::heightFollowsTextAndWidth()
{
    WrappedText text(3);
    text.resize(400, 20);
    text.show();
    text.setSentence(u"one two three four five six seven eight nine ten"_s);
    const int wide = text.height();
    text.resize(150, wide);
    QTRY_VERIFY_WITH_TIMEOUT(text.height() > wide, 30'000);
    text.setSentence(QString(5'000, u'x'));
    QVERIFY(text.height() <= 4 * text.fontMetrics().lineSpacing());
    QTRY_VERIFY_WITH_TIMEOUT(text.verticalScrollBar()->maximum() > 0, 30'000);
    text.setSentence(u"x"_s);
    QVERIFY(text.height() < 2 * text.fontMetrics().lineSpacing());
}

void TestWrappedText::markupIsShown()
{
    WrappedText text(3);
    text.setSentence(u"<b>bold</b> &amp; <img src=x>"_s);
    QCOMPARE(text.sentence(), u"<b>bold</b> &amp; <img src=x>"_s);
    QCOMPARE(text.accessibleName(), text.sentence());
}

void TestWrappedText::fontChangesTheHeight()
{
    WrappedText text(3);
    text.resize(400, 20);
    text.show();
    text.setSentence(u"x"_s);
    const int before = text.height();
    QFont font = text.font();
    font.setPointSizeF(font.pointSizeF() * 2);
    text.setFont(font);
    QVERIFY(text.height() > before);
}

QTEST_MAIN(TestWrappedText)
#include "tst_wrappedtext.moc"
