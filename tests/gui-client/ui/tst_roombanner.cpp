#include "ui/roombanner.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QTest>
#include <QToolButton>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestRoomBanner : public QObject {
    Q_OBJECT

private slots:
    void addressesAreLargeAndCopied();
    void onlyAFewAreShownAtFirst();
    void noneHidesIt();
    void escapeHidesIt();

private:
    static QList<QLabel *> addresses(const RoomBanner &banner)
    {
        QList<QLabel *> result;
        for (auto *label : banner.findChildren<QLabel *>()) {
            if (label->accessibleName().startsWith("Address"_L1)) {
                result.append(label);
            }
        }
        return result;
    }
};

void TestRoomBanner::addressesAreLargeAndCopied()
{
    RoomBanner banner;
    QVERIFY(banner.isHidden());
    banner.showAddresses({u"classroom://192.168.1.7:8092"_s});
    QVERIFY(banner.isVisible());
    QCOMPARE(addresses(banner).size(), 1);
    QLabel *label = addresses(banner).constFirst();
    QCOMPARE(label->text(), u"192.168.1.7:8092"_s);
    QVERIFY(label->font().pointSizeF() >= 2 * QApplication::font().pointSizeF());
    for (auto *button : banner.findChildren<QToolButton *>()) {
        if (button->text() == "Copy"_L1) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(QGuiApplication::clipboard()->text(), u"192.168.1.7:8092"_s);
    QCOMPARE(banner.findChild<QLabel *>(u"answer"_s)->text(), u"Copied."_s);
}

void TestRoomBanner::onlyAFewAreShownAtFirst()
{
    RoomBanner banner;
    banner.showAddresses({u"a:1"_s, u"b:1"_s, u"c:1"_s, u"classroom://d:1"_s, u"e:1"_s});
    QCOMPARE(addresses(banner).size(), RoomBanner::maxShown);
    auto *more = banner.findChild<QToolButton *>(u"moreAddresses"_s);
    QVERIFY(more);
    QCOMPARE(more->text(), u"and 2 more"_s);
    QVERIFY(more->toolTip().contains(u"d:1\ne:1"_s));
    QVERIFY(more->accessibleName().contains(u"d:1, e:1"_s));
    QTest::mouseClick(more, Qt::LeftButton);
    QCOMPARE(addresses(banner).size(), 5);
    QCOMPARE(addresses(banner).constLast()->text(), u"e:1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!banner.findChild<QToolButton *>(u"moreAddresses"_s), 30'000);
    QFont large = banner.font();
    large.setPointSizeF(large.pointSizeF() * 2);
    banner.setFont(large);
    QVERIFY(addresses(banner).constLast()->font().pointSizeF() > large.pointSizeF());
    banner.showAddresses({u"f:1"_s});
    QCOMPARE(addresses(banner).size(), 1);
    QVERIFY(!banner.findChild<QToolButton *>(u"moreAddresses"_s));
}

void TestRoomBanner::noneHidesIt()
{
    RoomBanner banner;
    banner.showAddresses({u"a:1"_s});
    banner.showAddresses({});
    QVERIFY(banner.isHidden());
}

void TestRoomBanner::escapeHidesIt()
{
    RoomBanner banner;
    banner.showAddresses({u"a:1"_s});
    QTest::keyClick(&banner, Qt::Key_Escape);
    QVERIFY(banner.isHidden());
}

QTEST_MAIN(TestRoomBanner)
#include "tst_roombanner.moc"
