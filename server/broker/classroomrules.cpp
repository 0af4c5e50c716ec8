#include "broker/classroomrules.h"

#include "base/escaping.h"

#include <algorithm>

namespace corkboard {

namespace {

/// What a sentence shows of a topic that may be as long as a line.
constexpr qsizetype maxShownBytes = 64;

QByteArray shown(QByteArrayView text)
{
    return escapedForLog(text, maxShownBytes).toUtf8();
}

std::unexpected<RuleViolation> violation(ClassroomError error, const QByteArray &sentence)
{
    return std::unexpected(RuleViolation{error, sentence});
}

std::unexpected<RuleViolation> noMatch(const TopicFilter &filter)
{
    return violation(ClassroomError::NoMatch, "No topic matches for " + filter.utf8() + '.');
}

std::unexpected<RuleViolation> reserved(const TopicFilter &filter)
{
    return violation(ClassroomError::NotAuthorized,
                     filter.utf8() + " begins with $: such topics belong to the broker.");
}

std::expected<TopicFilter, RuleViolation> parseFilter(QByteArrayView text)
{
    const auto filter = TopicFilter::parse(text);
    if (!filter) {
        const QByteArray problem = describe(filter.error()).toUtf8();
        return violation(ClassroomError::InvalidTopic,
                         text.isEmpty() ? problem : shown(text) + " is no topic. " + problem);
    }
    return *filter;
}

/// The session's subscriptions that @p filter matches, in the order they were made. The catalog may
/// be ten times as long, so a filter that needs a subscription does not walk it.
QList<TopicName> subscribedMatching(const Session &session, const TopicFilter &filter)
{
    QList<TopicName> topics;
    if (session.subscriptionCount() == 0) {
        return topics;
    }
    for (const Subscription &subscription : session.subscriptions()) {
        if (filter.matches(subscription.topic())) {
            topics.append(subscription.topic());
        }
    }
    return topics;
}

} // namespace

ClassroomRules::ClassroomRules(Broker &broker)
    : m_broker(broker)
{
}

std::expected<QList<TopicName>, RuleViolation>
ClassroomRules::subscribe(Session &session, QByteArrayView text,
                          std::chrono::system_clock::time_point now)
{
    const auto filter = parseFilter(text);
    if (!filter) {
        return std::unexpected(filter.error());
    }
    const auto topics = topicsToSubscribe(session, *filter);
    if (!topics) {
        return topics;
    }
    const qsizetype limit = m_broker.limits().maxSubscriptionsPerClient;
    if (session.subscriptionCount() + topics->size() > limit) {
        return violation(ClassroomError::Limit,
                         filter->utf8() + " would be more than the " + QByteArray::number(limit)
                             + " subscriptions that one client may have.");
    }
    if (!filter->hasWildcard() && !filter->isReserved()
        && m_broker.addTopic(topics->first()) == TopicCatalog::Outcome::Full) {
        return violation(ClassroomError::Limit,
                         filter->utf8() + " does not exist, and there are already "
                             + QByteArray::number(m_broker.catalog().count())
                             + " topics, which is the most.");
    }
    for (const TopicName &topic : *topics) {
        m_broker.subscribe(session, topic, *filter, now);
    }
    return topics;
}

std::expected<QList<TopicName>, RuleViolation>
ClassroomRules::topicsToSubscribe(const Session &session, const TopicFilter &filter) const
{
    // What the broker tells about itself may be subscribed to by name.
    const bool isOffered = filter.isReserved() && !filter.hasWildcard()
        && m_broker.retained().find(filter.toName()) != nullptr;
    if (filter.isReserved() && !isOffered) {
        return reserved(filter);
    }
    if (filter.hasWildcard()) {
        QList<TopicName> topics = m_broker.catalog().matching(filter);
        if (topics.isEmpty()) {
            return noMatch(filter);
        }
        topics.removeIf([&](const TopicName &topic) { return session.isSubscribed(topic); });
        if (topics.isEmpty()) {
            return violation(ClassroomError::AlreadySubscribed,
                             "You are already subscribed to every topic that matches "
                                 + filter.utf8() + '.');
        }
        return topics;
    }
    const TopicName topic = filter.toName();
    if (session.isSubscribed(topic)) {
        return violation(ClassroomError::AlreadySubscribed,
                         "You are already subscribed to " + filter.utf8() + '.');
    }
    if (filter.utf8().size() > limits::maxCreatedTopicBytes
        && !m_broker.catalog().contains(topic)) {
        return violation(ClassroomError::InvalidTopic,
                         "A new topic may have " + QByteArray::number(limits::maxCreatedTopicBytes)
                             + " bytes, and " + shown(filter.utf8()) + " has "
                             + QByteArray::number(filter.utf8().size()) + '.');
    }
    return QList{topic};
}

std::expected<QList<TopicName>, RuleViolation> ClassroomRules::unsubscribe(Session &session,
                                                                           QByteArrayView text)
{
    const auto filter = parseFilter(text);
    if (!filter) {
        return std::unexpected(filter.error());
    }
    QList<TopicName> topics;
    if (filter->hasWildcard()) {
        topics = subscribedMatching(session, *filter);
        if (topics.isEmpty() && !m_broker.catalog().hasMatch(*filter)) {
            return noMatch(*filter);
        }
    } else if (session.isSubscribed(filter->toName())) {
        topics.append(filter->toName());
    }
    if (topics.isEmpty()) {
        return violation(ClassroomError::NotSubscribed,
                         filter->hasWildcard()
                             ? "You are subscribed to no topic that matches " + filter->utf8() + '.'
                             : "You are not subscribed to " + filter->utf8() + '.');
    }
    for (const TopicName &topic : std::as_const(topics)) {
        m_broker.unsubscribe(session, topic);
    }
    return topics;
}

std::expected<PublishResult, RuleViolation>
ClassroomRules::publish(Session &session, QByteArrayView text, const QByteArray &payload,
                        bool retain,
                        const std::function<void(const PublishResult &)> &beforeDelivery)
{
    const auto filter = parseFilter(text);
    if (!filter) {
        return std::unexpected(filter.error());
    }
    auto topics = topicsToPublish(session, *filter);
    if (!topics) {
        return std::unexpected(topics.error());
    }
    PublishResult result;
    result.topics = *std::move(topics);
    if (retain) {
        for (const TopicName &topic : std::as_const(result.topics)) {
            if (!m_broker.keep({topic, payload, true})) {
                result.notKept.append(topic);
            }
        }
    }
    if (beforeDelivery) {
        beforeDelivery(result);
    }
    for (const TopicName &topic : std::as_const(result.topics)) {
        m_broker.deliver({topic, payload, retain});
    }
    return result;
}

std::expected<QList<TopicName>, RuleViolation>
ClassroomRules::topicsToPublish(const Session &session, const TopicFilter &filter) const
{
    if (filter.isReserved()) {
        return reserved(filter);
    }
    if (filter.hasWildcard()) {
        QList<TopicName> topics
            = m_broker.catalog().oldestFirst(subscribedMatching(session, filter));
        if (topics.isEmpty()) {
            return noMatch(filter);
        }
        return topics;
    }
    const TopicName topic = filter.toName();
    if (session.isSubscribed(topic)) {
        return QList{topic};
    }
    if (!m_broker.catalog().contains(topic)) {
        return violation(ClassroomError::InvalidTopic,
                         "There is no topic " + filter.utf8() + ". /SUB creates it.");
    }
    return violation(ClassroomError::NotSubscribed,
                     "You are not subscribed to " + filter.utf8()
                         + ". Subscribe first, then publish.");
}

} // namespace corkboard
