#include "broker/broker.h"

#include <QThread>

#include <algorithm>
#include <utility>

namespace corkboard {

namespace {

constexpr Broker::TimePoint never = Broker::TimePoint::max();

} // namespace

Broker::Broker(const BrokerLimits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_catalog(limits.maxTopics)
    , m_retained(limits.retained)
{
}

Broker::~Broker() = default;

Session &Broker::newSession(const QString &origin)
{
    auto session = std::make_unique<Session>();
    const quint64 number = ++m_lastSession;
    session->m_id = SessionId(number);
    session->m_origin = origin;
    session->m_outboundLimits = m_limits.outbound;
    Session &result = *session;
    m_sessions.emplace(number, std::move(session));
    return result;
}

Session &Broker::openSession(Subscriber &subscriber, const QString &origin)
{
    Q_ASSERT(QThread::currentThread() == thread());
    Session &session = newSession(origin);
    session.m_subscriber = &subscriber;
    ++m_online;
    renameSession(session, QStringLiteral("client %1").arg(quint64(session.m_id)));
    emit clientJoined(session);
    return session;
}

ResumedSession Broker::resumeSession(Subscriber &subscriber, const QString &origin,
                                     const SessionRequest &request)
{
    Q_ASSERT(QThread::currentThread() == thread());
    Session *session = m_clientIds.value(request.clientId, nullptr);
    Session::Takeovers takeovers;
    if (session != nullptr) {
        if (session->isOnline()) {
            countTakeover(*session);
        }
        takeovers = session->m_takeovers;
        // Without an expiry it ends with the connection that it is taken from (MQTT-3.1.2-23; in
        // 3.1.1 MQTT-3.1.2-6).
        const bool ends = request.cleanStart || session->m_expiry.count() == 0;
        takeFrom(*session, ends);
        session = ends ? nullptr : session;
    }
    const bool present = session != nullptr;
    if (!present) {
        session = &newSession(origin);
        session->m_clientId = request.clientId;
        m_clientIds.insert(request.clientId, session);
        renameSession(*session, QString::fromUtf8(request.clientId));
    }
    session->m_takeovers = takeovers;
    session->m_origin = origin;
    session->m_subscriber = &subscriber;
    session->m_expiry = std::min(request.expiry, m_limits.maxSessionExpiry);
    session->m_will = request.will;
    session->m_outboundLimits.window = std::min(m_limits.outbound.window, request.receiveMaximum);
    if (session->m_outbound) {
        session->m_outbound->setWindow(session->m_outboundLimits.window);
        session->m_outbound->resume();
    }
    ++m_online;
    emit clientJoined(*session);
    return {session, present};
}

void Broker::takeFrom(Session &session, bool ends)
{
    cancelAppointment(m_endings, session.m_endsAt, session);
    if (session.isOnline()) {
        Subscriber *before = std::exchange(session.m_subscriber, nullptr);
        goOffline(session, QStringLiteral("another connection took its session over"));
        before->takenOver();
        // MQTT-3.1.3-9: a will with a delay is not sent where the session goes on before that.
        if (!ends && session.m_will && session.m_will->delay.count() == 0) {
            publishWill(session);
        }
    }
    if (ends) {
        endSession(session);
        return;
    }
    cancelAppointment(m_wills, session.m_willAt, session);
    session.m_will.reset();
}

void Broker::countTakeover(Session &session)
{
    Session::Takeovers &takeovers = session.m_takeovers;
    if (takeovers.count == 0 || m_now >= takeovers.since + limits::takeoverWindow) {
        takeovers = {.count = 0, .since = m_now};
    }
    if (++takeovers.count == limits::maxTakeovers) {
        emit sessionContested(session);
    }
}

bool Broker::mayTakeOver(const QByteArray &clientId) const
{
    const Session *session = m_clientIds.value(clientId, nullptr);
    return session == nullptr || !session->isOnline()
        || session->m_takeovers.count < limits::maxTakeovers
        || m_now >= session->m_takeovers.since + limits::takeoverWindow;
}

void Broker::goOffline(Session &session, const QString &reason)
{
    session.m_subscriber = nullptr;
    --m_online;
    if (std::exchange(session.m_watchesTopics, false)) {
        m_topicWatchers.removeOne(&session);
    }
    emit clientLeft(session, reason);
}

void Broker::closeSession(Session &session, const QString &reason)
{
    disconnectSession(session, reason, WillFate::Discard);
}

void Broker::disconnectSession(Session &session, const QString &reason, WillFate will)
{
    Q_ASSERT(QThread::currentThread() == thread());
    const bool ends = session.m_expiry.count() == 0;
    if (ends) {
        dropSubscriptions(session);
    }
    goOffline(session, reason);
    if (will == WillFate::Discard) {
        session.m_will.reset();
    }
    if (ends) {
        endSession(session);
        return;
    }
    if (session.m_will && session.m_will->delay.count() == 0) {
        publishWill(session);
    } else if (session.m_will) {
        makeAppointment(m_wills, session.m_willAt, m_now + session.m_will->delay, session);
    }
    makeAppointment(m_endings, session.m_endsAt, m_now + session.m_expiry, session);
    if (sessionCount() - m_online > m_limits.maxAbsentSessions) {
        expireSession(*m_endings.begin()->second);
    }
}

void Broker::expireSession(Session &session)
{
    emit sessionExpired(session);
    endSession(session);
}

void Broker::dropSubscriptions(Session &session)
{
    for (const auto &[filter, place] : session.m_places) {
        m_subscriptions.remove(filter, &session);
    }
    session.m_places.clear();
}

void Broker::endSession(Session &session)
{
    Q_ASSERT(!session.isOnline());
    cancelAppointment(m_wills, session.m_willAt, session);
    cancelAppointment(m_endings, session.m_endsAt, session);
    dropSubscriptions(session);
    m_names.remove(session.m_name);
    if (!session.m_clientId.isEmpty()) {
        m_clientIds.remove(session.m_clientId);
    }
    const auto node = m_sessions.extract(quint64(session.m_id));
    Q_ASSERT(!node.empty());
    // From here on it receives nothing any more, and then it says its last.
    if (session.m_will) {
        publishWill(session);
    }
    if (session.m_outbound) {
        passOnShared(session.m_outbound->takeShared());
    }
}

void Broker::publishWill(Session &session)
{
    Message message = std::exchange(session.m_will, {})->message;
    if (const auto interval = message.properties->messageExpiryInterval) {
        message.expiresAt = m_now + std::chrono::seconds(*interval);
    }
    if (!message.topic.isReserved()) {
        addTopic(message.topic);
    }
    publish(message, &session);
}

void Broker::setSessionExpiry(Session &session, std::chrono::seconds expiry)
{
    session.m_expiry = std::min(expiry, m_limits.maxSessionExpiry);
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

bool Broker::addSubscription(Session &session, const SubscriptionFilter &filter,
                             const TopicFilter &broughtBy, const SubscriptionOptions &options,
                             std::chrono::system_clock::time_point now)
{
    const bool added = m_subscriptions.insert(filter, &session, options);
    if (added) {
        session.m_places.emplace(filter,
                                 Session::Place{session.m_nextOrder++, broughtBy, now, options});
        emit subscribed(session, filter);
    } else {
        session.m_places.at(filter).options = options;
    }
    return added;
}

bool Broker::subscribe(Session &session, const TopicName &topic, const TopicFilter &broughtBy,
                       std::chrono::system_clock::time_point now)
{
    const SubscriptionFilter filter{TopicFilter(topic)};
    return !session.m_places.contains(filter)
        && addSubscription(session, filter, broughtBy, {}, now);
}

Broker::SubscribeOutcome Broker::subscribe(Session &session, const SubscriptionFilter &filter,
                                           const SubscriptionOptions &options,
                                           std::chrono::system_clock::time_point now)
{
    if (session.subscriptionCount() >= m_limits.maxSubscriptionsPerClient
        && !session.m_places.contains(filter)) {
        return SubscribeOutcome::Full;
    }
    return addSubscription(session, filter, filter.filter(), options, now)
        ? SubscribeOutcome::Added
        : SubscribeOutcome::Replaced;
}

bool Broker::unsubscribe(Session &session, const TopicName &topic)
{
    return unsubscribe(session, SubscriptionFilter(TopicFilter(topic)));
}

bool Broker::unsubscribe(Session &session, const SubscriptionFilter &filter)
{
    if (session.m_places.erase(filter) == 0) {
        return false;
    }
    m_subscriptions.remove(filter, &session);
    emit unsubscribed(session, filter);
    return true;
}

bool Broker::keep(const Message &message)
{
    const TimePoint before = nextDeadline();
    if (m_retained.store(message) == StoreOutcome::Full) {
        return false;
    }
    emit retainedChanged(message.topic);
    if (nextDeadline() < before) {
        emit deadlineMoved();
    }
    return true;
}

qsizetype Broker::deliver(const Message &message, const Session *publisher)
{
    Q_ASSERT(QThread::currentThread() == thread());
    qsizetype receivers = 0;
    WireForms forms;
    m_receivers.clear();
    m_subscriptions.forEachMatch(
        message.topic,
        [&](const SubscriptionTree::Entry &entry) { collect(entry, message, publisher); },
        [&](const SubscriptionTree::Group &group) {
            receivers += deliverToGroup(group, message, forms);
        });
    receivers += qsizetype(m_receivers.size());
    for (const Receiver &receiver : m_receivers) {
        receiver.session->m_match = -1;
        hand(*receiver.session,
             {.message = message,
              .qos = receiver.qos,
              .retained = receiver.retainAsPublished && message.retain,
              .subscriptionIds = receiver.identifiers},
             forms);
    }
    emit published(message, receivers);
    return receivers;
}

void Broker::collect(const SubscriptionTree::Entry &entry, const Message &message,
                     const Session *publisher)
{
    const SubscriptionOptions &options = entry.options;
    if (options.noLocal && entry.session == publisher) {
        return; // MQTT-3.8.3-3
    }
    // MQTT-3.3.4-2: one copy at the highest QoS of all matching subscriptions, with all of their
    // identifiers.
    qsizetype &match = entry.session->m_match;
    if (match < 0) {
        match = qsizetype(m_receivers.size());
        m_receivers.push_back({entry.session, Qos::AtMostOnce, false, {}});
    }
    Receiver &receiver = m_receivers[std::size_t(match)];
    receiver.qos = std::max(receiver.qos, std::min(message.qos, options.qos));
    receiver.retainAsPublished = receiver.retainAsPublished || options.retainAsPublished;
    if (options.identifier != 0) {
        receiver.identifiers.append(options.identifier);
    }
}

const SubscriptionTree::Entry *Broker::chooseMember(const SubscriptionTree::Group &group, Qos qos)
{
    // In turn, but rather one who can take it now, and one who is away only where all are.
    enum Suitability { None, Away, Busy, Ready };
    const std::size_t count = group.members.size();
    const SubscriptionTree::Entry *best = nullptr;
    Suitability bestSuitability = None;
    for (std::size_t i = 0; i < count && bestSuitability != Ready; ++i) {
        const SubscriptionTree::Entry &member = group.members[(group.next + i) % count];
        const Session &session = *member.session;
        const bool needsWindow = std::min(qos, member.options.qos) != Qos::AtMostOnce;
        const bool windowOpen
            = !needsWindow || !session.m_outbound || session.m_outbound->canSendNow();
        const Suitability suitability = session.isOnline() ? (windowOpen ? Ready : Busy)
            : needsWindow                                  ? Away
                                                           : None;
        if (suitability > bestSuitability) {
            best = &member;
            bestSuitability = suitability;
        }
    }
    if (best != nullptr) {
        group.next = std::size_t(best - group.members.data()) + 1;
    }
    return best;
}

qsizetype Broker::deliverToGroup(const SubscriptionTree::Group &group, const Message &message,
                                 WireForms &forms)
{
    const SubscriptionTree::Entry *member = chooseMember(group, message.qos);
    if (member == nullptr) {
        return 0;
    }
    const SubscriptionOptions &options = member->options;
    QVarLengthArray<quint32, 1> identifiers;
    if (options.identifier != 0) {
        identifiers.append(options.identifier);
    }
    hand(*member->session,
         {.message = message,
          .qos = std::min(message.qos, options.qos),
          .retained = options.retainAsPublished && message.retain,
          .subscriptionIds = identifiers},
         forms, std::make_shared<const SubscriptionFilter>(group.filter));
    return 1;
}

void Broker::hand(Session &session, const Delivery &delivery, WireForms &forms,
                  const std::shared_ptr<const SubscriptionFilter> &sharedBy)
{
    if (delivery.qos == Qos::AtMostOnce) {
        if (session.isOnline()) {
            (void)session.m_subscriber->deliver(delivery, forms);
        }
        return;
    }
    OutboundQueue &queue = outboundOf(session);
    OutboundMessage copy{
        delivery.message, delivery.qos, delivery.retained,
        QList<quint32>(delivery.subscriptionIds.begin(), delivery.subscriptionIds.end()), sharedBy};
    if (session.isOnline() && queue.canSendNow() && session.m_subscriber->hasRoom()) {
        Delivery started = delivery;
        started.packetId = queue.startSending(std::move(copy));
        if (!session.m_subscriber->deliver(started, forms)) {
            queue.forget(started.packetId);
        }
    } else if (!queue.add(std::move(copy))) {
        ++m_dropped;
    }
}

void Broker::passOnShared(std::vector<OutboundMessage> messages)
{
    for (const OutboundMessage &each : messages) {
        if (const SubscriptionTree::Group *group = m_subscriptions.findGroup(*each.sharedBy)) {
            WireForms forms;
            (void)deliverToGroup(*group, each.message, forms);
        }
    }
}

OutboundQueue &Broker::outboundOf(Session &session)
{
    if (!session.m_outbound) {
        session.m_outbound = OutboundQueue(session.m_outboundLimits);
    }
    return *session.m_outbound;
}

PublishOutcome Broker::publish(const Message &message, const Session *publisher)
{
    PublishOutcome outcome;
    outcome.retainRefused = message.retain && !keep(message);
    outcome.receivers = deliver(message, publisher);
    return outcome;
}

bool Broker::replay(Session &session, const Message &message, const SubscriptionOptions &options)
{
    const Qos qos = std::min(message.qos, options.qos);
    if (qos != Qos::AtMostOnce && outboundOf(session).waiting() > 0) {
        return false;
    }
    WireForms forms;
    QVarLengthArray<quint32, 1> identifiers;
    if (options.identifier != 0) {
        identifiers.append(options.identifier);
    }
    hand(session,
         {.message = message, .qos = qos, .retained = true, .subscriptionIds = identifiers}, forms);
    return true;
}

void Broker::sendWaiting(Session &session)
{
    if (!session.m_outbound) {
        return;
    }
    while (session.isOnline() && session.m_subscriber->hasRoom()) {
        const auto next = session.m_outbound->takeNext(m_now);
        if (!next) {
            return;
        }
        if (next->message == nullptr) {
            session.m_subscriber->release(next->packetId);
            continue;
        }
        WireForms forms;
        const OutboundMessage &message = *next->message;
        const bool sent
            = session.m_subscriber->deliver({.message = message.message,
                                             .qos = message.qos,
                                             .retained = message.retained,
                                             .duplicate = next->duplicate,
                                             .packetId = next->packetId,
                                             .subscriptionIds = message.subscriptionIds},
                                            forms);
        if (!sent) {
            session.m_outbound->forget(next->packetId);
        }
    }
}

bool Broker::acknowledge(Session &session, quint16 packetId)
{
    const bool known = session.m_outbound && session.m_outbound->acknowledge(packetId);
    sendWaiting(session);
    return known;
}

bool Broker::receive(Session &session, quint16 packetId)
{
    return session.m_outbound && session.m_outbound->receive(packetId);
}

bool Broker::refuse(Session &session, quint16 packetId)
{
    const bool known = session.m_outbound && session.m_outbound->refuse(packetId);
    sendWaiting(session);
    return known;
}

bool Broker::complete(Session &session, quint16 packetId)
{
    const bool known = session.m_outbound && session.m_outbound->complete(packetId);
    sendWaiting(session);
    return known;
}

Broker::QueuedMessages Broker::queuedMessages() const
{
    QueuedMessages queued;
    for (const auto &[number, session] : m_sessions) {
        if (const OutboundQueue *outbound = session->outbound()) {
            queued.count += outbound->waiting();
            queued.bytes += outbound->waitingBytes();
        }
    }
    return queued;
}

void Broker::advance(TimePoint now)
{
    m_now = std::max(m_now, now);
    while (!m_wills.empty() && m_wills.begin()->first <= m_now) {
        Session &session = *m_wills.begin()->second;
        cancelAppointment(m_wills, session.m_willAt, session);
        publishWill(session);
    }
    while (!m_endings.empty() && m_endings.begin()->first <= m_now) {
        expireSession(*m_endings.begin()->second);
    }
    for (const TopicName &topic : m_retained.removeExpired(m_now)) {
        emit retainedChanged(topic);
    }
}

Broker::TimePoint Broker::nextDeadline() const
{
    const auto first = [](const Appointments &appointments) {
        return appointments.empty() ? never : appointments.begin()->first;
    };
    return std::min({first(m_wills), first(m_endings), m_retained.nextExpiry()});
}

void Broker::makeAppointment(Appointments &appointments, TimePoint &when, TimePoint to,
                             Session &session)
{
    const TimePoint before = nextDeadline();
    when = to;
    appointments.emplace(to, &session);
    if (to < before) {
        emit deadlineMoved();
    }
}

void Broker::cancelAppointment(Appointments &appointments, TimePoint &when, Session &session)
{
    if (when != never) {
        appointments.erase({std::exchange(when, never), &session});
    }
}

} // namespace corkboard
