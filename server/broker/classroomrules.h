#pragma once

#include "broker/broker.h"
#include "classroom/classroomerror.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <chrono>
#include <expected>
#include <functional>

namespace corkboard {

/// Why a request of a classroom client was refused.
struct RuleViolation {
    ClassroomError error;
    QByteArray sentence; ///< for a person; names the topic it is about
};

/// What PUB or PUBR reached.
struct PublishResult {
    QList<TopicName> topics; ///< one message was published to each
    QList<TopicName> notKept; ///< those of a PUBR whose message was delivered but not stored
};

/**
 * What SUB, UNSUB, PUB, PUBR and LIST mean in the classroom protocol.
 *
 * Wildcards act once, on the topics that exist at that moment; subscribing to a name that does not
 * exist creates the topic; publishing needs a subscription to that very topic. The framed protocol
 * and the original's dialect share these rules and differ in the words of their answers.
 */
class ClassroomRules {
public:
    explicit ClassroomRules(Broker &broker);

    /**
     * Subscribes to a topic or to all topics that a filter matches.
     *
     * @param text  a topic name or filter, as the client sent it
     * @param now   the time to remember with each subscription
     * @return the newly subscribed topics, oldest first, at least one; or InvalidTopic, NoMatch,
     *         AlreadySubscribed, NotAuthorized, Limit
     */
    [[nodiscard]] std::expected<QList<TopicName>, RuleViolation>
    subscribe(Session &session, QByteArrayView text, std::chrono::system_clock::time_point now);

    /// Leaves a topic or all matching ones. Gives the topics left, in the order of subscribing; or
    /// InvalidTopic, NoMatch, NotSubscribed.
    [[nodiscard]] std::expected<QList<TopicName>, RuleViolation> unsubscribe(Session &session,
                                                                             QByteArrayView text);

    /**
     * Publishes to a topic or to all matching ones that the session is subscribed to.
     *
     * @param beforeDelivery  called once the message is kept where it is to be, before anybody
     *                        receives it, so that the publisher's answer comes before its own copy
     * @return what was reached; or InvalidTopic, NoMatch, NotSubscribed, NotAuthorized
     */
    [[nodiscard]] std::expected<PublishResult, RuleViolation>
    publish(Session &session, QByteArrayView text, const QByteArray &payload, bool retain,
            const std::function<void(const PublishResult &)> &beforeDelivery = {});

private:
    [[nodiscard]] std::expected<QList<TopicName>, RuleViolation>
    topicsToSubscribe(const Session &session, const TopicFilter &filter) const;
    [[nodiscard]] std::expected<QList<TopicName>, RuleViolation>
    topicsToPublish(const Session &session, const TopicFilter &filter) const;

    Broker &m_broker;
};

} // namespace corkboard
