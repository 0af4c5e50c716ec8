#include "app/shutdownsignal.h"

#include <QString>

#include <csignal>

#ifdef Q_OS_UNIX
#include <QSocketNotifier>

#include <array>
#include <fcntl.h>
#include <unistd.h>
#else
#include <QTimer>

#include <atomic>
#include <chrono>
#endif

namespace corkboard {

namespace {

QString nameOf(int signal)
{
    return signal == SIGINT ? QStringLiteral("SIGINT") : QStringLiteral("SIGTERM");
}

#ifdef Q_OS_UNIX

std::array<int, 2> pipeEnds{-1, -1};

extern "C" void handleSystemSignal(int signal)
{
    const char byte = char(signal);
    // Nothing can be done about a failure here; a full pipe already says what is to be said.
    [[maybe_unused]] const ssize_t written = ::write(pipeEnds[1], &byte, 1);
}

#else

std::atomic<int> lastSignal = 0;

extern "C" void handleSystemSignal(int signal)
{
    lastSignal = signal;
}

#endif

} // namespace

#ifdef Q_OS_UNIX

ShutdownSignal::ShutdownSignal(QObject *parent)
    : QObject(parent)
{
    if (::pipe(pipeEnds.data()) != 0) {
        return; // the system's default stays: the signals end the program at once
    }
    for (const int end : pipeEnds) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    auto *notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(pipeEnds[0], &byte, 1) == 1) {
            emit requested(nameOf(byte));
        }
    });
    std::signal(SIGINT, handleSystemSignal);
    std::signal(SIGTERM, handleSystemSignal);
}

ShutdownSignal::~ShutdownSignal()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    for (int &end : pipeEnds) {
        if (end >= 0) {
            ::close(end);
            end = -1;
        }
    }
}

#else

ShutdownSignal::ShutdownSignal(QObject *parent)
    : QObject(parent)
{
    auto *timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, [this] {
        if (const int signal = lastSignal.exchange(0); signal != 0) {
            emit requested(nameOf(signal));
        }
    });
    timer->start(std::chrono::milliseconds(200));
    std::signal(SIGINT, handleSystemSignal);
    std::signal(SIGTERM, handleSystemSignal);
}

ShutdownSignal::~ShutdownSignal()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

#endif

} // namespace corkboard
