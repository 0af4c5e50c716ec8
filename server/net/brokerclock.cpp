#include "net/brokerclock.h"

#include "broker/broker.h"

#include <algorithm>
#include <chrono>

namespace corkboard {

namespace {

/// A timer counts milliseconds in an int; a day is soon enough to look again.
constexpr std::chrono::milliseconds longestWait = std::chrono::days(1);

} // namespace

BrokerClock::BrokerClock(Broker &broker, QObject *parent)
    : QObject(parent)
    , m_broker(broker)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &BrokerClock::tick);
    connect(&broker, &Broker::deadlineMoved, this, &BrokerClock::schedule);
    tick();
}

void BrokerClock::tick()
{
    m_broker.advance(std::chrono::steady_clock::now());
    schedule();
}

void BrokerClock::schedule()
{
    const Broker::TimePoint next = m_broker.nextDeadline();
    if (next == Broker::TimePoint::max()) {
        m_timer.stop();
        return;
    }
    const auto wait
        = std::chrono::ceil<std::chrono::milliseconds>(next - std::chrono::steady_clock::now());
    m_timer.start(std::clamp(wait, std::chrono::milliseconds(0), longestWait));
}

} // namespace corkboard
