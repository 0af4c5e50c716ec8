#include "ui/clientmodels.h"

#include "connection/brokerconnection.h"

namespace corkboard {

ClientModels::ClientModels(BrokerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    connect(&connection, &BrokerConnection::messagesReceived, &m_feed, &MessageFeedModel::append);
    connect(&connection, &BrokerConnection::messagesReceived, &m_subscriptions,
            &SubscriptionModel::addMessages);
    connect(&connection, &BrokerConnection::subscribed, &m_subscriptions,
            &SubscriptionModel::applySubscribed);
    connect(&connection, &BrokerConnection::unsubscribed, &m_subscriptions,
            &SubscriptionModel::applyUnsubscribed);
    connect(&connection, &BrokerConnection::subscriptionsCleared, &m_subscriptions,
            &SubscriptionModel::clear);
    connect(&connection, &BrokerConnection::wireTraffic, &m_wire, &WireLogModel::append);
    connect(&connection, &BrokerConnection::stateChanged, this, &ClientModels::handleState);
    connectTopics();
}

void ClientModels::connectTopics()
{
    connect(&m_connection, &BrokerConnection::topicsListed, &m_topics, &TopicTreeModel::setTopics);
    connect(&m_connection, &BrokerConnection::topicsAdded, &m_topics, &TopicTreeModel::addTopics);
    connect(&m_connection, &BrokerConnection::messagesReceived, &m_topics,
            &TopicTreeModel::addMessages);
    connect(&m_connection, &BrokerConnection::subscribed, &m_topics,
            &TopicTreeModel::applySubscribed);
    connect(&m_connection, &BrokerConnection::unsubscribed, &m_topics,
            &TopicTreeModel::applyUnsubscribed);
    connect(&m_connection, &BrokerConnection::publishAnswered, &m_topics,
            &TopicTreeModel::applyPublished);
    connect(&m_connection, &BrokerConnection::subscriptionsCleared, &m_topics,
            &TopicTreeModel::clearSubscriptions);
    connect(&m_topics, &TopicTreeModel::topicsAppeared, &m_completions,
            &TopicCompletionModel::addTopics);
    connect(&m_topics, &TopicTreeModel::topicsDisappeared, &m_completions,
            &TopicCompletionModel::removeTopics);
}

void ClientModels::handleState()
{
    m_wire.setNcTarget(m_connection.address().host, m_connection.address().port);
    switch (m_connection.state()) {
    case BrokerConnection::State::Disconnected:
        // Another broker may come next: what this one had would be a lie.
        m_topics.clear();
        m_completions.clear();
        break;
    case BrokerConnection::State::WaitingToReconnect:
        m_topics.forgetRetained();
        break;
    case BrokerConnection::State::Connecting:
    case BrokerConnection::State::Connected:
    case BrokerConnection::State::Disconnecting:
        break;
    }
}

} // namespace corkboard
