#include "ui/inlinenotice.h"

#include <QSignalSpy>
#include <QTest>
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

QTEST_MAIN(TestInlineNotice)
#include "tst_inlinenotice.moc"
