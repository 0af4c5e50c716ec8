#include "broker/subscriptiontree.h"

#include <algorithm>

namespace corkboard {

namespace {

constexpr auto shareNameOf = [](const SubscriptionTree::Group &group) -> const QByteArray & {
    return group.filter.shareName();
};

} // namespace

bool SubscriptionTree::insertInto(std::vector<Entry> &entries, Session *session,
                                  const SubscriptionOptions &options)
{
    const auto found = std::ranges::find(entries, session, &Entry::session);
    if (found != entries.end()) {
        found->options = options;
        return false;
    }
    entries.push_back({session, options});
    return true;
}

bool SubscriptionTree::removeFrom(std::vector<Entry> &entries, Session *session)
{
    const auto found = std::ranges::find(entries, session, &Entry::session);
    if (found == entries.end()) {
        return false;
    }
    // The order among the subscribers of one filter carries no meaning.
    *found = entries.back();
    entries.pop_back();
    return true;
}

bool SubscriptionTree::insert(const SubscriptionFilter &filter, Session *session,
                              const SubscriptionOptions &options)
{
    Place &place = m_tree.insert(filter.filter().utf8());
    std::vector<Entry> *entries = &place.entries;
    if (filter.isShared()) {
        auto group = std::ranges::find(place.groups, filter.shareName(), shareNameOf);
        if (group == place.groups.end()) {
            group = place.groups.insert(group, Group{filter, {}});
        }
        entries = &group->members;
    }
    const bool added = insertInto(*entries, session, options);
    m_size += added ? 1 : 0;
    m_sharedCount += added && filter.isShared() ? 1 : 0;
    return added;
}

bool SubscriptionTree::removeFromGroup(Place &place, const SubscriptionFilter &filter,
                                       Session *session)
{
    const auto group = std::ranges::find(place.groups, filter.shareName(), shareNameOf);
    if (group == place.groups.end() || !removeFrom(group->members, session)) {
        return false;
    }
    if (group->members.empty()) {
        place.groups.erase(group);
    }
    return true;
}

bool SubscriptionTree::remove(const SubscriptionFilter &filter, Session *session)
{
    Place *place = m_tree.find(filter.filter().utf8());
    if (place == nullptr) {
        return false;
    }
    const bool removed = filter.isShared() ? removeFromGroup(*place, filter, session)
                                           : removeFrom(place->entries, session);
    m_size -= removed ? 1 : 0;
    m_sharedCount -= removed && filter.isShared() ? 1 : 0;
    if (place->entries.empty() && place->groups.empty()) {
        m_tree.remove(filter.filter().utf8());
    }
    return removed;
}

const SubscriptionTree::Group *SubscriptionTree::findGroup(const SubscriptionFilter &filter) const
{
    const Place *place = m_tree.find(filter.filter().utf8());
    if (place == nullptr) {
        return nullptr;
    }
    const auto group = std::ranges::find(place->groups, filter.shareName(), shareNameOf);
    return group != place->groups.end() ? &*group : nullptr;
}

} // namespace corkboard
