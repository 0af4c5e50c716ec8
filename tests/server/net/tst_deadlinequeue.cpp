#include "net/deadlinequeue.h"

#include <QTest>

#include <functional>
#include <vector>

using namespace corkboard;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

class TestDeadlineQueue : public QObject {
    Q_OBJECT

private slots:
    void callsWhenTheTimeHasCome();
    void callsInTheOrderOfTime();
    void twoTargetsMayHaveTheSameTime();
    void scheduledAnewIsCalledOnce();
    void cancelledIsNotCalled();
    void cancellingNothingIsAllowed();
    void targetMayScheduleItselfAgain();
    void targetMayCancelAnother();
    void earlierEntryOvertakesTheTimer();
    void aTimeInThePastIsDueAtOnce();
    void neverIsNoEntry();
};

namespace {

/// Writes down when it was called.
class Target final : public DeadlineTarget {
public:
    explicit Target(std::vector<Target *> *order = nullptr)
        : calledInto(order)
    {
    }

    void handleDeadline(steady_clock::time_point now) override
    {
        calls.push_back(now);
        if (calledInto != nullptr) {
            calledInto->push_back(this);
        }
        if (action) {
            action();
        }
    }

    std::vector<steady_clock::time_point> calls;
    std::vector<Target *> *calledInto;
    std::function<void()> action;
};

constexpr auto never = DeadlineQueue::never;

} // namespace

void TestDeadlineQueue::callsWhenTheTimeHasCome()
{
    DeadlineQueue queue;
    Target target;
    const auto when = steady_clock::now() + 20ms;
    queue.schedule(&target, when, never);
    QVERIFY(target.calls.empty());
    QTRY_COMPARE(target.calls.size(), size_t(1));
    QVERIFY(target.calls[0] >= when);
    QVERIFY(target.calls[0] <= steady_clock::now());
}

void TestDeadlineQueue::callsInTheOrderOfTime()
{
    DeadlineQueue queue;
    std::vector<Target *> order;
    Target first(&order);
    Target second(&order);
    Target third(&order);
    const auto now = steady_clock::now();
    queue.schedule(&third, now + 30ms, never);
    queue.schedule(&first, now + 10ms, never);
    queue.schedule(&second, now + 20ms, never);
    QTRY_COMPARE(order.size(), size_t(3));
    QCOMPARE(order, (std::vector<Target *>{&first, &second, &third}));
}

void TestDeadlineQueue::twoTargetsMayHaveTheSameTime()
{
    DeadlineQueue queue;
    Target first;
    Target second;
    const auto when = steady_clock::now() + 5ms;
    queue.schedule(&first, when, never);
    queue.schedule(&second, when, never);
    QTRY_COMPARE(first.calls.size(), size_t(1));
    QTRY_COMPARE(second.calls.size(), size_t(1));
}

void TestDeadlineQueue::scheduledAnewIsCalledOnce()
{
    DeadlineQueue queue;
    Target target;
    Target last;
    const auto now = steady_clock::now();
    queue.schedule(&target, now + 5ms, never);
    queue.schedule(&target, now + 10ms, now + 5ms);
    queue.schedule(&last, now + 20ms, never);
    QTRY_COMPARE(last.calls.size(), size_t(1));
    QCOMPARE(target.calls.size(), size_t(1));
    QVERIFY(target.calls[0] >= now + 10ms);
}

void TestDeadlineQueue::cancelledIsNotCalled()
{
    DeadlineQueue queue;
    Target target;
    Target last;
    const auto now = steady_clock::now();
    queue.schedule(&target, now + 5ms, never);
    queue.schedule(&last, now + 10ms, never);
    queue.cancel(&target, now + 5ms);
    QTRY_COMPARE(last.calls.size(), size_t(1));
    QVERIFY(target.calls.empty());
}

void TestDeadlineQueue::cancellingNothingIsAllowed()
{
    DeadlineQueue queue;
    Target target;
    Target other;
    const auto when = steady_clock::now() + 5ms;
    queue.cancel(&target, never);
    queue.cancel(&target, when);
    queue.schedule(&target, when, never);
    queue.cancel(&other, when); // the same time, another target
    QTRY_COMPARE(target.calls.size(), size_t(1));
}

void TestDeadlineQueue::targetMayScheduleItselfAgain()
{
    DeadlineQueue queue;
    Target target;
    target.action = [&] {
        if (target.calls.size() < 3) {
            queue.schedule(&target, steady_clock::now() + 2ms, never);
        }
    };
    queue.schedule(&target, steady_clock::now() + 2ms, never);
    QTRY_COMPARE(target.calls.size(), size_t(3));
}

void TestDeadlineQueue::targetMayCancelAnother()
{
    DeadlineQueue queue;
    Target first;
    Target second;
    Target last;
    const auto now = steady_clock::now();
    // Both are due in the same turn; the first takes the second away.
    first.action = [&] { queue.cancel(&second, now + 2ms); };
    queue.schedule(&first, now + 1ms, never);
    queue.schedule(&second, now + 2ms, never);
    queue.schedule(&last, now + 3ms, never);
    QTRY_COMPARE(last.calls.size(), size_t(1));
    QCOMPARE(first.calls.size(), size_t(1));
    QVERIFY(second.calls.empty());
}

void TestDeadlineQueue::earlierEntryOvertakesTheTimer()
{
    DeadlineQueue queue;
    Target late;
    Target early;
    const auto now = steady_clock::now();
    queue.schedule(&late, now + 1h, never);
    queue.schedule(&early, now + 5ms, never);
    QTRY_COMPARE(early.calls.size(), size_t(1));
    QVERIFY(late.calls.empty());
    // The timer now waits for the late one, and an early one overtakes it again.
    queue.schedule(&early, steady_clock::now() + 5ms, never);
    QTRY_COMPARE(early.calls.size(), size_t(2));
    QVERIFY(late.calls.empty());
}

void TestDeadlineQueue::aTimeInThePastIsDueAtOnce()
{
    DeadlineQueue queue;
    Target target;
    queue.schedule(&target, steady_clock::now() - 1s, never);
    QVERIFY(target.calls.empty()); // but never from inside schedule()
    QTRY_COMPARE(target.calls.size(), size_t(1));
}

void TestDeadlineQueue::neverIsNoEntry()
{
    DeadlineQueue queue;
    Target target;
    Target last;
    const auto now = steady_clock::now();
    queue.schedule(&target, now + 5ms, never);
    queue.schedule(&target, never, now + 5ms); // the deadline is gone
    queue.schedule(&last, now + 10ms, never);
    QTRY_COMPARE(last.calls.size(), size_t(1));
    QVERIFY(target.calls.empty());
}

QTEST_GUILESS_MAIN(TestDeadlineQueue)
#include "tst_deadlinequeue.moc"
