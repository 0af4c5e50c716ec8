#include "ui/stallmeter.h"

#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;

class TestStallMeter : public QObject {
    Q_OBJECT

private slots:
    void nothingNotedGivesZero();
    void percentilesCountTheGaps();
    void veryLongGapsKeepTheirMaximum();
    void recentLongestStartsAnew();
    void aBlockedLoopIsNoticed();
    void idleTicksAreNoStalls();
};

void TestStallMeter::nothingNotedGivesZero()
{
    const StallMeter meter;
    QCOMPARE(meter.count(), 0U);
    QCOMPARE(meter.percentile(99.9).count(), 0.0);
    QCOMPARE(meter.longest().count(), 0.0);
}

void TestStallMeter::percentilesCountTheGaps()
{
    StallMeter meter;
    for (int i = 1; i <= 1'000; ++i) {
        meter.record(StallMeter::Milliseconds(i / 10.0));
    }
    QCOMPARE(meter.count(), 1'000U);
    QCOMPARE(meter.percentile(50).count(), 50.0);
    QCOMPARE(meter.percentile(99).count(), 99.0);
    QCOMPARE(meter.percentile(99.9).count(), 99.9);
    QCOMPARE(meter.percentile(100).count(), 100.0);
    meter.reset();
    QCOMPARE(meter.count(), 0U);
}

void TestStallMeter::veryLongGapsKeepTheirMaximum()
{
    StallMeter meter;
    meter.record(5ms);
    meter.record(7'500ms);
    QCOMPARE(meter.percentile(50).count(), 5.0);
    QCOMPARE(meter.percentile(100).count(), 7'500.0);
    QCOMPARE(meter.longest().count(), 7'500.0);
}

void TestStallMeter::recentLongestStartsAnew()
{
    StallMeter meter;
    meter.record(40ms);
    QCOMPARE(meter.takeRecentLongest().count(), 40.0);
    meter.record(6ms);
    QCOMPARE(meter.takeRecentLongest().count(), 6.0);
    QCOMPARE(meter.longest().count(), 40.0);
}

void TestStallMeter::aBlockedLoopIsNoticed()
{
    StallMeter meter;
    meter.start();
    QTRY_VERIFY(meter.count() > 3);
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < 60) { } // the loop is held up on purpose
    QTRY_VERIFY(meter.longest() >= 60ms);
}

void TestStallMeter::idleTicksAreNoStalls()
{
    StallMeter meter;
    meter.start();
    meter.setBusy(false);
    QElapsedTimer clock;
    clock.start();
    meter.reset();
    QTRY_VERIFY(meter.count() >= 1);
    // A tick every 100 ms: only what exceeds the tick is a gap. However late a busy machine lets
    // the ticks be, the longest gap cannot have in it the 95 ms that were waited on purpose.
    const auto passed = std::chrono::nanoseconds(clock.nsecsElapsed());
    QVERIFY(meter.longest() <= passed - 95ms);
    meter.stop();
}

QTEST_GUILESS_MAIN(TestStallMeter)
#include "tst_stallmeter.moc"
