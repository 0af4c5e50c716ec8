#pragma once

#include "epollset.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace corkboard::bench {

/**
 * One connection to the server: a non-blocking socket, cheap enough for thousands of them.
 *
 * What the socket does not take at once is kept and sent when it can be.
 */
class BenchClient {
public:
    /// Begins to connect to 127.0.0.1:@p port. @p number comes back with the events of @p epoll.
    BenchClient(EpollSet &epoll, std::uint16_t port, std::uint32_t number);
    ~BenchClient();
    BenchClient(const BenchClient &) = delete;
    BenchClient &operator=(const BenchClient &) = delete;
    BenchClient(BenchClient &&) = delete;
    BenchClient &operator=(BenchClient &&) = delete;

    /// Sends @p bytes, or keeps what cannot be sent yet. Before the connection stands all is kept.
    void send(std::string_view bytes);

    /// What to do when the epoll set says that the socket is writable.
    void handleWritable();

    /// What one recv() gives, in a buffer that all clients share; empty if nothing is there now.
    [[nodiscard]] std::string_view receive();

    /// Whether receive() has found the connection closed or reset by the server.
    [[nodiscard]] bool isClosed() const { return m_closed; }

private:
    EpollSet &m_epoll;
    std::uint32_t m_number;
    int m_socket;
    std::string m_waiting; ///< not sent yet
    bool m_connecting = true;
    bool m_closed = false;
};

} // namespace corkboard::bench
