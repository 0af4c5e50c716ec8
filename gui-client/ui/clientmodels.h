#pragma once

#include "models/messagefeedmodel.h"
#include "models/subscriptionmodel.h"
#include "models/topiccompletionmodel.h"
#include "models/topictreemodel.h"
#include "models/wirelogmodel.h"

#include <QObject>

namespace corkboard {

class BrokerConnection;

/**
 * The models of one window, wired to its connection: what comes in reaches each of them once.
 *
 * Topics go with the connection, messages and wire lines stay to be read until they are cleared.
 */
class ClientModels final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientModels)

public:
    /// @param connection  must outlive the models
    explicit ClientModels(BrokerConnection &connection, QObject *parent = nullptr);

    [[nodiscard]] MessageFeedModel &feed() { return m_feed; }
    [[nodiscard]] TopicTreeModel &topics() { return m_topics; }
    [[nodiscard]] TopicCompletionModel &completions() { return m_completions; }
    [[nodiscard]] SubscriptionModel &subscriptions() { return m_subscriptions; }
    [[nodiscard]] WireLogModel &wire() { return m_wire; }

private:
    void connectTopics();
    void handleState();

    BrokerConnection &m_connection;
    MessageFeedModel m_feed;
    TopicTreeModel m_topics;
    TopicCompletionModel m_completions;
    SubscriptionModel m_subscriptions;
    WireLogModel m_wire;
};

} // namespace corkboard
