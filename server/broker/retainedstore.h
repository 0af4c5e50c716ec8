#pragma once

#include "base/limits.h"
#include "broker/topictree.h"
#include "message/message.h"

#include <QList>

#include <set>
#include <utility>

namespace corkboard {

/// Bounds of a RetainedStore.
struct RetainedLimits {
    qsizetype messages = limits::maxRetainedMessages;
    qsizetype bytes = limits::maxRetainedBytes; ///< payload and properties of all messages
    qsizetype payloadBytes = limits::maxRetainedPayloadBytes; ///< the same of one message

    friend bool operator==(const RetainedLimits &, const RetainedLimits &) = default;
};

/// What became of a message that was to be kept.
enum class StoreOutcome {
    Stored, ///< it is kept; an older one of the same topic is gone
    Cleared, ///< its payload was empty: nothing is kept for the topic any more
    Full, ///< a limit is reached; what was kept before is kept still
};

/**
 * The newest retained message of each topic. An empty payload clears. Source: MQTT 5.0 §3.3.1.3.
 *
 * Knows no clock: a message that expires stays until removeExpired(). Not thread-safe.
 */
class RetainedStore {
public:
    explicit RetainedStore(const RetainedLimits &limits = {});

    /// Keeps @p message in place of the one its topic had, or clears where its payload is empty.
    StoreOutcome store(const Message &message);

    /// What is kept for @p topic; nullptr for nothing. Valid until the next change.
    [[nodiscard]] const Message *find(const TopicName &topic) const;

    /// Calls @p visit(const Message &) for what is kept for the topics that @p filter matches, in
    /// no order. The visitor must not change the store.
    template <typename Visitor>
    void forEachMatching(const TopicFilter &filter, Visitor &&visit) const
    {
        m_tree.forEachNameMatching(filter, visit);
    }

    /// When the next message expires; Message::TimePoint::max() for never.
    [[nodiscard]] Message::TimePoint nextExpiry() const;

    /// Removes what has expired at @p now, and gives the topics.
    QList<TopicName> removeExpired(Message::TimePoint now);

    /// Whether @p message was to be kept and the store is as it left it: its payload is what is
    /// kept, or nothing is kept and it cleared.
    [[nodiscard]] bool isNewest(const Message &message) const;

    [[nodiscard]] qsizetype count() const { return m_tree.size(); }

    /// Bytes of the payloads and properties of all messages.
    [[nodiscard]] qsizetype payloadBytes() const { return m_bytes; }

private:
    void clear(const TopicName &topic);

    RetainedLimits m_limits;
    TopicTree<Message> m_tree;
    std::set<std::pair<Message::TimePoint, TopicName>> m_expiries;
    qsizetype m_bytes = 0;
};

} // namespace corkboard
