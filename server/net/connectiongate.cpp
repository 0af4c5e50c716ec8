#include "net/connectiongate.h"

#include <algorithm>

namespace corkboard {

namespace {

/// One key for an IPv4 client, whichever kind of socket it came by.
QHostAddress plain(const QHostAddress &address)
{
    bool isIpv4 = false;
    const QHostAddress ipv4(address.toIPv4Address(&isIpv4));
    return isIpv4 ? ipv4 : address;
}

} // namespace

ConnectionGate::ConnectionGate(const ConnectionLimits &limits)
    : m_limits(limits)
    , m_mayCome(double(limits.connectionBurst))
{
}

bool ConnectionGate::isLimited(const QHostAddress &address) const
{
    return m_limits.limitsLoopback || !plain(address).isLoopback();
}

void ConnectionGate::refill(TimePoint now)
{
    const std::chrono::duration<double> passed = now - m_refilledAt;
    m_refilledAt = now;
    m_mayCome = std::min(m_mayCome + passed.count() * double(m_limits.connectionsPerSecond),
                         double(m_limits.connectionBurst));
}

ConnectionGate::Verdict ConnectionGate::admit(const QHostAddress &address, TimePoint now)
{
    if (m_count >= m_limits.maxConnections) {
        return Verdict::Full;
    }
    if (isLimited(address)) {
        const QHostAddress key = plain(address);
        if (m_ofAddress.value(key) >= m_limits.maxConnectionsPerAddress) {
            return Verdict::FullForAddress;
        }
        refill(now);
        if (m_mayCome < 1) {
            return Verdict::TooFast;
        }
        m_mayCome -= 1;
        ++m_ofAddress[key];
    }
    ++m_count;
    return Verdict::Admitted;
}

void ConnectionGate::leave(const QHostAddress &address)
{
    --m_count;
    if (!isLimited(address)) {
        return;
    }
    const auto ofAddress = m_ofAddress.find(plain(address));
    if (ofAddress != m_ofAddress.end() && --*ofAddress == 0) {
        m_ofAddress.erase(ofAddress);
    }
}

} // namespace corkboard
