#include "net/replayqueue.h"

#include <utility>

namespace corkboard {

void ReplayQueue::add(const TopicName &topic)
{
    append(topic, false);
}

void ReplayQueue::addLive(const TopicName &topic)
{
    append(topic, true);
}

void ReplayQueue::append(const TopicName &topic, bool isLive)
{
    if (!m_topics.contains(topic)) {
        m_topics.insert(topic);
        m_entries.push_back({topic, isLive});
    }
}

ReplayQueue::Entry ReplayQueue::takeFirst()
{
    Q_ASSERT(!isEmpty());
    Entry entry = std::move(m_entries.front());
    m_entries.pop_front();
    m_topics.remove(entry.topic);
    if (m_entries.empty()) {
        clear();
    }
    return entry;
}

void ReplayQueue::clear()
{
    m_entries.clear();
    m_topics = {};
}

} // namespace corkboard
