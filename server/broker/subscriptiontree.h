#pragma once

#include "broker/topictree.h"

#include <vector>

namespace corkboard {

class Session;

/**
 * Finds the sessions whose subscriptions match a topic name.
 *
 * A publish costs by the depth of its topic and by its matches, not by how many subscriptions
 * exist. Each session is held at most once per filter. Not thread-safe.
 */
class SubscriptionTree {
public:
    /// Adds @p session at @p filter. False: it was there already.
    bool insert(const TopicFilter &filter, Session *session);

    /// Takes @p session away from @p filter. False: it was not there.
    bool remove(const TopicFilter &filter, Session *session);

    /// How many pairs of filter and session there are.
    [[nodiscard]] qsizetype size() const { return m_size; }

    /**
     * Calls @p visit(Session &) for every subscription that matches @p topic.
     *
     * The order is unspecified; a session with several matching filters comes once per filter. The
     * visitor must not change the tree.
     */
    template <typename Visitor>
    void forEachMatch(const TopicName &topic, Visitor &&visit) const
    {
        m_tree.forEachFilterMatching(topic, [&visit](const std::vector<Session *> &sessions) {
            for (Session *session : sessions) {
                visit(*session);
            }
        });
    }

private:
    TopicTree<std::vector<Session *>> m_tree;
    qsizetype m_size = 0;
};

} // namespace corkboard
