#include "broker/session.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace corkboard {

QList<Subscription> Session::subscriptions() const
{
    std::vector<std::pair<quint64, Subscription>> ordered;
    ordered.reserve(size_t(m_places.size()));
    for (auto it = m_places.cbegin(); it != m_places.cend(); ++it) {
        ordered.emplace_back(it->order, Subscription{it.key(), it->broughtBy, it->since});
    }
    std::ranges::sort(ordered, {}, &std::pair<quint64, Subscription>::first);
    QList<Subscription> result;
    result.reserve(qsizetype(ordered.size()));
    for (auto &[order, subscription] : ordered) {
        result.append(std::move(subscription));
    }
    return result;
}

} // namespace corkboard
