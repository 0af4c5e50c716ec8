#include "deliverycheck.h"

namespace corkboard::bench {

DeliveryCheck::DeliveryCheck(std::size_t publishers)
    : m_next(publishers)
{
}

void DeliveryCheck::note(std::size_t publisher, std::uint64_t sequence)
{
    ++m_received;
    std::uint64_t &next = m_next[publisher];
    if (sequence < next) {
        ++m_outOfOrder;
    } else {
        next = sequence + 1;
    }
}

} // namespace corkboard::bench
