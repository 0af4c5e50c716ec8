#include "connection/reconnectpolicy.h"

#include <QTest>

using namespace std::chrono_literals;

namespace corkboard {

class TestReconnectPolicy final : public QObject {
    Q_OBJECT

private slots:
    void pausesDoubleUpToTheLongest();
    void resetBeginsAnew();
    void aFirstPauseOverTheLongestIsCut();
};

void TestReconnectPolicy::pausesDoubleUpToTheLongest()
{
    ReconnectPolicy policy;
    QList<qint64> pauses;
    for (int i = 0; i < 9; ++i) {
        pauses.append(policy.nextPause().count());
    }
    QCOMPARE(pauses,
             QList<qint64>({500, 1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000, 30'000}));
}

void TestReconnectPolicy::resetBeginsAnew()
{
    ReconnectPolicy policy(10ms, 100ms);
    QCOMPARE(policy.nextPause().count(), 10);
    QCOMPARE(policy.nextPause().count(), 20);
    policy.reset();
    QCOMPARE(policy.nextPause().count(), 10);
}

void TestReconnectPolicy::aFirstPauseOverTheLongestIsCut()
{
    ReconnectPolicy policy(500ms, 100ms);
    QCOMPARE(policy.nextPause().count(), 100);
    QCOMPARE(policy.nextPause().count(), 100);
    policy.reset();
    QCOMPARE(policy.nextPause().count(), 100);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestReconnectPolicy)
#include "tst_reconnectpolicy.moc"
