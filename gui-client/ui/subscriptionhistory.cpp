#include "ui/subscriptionhistory.h"

#include <QAction>
#include <QUndoCommand>

#include <utility>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

QStringList namesOf(const QList<TopicName> &topics)
{
    QStringList names;
    for (const TopicName &topic : topics) {
        names.append(topic.toString());
    }
    return names;
}

/// A change that the broker has made. Undo and redo only move the stack: the history has asked the
/// broker before.
class SubscriptionStep final : public QUndoCommand {
public:
    SubscriptionStep(Verb done, const QString &filter, const QList<TopicName> &topics)
        : m_done(done)
        , m_filter(filter)
        , m_topics(namesOf(topics))
    {
        setText(done == Verb::Sub ? SubscriptionHistory::tr("subscribe %1").arg(filter)
                                  : SubscriptionHistory::tr("unsubscribe %1").arg(filter));
    }

    [[nodiscard]] Verb undoVerb() const { return m_done == Verb::Sub ? Verb::Unsub : Verb::Sub; }
    [[nodiscard]] const QStringList &undoFilters() const { return m_topics; }
    [[nodiscard]] Verb redoVerb() const { return m_done; }
    [[nodiscard]] QStringList redoFilters() const { return {m_filter}; }

private:
    Verb m_done;
    QString m_filter;
    QStringList m_topics;
};

/// True where the broker has nothing to do any more for what was asked.
bool isDoneAlready(const RequestFailure &failure)
{
    if (failure.verb == Verb::Sub) {
        return failure.code == ClassroomError::AlreadySubscribed;
    }
    return failure.code == ClassroomError::NotSubscribed || failure.code == ClassroomError::NoMatch
        || failure.code == ClassroomError::InvalidTopic;
}

/// "U&ndo subscribe A&&B": a topic may have an ampersand, which is no mnemonic.
QString actionText(const QString &verb, QString step)
{
    return step.isEmpty() ? verb : verb + u' ' + step.replace('&'_L1, "&&"_L1);
}

} // namespace

SubscriptionHistory::SubscriptionHistory(BrokerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_undo(new QAction(this))
    , m_redo(new QAction(this))
{
    m_stack.setUndoLimit(maxSteps);
    connect(&connection, &BrokerConnection::subscribed, this,
            &SubscriptionHistory::handleSubscribed);
    connect(&connection, &BrokerConnection::unsubscribed, this,
            &SubscriptionHistory::handleUnsubscribed);
    connect(&connection, &BrokerConnection::requestFailed, this,
            &SubscriptionHistory::handleFailure);
    connect(&connection, &BrokerConnection::stateChanged, this, &SubscriptionHistory::handleState);
    connect(&m_stack, &QUndoStack::indexChanged, this, &SubscriptionHistory::updateActions);
    connect(m_undo, &QAction::triggered, this, [this] { ask(Direction::Undo); });
    connect(m_redo, &QAction::triggered, this, [this] { ask(Direction::Redo); });
    updateActions();
}

void SubscriptionHistory::ask(Direction direction)
{
    const int index = m_stack.index() - (direction == Direction::Undo ? 1 : 0);
    const auto *step = static_cast<const SubscriptionStep *>(m_stack.command(index));
    if (m_asked || !step || !m_connection.isConnected()) {
        return;
    }
    const bool undo = direction == Direction::Undo;
    const QStringList filters = undo ? step->undoFilters() : step->redoFilters();
    const Verb verb = undo ? step->undoVerb() : step->redoVerb();
    m_asked = Asked{.direction = direction,
                    .index = m_stack.index(),
                    .verb = verb,
                    .answers = {},
                    .left = filters.size()};
    for (const QString &filter : filters) {
        ++m_asked->answers[filter];
    }
    updateActions();
    for (const QString &filter : filters) {
        if (verb == Verb::Sub) {
            m_connection.subscribe(filter);
        } else {
            m_connection.unsubscribe(filter);
        }
    }
}

void SubscriptionHistory::handleSubscribed(const SubscribeAnswer &answer)
{
    if (!answer.restored && !settle(Verb::Sub, answer.filter, true)) {
        m_stack.push(new SubscriptionStep(Verb::Sub, answer.filter, answer.topics));
    }
}

void SubscriptionHistory::handleUnsubscribed(const UnsubscribeAnswer &answer)
{
    // Without a filter nobody has asked: the broker's list says so, or a failure to restore.
    if (!answer.filter.isEmpty() && !settle(Verb::Unsub, answer.filter, true)) {
        m_stack.push(new SubscriptionStep(Verb::Unsub, answer.filter, answer.topics));
    }
}

void SubscriptionHistory::handleFailure(const RequestFailure &failure)
{
    if (failure.verb == Verb::Sub || failure.verb == Verb::Unsub) {
        (void)settle(*failure.verb, failure.topic, isDoneAlready(failure));
    }
}

void SubscriptionHistory::handleState(BrokerConnection::State state)
{
    if (state == BrokerConnection::State::Disconnected) {
        m_asked.reset();
        m_stack.clear();
    }
    updateActions();
}

bool SubscriptionHistory::settle(Verb verb, const QString &filter, bool done)
{
    if (!m_asked || m_asked->verb != verb) {
        return false;
    }
    const auto found = m_asked->answers.find(filter);
    if (found == m_asked->answers.end() || found->second == 0) {
        return false;
    }
    --found->second;
    --m_asked->left;
    m_asked->done = m_asked->done || done;
    if (m_asked->left == 0) {
        const Asked asked = std::move(*m_asked);
        m_asked.reset();
        // The answer to something asked before may have put a step on top meanwhile.
        const bool move = asked.done && asked.index == m_stack.index();
        if (move && asked.direction == Direction::Undo) {
            m_stack.undo();
        } else if (move) {
            m_stack.redo();
        }
        updateActions();
    }
    return true;
}

void SubscriptionHistory::updateActions()
{
    const bool can = m_connection.isConnected() && !m_asked;
    m_undo->setEnabled(can && m_stack.canUndo());
    m_redo->setEnabled(can && m_stack.canRedo());
    m_undo->setText(actionText(tr("U&ndo"), m_stack.undoText()));
    m_redo->setText(actionText(tr("&Redo"), m_stack.redoText()));
}

} // namespace corkboard
