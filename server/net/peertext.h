#pragma once

#include <QHostAddress>
#include <QString>

namespace corkboard {

/// "127.0.0.1:4711" or "[::1]:4711"; IPv4 addresses inside IPv6 are shown as IPv4.
[[nodiscard]] QString peerText(const QHostAddress &address, quint16 port);

} // namespace corkboard
