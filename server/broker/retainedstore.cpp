#include "broker/retainedstore.h"

namespace corkboard {

RetainedStore::RetainedStore(const RetainedLimits &limits)
    : m_limits(limits)
{
}

StoreOutcome RetainedStore::store(const Message &message)
{
    const QByteArray &topic = message.topic.utf8();
    const Message *old = m_tree.find(topic);
    const qsizetype oldBytes = old != nullptr ? old->payload.size() : 0;
    if (message.payload.isEmpty()) {
        m_tree.remove(topic);
        m_bytes -= oldBytes;
        return StoreOutcome::Cleared;
    }
    const bool full = message.payload.size() > m_limits.payloadBytes
        || m_bytes - oldBytes + message.payload.size() > m_limits.bytes
        || (old == nullptr && m_tree.size() >= m_limits.messages);
    if (full) {
        return StoreOutcome::Full;
    }
    m_tree.insert(topic) = message;
    m_bytes += message.payload.size() - oldBytes;
    return StoreOutcome::Stored;
}

bool RetainedStore::isNewest(const Message &message) const
{
    if (!message.retain) {
        return false;
    }
    const Message *kept = find(message.topic);
    return kept != nullptr ? kept->payload == message.payload : message.payload.isEmpty();
}

const Message *RetainedStore::find(const TopicName &topic) const
{
    return m_tree.find(topic.utf8());
}

} // namespace corkboard
