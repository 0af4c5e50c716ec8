#pragma once

#include <QList>

#include <functional>

namespace corkboard {

/**
 * Makes what ServerProcess::setChildSetup() takes: afterwards the process, and what it executes,
 * can open sockets of @p families alone (AF_INET, …); others fail with EAFNOSUPPORT.
 *
 * It is what systemd does for RestrictAddressFamilies= (a seccomp filter). Linux.
 */
[[nodiscard]] std::function<void()> addressFamilyFilter(const QList<int> &families);

} // namespace corkboard
