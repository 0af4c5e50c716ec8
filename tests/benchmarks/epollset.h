#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <sys/epoll.h>
#include <vector>

namespace corkboard::bench {

/// The descriptors that the generator waits for (epoll, level-triggered), each with a number.
class EpollSet {
public:
    EpollSet();
    ~EpollSet();
    EpollSet(const EpollSet &) = delete;
    EpollSet &operator=(const EpollSet &) = delete;
    EpollSet(EpollSet &&) = delete;
    EpollSet &operator=(EpollSet &&) = delete;

    /// Waits for @p descriptor to become readable; @p number comes back with its events.
    void add(int descriptor, std::uint32_t number, bool alsoWritable);

    /// Says anew whether a descriptor that was added waits to become writable, too.
    void setWritable(int descriptor, std::uint32_t number, bool alsoWritable);

    /// What has happened, at most 512 events; `data.u32` is the number. Valid until the next call.
    [[nodiscard]] std::span<const epoll_event> wait(std::chrono::milliseconds timeout);

private:
    int m_descriptor;
    std::vector<epoll_event> m_events;
};

} // namespace corkboard::bench
