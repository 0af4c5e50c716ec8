#include "broker/topiccatalog.h"

#include <algorithm>
#include <utility>

namespace corkboard {

TopicCatalog::TopicCatalog(qsizetype maxTopics)
    : m_maxTopics(maxTopics)
{
}

TopicCatalog::Outcome TopicCatalog::add(const TopicName &topic)
{
    Q_ASSERT(!topic.isEmpty() && !topic.isReserved());
    if (contains(topic)) {
        return Outcome::Existed;
    }
    if (count() >= m_maxTopics) {
        return Outcome::Full;
    }
    m_places.insert(topic.utf8()) = m_topics.size();
    m_topics.append(topic);
    return Outcome::Added;
}

bool TopicCatalog::contains(const TopicName &topic) const
{
    return m_places.find(topic.utf8()) != nullptr;
}

QList<TopicName> TopicCatalog::matching(const TopicFilter &filter) const
{
    std::vector<qsizetype> places;
    m_places.forEachNameMatching(filter, [&places](qsizetype place) { places.push_back(place); });
    return atPlaces(std::move(places));
}

bool TopicCatalog::hasMatch(const TopicFilter &filter) const
{
    return m_places.anyNameMatches(filter);
}

QList<TopicName> TopicCatalog::oldestFirst(const QList<TopicName> &topics) const
{
    std::vector<qsizetype> places;
    places.reserve(size_t(topics.size()));
    for (const TopicName &topic : topics) {
        if (const qsizetype *place = m_places.find(topic.utf8())) {
            places.push_back(*place);
        }
    }
    return atPlaces(std::move(places));
}

QList<TopicName> TopicCatalog::atPlaces(std::vector<qsizetype> places) const
{
    std::ranges::sort(places);
    QList<TopicName> result;
    result.reserve(qsizetype(places.size()));
    for (const qsizetype place : places) {
        result.append(m_topics[place]);
    }
    return result;
}

} // namespace corkboard
