#include "broker/broker.h"
#include "net/brokerclock.h"
#include "topics.h"

#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace std::chrono_literals;

class TestBrokerClock : public QObject {
    Q_OBJECT

private slots:
    void theBrokerKnowsTheTime();
    void whatIsDueHappens();
    void anEarlierDeadlineComesFirst();

private:
    static Message retained(const char *topic, Broker::TimePoint expiresAt)
    {
        Message message;
        message.topic = testtopics::name(topic);
        message.payload = "x";
        message.retain = true;
        message.expiresAt = expiresAt;
        return message;
    }
};

void TestBrokerClock::theBrokerKnowsTheTime()
{
    Broker broker;
    const auto before = std::chrono::steady_clock::now();
    const BrokerClock clock(broker);
    QVERIFY(broker.now() >= before);
}

void TestBrokerClock::whatIsDueHappens()
{
    Broker broker;
    const BrokerClock clock(broker);
    const auto due = std::chrono::steady_clock::now() + 20ms;
    QVERIFY(broker.keep(retained("T", due)));
    const QSignalSpy changed(&broker, &Broker::retainedChanged);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 30'000);
    QVERIFY(std::chrono::steady_clock::now() >= due);
    QCOMPARE(broker.retained().count(), 0);
}

void TestBrokerClock::anEarlierDeadlineComesFirst()
{
    Broker broker;
    const BrokerClock clock(broker);
    QVERIFY(broker.keep(retained("late", std::chrono::steady_clock::now() + 24h)));
    QVERIFY(broker.keep(retained("soon", std::chrono::steady_clock::now() + 10ms)));
    QTRY_COMPARE_WITH_TIMEOUT(broker.retained().count(), 1, 30'000);
    QVERIFY(broker.retained().find(testtopics::name("late")) != nullptr);
}

QTEST_GUILESS_MAIN(TestBrokerClock)
#include "tst_brokerclock.moc"
