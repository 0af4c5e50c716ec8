#include "support/networknamespace.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace corkboard::networknamespace {

namespace {

/// As in <linux/ipv6.h>, which cannot be included together with <netinet/in.h>.
struct Ipv6Request {
    in6_addr address;
    quint32 prefixLength;
    int interface;
};

/// A socket that requests about interfaces are made with.
class ControlSocket {
public:
    explicit ControlSocket(int family)
        : m_descriptor(::socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
    }
    ~ControlSocket() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(ControlSocket)

    template <typename Request>
    [[nodiscard]] bool request(unsigned long what, Request &argument) const
    {
        return ::ioctl(m_descriptor, what, &argument) == 0;
    }

private:
    int m_descriptor;
};

ifreq requestFor(const char *interface)
{
    ifreq request{};
    std::strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
    return request;
}

Ipv6Request ipv6Request(const QHostAddress &address)
{
    Ipv6Request request{{}, 128, int(::if_nametoindex("lo"))};
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    std::memcpy(&request.address, &bytes, sizeof bytes);
    return request;
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)
        && file.write(text) == text.size();
}

bool startLoopback()
{
    const ControlSocket socket(AF_INET);
    ifreq loopback = requestFor("lo");
    if (!socket.request(SIOCGIFFLAGS, loopback)) {
        return false;
    }
    loopback.ifr_flags = short(loopback.ifr_flags | IFF_UP);
    return socket.request(SIOCSIFFLAGS, loopback);
}

} // namespace

QString enter()
{
    const QByteArray user = QByteArray::number(::getuid());
    if (::unshare(CLONE_NEWNET) != 0) {
        // Without the right to make a network: as the administrator of a user namespace.
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) {
            return u"no network of its own: %1"_s.arg(
                QString::fromStdString(std::system_category().message(errno)));
        }
        (void)write(u"/proc/self/uid_map"_s, user + ' ' + user + " 1");
    }
    return startLoopback() ? QString() : u"its loopback interface does not start"_s;
}

bool addAddress(const QHostAddress &address)
{
    if (address.protocol() == QAbstractSocket::IPv6Protocol) {
        Ipv6Request request = ipv6Request(address);
        return ControlSocket(AF_INET6).request(SIOCSIFADDR, request) || errno == EEXIST;
    }
    ifreq request = requestFor("lo:1");
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_addr.s_addr = htonl(address.toIPv4Address());
    std::memcpy(&request.ifr_addr, &target, sizeof target);
    return ControlSocket(AF_INET).request(SIOCSIFADDR, request);
}

bool removeIpv6Loopback()
{
    Ipv6Request request = ipv6Request(QHostAddress(QHostAddress::LocalHostIPv6));
    return ControlSocket(AF_INET6).request(SIOCDIFADDR, request);
}

bool setEphemeralPorts(quint16 first, quint16 last)
{
    return write(u"/proc/sys/net/ipv4/ip_local_port_range"_s,
                 QByteArray::number(first) + ' ' + QByteArray::number(last) + '\n');
}

} // namespace corkboard::networknamespace
