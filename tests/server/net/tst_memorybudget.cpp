#include "net/memorybudget.h"

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;

class TestMemoryBudget : public QObject {
    Q_OBJECT

private slots:
    void saysSoInTheNextTurn();
    void sharedBytesCountOnce();
};

void TestMemoryBudget::saysSoInTheNextTurn()
{
    MemoryBudget budget(100);
    const QSignalSpy exceeded(&budget, &MemoryBudget::exceeded);
    budget.add(100);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(exceeded.size(), 0);
    QVERIFY(!budget.isExceeded());
    budget.add(1);
    budget.add(1);
    QVERIFY(budget.isExceeded());
    QCOMPARE(exceeded.size(), 0); // the broker may be in the middle of a fan-out
    QCoreApplication::sendPostedEvents();
    QCOMPARE(exceeded.size(), 1);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(exceeded.size(), 1);
    budget.add(-2);
    QCOMPARE(budget.used(), 100);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(exceeded.size(), 1);
    budget.add(5);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(exceeded.size(), 2);
}

void TestMemoryBudget::sharedBytesCountOnce()
{
    MemoryBudget budget(1'000);
    const QByteArray bytes(300, 'x');
    const QByteArray sameBytes = bytes;
    const QByteArray otherBytes(300, 'x');
    budget.share(bytes);
    budget.share(sameBytes);
    QCOMPARE(budget.used(), 300);
    budget.share(otherBytes);
    QCOMPARE(budget.used(), 600);
    budget.unshare(bytes);
    QCOMPARE(budget.used(), 600);
    budget.unshare(bytes);
    QCOMPARE(budget.used(), 300);
    budget.unshare(otherBytes);
    QCOMPARE(budget.used(), 0);
}

QTEST_GUILESS_MAIN(TestMemoryBudget)
#include "tst_memorybudget.moc"
