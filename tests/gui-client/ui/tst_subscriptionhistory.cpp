#include "connection/classroomconnection.h"
#include "connectionhelpers.h"
#include "fakeserver.h"
#include "patience.h"
#include "ui/lastsubscriptions.h"
#include "ui/subscriptionhistory.h"

#include <QAction>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

/// What can be taken back, and what is offered again, with a server that says what the test wants.
class TestSubscriptionHistory : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void stackMovesOnTheAnswer();
    void oneStepAtATime();
    void failureThatMayPassLeavesTheStep_data();
    void failureThatMayPassLeavesTheStep();
    void whatIsDoneAlreadyIsDone_data();
    void whatIsDoneAlreadyIsDone();
    void partOfAStepIsEnough();
    void whatTheBrokerChangesIsNoStep();
    void leavingForgetsAll();
    void ampersandIsNoMnemonic();
    void lastSubscriptionsBelongToTheirBroker();

private:
    /// Subscribes and waits until it can be undone.
    [[nodiscard]] bool subscribe(const QString &filter);

    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<ClassroomConnection> m_connection;
    std::unique_ptr<SubscriptionHistory> m_history;
};

void TestSubscriptionHistory::init()
{
    m_server = std::make_unique<FakeServer>();
    QVERIFY(m_server->listen());
    m_connection = std::make_unique<ClassroomConnection>(quickTiming());
    m_history = std::make_unique<SubscriptionHistory>(*m_connection);
    QVERIFY(connectTo(*m_connection, *m_server));
    m_server->clearLines();
}

void TestSubscriptionHistory::cleanup()
{
    m_history.reset();
    m_connection.reset();
    m_server.reset();
}

bool TestSubscriptionHistory::subscribe(const QString &filter)
{
    const int count = m_history->stack().count();
    m_connection->subscribe(filter);
    return QTest::qWaitFor([&] { return m_history->stack().count() > count; }, patience);
}

void TestSubscriptionHistory::stackMovesOnTheAnswer()
{
    QVERIFY(!m_history->undoAction()->isEnabled());
    m_server->setAnswer("<SUB, WEATHER/#>", "<SUCCESS, SUB, WEATHER, WEATHER/MN>\n");
    QVERIFY(subscribe(u"WEATHER/#"_s));
    QCOMPARE(m_history->undoAction()->text(), u"U&ndo subscribe WEATHER/#"_s);
    m_history->undoAction()->trigger();
    QCOMPARE(m_history->stack().index(), 1);
    QVERIFY(!m_history->undoAction()->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().index(), 0, patience);
    QCOMPARE(m_server->lines("<UNSUB"),
             QByteArrayList({"<UNSUB, WEATHER>", "<UNSUB, WEATHER/MN>"}));
    QCOMPARE(m_history->stack().count(), 1);
    QVERIFY(m_history->redoAction()->isEnabled());
    m_history->redoAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().index(), 1, patience);
    QCOMPARE(m_server->lines("<SUB"), QByteArrayList({"<SUB, WEATHER/#>", "<SUB, WEATHER/#>"}));
    QCOMPARE(m_history->stack().count(), 1);
}

void TestSubscriptionHistory::oneStepAtATime()
{
    QVERIFY(subscribe(u"A"_s));
    QVERIFY(subscribe(u"B"_s));
    m_history->undoAction()->trigger();
    m_history->undoAction()->trigger();
    m_history->redoAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().index(), 1, patience);
    QCOMPARE(m_server->lines("<UNSUB"), QByteArrayList({"<UNSUB, B>"}));
    QVERIFY(m_history->undoAction()->isEnabled());
}

void TestSubscriptionHistory::failureThatMayPassLeavesTheStep_data()
{
    QTest::addColumn<bool>("unsubscribed");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("limit") << true << QByteArray("<ERROR, SUB, limit, Full.>\n");
    QTest::newRow("no topic of that name") << true << QByteArray("<ERROR, SUB, no-match, No.>\n");
    QTest::newRow("leaving refused") << false << QByteArray("<ERROR, UNSUB, limit, Not now.>\n");
    QTest::newRow("the connection ends") << false << QByteArray();
}

void TestSubscriptionHistory::failureThatMayPassLeavesTheStep()
{
    QFETCH(bool, unsubscribed);
    QFETCH(QByteArray, error);
    QVERIFY(subscribe(u"A"_s));
    if (unsubscribed) {
        m_connection->unsubscribe(u"A"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().count(), 2, patience);
    }
    const int index = m_history->stack().index();
    m_server->setScript(unsubscribed ? "<SUB" : "<UNSUB", [&](const QByteArray &) {
        if (error.isEmpty()) {
            m_server->dropClient();
        }
        return error;
    });
    m_history->undoAction()->trigger();
    QVERIFY(!m_history->undoAction()->isEnabled());
    // With a connection again, where it was lost.
    QTRY_VERIFY_WITH_TIMEOUT(m_history->undoAction()->isEnabled(), patience);
    QCOMPARE(m_history->stack().index(), index);
    QCOMPARE(m_history->stack().count(), index);
}

void TestSubscriptionHistory::whatIsDoneAlreadyIsDone_data()
{
    QTest::addColumn<bool>("unsubscribed");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("subscribed already")
        << true << QByteArray("<ERROR, SUB, already-subscribed, Already.>\n");
    QTest::newRow("left already") << false
                                  << QByteArray("<ERROR, UNSUB, not-subscribed, Not any more.>\n");
    QTest::newRow("the topic is gone")
        << false << QByteArray("<ERROR, UNSUB, no-match, No topic.>\n");
}

void TestSubscriptionHistory::whatIsDoneAlreadyIsDone()
{
    QFETCH(bool, unsubscribed);
    QFETCH(QByteArray, error);
    QVERIFY(subscribe(u"A"_s));
    if (unsubscribed) {
        m_connection->unsubscribe(u"A"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().count(), 2, patience);
    }
    const int index = m_history->stack().index();
    m_server->setAnswer(unsubscribed ? "<SUB" : "<UNSUB", error);
    m_history->undoAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().index(), index - 1, patience);
}

void TestSubscriptionHistory::partOfAStepIsEnough()
{
    m_server->setAnswer("<SUB, #>", "<SUCCESS, SUB, A, B>\n");
    QVERIFY(subscribe(u"#"_s));
    m_server->setAnswer("<UNSUB, A>", "<ERROR, UNSUB, limit, Not now.>\n");
    m_history->undoAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().index(), 0, patience);
}

void TestSubscriptionHistory::whatTheBrokerChangesIsNoStep()
{
    QVERIFY(subscribe(u"A"_s));
    // The broker's list has nothing: A was left without our asking.
    QSignalSpy unsubscribed(m_connection.get(), &BrokerConnection::unsubscribed);
    m_connection->requestSubscriptions();
    QTRY_COMPARE_WITH_TIMEOUT(unsubscribed.size(), 1, patience);
    QCOMPARE(m_history->stack().count(), 1);
}

void TestSubscriptionHistory::leavingForgetsAll()
{
    QVERIFY(subscribe(u"A"_s));
    FakeServer second;
    QVERIFY(second.listen());
    QVERIFY(connectTo(*m_connection, second));
    QCOMPARE(m_history->stack().count(), 0);
    QVERIFY(!m_history->undoAction()->isEnabled());
}

void TestSubscriptionHistory::ampersandIsNoMnemonic()
{
    QVERIFY(subscribe(u"A&B"_s));
    QCOMPARE(m_history->undoAction()->text(), u"U&ndo subscribe A&&B"_s);
}

void TestSubscriptionHistory::lastSubscriptionsBelongToTheirBroker()
{
    const LastSubscriptions last(*m_connection);
    for (const auto &topic : {u"C"_s, u"A"_s, u"B"_s}) {
        QVERIFY(subscribe(topic));
    }
    m_connection->unsubscribe(u"C"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_history->stack().count(), 4, patience);
    QVERIFY(last.missing().isEmpty());
    FakeServer second;
    QVERIFY(second.listen());
    QVERIFY(connectTo(*m_connection, second));
    QVERIFY(last.missing().isEmpty());
    QVERIFY(connectTo(*m_connection, *m_server));
    QCOMPARE(namesOf(last.missing()), QStringList({u"A"_s, u"B"_s}));
    QVERIFY(subscribe(u"A"_s));
    QCOMPARE(namesOf(last.missing()), QStringList({u"B"_s}));
}

QTEST_MAIN(TestSubscriptionHistory)
#include "tst_subscriptionhistory.moc"
