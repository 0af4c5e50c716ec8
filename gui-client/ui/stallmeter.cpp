#include "ui/stallmeter.h"

#include <algorithm>
#include <cmath>

namespace corkboard {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds busyTick = 5ms;
constexpr std::chrono::milliseconds idleTick = 100ms;
constexpr double stepsPerMillisecond = 10;
constexpr std::size_t stepCount = 20'001; // 0 to 2 s, and one for all that is longer

} // namespace

StallMeter::StallMeter(QObject *parent)
    : QObject(parent)
    , m_steps(stepCount, 0)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(busyTick);
    connect(&m_timer, &QTimer::timeout, this, &StallMeter::tick);
}

void StallMeter::start()
{
    m_clock.start();
    m_timer.start();
}

void StallMeter::stop()
{
    m_timer.stop();
}

void StallMeter::setBusy(bool busy)
{
    const auto interval = busy ? busyTick : idleTick;
    if (m_timer.intervalAsDuration() == interval) {
        return;
    }
    m_timer.setInterval(interval);
    // A running timer begins its interval anew; the time already waited would count as a stall.
    m_clock.start();
}

void StallMeter::reset()
{
    std::ranges::fill(m_steps, 0);
    m_count = 0;
    m_longest = m_recentLongest = Milliseconds(0);
    m_clock.start();
}

void StallMeter::record(Milliseconds gap)
{
    const double steps = std::ceil(std::max(gap.count(), 0.0) * stepsPerMillisecond);
    const auto step = static_cast<std::size_t>(std::min(steps, double(stepCount - 1)));
    ++m_steps[step];
    ++m_count;
    m_longest = std::max(m_longest, gap);
    m_recentLongest = std::max(m_recentLongest, gap);
}

StallMeter::Milliseconds StallMeter::takeRecentLongest()
{
    return std::exchange(m_recentLongest, Milliseconds(0));
}

StallMeter::Milliseconds StallMeter::percentile(double percent) const
{
    if (m_count == 0) {
        return Milliseconds(0);
    }
    const auto wanted
        = static_cast<quint64>(std::ceil(static_cast<double>(m_count) * percent / 100.0));
    quint64 seen = 0;
    for (std::size_t step = 0; step < m_steps.size(); ++step) {
        seen += m_steps[step];
        if (seen >= wanted) {
            const bool last = step == m_steps.size() - 1;
            return last ? m_longest : Milliseconds(double(step) / stepsPerMillisecond);
        }
    }
    return m_longest;
}

void StallMeter::tick()
{
    const Milliseconds gap = std::chrono::nanoseconds(m_clock.nsecsElapsed());
    m_clock.start();
    record(gap - Milliseconds(m_timer.intervalAsDuration() - busyTick));
}

} // namespace corkboard
