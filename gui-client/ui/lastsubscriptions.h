#pragma once

#include "connection/brokeraddress.h"
#include "topic/topicname.h"

#include <QList>
#include <QObject>
#include <QSet>

namespace corkboard {

class BrokerConnection;
struct SubscribeAnswer;
struct UnsubscribeAnswer;

/// Remembers what we were subscribed to when we left a broker, so that coming back it can be had
/// again.
class LastSubscriptions final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LastSubscriptions)

public:
    /// @param connection  must outlive this object
    explicit LastSubscriptions(BrokerConnection &connection, QObject *parent = nullptr);

    /// What was left with the broker at the connection's address and is not subscribed now, sorted.
    [[nodiscard]] QList<TopicName> missing() const;

private:
    void handleSubscribed(const SubscribeAnswer &answer);
    void handleUnsubscribed(const UnsubscribeAnswer &answer);
    void handleCleared();

    BrokerConnection &m_connection;
    QSet<TopicName> m_now;
    QSet<TopicName> m_left;
    BrokerAddress m_address; ///< of the broker that m_left was left with
};

} // namespace corkboard
