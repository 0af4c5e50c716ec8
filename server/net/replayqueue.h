#pragma once

#include "topic/topicname.h"

#include <QSet>

#include <deque>

namespace corkboard {

/**
 * Topics whose retained message a client is still to be sent, in order, each at most once.
 *
 * Holds names and no messages: what is kept is looked up when it is sent, so that a client which
 * reads slowly ends with the newest and pins no older ones. Takes little memory while empty.
 */
class ReplayQueue {
public:
    /// What is to be sent next.
    struct Entry {
        TopicName topic;
        bool isLive = false; ///< stands for live messages that could not be sent, not for a replay
    };

    [[nodiscard]] bool isEmpty() const { return m_entries.empty(); }

    /// @p topic was subscribed to.
    void add(const TopicName &topic);

    /// A message on @p topic was kept while others wait. Where the topic waits already, its entry
    /// will carry that message.
    void addLive(const TopicName &topic);

    /// Takes the first entry out; there must be one.
    [[nodiscard]] Entry takeFirst();

    void clear();

private:
    void append(const TopicName &topic, bool isLive);

    std::deque<Entry> m_entries;
    QSet<TopicName> m_topics; ///< the same topics, to find them
};

} // namespace corkboard
