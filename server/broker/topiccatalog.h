#pragma once

#include "base/limits.h"
#include "broker/topictree.h"

#include <QList>

#include <vector>

namespace corkboard {

/**
 * The topics that exist: the classroom protocol's notion of what a wildcard can stand for.
 *
 * Topics are born and never die while the server runs; their number has a limit. Topics that begin
 * with `$` are not kept here: they belong to the broker. Not thread-safe.
 */
class TopicCatalog {
public:
    /// What became of a topic that was to exist.
    enum class Outcome { Added, Existed, Full };

    explicit TopicCatalog(qsizetype maxTopics = limits::defaultMaxTopics);

    /// Makes @p topic exist. It must be valid and must not begin with `$`.
    Outcome add(const TopicName &topic);

    [[nodiscard]] bool contains(const TopicName &topic) const;

    /// The topics that @p filter matches, oldest first.
    [[nodiscard]] QList<TopicName> matching(const TopicFilter &filter) const;

    /// Whether @p filter matches any topic; stops at the first.
    [[nodiscard]] bool hasMatch(const TopicFilter &filter) const;

    /// Those of @p topics that exist, oldest first.
    [[nodiscard]] QList<TopicName> oldestFirst(const QList<TopicName> &topics) const;

    /// All topics, oldest first.
    [[nodiscard]] const QList<TopicName> &all() const { return m_topics; }

    [[nodiscard]] qsizetype count() const { return m_topics.size(); }
    [[nodiscard]] qsizetype maxTopics() const { return m_maxTopics; }

private:
    [[nodiscard]] QList<TopicName> atPlaces(std::vector<qsizetype> places) const;

    qsizetype m_maxTopics;
    QList<TopicName> m_topics;
    TopicTree<qsizetype> m_places; ///< each topic's index in m_topics
};

} // namespace corkboard
