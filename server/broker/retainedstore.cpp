#include "broker/retainedstore.h"

namespace corkboard {

namespace {

constexpr Message::TimePoint never = Message::TimePoint::max();

qsizetype bytesOf(const Message &message)
{
    qsizetype bytes = message.payload.size();
    if (message.properties.isEmpty()) {
        return bytes;
    }
    const MessageProperties &properties = *message.properties;
    for (const auto *field :
         {&properties.contentType, &properties.responseTopic, &properties.correlationData}) {
        bytes += *field ? (*field)->size() : 0;
    }
    for (const auto &[name, value] : properties.userProperties) {
        bytes += name.size() + value.size();
    }
    return bytes;
}

} // namespace

RetainedStore::RetainedStore(const RetainedLimits &limits)
    : m_limits(limits)
{
}

StoreOutcome RetainedStore::store(const Message &message)
{
    if (message.payload.isEmpty()) {
        clear(message.topic);
        return StoreOutcome::Cleared;
    }
    const Message *old = find(message.topic);
    const qsizetype bytes = bytesOf(message);
    const qsizetype bytesWithoutOld = m_bytes - (old != nullptr ? bytesOf(*old) : 0);
    const bool full = bytes > m_limits.payloadBytes || bytesWithoutOld + bytes > m_limits.bytes
        || (old == nullptr && m_tree.size() >= m_limits.messages);
    if (full) {
        return StoreOutcome::Full;
    }
    if (old != nullptr && old->expiresAt != never) {
        m_expiries.erase({old->expiresAt, message.topic});
    }
    m_tree.insert(message.topic.utf8()) = message;
    m_bytes = bytesWithoutOld + bytes;
    if (message.expiresAt != never) {
        m_expiries.emplace(message.expiresAt, message.topic);
    }
    return StoreOutcome::Stored;
}

void RetainedStore::clear(const TopicName &topic)
{
    const Message *old = find(topic);
    if (old == nullptr) {
        return;
    }
    if (old->expiresAt != never) {
        m_expiries.erase({old->expiresAt, topic});
    }
    m_bytes -= bytesOf(*old);
    m_tree.remove(topic.utf8());
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

Message::TimePoint RetainedStore::nextExpiry() const
{
    return m_expiries.empty() ? never : m_expiries.begin()->first;
}

QList<TopicName> RetainedStore::removeExpired(Message::TimePoint now)
{
    QList<TopicName> removed;
    while (nextExpiry() <= now) {
        const TopicName topic = m_expiries.begin()->second;
        clear(topic);
        removed.append(topic);
    }
    return removed;
}

} // namespace corkboard
