#pragma once

#include <QHostAddress>
#include <QString>

/**
 * A network of the test's own (Linux): no other program uses its ports, and its addresses are what
 * the test makes of them. Nothing that happens there is seen outside.
 */
namespace corkboard::networknamespace {

/**
 * Moves the calling process, and all that it starts from then on, into a new network in which only
 * 127.0.0.1 and, where the system has IPv6, ::1 exist.
 *
 * Call it at the start of main(), while the process has one thread.
 *
 * @return empty, or why the system does not allow it; the process may be without a network then
 */
[[nodiscard]] QString enter();

/// Gives this computer @p address (again, where it has it), which only programs in this network
/// reach.
[[nodiscard]] bool addAddress(const QHostAddress &address);

/// Takes ::1 away, as on a computer whose IPv6 is switched off.
[[nodiscard]] bool removeIpv6Loopback();

/// The ports that the system gives where any will do. False where it does not let that be set.
[[nodiscard]] bool setEphemeralPorts(quint16 first, quint16 last);

} // namespace corkboard::networknamespace
