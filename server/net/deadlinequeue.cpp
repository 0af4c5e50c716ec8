#include "net/deadlinequeue.h"

namespace corkboard {

DeadlineQueue::DeadlineQueue(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DeadlineQueue::handleTimeout);
}

void DeadlineQueue::schedule(DeadlineTarget *target, TimePoint when, TimePoint before)
{
    cancel(target, before);
    if (when != never) {
        m_entries.emplace(when, target);
        startTimer();
    }
}

void DeadlineQueue::cancel(DeadlineTarget *target, TimePoint when)
{
    if (when != never) {
        m_entries.erase({when, target});
    }
}

void DeadlineQueue::startTimer()
{
    if (m_entries.empty() || m_entries.begin()->first >= m_timerAt) {
        return;
    }
    m_timerAt = m_entries.begin()->first;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(
        m_timerAt - std::chrono::steady_clock::now());
    m_timer.start(std::max(wait, std::chrono::milliseconds(0)));
}

void DeadlineQueue::handleTimeout()
{
    m_timerAt = never;
    const TimePoint now = std::chrono::steady_clock::now();
    while (!m_entries.empty() && m_entries.begin()->first <= now) {
        DeadlineTarget *target = m_entries.begin()->second;
        m_entries.erase(m_entries.begin());
        target->handleDeadline(now);
    }
    startTimer();
}

} // namespace corkboard
