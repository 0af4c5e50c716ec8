#include "net/descriptortransport.h"

#include "net/pausablesocket.h"
#include "net/peertext.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace corkboard {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_NOSIGNAL;
#else
constexpr int sendFlags = 0; // SO_NOSIGPIPE does the same there
#endif

void setOption(int descriptor, int level, int option, int value)
{
    // A socket without the option works too, only less well.
    ::setsockopt(descriptor, level, option, &value, sizeof value);
}

/// Delivers at once, and finds dead peers: after 60 s of silence four probes, 15 s apart.
void setOptions(int descriptor)
{
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    setOption(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    setOption(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, 60);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, 15);
    setOption(descriptor, IPPROTO_TCP, TCP_KEEPCNT, 4);
#endif
#ifdef SO_NOSIGPIPE
    setOption(descriptor, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
}

bool isTemporary(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ENOBUFS;
}

struct Peer {
    QHostAddress host;
    quint16 port = 0;
};

/// Who is at the other end; nobody where that is gone.
Peer peerOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (descriptor < 0
        || ::getpeername(descriptor, reinterpret_cast<sockaddr *>(&address), &size) != 0) {
        return {};
    }
    const quint16 port = address.ss_family == AF_INET6
        ? reinterpret_cast<const sockaddr_in6 *>(&address)->sin6_port
        : reinterpret_cast<const sockaddr_in *>(&address)->sin_port;
    return {QHostAddress(reinterpret_cast<const sockaddr *>(&address)), ntohs(port)};
}

} // namespace

DescriptorTransport::DescriptorTransport(qintptr descriptor, QObject *parent)
    : Transport(parent)
    , m_descriptor(int(descriptor))
    , m_readNotifier(descriptor, QSocketNotifier::Read)
{
    setOptions(m_descriptor);
    connect(&m_readNotifier, &QSocketNotifier::activated, this, &Transport::readable);
}

DescriptorTransport::~DescriptorTransport()
{
    DescriptorTransport::close();
}

std::optional<char> DescriptorTransport::peek()
{
    char byte = 0;
    return ::recv(m_descriptor, &byte, 1, MSG_PEEK) == 1 ? std::optional(byte) : std::nullopt;
}

std::unique_ptr<PausableSocket> DescriptorTransport::releaseSocket()
{
    stopNotifying();
    auto socket = std::make_unique<PausableSocket>();
    socket->setSocketDescriptor(std::exchange(m_descriptor, -1));
    return socket;
}

Transport::ReadResult DescriptorTransport::read(std::span<char> buffer)
{
    if (m_descriptor < 0) {
        return {ReadState::Failed};
    }
    const ssize_t size = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
    if (size > 0) {
        return {ReadState::Data, qsizetype(size)};
    }
    if (size == 0) {
        return {ReadState::End};
    }
    return {isTemporary(errno) ? ReadState::Nothing : ReadState::Failed};
}

qsizetype DescriptorTransport::write(std::span<const QByteArrayView> pieces)
{
    if (m_descriptor < 0) {
        return -1;
    }
    std::array<iovec, 64> vectors;
    const size_t count = std::min(pieces.size(), vectors.size());
    for (size_t i = 0; i < count; ++i) {
        // sendmsg() does not write through the pointer; its structure predates const.
        vectors[i] = {const_cast<char *>(pieces[i].data()), size_t(pieces[i].size())};
    }
    msghdr message{};
    message.msg_iov = vectors.data();
    message.msg_iovlen = count;
    const ssize_t size = ::sendmsg(m_descriptor, &message, sendFlags);
    if (size >= 0) {
        return qsizetype(size);
    }
    return isTemporary(errno) ? 0 : -1;
}

void DescriptorTransport::setReading(bool on)
{
    m_readNotifier.setEnabled(on && m_descriptor >= 0);
}

void DescriptorTransport::setWriteNotification(bool on)
{
    if (m_descriptor < 0) {
        return;
    }
    if (on && m_writeNotifier == nullptr) {
        m_writeNotifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Write, this);
        connect(m_writeNotifier, &QSocketNotifier::activated, this, &Transport::writable);
    } else if (m_writeNotifier != nullptr) {
        m_writeNotifier->setEnabled(on);
    }
}

void DescriptorTransport::shutdownOutput()
{
    if (m_descriptor >= 0) {
        ::shutdown(m_descriptor, SHUT_WR);
    }
}

void DescriptorTransport::close()
{
    if (m_descriptor < 0) {
        return;
    }
    // The notifiers must forget the number before the system gives it to somebody else.
    stopNotifying();
    ::close(m_descriptor);
    m_descriptor = -1;
}

void DescriptorTransport::stopNotifying()
{
    m_readNotifier.setEnabled(false);
    if (m_writeNotifier != nullptr) {
        m_writeNotifier->setEnabled(false);
    }
}

QHostAddress DescriptorTransport::peerAddress() const
{
    return peerOf(m_descriptor).host;
}

QString DescriptorTransport::peerText() const
{
    const Peer peer = peerOf(m_descriptor);
    return corkboard::peerText(peer.host, peer.port);
}

} // namespace corkboard
