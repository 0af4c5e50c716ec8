#pragma once

#include <QAbstractEventDispatcher>
#include <QHash>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace corkboard {

/**
 * Qt's event loop on epoll (Linux): a turn costs by what is ready, not by how many sockets exist.
 *
 * Qt's own dispatchers hand every descriptor to poll() on every turn, which decides everything once
 * there are thousands of clients. Changes of interest are gathered and told to the system right
 * before it is waited for, except that a descriptor without notifiers is taken out at once: its
 * number may be closed and given to another socket in the same turn.
 *
 * Install it with QCoreApplication::setEventDispatcher() before the application object is made. As
 * with every dispatcher only wakeUp() and interrupt() may be called from other threads.
 */
class EpollEventDispatcher final : public QAbstractEventDispatcher {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EpollEventDispatcher)
public:
    explicit EpollEventDispatcher(QObject *parent = nullptr);
    ~EpollEventDispatcher() override;

    /// False where the system gave no epoll descriptor; then the object must not be installed.
    [[nodiscard]] bool isValid() const { return m_epoll >= 0 && m_wakeUpDescriptor >= 0; }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                       QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;
    void wakeUp() override;
    void interrupt() override;

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The notifiers of one descriptor, by QSocketNotifier::Type, and what the system was told.
    struct Watch {
        QSocketNotifier *notifiers[3] = {};
        uint32_t told = 0; ///< EPOLL… bits
        uint32_t generation = 0; ///< tells an event for the descriptor's former life apart
        bool changed = false; ///< stands in m_changed
    };
    struct Timer {
        QObject *object;
        std::chrono::milliseconds interval;
        Qt::TimerType type;
        TimePoint due;
        bool running = false; ///< its event is being handled: it does not fire inside itself
    };

    [[nodiscard]] static uint32_t wanted(const Watch &watch);
    void tellSystem(int descriptor, Watch &watch);
    void tellChanges();
    void forget(int descriptor, Watch &watch);
    [[nodiscard]] int waitTime(bool mayWait, bool timers) const;
    int handleSockets(int milliseconds, bool activate);
    int activate(int descriptor, uint32_t generation, uint32_t events);
    int handleTimers();
    void drainWakeUps();
    [[nodiscard]] static TimePoint nextDue(TimePoint from, const Timer &timer);

    int m_epoll = -1;
    int m_wakeUpDescriptor = -1;
    std::atomic<bool> m_wokenUp = false; ///< the next wait is to return at once
    std::atomic<bool> m_wakeUpWritten = false; ///< the descriptor is readable
    std::atomic<bool> m_interrupted = false;
    uint32_t m_lastGeneration = 0;
    QHash<int, Watch> m_watches;
    std::vector<int> m_changed;
    QHash<int, Timer> m_timers;
    std::set<std::pair<TimePoint, int>> m_timerOrder; ///< when due, and its id
};

} // namespace corkboard
