#include "broker/session.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace corkboard {

QList<Subscription> Session::subscriptions() const
{
    std::vector<std::pair<quint64, Subscription>> ordered;
    ordered.reserve(m_places.size());
    for (const auto &[filter, place] : m_places) {
        ordered.emplace_back(place.order,
                             Subscription{filter, place.broughtBy, place.since, place.options});
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
