#include "epollset.h"

#include "fatal.h"

#include <cerrno>
#include <unistd.h>

namespace corkboard::bench {

namespace {

constexpr std::size_t maxEvents = 512;

epoll_event interest(std::uint32_t number, bool alsoWritable)
{
    epoll_event event{};
    event.events = EPOLLIN;
    if (alsoWritable) {
        event.events |= EPOLLOUT;
    }
    event.data.u32 = number;
    return event;
}

} // namespace

EpollSet::EpollSet()
    : m_descriptor(epoll_create1(EPOLL_CLOEXEC))
    , m_events(maxEvents)
{
    if (m_descriptor < 0) {
        endWithSystemError("epoll_create1");
    }
}

EpollSet::~EpollSet()
{
    close(m_descriptor);
}

void EpollSet::add(int descriptor, std::uint32_t number, bool alsoWritable)
{
    epoll_event event = interest(number, alsoWritable);
    if (epoll_ctl(m_descriptor, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        endWithSystemError("epoll_ctl");
    }
}

void EpollSet::setWritable(int descriptor, std::uint32_t number, bool alsoWritable)
{
    epoll_event event = interest(number, alsoWritable);
    if (epoll_ctl(m_descriptor, EPOLL_CTL_MOD, descriptor, &event) != 0) {
        endWithSystemError("epoll_ctl");
    }
}

std::span<const epoll_event> EpollSet::wait(std::chrono::milliseconds timeout)
{
    const int count = epoll_wait(m_descriptor, m_events.data(), static_cast<int>(m_events.size()),
                                 static_cast<int>(timeout.count()));
    if (count < 0 && errno != EINTR) {
        endWithSystemError("epoll_wait");
    }
    return std::span(m_events).first(static_cast<std::size_t>(count > 0 ? count : 0));
}

} // namespace corkboard::bench
