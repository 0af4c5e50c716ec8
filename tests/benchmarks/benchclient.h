#pragma once

#include "classroom/framereader.h"
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

    /**
     * Reads what has arrived, once, and calls @p visit(std::string_view line) for every line.
     *
     * @return false once the server has closed or reset the connection
     */
    template <typename Visitor>
    bool readLines(Visitor &&visit);

private:
    /// What one recv() gives, in a buffer that all clients share; empty if nothing is there now.
    [[nodiscard]] std::string_view receive();

    EpollSet &m_epoll;
    std::uint32_t m_number;
    int m_socket;
    FrameReader m_reader;
    std::string m_waiting; ///< not sent yet
    bool m_connecting = true;
    bool m_closed = false;
};

template <typename Visitor>
bool BenchClient::readLines(Visitor &&visit)
{
    const std::string_view bytes = receive();
    m_reader.feed(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    for (auto line = m_reader.next(); line && *line; line = m_reader.next()) {
        visit(std::string_view((*line)->data(), static_cast<std::size_t>((*line)->size())));
    }
    return !m_closed;
}

} // namespace corkboard::bench
