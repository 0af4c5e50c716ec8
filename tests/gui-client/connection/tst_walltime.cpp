#include "connection/walltime.h"

#include <QDateTime>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestWallTime final : public QObject {
    Q_OBJECT

private slots:
    void textsShowLocalTime();
    void nowIsBetweenTwoLooksAtTheClock();
};

void TestWallTime::textsShowLocalTime()
{
    const QDateTime moment(QDate(2026, 11, 22), QTime(10, 2, 11, 204));
    const WallTime time{std::chrono::milliseconds(moment.toMSecsSinceEpoch())};
    QCOMPARE(shortClockText(time), u"10:02"_s);
    QCOMPARE(exactClockText(time), u"10:02:11.204"_s);
}

void TestWallTime::nowIsBetweenTwoLooksAtTheClock()
{
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const qint64 now = currentWallTime().time_since_epoch().count();
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(before <= now);
    QVERIFY(now <= after);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestWallTime)
#include "tst_walltime.moc"
