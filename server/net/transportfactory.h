#pragma once

#include "net/transport.h"

#include <memory>

namespace corkboard {

/// The best Transport of this system for a connected socket, which it takes over.
[[nodiscard]] std::unique_ptr<Transport> makeTransport(qintptr descriptor);

} // namespace corkboard
