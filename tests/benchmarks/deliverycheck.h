#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace corkboard::bench {

/**
 * Watches the messages that one client receives: each publisher's must come in order, once each.
 *
 * What was lost is known only at the end, as the difference to what was sent; see received().
 */
class DeliveryCheck {
public:
    explicit DeliveryCheck(std::size_t publishers);

    /// Notes one message. @p publisher must be below the number given to the constructor.
    void note(std::size_t publisher, std::uint64_t sequence);

    [[nodiscard]] std::uint64_t received() const { return m_received; }

    /// Messages that came after a later one of the same publisher, or twice.
    [[nodiscard]] std::uint64_t outOfOrder() const { return m_outOfOrder; }

private:
    std::vector<std::uint64_t> m_next; ///< per publisher: one over the highest number seen
    std::uint64_t m_received = 0;
    std::uint64_t m_outOfOrder = 0;
};

} // namespace corkboard::bench
