#pragma once

#include <chrono>

namespace corkboard {

/**
 * How long to wait before each attempt to connect again: a first pause, doubled up to a longest.
 *
 * A value without a clock.
 */
class ReconnectPolicy {
public:
    /// Pauses of 0.5, 1, 2, 4 … 30 seconds.
    ReconnectPolicy() = default;

    ReconnectPolicy(std::chrono::milliseconds first, std::chrono::milliseconds longest);

    /// The pause before the next attempt; each call gives a longer one until the longest.
    [[nodiscard]] std::chrono::milliseconds nextPause();

    /// Begins with the first pause again, after a connection that was stable.
    void reset();

private:
    std::chrono::milliseconds m_first{500};
    std::chrono::milliseconds m_longest{30'000};
    std::chrono::milliseconds m_next{500};
};

} // namespace corkboard
