#pragma once

#include <QByteArray>

#include <arpa/inet.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace corkboard {

/// Two connected TCP sockets on 127.0.0.1: one for the class under test, one for the test itself.
class LoopbackPair {
public:
    /// @param bufferBytes  of what both ends send and receive; 0 leaves the system's sizes
    explicit LoopbackPair(int bufferBytes = 0)
    {
        const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *name = reinterpret_cast<sockaddr *>(&address);
        setBuffers(listener, bufferBytes); // accepted sockets inherit them
        if (::bind(listener, name, size) != 0 || ::listen(listener, 1) != 0
            || ::getsockname(listener, name, &size) != 0) {
            qFatal("cannot listen on loopback");
        }
        m_peer = ::socket(AF_INET, SOCK_STREAM, 0);
        setBuffers(m_peer, bufferBytes);
        if (::connect(m_peer, name, size) != 0) {
            qFatal("cannot connect on loopback");
        }
        m_descriptor = ::accept(listener, nullptr, nullptr);
        ::close(listener);
        ::fcntl(m_peer, F_SETFL, O_NONBLOCK);
    }
    ~LoopbackPair()
    {
        closePeer();
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Q_DISABLE_COPY_MOVE(LoopbackPair)

    /// The end for the class under test, which closes it.
    [[nodiscard]] int takeDescriptor() { return std::exchange(m_descriptor, -1); }

    /// The test's end sends what the system takes at once.
    qsizetype send(const QByteArray &bytes) const
    {
        return qsizetype(::send(m_peer, bytes.constData(), size_t(bytes.size()), MSG_NOSIGNAL));
    }

    /// What the test's end can read without waiting.
    QByteArray receive()
    {
        QByteArray all;
        QByteArray buffer(65'536, Qt::Uninitialized);
        for (;;) {
            const ssize_t size = ::recv(m_peer, buffer.data(), size_t(buffer.size()), 0);
            if (size <= 0) {
                m_ended = m_ended || size == 0;
                m_reset = m_reset || (size < 0 && errno == ECONNRESET);
                return all;
            }
            all += QByteArrayView(buffer).first(size);
        }
    }

    /// True once receive() has met the end of what the other side sends.
    [[nodiscard]] bool hasEnded() const { return m_ended; }
    /// True once receive() has met a connection that was reset.
    [[nodiscard]] bool wasReset() const { return m_reset; }

    void shutDownPeer() const { ::shutdown(m_peer, SHUT_WR); }

    /// Leaves as a crashing computer does: with RST instead of FIN.
    void resetPeer()
    {
        const linger now{1, 0};
        ::setsockopt(m_peer, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        closePeer();
    }

    void closePeer()
    {
        if (m_peer >= 0) {
            ::close(std::exchange(m_peer, -1));
        }
    }

    /// The port of the test's end.
    [[nodiscard]] quint16 peerPort() const
    {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        ::getsockname(m_peer, reinterpret_cast<sockaddr *>(&address), &size);
        return ntohs(address.sin_port);
    }

private:
    static void setBuffers(int descriptor, int bytes)
    {
        if (bytes > 0) {
            ::setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
            ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        }
    }

    int m_peer = -1;
    int m_descriptor = -1;
    bool m_ended = false;
    bool m_reset = false;
};

} // namespace corkboard
