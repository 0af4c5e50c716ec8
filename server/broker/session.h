#pragma once

#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QList>
#include <QString>

#include <chrono>
#include <map>

namespace corkboard {

class Subscriber;

/// Tells sessions apart for as long as the server runs; never used again.
enum class SessionId : quint64 { };

/// One subscription of a session, with what brought it.
struct Subscription {
    TopicName topic;
    TopicFilter
        broughtBy; ///< what the client asked for: the topic itself or a filter with wildcards
    std::chrono::system_clock::time_point since;
};

/**
 * What the broker knows of one client: its name and its subscriptions in the order they were made.
 *
 * Made and owned by the Broker, which keeps it in step with its subscription tree; others only
 * read.
 */
class Session {
public:
    [[nodiscard]] SessionId id() const { return m_id; }

    /// How the client is shown to others: the name it gave itself, or "client N".
    [[nodiscard]] const QString &name() const { return m_name; }

    [[nodiscard]] bool isSubscribed(const TopicName &topic) const
    {
        return m_places.contains(topic);
    }

    /// Where the client comes from and what it speaks, for people: "classroom, 127.0.0.1:4711".
    [[nodiscard]] const QString &origin() const { return m_origin; }

    /// All subscriptions, oldest first.
    [[nodiscard]] QList<Subscription> subscriptions() const;

    [[nodiscard]] qsizetype subscriptionCount() const { return qsizetype(m_places.size()); }

private:
    friend class Broker;

    struct Place {
        quint64 order;
        TopicFilter broughtBy;
        std::chrono::system_clock::time_point since;
    };

    SessionId m_id{};
    QString m_name;
    QString m_origin;
    Subscriber *m_subscriber = nullptr;
    bool m_watchesTopics = false;
    quint64 m_nextOrder = 0;
    std::map<TopicName, Place> m_places; ///< QHash would take 4 KB for the first one
};

} // namespace corkboard
