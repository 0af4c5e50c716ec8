#pragma once

#include "base/limits.h"
#include "broker/topictree.h"
#include "message/message.h"

namespace corkboard {

/// Bounds of a RetainedStore.
struct RetainedLimits {
    qsizetype messages = limits::maxRetainedMessages;
    qsizetype bytes = limits::maxRetainedBytes; ///< payload bytes of all messages
    qsizetype payloadBytes = limits::maxRetainedPayloadBytes; ///< payload bytes of one message

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
 * Not thread-safe.
 */
class RetainedStore {
public:
    explicit RetainedStore(const RetainedLimits &limits = {});

    /// Keeps @p message in place of the one its topic had, or clears where its payload is empty.
    StoreOutcome store(const Message &message);

    /// What is kept for @p topic; nullptr for nothing. Valid until the next store().
    [[nodiscard]] const Message *find(const TopicName &topic) const;

    /// Whether @p message was to be kept and the store is as it left it: its payload is what is
    /// kept, or nothing is kept and it cleared.
    [[nodiscard]] bool isNewest(const Message &message) const;

    [[nodiscard]] qsizetype count() const { return m_tree.size(); }
    [[nodiscard]] qsizetype payloadBytes() const { return m_bytes; }

private:
    RetainedLimits m_limits;
    TopicTree<Message> m_tree;
    qsizetype m_bytes = 0;
};

} // namespace corkboard
