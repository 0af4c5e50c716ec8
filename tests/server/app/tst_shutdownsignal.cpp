#include "app/shutdownsignal.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace corkboard;

class TestShutdownSignal : public QObject {
    Q_OBJECT

private slots:
    void signalsAreAnnounced_data();
    void signalsAreAnnounced();
    void aSecondObjectWorksAfterTheFirst();
};

void TestShutdownSignal::signalsAreAnnounced_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("name");
    QTest::newRow("SIGINT") << SIGINT << QStringLiteral("SIGINT");
    QTest::newRow("SIGTERM") << SIGTERM << QStringLiteral("SIGTERM");
}

void TestShutdownSignal::signalsAreAnnounced()
{
    QFETCH(const int, signal);
    QFETCH(const QString, name);
    const ShutdownSignal shutdown;
    QSignalSpy requested(&shutdown, &ShutdownSignal::requested);
    QCOMPARE(std::raise(signal), 0);
    QTRY_COMPARE(requested.count(), 1);
    QCOMPARE(requested.first().first().toString(), name);
}

void TestShutdownSignal::aSecondObjectWorksAfterTheFirst()
{
    {
        const ShutdownSignal first;
    }
    const ShutdownSignal second;
    QSignalSpy requested(&second, &ShutdownSignal::requested);
    QCOMPARE(std::raise(SIGTERM), 0);
    QCOMPARE(std::raise(SIGTERM), 0);
    QTRY_COMPARE(requested.count(), 2);
}

QTEST_GUILESS_MAIN(TestShutdownSignal)

#include "tst_shutdownsignal.moc"
