#include "ui/inlinenotice.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestInlineNotice : public QObject {
    Q_OBJECT

private slots:
    void isHiddenUntilShown();
    void buttonsTellAndHide();
    void escapeDismissesSilently();
    void laterNoticeReplacesTheEarlier();
    void textFromOutsideFitsAnyWidth();
    void buttonsGoBelowWhereThereIsLittleRoom();
    void screenReadersAreAlerted();
    void textIsReachedByKeys();

private:
    static QToolButton *button(const InlineNotice &notice, const QString &text);
};

QToolButton *TestInlineNotice::button(const InlineNotice &notice, const QString &text)
{
    for (auto *candidate : notice.findChildren<QToolButton *>()) {
        if (candidate->text() == text && candidate->isVisibleTo(&notice)) {
            return candidate;
        }
    }
    return nullptr;
}

void TestInlineNotice::isHiddenUntilShown()
{
    InlineNotice notice;
    QVERIFY(notice.isHidden());
    notice.showNotice(InlineNotice::Kind::Hint, u"Tick a topic."_s);
    QVERIFY(notice.isVisible());
    QCOMPARE(notice.sentence(), u"Tick a topic."_s);
    QCOMPARE(notice.accessibleName(), u"Tick a topic."_s);
}

void TestInlineNotice::buttonsTellAndHide()
{
    InlineNotice notice;
    QSignalSpy first(&notice, &InlineNotice::actionTriggered);
    QSignalSpy second(&notice, &InlineNotice::secondActionTriggered);
    notice.showNotice(InlineNotice::Kind::Error, u"Refused."_s, u"Start"_s, u"Again"_s);
    QTest::mouseClick(button(notice, u"Start"_s), Qt::LeftButton);
    QCOMPARE(first.size(), 1);
    QVERIFY(notice.isHidden());
    notice.showNotice(InlineNotice::Kind::Error, u"Refused."_s, u"Start"_s, u"Again"_s);
    QTest::keyClick(button(notice, u"Again"_s), Qt::Key_Space);
    QCOMPARE(second.size(), 1);
    QCOMPARE(first.size(), 1);
    QVERIFY(notice.isHidden());
}

void TestInlineNotice::escapeDismissesSilently()
{
    InlineNotice notice;
    QSignalSpy first(&notice, &InlineNotice::actionTriggered);
    notice.showNotice(InlineNotice::Kind::Hint, u"Really?"_s, u"Yes"_s);
    QTest::keyClick(button(notice, u"Yes"_s), Qt::Key_Escape);
    QVERIFY(notice.isHidden());
    QVERIFY(first.isEmpty());
    QCOMPARE(notice.sentence(), QString());
}

void TestInlineNotice::laterNoticeReplacesTheEarlier()
{
    InlineNotice notice;
    notice.showNotice(InlineNotice::Kind::Error, u"One."_s, u"Start"_s, u"Again"_s);
    notice.showNotice(InlineNotice::Kind::Hint, u"Two."_s);
    QCOMPARE(notice.sentence(), u"Two."_s);
    QVERIFY(!button(notice, u"Start"_s));
    QVERIFY(!button(notice, u"Again"_s));
}

void TestInlineNotice::textFromOutsideFitsAnyWidth()
{
    InlineNotice notice;
    const QString word(250, u'W');
    notice.showNotice(InlineNotice::Kind::Hint, u"It is short."_s, u"Create it"_s);
    notice.resize(500, notice.sizeHint().height());
    const int low = notice.sizeHint().height();
    notice.showNotice(InlineNotice::Kind::Hint, word + u" is no topic yet."_s, u"Create "_s + word);
    QCOMPARE(notice.sentence(), word + u" is no topic yet."_s);
    QVERIFY2(notice.minimumSizeHint().width() < 500,
             qPrintable(QString::number(notice.minimumSizeHint().width())));
    notice.resize(500, low);
    // The word is broken: all of it is seen, below one another.
    QTRY_VERIFY_WITH_TIMEOUT(notice.sizeHint().height() > low, 30'000);
    const auto *text = notice.findChild<QTextEdit *>();
    QCOMPARE(text->horizontalScrollBar()->maximum(), 0);
    auto *create = notice.findChildren<QToolButton *>().constFirst();
    QVERIFY(create->text().startsWith("Create W"_L1) && create->text().size() < 60);
    QCOMPARE(create->accessibleName(), u"Create "_s + word);
    QVERIFY(create->toolTip().contains("WWWW"_L1));
}

void TestInlineNotice::buttonsGoBelowWhereThereIsLittleRoom()
{
    InlineNotice notice;
    notice.showNotice(InlineNotice::Kind::Hint, u"WEATHER/# was expanded; this came later."_s,
                      u"Subscribe again"_s);
    const auto *text = notice.findChild<QTextEdit *>();
    const auto *again = button(notice, u"Subscribe again"_s);
    notice.resize(600, 40);
    QTRY_VERIFY_WITH_TIMEOUT(again->x() > text->geometry().right(), 30'000);
    notice.resize(250, 80);
    QTRY_VERIFY_WITH_TIMEOUT(again->y() > text->geometry().bottom(), 30'000);
    QVERIFY(text->width() > 200);
}

namespace {

QList<QObject *> alerted;

void noteEvent(QAccessibleEvent *event)
{
    if (event->type() == QAccessible::Alert) {
        alerted.append(event->object());
    }
}

} // namespace

void TestInlineNotice::screenReadersAreAlerted()
{
    QAccessible::setActive(true);
    if (!QAccessible::isActive()) {
        QSKIP("no accessibility is running here");
    }
    const auto before = QAccessible::installUpdateHandler(noteEvent);
    InlineNotice notice;
    notice.showNotice(InlineNotice::Kind::Error, u"Refused."_s);
    QAccessible::installUpdateHandler(before);
    QCOMPARE(alerted, QList<QObject *>{&notice});
    QCOMPARE(QAccessible::queryAccessibleInterface(&notice)->text(QAccessible::Name),
             u"Refused."_s);
}

void TestInlineNotice::textIsReachedByKeys()
{
    InlineNotice notice;
    notice.showNotice(InlineNotice::Kind::Error, u"Refused."_s);
    auto *text = notice.findChild<QTextEdit *>();
    QVERIFY((text->focusPolicy() & Qt::TabFocus) != 0);
    QCOMPARE(text->accessibleName(), u"Refused."_s);
    text->setFocus();
    QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(text->textCursor().selectedText(), u"Refused."_s);
    QSignalSpy closed(&notice, &InlineNotice::closed);
    QTest::keyClick(text, Qt::Key_Escape);
    QCOMPARE(closed.size(), 1);
    QVERIFY(notice.isHidden());
}

QTEST_MAIN(TestInlineNotice)
#include "tst_inlinenotice.moc"
