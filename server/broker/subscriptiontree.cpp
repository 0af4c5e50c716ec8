#include "broker/subscriptiontree.h"

#include <algorithm>

namespace corkboard {

bool SubscriptionTree::insert(const TopicFilter &filter, Session *session)
{
    std::vector<Session *> &sessions = m_tree.insert(filter.utf8());
    if (std::ranges::find(sessions, session) != sessions.end()) {
        return false;
    }
    sessions.push_back(session);
    ++m_size;
    return true;
}

bool SubscriptionTree::remove(const TopicFilter &filter, Session *session)
{
    std::vector<Session *> *sessions = m_tree.find(filter.utf8());
    if (sessions == nullptr) {
        return false;
    }
    const auto found = std::ranges::find(*sessions, session);
    if (found == sessions->end()) {
        return false;
    }
    // The order among the subscribers of one filter carries no meaning.
    *found = sessions->back();
    sessions->pop_back();
    --m_size;
    if (sessions->empty()) {
        m_tree.remove(filter.utf8());
    }
    return true;
}

} // namespace corkboard
