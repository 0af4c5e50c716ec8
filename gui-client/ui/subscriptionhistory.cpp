#include "ui/subscriptionhistory.h"

#include <QUndoCommand>

namespace corkboard {

namespace {

QStringList namesOf(const QList<TopicName> &topics)
{
    QStringList names;
    for (const TopicName &topic : topics) {
        names.append(topic.toString());
    }
    return names;
}

/// A change that the broker has made already: the first redo(), on pushing, does nothing.
class SubscriptionStep final : public QUndoCommand {
public:
    SubscriptionStep(SubscriptionHistory &history, Verb done, const QString &filter,
                     const QList<TopicName> &topics)
        : m_history(history)
        , m_done(done)
        , m_filter(filter)
        , m_topics(namesOf(topics))
    {
        setText(done == Verb::Sub ? SubscriptionHistory::tr("subscribe %1").arg(filter)
                                  : SubscriptionHistory::tr("unsubscribe %1").arg(filter));
    }

    void undo() override
    {
        m_history.request(m_done == Verb::Sub ? Verb::Unsub : Verb::Sub, m_topics);
    }

    void redo() override
    {
        if (m_undone) {
            m_history.request(m_done, {m_filter});
        }
        m_undone = true;
    }

private:
    SubscriptionHistory &m_history;
    Verb m_done;
    QString m_filter;
    QStringList m_topics;
    bool m_undone = false; ///< from the first redo() on, which is the push
};

} // namespace

SubscriptionHistory::SubscriptionHistory(BrokerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
    m_stack.setUndoLimit(maxSteps);
    connect(&connection, &BrokerConnection::subscribed, this,
            &SubscriptionHistory::handleSubscribed);
    connect(&connection, &BrokerConnection::unsubscribed, this,
            &SubscriptionHistory::handleUnsubscribed);
    connect(&connection, &BrokerConnection::requestFailed, this,
            &SubscriptionHistory::handleFailure);
    connect(&connection, &BrokerConnection::stateChanged, this, &SubscriptionHistory::handleState);
}

void SubscriptionHistory::request(Verb verb, const QList<QString> &filters)
{
    for (const QString &filter : filters) {
        ++m_expected[{verb, filter}];
        if (verb == Verb::Sub) {
            m_connection.subscribe(filter);
        } else {
            m_connection.unsubscribe(filter);
        }
    }
}

void SubscriptionHistory::handleSubscribed(const SubscribeAnswer &answer)
{
    if (!answer.restored && !isExpected(Verb::Sub, answer.filter)) {
        m_stack.push(new SubscriptionStep(*this, Verb::Sub, answer.filter, answer.topics));
    }
}

void SubscriptionHistory::handleUnsubscribed(const UnsubscribeAnswer &answer)
{
    if (!isExpected(Verb::Unsub, answer.filter)) {
        m_stack.push(new SubscriptionStep(*this, Verb::Unsub, answer.filter, answer.topics));
    }
}

void SubscriptionHistory::handleFailure(const RequestFailure &failure)
{
    if (failure.verb == Verb::Sub || failure.verb == Verb::Unsub) {
        (void)isExpected(*failure.verb, failure.topic);
    }
}

void SubscriptionHistory::handleState(BrokerConnection::State state)
{
    if (state == BrokerConnection::State::Disconnected) {
        m_expected.clear();
        m_stack.clear();
    }
}

bool SubscriptionHistory::isExpected(Verb verb, const QString &filter)
{
    const auto found = m_expected.find({verb, filter});
    if (found == m_expected.end()) {
        return false;
    }
    if (--found->second == 0) {
        m_expected.erase(found);
    }
    return true;
}

} // namespace corkboard
