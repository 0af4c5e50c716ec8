#include "connection/reconnectpolicy.h"

#include <algorithm>

namespace corkboard {

ReconnectPolicy::ReconnectPolicy(std::chrono::milliseconds first, std::chrono::milliseconds longest)
    : m_first(first)
    , m_longest(longest)
    , m_next(std::min(first, longest))
{
}

std::chrono::milliseconds ReconnectPolicy::nextPause()
{
    const auto pause = m_next;
    m_next = std::min(2 * m_next, m_longest);
    return pause;
}

void ReconnectPolicy::reset()
{
    m_next = std::min(m_first, m_longest);
}

} // namespace corkboard
