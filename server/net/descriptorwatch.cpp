#include "net/descriptorwatch.h"

#include <QLoggingCategory>

#include <cerrno>
#include <chrono>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.net", QtInfoMsg)

constexpr auto checkEvery = std::chrono::milliseconds(200);
constexpr auto logEvery = std::chrono::minutes(1);

/// Whether the system would give this process one more descriptor.
bool hasFreeDescriptor()
{
#ifdef Q_OS_UNIX
    const int probe = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
    if (probe < 0) {
        return errno != EMFILE; // without a standard error there is nothing to double
    }
    ::close(probe);
#endif
    return true;
}

} // namespace

DescriptorWatch::DescriptorWatch(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(checkEvery);
    connect(&m_timer, &QTimer::timeout, this, &DescriptorWatch::handleTimeout);
}

void DescriptorWatch::check()
{
    if (isExhausted() || hasFreeDescriptor()) {
        return;
    }
    if (const auto now = std::chrono::steady_clock::now(); now >= m_mayLogAt) {
        m_mayLogAt = now + logEvery;
        qCWarning(log) << "No file descriptors are left: new clients wait until somebody leaves."
                       << "Raise the limit (ulimit -n) to let more in.";
    }
    m_timer.start();
    emit exhausted();
}

void DescriptorWatch::handleTimeout()
{
    if (hasFreeDescriptor()) {
        m_timer.stop();
        emit available();
    }
}

} // namespace corkboard
