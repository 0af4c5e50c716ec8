#include "ui/lastsubscriptions.h"

#include "connection/brokerconnection.h"

#include <algorithm>
#include <utility>

namespace corkboard {

LastSubscriptions::LastSubscriptions(BrokerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    connect(&connection, &BrokerConnection::subscribed, this, &LastSubscriptions::handleSubscribed);
    connect(&connection, &BrokerConnection::unsubscribed, this,
            &LastSubscriptions::handleUnsubscribed);
    connect(&connection, &BrokerConnection::subscriptionsCleared, this,
            &LastSubscriptions::handleCleared);
}

QList<TopicName> LastSubscriptions::missing() const
{
    QList<TopicName> topics;
    if (m_address == m_connection.address()) {
        topics = (m_left - m_now).values();
        std::ranges::sort(topics, [](const TopicName &a, const TopicName &b) { return a < b; });
    }
    return topics;
}

void LastSubscriptions::handleSubscribed(const SubscribeAnswer &answer)
{
    for (const TopicName &topic : answer.topics) {
        m_now.insert(topic);
    }
}

void LastSubscriptions::handleUnsubscribed(const UnsubscribeAnswer &answer)
{
    for (const TopicName &topic : answer.topics) {
        m_now.remove(topic);
    }
}

void LastSubscriptions::handleCleared()
{
    m_left = std::exchange(m_now, {});
    m_address = m_connection.address();
}

} // namespace corkboard
