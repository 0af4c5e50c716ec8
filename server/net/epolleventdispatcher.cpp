#include "net/epolleventdispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>
#include <QTimerEvent>

#include <algorithm>
#include <array>
#include <limits>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace corkboard {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::array<uint32_t, 3> eventsOfType{EPOLLIN, EPOLLOUT, EPOLLPRI};

/// What makes a notifier of a type speak: an error or a hang-up is found by reading or writing.
constexpr std::array<uint32_t, 3> activatingEvents{EPOLLIN | EPOLLHUP | EPOLLERR,
                                                   EPOLLOUT | EPOLLHUP | EPOLLERR, EPOLLPRI};

/// Marks the descriptor that wakes the loop up; no socket has this number.
constexpr uint64_t wakeUpMark = std::numeric_limits<uint64_t>::max();

uint64_t markOf(int descriptor, uint32_t generation)
{
    return (uint64_t(generation) << 32) | uint32_t(descriptor);
}

} // namespace

EpollEventDispatcher::EpollEventDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUpDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = wakeUpMark;
    if (isValid()) {
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeUpDescriptor, &event);
    }
}

EpollEventDispatcher::~EpollEventDispatcher()
{
    for (const int descriptor : {m_epoll, m_wakeUpDescriptor}) {
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
}

bool EpollEventDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted = false;
    // Before the events are sent: one that is posted from now on makes the next wait return at
    // once.
    m_wokenUp = false;
    emit awake();
    QCoreApplication::sendPostedEvents();

    const bool timers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool mayWait = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted;
    tellChanges();
    const int milliseconds = waitTime(mayWait, timers);
    if (milliseconds != 0) {
        emit aboutToBlock();
    }
    int handled = handleSockets(milliseconds, !flags.testFlag(QEventLoop::ExcludeSocketNotifiers));
    if (timers) {
        handled += handleTimers();
    }
    return handled > 0;
}

int EpollEventDispatcher::waitTime(bool mayWait, bool timers) const
{
    if (!mayWait || m_wokenUp) {
        return 0;
    }
    if (!timers || m_timerOrder.empty()) {
        return -1;
    }
    const auto wait
        = std::chrono::ceil<milliseconds>(m_timerOrder.begin()->first - steady_clock::now());
    constexpr qint64 most = std::numeric_limits<int>::max();
    return int(std::clamp<qint64>(wait.count(), 0, most));
}

int EpollEventDispatcher::handleSockets(int milliseconds, bool activateNotifiers)
{
    std::array<epoll_event, 128> events;
    const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), milliseconds);
    if (milliseconds != 0) {
        emit awake();
    }
    int handled = 0;
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[size_t(i)];
        if (event.data.u64 == wakeUpMark) {
            drainWakeUps();
            ++handled;
        } else if (activateNotifiers) {
            handled += activate(int(uint32_t(event.data.u64)), uint32_t(event.data.u64 >> 32),
                                event.events);
        }
    }
    return handled;
}

int EpollEventDispatcher::activate(int descriptor, uint32_t generation, uint32_t events)
{
    int handled = 0;
    for (size_t type = 0; type < eventsOfType.size(); ++type) {
        if ((events & activatingEvents[type]) == 0) {
            continue;
        }
        // Looked up anew each time: the notifier before may have deleted this one, or closed the
        // descriptor and opened another with its number.
        const auto watch = m_watches.constFind(descriptor);
        if (watch == m_watches.cend() || watch->generation != generation) {
            break;
        }
        if (QSocketNotifier *notifier = watch->notifiers[type]) {
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(notifier, &event);
            ++handled;
        }
    }
    return handled;
}

void EpollEventDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    Watch &watch = m_watches[descriptor];
    if (watch.generation == 0) {
        watch.generation = ++m_lastGeneration;
    }
    watch.notifiers[notifier->type()] = notifier;
    if (!std::exchange(watch.changed, true)) {
        m_changed.push_back(descriptor);
    }
}

void EpollEventDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    const auto watch = m_watches.find(descriptor);
    if (watch == m_watches.end() || watch->notifiers[notifier->type()] != notifier) {
        return;
    }
    watch->notifiers[notifier->type()] = nullptr;
    if (wanted(*watch) == 0) {
        forget(descriptor, *watch);
        m_watches.erase(watch);
    } else if (!std::exchange(watch->changed, true)) {
        m_changed.push_back(descriptor);
    }
}

uint32_t EpollEventDispatcher::wanted(const Watch &watch)
{
    uint32_t events = 0;
    for (size_t type = 0; type < eventsOfType.size(); ++type) {
        events |= watch.notifiers[type] != nullptr ? eventsOfType[type] : 0;
    }
    return events;
}

void EpollEventDispatcher::forget(int descriptor, Watch &watch)
{
    if (watch.told != 0) {
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    }
}

void EpollEventDispatcher::tellChanges()
{
    for (const int descriptor : std::exchange(m_changed, {})) {
        const auto watch = m_watches.find(descriptor);
        if (watch != m_watches.end() && watch->changed) {
            watch->changed = false;
            tellSystem(descriptor, *watch);
        }
    }
}

void EpollEventDispatcher::tellSystem(int descriptor, Watch &watch)
{
    epoll_event event{};
    event.events = wanted(watch);
    event.data.u64 = markOf(descriptor, watch.generation);
    if (event.events == watch.told) {
        return;
    }
    const int operation = watch.told == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    if (::epoll_ctl(m_epoll, operation, descriptor, &event) == 0) {
        watch.told = event.events;
    } else {
        qWarning("EpollEventDispatcher: descriptor %d cannot be watched: %s", descriptor,
                 qPrintable(qt_error_string()));
    }
}

EpollEventDispatcher::TimePoint EpollEventDispatcher::nextDue(TimePoint from, const Timer &timer)
{
    const TimePoint due = from + timer.interval;
    switch (timer.type) {
    case Qt::PreciseTimer:
        return due;
    case Qt::CoarseTimer: {
        // Up to a twentieth late, so that timers of one rate meet in one turn.
        const auto grain = timer.interval / 20;
        if (grain < milliseconds(1)) {
            return due;
        }
        const auto sinceEpoch = std::chrono::ceil<milliseconds>(due.time_since_epoch());
        return TimePoint(((sinceEpoch + grain - milliseconds(1)) / grain) * grain);
    }
    case Qt::VeryCoarseTimer:
        return TimePoint(std::chrono::round<std::chrono::seconds>(due.time_since_epoch()));
    }
    Q_UNREACHABLE();
}

void EpollEventDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                         QObject *object)
{
    Timer timer{object, milliseconds(interval), timerType, {}};
    timer.due = nextDue(steady_clock::now(), timer);
    m_timers.insert(timerId, timer);
    m_timerOrder.emplace(timer.due, timerId);
}

bool EpollEventDispatcher::unregisterTimer(int timerId)
{
    const auto timer = m_timers.constFind(timerId);
    if (timer == m_timers.cend()) {
        return false;
    }
    m_timerOrder.erase({timer->due, timerId});
    m_timers.erase(timer);
    return true;
}

bool EpollEventDispatcher::unregisterTimers(QObject *object)
{
    const QList<TimerInfo> timers = registeredTimers(object);
    for (const TimerInfo &timer : timers) {
        unregisterTimer(timer.timerId);
    }
    return !timers.isEmpty();
}

QList<QAbstractEventDispatcher::TimerInfo>
EpollEventDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> result;
    for (auto timer = m_timers.cbegin(); timer != m_timers.cend(); ++timer) {
        if (timer->object == object) {
            result.append(TimerInfo(timer.key(), int(timer->interval.count()), timer->type));
        }
    }
    return result;
}

int EpollEventDispatcher::remainingTime(int timerId)
{
    const auto timer = m_timers.constFind(timerId);
    if (timer == m_timers.cend()) {
        return -1;
    }
    const auto wait = std::chrono::ceil<milliseconds>(timer->due - steady_clock::now());
    return int(std::max<qint64>(0, wait.count()));
}

int EpollEventDispatcher::handleTimers()
{
    if (m_timerOrder.empty()) {
        return 0;
    }
    const TimePoint now = steady_clock::now();
    // Taken first, so that each fires once a turn, however short its interval is.
    std::vector<int> due;
    for (const auto &[when, id] : m_timerOrder) {
        if (when > now) {
            break;
        }
        due.push_back(id);
    }
    int handled = 0;
    for (const int id : due) {
        const auto timer = m_timers.find(id);
        if (timer == m_timers.end() || timer->due > now) {
            continue; // a slot before this one ended it or started it anew
        }
        m_timerOrder.erase({timer->due, id});
        // Missed rounds are left out, not made up for.
        timer->due = nextDue(std::max(timer->due, now - timer->interval), *timer);
        m_timerOrder.emplace(timer->due, id);
        if (timer->running) {
            continue;
        }
        timer->running = true;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer->object, &event);
        ++handled;
        const auto after = m_timers.find(id);
        if (after != m_timers.end()) {
            after->running = false;
        }
    }
    return handled;
}

void EpollEventDispatcher::wakeUp()
{
    // The flag is enough for the loop's own thread, which looks at it before it waits. Others also
    // write, once until the loop has read it.
    m_wokenUp = true;
    if (QThread::currentThread() != thread() && !m_wakeUpWritten.exchange(true)) {
        const uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(m_wakeUpDescriptor, &one, sizeof one);
    }
}

void EpollEventDispatcher::drainWakeUps()
{
    m_wakeUpWritten = false;
    uint64_t count = 0;
    [[maybe_unused]] const ssize_t size = ::read(m_wakeUpDescriptor, &count, sizeof count);
}

void EpollEventDispatcher::interrupt()
{
    m_interrupted = true;
    wakeUp();
}

} // namespace corkboard
