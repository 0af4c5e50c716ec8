#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <set>
#include <utility>

namespace corkboard {

/// Something that has a deadline now and then.
class DeadlineTarget {
public:
    /// The time asked for has come. May schedule the next one, must not destroy other targets.
    virtual void handleDeadline(std::chrono::steady_clock::time_point now) = 0;

protected:
    ~DeadlineTarget() = default;
};

/**
 * One timer for the deadlines of all clients; each has at most one entry.
 *
 * An entry may be early: a target whose deadline moved later in the meantime looks and schedules
 * itself again, so that the busy path never touches the queue. Lives in the broker's thread.
 */
class DeadlineQueue : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeadlineQueue)
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit DeadlineQueue(QObject *parent = nullptr);

    /// Calls target->handleDeadline() at @p when, in place of the entry at @p before if there is
    /// one.
    void schedule(DeadlineTarget *target, TimePoint when, TimePoint before);

    /// Takes the entry at @p when away, if there is one.
    void cancel(DeadlineTarget *target, TimePoint when);

    /// What stands for "no entry" in the functions above.
    static constexpr TimePoint never = TimePoint::max();

private:
    void handleTimeout();
    void startTimer();

    std::set<std::pair<TimePoint, DeadlineTarget *>> m_entries;
    QTimer m_timer;
    TimePoint m_timerAt = never;
};

} // namespace corkboard
