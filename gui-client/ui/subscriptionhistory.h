#pragma once

#include "connection/brokerconnection.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUndoStack>

#include <map>
#include <optional>
#include <utility>

class QAction;

namespace corkboard {

/**
 * Makes subscribing and unsubscribing undoable: what the broker carried out can be taken back.
 *
 * Undoing a subscription leaves exactly the topics that it brought; undoing an unsubscription
 * subscribes to each of its topics by name. Undo and redo ask the broker, one step at a time, and
 * the stack moves when the broker has done it, or has nothing left to do; where it refuses or the
 * connection ends, the step stays to be tried again. Without a connection there is nothing to ask:
 * then both actions are disabled.
 *
 * Answers to what undo and redo ask for make no steps of their own. Restored subscriptions make
 * none either, nor does what the broker changed by itself; leaving the broker forgets all.
 */
class SubscriptionHistory final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SubscriptionHistory)

public:
    /// Steps that can be taken back.
    static constexpr int maxSteps = 100;

    /// @param connection  must outlive the history
    explicit SubscriptionHistory(BrokerConnection &connection, QObject *parent = nullptr);

    /// The steps, to be shown; undo and redo go by the actions.
    [[nodiscard]] const QUndoStack &stack() const { return m_stack; }

    /// "Undo subscribe WEATHER", enabled where it can be done.
    [[nodiscard]] QAction *undoAction() const { return m_undo; }
    [[nodiscard]] QAction *redoAction() const { return m_redo; }

private:
    enum class Direction { Undo, Redo };

    /// The step that the broker is being asked for.
    struct Asked {
        Direction direction = Direction::Undo;
        int index = 0; ///< of the stack
        Verb verb = Verb::Sub;
        std::map<QString, int> answers; ///< to come, by the filter asked for
        qsizetype left = 0; ///< sum of answers
        bool done = false; ///< one of them went well at least
    };

    void ask(Direction direction);
    void handleSubscribed(const SubscribeAnswer &answer);
    void handleUnsubscribed(const UnsubscribeAnswer &answer);
    void handleFailure(const RequestFailure &failure);
    void handleState(BrokerConnection::State state);
    [[nodiscard]] bool settle(Verb verb, const QString &filter, bool done);
    void updateActions();

    BrokerConnection &m_connection;
    QUndoStack m_stack;
    QAction *m_undo;
    QAction *m_redo;
    std::optional<Asked> m_asked;
};

} // namespace corkboard
