#include "ui/clientmodels.h"

#include "connection/brokerconnection.h"

namespace corkboard {

ClientModels::ClientModels(BrokerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    connect(&connection, &BrokerConnection::messagesReceived, &feed, &MessageFeedModel::append);
    connect(&connection, &BrokerConnection::messagesReceived, &subscriptions,
            &SubscriptionModel::addMessages);
    connect(&connection, &BrokerConnection::subscribed, &subscriptions,
            &SubscriptionModel::applySubscribed);
    connect(&connection, &BrokerConnection::unsubscribed, &subscriptions,
            &SubscriptionModel::applyUnsubscribed);
    connect(&connection, &BrokerConnection::subscriptionsCleared, &subscriptions,
            &SubscriptionModel::clear);
    connect(&connection, &BrokerConnection::wireTraffic, &wire, &WireLogModel::append);
    connect(&connection, &BrokerConnection::stateChanged, this, &ClientModels::handleState);
    connectTopics();
}

void ClientModels::connectTopics()
{
    connect(&m_connection, &BrokerConnection::topicsListed, &topics, &TopicTreeModel::setTopics);
    connect(&m_connection, &BrokerConnection::topicsAdded, &topics, &TopicTreeModel::addTopics);
    connect(&m_connection, &BrokerConnection::messagesReceived, &topics,
            &TopicTreeModel::addMessages);
    connect(&m_connection, &BrokerConnection::subscribed, &topics,
            &TopicTreeModel::applySubscribed);
    connect(&m_connection, &BrokerConnection::unsubscribed, &topics,
            &TopicTreeModel::applyUnsubscribed);
    connect(&m_connection, &BrokerConnection::publishAnswered, &topics,
            &TopicTreeModel::applyPublished);
    connect(&m_connection, &BrokerConnection::subscriptionsCleared, &topics,
            &TopicTreeModel::clearSubscriptions);
    connect(&topics, &TopicTreeModel::topicsAppeared, &completions,
            &TopicCompletionModel::addTopics);
    connect(&topics, &TopicTreeModel::topicsDisappeared, &completions,
            &TopicCompletionModel::removeTopics);
}

void ClientModels::handleState()
{
    wire.setNcTarget(m_connection.address().host, m_connection.address().port);
    switch (m_connection.state()) {
    case BrokerConnection::State::Disconnected:
        // Another broker may come next: what this one had would be a lie.
        topics.clear();
        completions.clear();
        break;
    case BrokerConnection::State::WaitingToReconnect:
        topics.forgetRetained();
        break;
    case BrokerConnection::State::Connecting:
    case BrokerConnection::State::Connected:
    case BrokerConnection::State::Disconnecting:
        break;
    }
}

} // namespace corkboard
