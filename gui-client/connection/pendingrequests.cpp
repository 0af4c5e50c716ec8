#include "connection/pendingrequests.h"

#include <iterator>
#include <utility>

namespace corkboard {

void PendingRequests::append(PendingRequest request)
{
    m_requests.push_back(std::move(request));
}

std::optional<PendingRequests::Settled> PendingRequests::settle(Verb verb)
{
    const auto position = find(verb);
    if (!position) {
        return std::nullopt;
    }
    Settled settled;
    for (size_t i = 0; i < *position; ++i) {
        settled.done.append(std::move(m_requests.front()));
        m_requests.pop_front();
    }
    settled.request = std::move(m_requests.front());
    m_requests.pop_front();
    return settled;
}

bool PendingRequests::expects(Verb verb) const
{
    return find(verb).has_value();
}

QList<PendingRequest> PendingRequests::takeAll()
{
    QList<PendingRequest> all(std::make_move_iterator(m_requests.begin()),
                              std::make_move_iterator(m_requests.end()));
    m_requests.clear();
    return all;
}

std::optional<size_t> PendingRequests::find(Verb verb) const
{
    for (size_t i = 0; i < m_requests.size(); ++i) {
        const Verb pending = m_requests[i].verb;
        if (pending == verb) {
            return i;
        }
        if (pending != Verb::Pub && pending != Verb::Help) {
            break;
        }
    }
    return std::nullopt;
}

} // namespace corkboard
