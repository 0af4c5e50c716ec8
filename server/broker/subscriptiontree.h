#pragma once

#include "broker/subscriptionoptions.h"
#include "broker/topictree.h"
#include "topic/subscriptionfilter.h"

#include <vector>

namespace corkboard {

class Session;

/**
 * Finds the sessions whose subscriptions match a topic name.
 *
 * A publish costs by the depth of its topic and by its matches, not by how many subscriptions
 * exist. Each session is held at most once per filter, and once per filter and group that shares
 * it. Not thread-safe.
 */
class SubscriptionTree {
public:
    /// A session at a filter.
    struct Entry {
        Session *session;
        SubscriptionOptions options;
    };

    /// The members that share a filter; each message goes to one of them.
    struct Group {
        SubscriptionFilter filter;
        std::vector<Entry> members; ///< at least one
        mutable std::size_t next = 0; ///< whose turn it is, modulo the number of members
    };

    /// Adds @p session at @p filter, or gives it new options there. False: it was there already.
    bool insert(const SubscriptionFilter &filter, Session *session,
                const SubscriptionOptions &options = {});

    /// Takes @p session away from @p filter. False: it was not there.
    bool remove(const SubscriptionFilter &filter, Session *session);

    /// The group that shares @p filter; nullptr where nobody does.
    [[nodiscard]] const Group *findGroup(const SubscriptionFilter &filter) const;

    /// How many pairs of filter and session there are.
    [[nodiscard]] qsizetype size() const { return m_size; }

    /// How many of them are shared.
    [[nodiscard]] qsizetype sharedCount() const { return m_sharedCount; }

    /**
     * Calls @p visit(const Entry &) for every subscription that matches @p topic, and
     * @p visitGroup(const Group &) for every group that does.
     *
     * The order is unspecified; a session with several matching filters comes once per filter. The
     * visitors must not change the tree.
     */
    template <typename Visitor, typename GroupVisitor>
    void forEachMatch(const TopicName &topic, Visitor &&visit, GroupVisitor &&visitGroup) const
    {
        m_tree.forEachFilterMatching(topic, [&](const Place &place) {
            for (const Entry &entry : place.entries) {
                visit(entry);
            }
            for (const Group &group : place.groups) {
                visitGroup(group);
            }
        });
    }

private:
    /// What stands at one filter.
    struct Place {
        std::vector<Entry> entries;
        std::vector<Group> groups;
    };

    [[nodiscard]] static bool insertInto(std::vector<Entry> &entries, Session *session,
                                         const SubscriptionOptions &options);
    [[nodiscard]] static bool removeFrom(std::vector<Entry> &entries, Session *session);
    [[nodiscard]] static bool removeFromGroup(Place &place, const SubscriptionFilter &filter,
                                              Session *session);

    TopicTree<Place> m_tree;
    qsizetype m_size = 0;
    qsizetype m_sharedCount = 0;
};

} // namespace corkboard
