#include "benchclient.h"

#include "fatal.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace corkboard::bench {

namespace {

int connectTo(std::uint16_t port)
{
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        endWithSystemError("socket");
    }
    const int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof generic == sizeof address);
    std::memcpy(&generic, &address, sizeof address);
    if (connect(descriptor, &generic, sizeof generic) < 0 && errno != EINPROGRESS) {
        endWithSystemError("connect");
    }
    return descriptor;
}

} // namespace

BenchClient::BenchClient(EpollSet &epoll, std::uint16_t port, std::uint32_t number)
    : m_epoll(epoll)
    , m_number(number)
    , m_socket(connectTo(port))
{
    m_epoll.add(m_socket, m_number, true);
}

BenchClient::~BenchClient()
{
    close(m_socket);
}

void BenchClient::send(std::string_view bytes)
{
    if (!m_connecting && m_waiting.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        if (bytes.empty()) {
            return;
        }
        m_epoll.setWritable(m_socket, m_number, true);
    }
    m_waiting += bytes;
}

void BenchClient::handleWritable()
{
    m_connecting = false;
    const std::string waiting = std::exchange(m_waiting, {});
    m_epoll.setWritable(m_socket, m_number, false);
    if (!waiting.empty()) {
        send(waiting);
    }
}

std::string_view BenchClient::receive()
{
    static std::array<char, 256 * 1024> buffer;
    const ssize_t received = recv(m_socket, buffer.data(), buffer.size(), 0);
    if (received == 0 || (received < 0 && errno != EAGAIN && errno != EINTR)) {
        m_closed = true;
    }
    return {buffer.data(), received > 0 ? static_cast<std::size_t>(received) : 0};
}

} // namespace corkboard::bench
