#include "patience.h"
#include "ui/demolesson.h"
#include "windowdriver.h"

#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestDemoLesson : public QObject {
    Q_OBJECT

private slots:
    void latecomerFindsStoredMessagesAndHearsLiveOnes();
    void withoutABrokerItSaysSo();
    void itEndsWithItsBroker();
};

void TestDemoLesson::latecomerFindsStoredMessagesAndHearsLiveOnes()
{
    TestServer server;
    QVERIFY(server.start());
    DemoLesson lesson;
    QSignalSpy ready(&lesson, &DemoLesson::ready);
    QSignalSpy failed(&lesson, &DemoLesson::failed);
    lesson.begin(server.address());
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patience);
    WindowDriver latecomer;
    QVERIFY(latecomer.connectTo(server));
    const auto filters = DemoLesson::openingFilters();
    for (const QString &filter : filters) {
        latecomer.window().connection().subscribe(filter);
    }
    QTRY_VERIFY_WITH_TIMEOUT(latecomer.models().feed().rowCount() >= 3, patience);
    QVERIFY(latecomer.feedRow(0).startsWith("S WEATHER "_L1));
    QStringList rows;
    for (int row = 0; row < latecomer.models().feed().rowCount(); ++row) {
        rows.append(latecomer.feedRow(row));
    }
    QCOMPARE(rows.filter(u"S NEWS "_s).size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(
        latecomer.feedRow(latecomer.models().feed().rowCount() - 1).startsWith(u'>'), patience);
    QVERIFY(failed.isEmpty());
}

void TestDemoLesson::withoutABrokerItSaysSo()
{
    DemoLesson lesson;
    QSignalSpy failed(&lesson, &DemoLesson::failed);
    lesson.begin({u"127.0.0.1"_s, 1});
    QTRY_VERIFY_WITH_TIMEOUT(!failed.isEmpty(), patience);
    QVERIFY(!failed.constFirst().constFirst().toString().isEmpty());
}

void TestDemoLesson::itEndsWithItsBroker()
{
    TestServer server;
    QVERIFY(server.start());
    DemoLesson lesson;
    QSignalSpy ready(&lesson, &DemoLesson::ready);
    QSignalSpy failed(&lesson, &DemoLesson::failed);
    lesson.begin(server.address());
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, patience);
    QVERIFY(lesson.isRunning());
    const quint16 port = server.address().port;
    QVERIFY(server.stop());
    QTRY_VERIFY_WITH_TIMEOUT(!lesson.isRunning(), patience);
    // Nobody comes back to a broker that is not the lesson's.
    QVERIFY(server.start(port));
    WindowDriver window;
    QVERIFY(window.connectTo(server));
    QTest::qWait(300);
    QCOMPARE(window.models().topics().topicCount(), 4);
    QVERIFY2(failed.isEmpty(), "it ends without a word: the window says that the broker is gone");
    lesson.begin(server.address());
    QVERIFY(!lesson.isRunning());
}

QTEST_MAIN(TestDemoLesson)
#include "tst_demolesson.moc"
