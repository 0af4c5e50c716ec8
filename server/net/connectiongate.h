#pragma once

#include "net/connectionlimits.h"

#include <QHash>
#include <QHostAddress>

#include <chrono>

namespace corkboard {

/**
 * Decides which connections are let in: as many as there is room for, so many from one address, and
 * so many in a second.
 *
 * Programs on this computer are counted among all, but have no bound of their own, unless
 * ConnectionLimits::limitsLoopback says so. Time comes in.
 */
class ConnectionGate {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    enum class Verdict {
        Admitted, ///< it counts until leave()
        Full, ///< ConnectionLimits::maxConnections are there
        FullForAddress, ///< ConnectionLimits::maxConnectionsPerAddress are there from its address
        TooFast, ///< more come than ConnectionLimits::connectionsPerSecond
    };

    /// @param limits  must outlive the gate
    explicit ConnectionGate(const ConnectionLimits &limits);

    /// Decides about a connection from @p address at @p now.
    [[nodiscard]] Verdict admit(const QHostAddress &address, TimePoint now);

    /// A connection from @p address that was admitted has ended.
    void leave(const QHostAddress &address);

    /// Those that were admitted and have not left.
    [[nodiscard]] qsizetype count() const { return m_count; }

private:
    [[nodiscard]] bool isLimited(const QHostAddress &address) const;
    void refill(TimePoint now);

    const ConnectionLimits &m_limits;
    qsizetype m_count = 0;
    QHash<QHostAddress, qsizetype> m_ofAddress; ///< those that are limited
    double m_mayCome; ///< connections that may come now: at most a burst
    TimePoint m_refilledAt;
};

} // namespace corkboard
