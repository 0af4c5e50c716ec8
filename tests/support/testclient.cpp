#include "support/testclient.h"

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace corkboard {

namespace {

#ifdef MSG_NOSIGNAL
constexpr int sendFlags = MSG_NOSIGNAL;
#else
constexpr int sendFlags = 0; // SO_NOSIGPIPE does the same there
#endif

template <typename Value>
void setOption(int descriptor, int level, int option, const Value &value)
{
    ::setsockopt(descriptor, level, option, &value, sizeof value);
}

bool connectDescriptor(int descriptor, const QHostAddress &address, quint16 port)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        sockaddr_in6 target{};
        target.sin6_family = AF_INET6;
        target.sin6_port = htons(port);
        const Q_IPV6ADDR bytes = address.toIPv6Address();
        std::copy_n(bytes.c, sizeof bytes.c, target.sin6_addr.s6_addr);
        return ::connect(descriptor, reinterpret_cast<const sockaddr *>(&target), sizeof target)
            == 0;
    }
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(port);
    target.sin_addr.s_addr = htonl(address.toIPv4Address());
    return ::connect(descriptor, reinterpret_cast<const sockaddr *>(&target), sizeof target) == 0;
}

} // namespace

int TestClient::patience()
{
    // Never reached by a healthy server; long, because machines under load and sanitizers are slow.
    return 15'000;
}

TestClient::TestClient(quint16 port)
    : TestClient(port, Options{})
{
}

TestClient::TestClient(quint16 port, const Options &options)
{
    connectTo(port, options);
}

TestClient::~TestClient()
{
    close();
}

TestClient::TestClient(TestClient &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_received(std::move(other.m_received))
    , m_ending(other.m_ending)
    , m_readingPaused(other.m_readingPaused)
{
}

TestClient &TestClient::operator=(TestClient &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_received, other.m_received);
    std::swap(m_ending, other.m_ending);
    std::swap(m_readingPaused, other.m_readingPaused);
    return *this;
}

void TestClient::connectTo(quint16 port, const Options &options)
{
    const bool isIPv6 = options.address.protocol() == QAbstractSocket::IPv6Protocol;
    m_descriptor = ::socket(isIPv6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    if (m_descriptor < 0) {
        return;
    }
    if (options.receiveBufferBytes > 0) {
        setOption(m_descriptor, SOL_SOCKET, SO_RCVBUF, options.receiveBufferBytes);
    }
    setOption(m_descriptor, IPPROTO_TCP, TCP_NODELAY, int(1));
#ifdef SO_NOSIGPIPE
    setOption(m_descriptor, SOL_SOCKET, SO_NOSIGPIPE, int(1));
#endif
    if (!connectDescriptor(m_descriptor, options.address, port)) {
        close();
        return;
    }
    ::fcntl(m_descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(m_descriptor, F_SETFL, O_NONBLOCK);
}

bool TestClient::waitFor(short events) const
{
    if (m_descriptor < 0) {
        return false;
    }
    pollfd wanted{m_descriptor, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&wanted, 1, patience());
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/// Takes what is there without waiting; false where there was nothing or the connection has ended.
bool TestClient::receive(qsizetype maxBytes)
{
    if (m_descriptor < 0 || m_ending != Ending::None) {
        return false;
    }
    const qsizetype before = m_received.size();
    m_received.resize(before + maxBytes);
    const ssize_t count = ::recv(m_descriptor, m_received.data() + before, size_t(maxBytes), 0);
    m_received.resize(before + std::max<ssize_t>(count, 0));
    const bool wouldBlock = count < 0 && (errno == EAGAIN || errno == EINTR);
    if (count == 0 || (count < 0 && !wouldBlock)) {
        m_ending = Ending::Closed;
    }
    return count > 0;
}

bool TestClient::send(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype sent = sendSome(bytes);
        if (sent < 0) {
            return false;
        }
        bytes = bytes.sliced(sent);
        if (sent > 0) {
            continue;
        }
        const bool reads = !m_readingPaused && m_ending == Ending::None;
        if (!waitFor(short(reads ? POLLIN | POLLOUT : POLLOUT))) {
            return false;
        }
        if (reads) {
            receive();
        }
    }
    return true;
}

bool TestClient::sendByteByByte(QByteArrayView bytes)
{
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (!send(bytes.sliced(i, 1))) {
            return false;
        }
    }
    return true;
}

qsizetype TestClient::sendSome(QByteArrayView bytes)
{
    const ssize_t sent = ::send(m_descriptor, bytes.data(), size_t(bytes.size()), sendFlags);
    if (sent < 0) {
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    }
    return sent;
}

QByteArray TestClient::readLine()
{
    qsizetype searched = 0;
    while (true) {
        const qsizetype end = m_received.indexOf('\n', searched);
        if (end >= 0) {
            const QByteArray line = m_received.first(end);
            m_received.remove(0, end + 1);
            return line;
        }
        searched = m_received.size();
        if (receive()) {
            continue;
        }
        if (m_ending == Ending::None && waitFor(POLLIN)) {
            continue;
        }
        const QByteArray why = m_ending == Ending::Closed ? closedByServer : nothingCame;
        const QByteArray rest = std::exchange(m_received, {});
        return rest.isEmpty() ? why : why + " after " + rest;
    }
}

QByteArrayList TestClient::readLines(qsizetype count)
{
    QByteArrayList lines;
    while (lines.size() < count) {
        lines.append(readLine());
        if (lines.last().startsWith('(')) {
            break;
        }
    }
    return lines;
}

QByteArray TestClient::readBytes(qsizetype count)
{
    while (m_received.size() < count) {
        if (!receive() && (m_ending != Ending::None || !waitFor(POLLIN))) {
            break;
        }
    }
    const QByteArray bytes = m_received.first(std::min(count, m_received.size()));
    m_received.remove(0, bytes.size());
    return bytes;
}

QByteArray TestClient::readChunk()
{
    while (m_received.isEmpty() && m_ending == Ending::None && waitFor(POLLIN)) {
        receive();
    }
    return std::exchange(m_received, {});
}

QByteArray TestClient::readAvailable(qsizetype count)
{
    if (m_received.size() < count) {
        receive(count - m_received.size());
    }
    const QByteArray bytes = m_received.first(std::min(count, m_received.size()));
    m_received.remove(0, bytes.size());
    return bytes;
}

QByteArray TestClient::readUntilClosed()
{
    while (m_ending == Ending::None) {
        if (!waitFor(POLLIN)) {
            m_received += nothingCame;
            break;
        }
        receive();
    }
    return std::exchange(m_received, {});
}

QByteArray TestClient::ask(QByteArrayView line)
{
    if (!send(line.toByteArray() + '\n')) {
        return closedByServer;
    }
    return readLine();
}

QByteArrayList TestClient::linesUntilPong()
{
    QByteArrayList lines;
    QByteArray line = ask("<PING>");
    while (line != "<PONG>") {
        lines.append(line);
        if (line.startsWith('(')) {
            break;
        }
        line = readLine();
    }
    return lines;
}

bool TestClient::isClosedByServer()
{
    while (m_received.isEmpty() && m_ending == Ending::None) {
        if (!waitFor(POLLIN)) {
            return false;
        }
        receive();
    }
    return m_received.isEmpty();
}

void TestClient::shutDownWriting()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void TestClient::reset()
{
    setOption(m_descriptor, SOL_SOCKET, SO_LINGER, linger{1, 0});
    close();
}

void TestClient::close()
{
    if (m_descriptor >= 0) {
        ::close(std::exchange(m_descriptor, -1));
    }
}

} // namespace corkboard
