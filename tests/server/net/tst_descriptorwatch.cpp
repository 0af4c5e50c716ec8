#include "descriptorshortage.h"
#include "net/descriptorwatch.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestDescriptorWatch : public QObject {
    Q_OBJECT

private slots:
    void isSilentWhileThereAreDescriptors();
    void saysWhenTheyRunOutAndComeBack();
    void oneFreeDescriptorIsEnough();
    void shortagesInARowAreLoggedOnce();
};

namespace {

void expectWarning()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"^No file descriptors are left"_s));
}

} // namespace

void TestDescriptorWatch::isSilentWhileThereAreDescriptors()
{
    DescriptorWatch watch;
    const QSignalSpy exhausted(&watch, &DescriptorWatch::exhausted);
    const QSignalSpy available(&watch, &DescriptorWatch::available);
    watch.check();
    QVERIFY(!watch.isExhausted());
    QCOMPARE(exhausted.size(), 0);
    QCOMPARE(available.size(), 0);
}

void TestDescriptorWatch::saysWhenTheyRunOutAndComeBack()
{
    DescriptorWatch watch;
    const QSignalSpy exhausted(&watch, &DescriptorWatch::exhausted);
    QSignalSpy available(&watch, &DescriptorWatch::available);
    DescriptorShortage shortage;
    expectWarning();
    watch.check();
    watch.check(); // a second look says nothing new
    const bool wasExhausted = watch.isExhausted();
    shortage.end();
    QVERIFY(wasExhausted);
    QCOMPARE(exhausted.size(), 1);
    QCOMPARE(available.size(), 0);
    QVERIFY(available.wait());
    QVERIFY(!watch.isExhausted());
    QCOMPARE(available.size(), 1);
}

void TestDescriptorWatch::oneFreeDescriptorIsEnough()
{
    DescriptorWatch watch;
    QSignalSpy available(&watch, &DescriptorWatch::available);
    DescriptorShortage shortage;
    expectWarning();
    watch.check();
    shortage.free(1);
    const bool came = available.wait();
    const bool stillExhausted = watch.isExhausted();
    shortage.end();
    QVERIFY(came);
    QVERIFY(!stillExhausted);
}

void TestDescriptorWatch::shortagesInARowAreLoggedOnce()
{
    DescriptorWatch watch;
    const QSignalSpy exhausted(&watch, &DescriptorWatch::exhausted);
    QSignalSpy available(&watch, &DescriptorWatch::available);
    expectWarning(); // once; a second one would be printed as it is
    QTest::failOnWarning(QRegularExpression(u"descriptors"_s));
    for (int round = 1; round <= 2; ++round) {
        DescriptorShortage shortage;
        watch.check();
        shortage.end();
        QCOMPARE(exhausted.size(), round);
        QTRY_COMPARE(available.size(), round);
    }
}

QTEST_GUILESS_MAIN(TestDescriptorWatch)
#include "tst_descriptorwatch.moc"
