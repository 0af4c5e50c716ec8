#pragma once

#include "connection/brokerconnection.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QUndoStack>

#include <map>
#include <utility>

namespace corkboard {

/**
 * Makes subscribing and unsubscribing undoable: what the broker carried out can be taken back.
 *
 * Undoing a subscription leaves exactly the topics that it brought; undoing an unsubscription
 * subscribes to each of its topics by name. Answers to what undo and redo ask for are told apart
 * and make no steps of their own. Restored subscriptions make none either; leaving the broker
 * forgets all.
 */
class SubscriptionHistory final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SubscriptionHistory)

public:
    /// Steps that can be taken back.
    static constexpr int maxSteps = 100;

    /// @param connection  must outlive the history
    explicit SubscriptionHistory(BrokerConnection &connection, QObject *parent = nullptr);

    [[nodiscard]] QUndoStack &stack() { return m_stack; }

    /// Asks for subscriptions or their end without a step of its own; used by the steps.
    void request(Verb verb, const QList<QString> &filters);

private:
    void handleSubscribed(const SubscribeAnswer &answer);
    void handleUnsubscribed(const UnsubscribeAnswer &answer);
    void handleFailure(const RequestFailure &failure);
    void handleState(BrokerConnection::State state);
    [[nodiscard]] bool isExpected(Verb verb, const QString &filter);

    BrokerConnection &m_connection;
    QUndoStack m_stack;
    std::map<std::pair<Verb, QString>, int> m_expected; ///< answers to come for undo and redo
};

} // namespace corkboard
