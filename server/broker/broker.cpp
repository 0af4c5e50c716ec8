#include "broker/broker.h"

#include "broker/subscriber.h"

#include <QThread>

namespace corkboard {

Broker::Broker(const BrokerLimits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_catalog(limits.maxTopics)
    , m_retained(limits.retained)
{
}

Broker::~Broker() = default;

Session &Broker::openSession(Subscriber &subscriber, const QString &origin)
{
    Q_ASSERT(QThread::currentThread() == thread());
    auto session = std::make_unique<Session>();
    const quint64 number = ++m_lastSession;
    session->m_id = SessionId(number);
    session->m_subscriber = &subscriber;
    session->m_origin = origin;
    Session &result = *session;
    m_sessions.emplace(number, std::move(session));
    renameSession(result, QStringLiteral("client %1").arg(number));
    emit clientJoined(result);
    return result;
}

void Broker::closeSession(Session &session, const QString &reason)
{
    Q_ASSERT(QThread::currentThread() == thread());
    for (const auto &[topic, place] : session.m_places) {
        m_subscriptions.remove(TopicFilter(topic), &session);
    }
    session.m_places.clear();
    if (session.m_watchesTopics) {
        m_topicWatchers.removeOne(&session);
    }
    m_names.remove(session.m_name);
    const auto node = m_sessions.extract(quint64(session.m_id));
    Q_ASSERT(!node.empty());
    emit clientLeft(session, reason);
}

QString Broker::renameSession(Session &session, const QString &name)
{
    if (name == session.m_name) {
        return name;
    }
    QString shown = name;
    for (int number = 2; m_names.contains(shown); ++number) {
        shown = QStringLiteral("%1 (%2)").arg(name, QString::number(number));
    }
    const QString before = std::exchange(session.m_name, shown);
    m_names.remove(before);
    m_names.insert(shown, session.m_id);
    if (!before.isEmpty()) {
        emit clientRenamed(session, before);
    }
    return shown;
}

TopicCatalog::Outcome Broker::addTopic(const TopicName &topic)
{
    const TopicCatalog::Outcome outcome = m_catalog.add(topic);
    if (outcome == TopicCatalog::Outcome::Added) {
        for (Session *watcher : std::as_const(m_topicWatchers)) {
            watcher->m_subscriber->topicAdded(topic);
        }
        emit topicAdded(topic);
    }
    return outcome;
}

void Broker::watchTopics(Session &session)
{
    if (!session.m_watchesTopics) {
        session.m_watchesTopics = true;
        m_topicWatchers.append(&session);
    }
}

bool Broker::subscribe(Session &session, const TopicName &topic, const TopicFilter &broughtBy,
                       std::chrono::system_clock::time_point now)
{
    if (session.isSubscribed(topic)) {
        return false;
    }
    m_subscriptions.insert(TopicFilter(topic), &session);
    session.m_places.emplace(topic, Session::Place{session.m_nextOrder++, broughtBy, now});
    emit subscribed(session, topic);
    return true;
}

bool Broker::unsubscribe(Session &session, const TopicName &topic)
{
    if (session.m_places.erase(topic) == 0) {
        return false;
    }
    m_subscriptions.remove(TopicFilter(topic), &session);
    emit unsubscribed(session, topic);
    return true;
}

bool Broker::keep(const Message &message)
{
    if (m_retained.store(message) == StoreOutcome::Full) {
        return false;
    }
    emit retainedChanged(message.topic);
    return true;
}

qsizetype Broker::deliver(const Message &message)
{
    Q_ASSERT(QThread::currentThread() == thread());
    qsizetype receivers = 0;
    WireForms forms;
    m_subscriptions.forEachMatch(message.topic, [&](Session &session) {
        session.m_subscriber->deliver(message, forms);
        ++receivers;
    });
    emit published(message, receivers);
    return receivers;
}

PublishOutcome Broker::publish(const Message &message)
{
    PublishOutcome outcome;
    outcome.retainRefused = message.retain && !keep(message);
    outcome.receivers = deliver(message);
    return outcome;
}

} // namespace corkboard
