#pragma once

#include "topic/topicfilter.h"

namespace corkboard {

/**
 * What a client asks to subscribe to: a topic filter, and the group that shares it if one does.
 *
 *     WEATHER/+                  the client's own
 *     $share/helpers/WEATHER/+   every message to one member of the group "helpers"
 *
 * A value, ordered and compared by its bytes. Source: MQTT 5.0 §4.8.2.
 */
class SubscriptionFilter {
public:
    SubscriptionFilter() = default;

    /// The client's own subscription with @p filter.
    explicit SubscriptionFilter(TopicFilter filter);

    /// Checks @p utf8 and gives it in its parts, or the first problem in it.
    [[nodiscard]] static std::expected<SubscriptionFilter, TopicProblem> parse(QByteArrayView utf8);

    [[nodiscard]] bool isShared() const { return !m_shareName.isEmpty(); }

    /// The group's name; empty where nobody shares it.
    [[nodiscard]] const QByteArray &shareName() const { return m_shareName; }

    /// What topics are matched with.
    [[nodiscard]] const TopicFilter &filter() const { return m_filter; }

    /// As it stands on the wire, with `$share/` and the group's name.
    [[nodiscard]] QByteArray utf8() const;

    friend bool operator==(const SubscriptionFilter &, const SubscriptionFilter &) = default;
    friend bool operator<(const SubscriptionFilter &a, const SubscriptionFilter &b)
    {
        const int order = a.m_filter.utf8().compare(b.m_filter.utf8());
        return order != 0 ? order < 0 : a.m_shareName < b.m_shareName;
    }

private:
    QByteArray m_shareName;
    TopicFilter m_filter;
};

} // namespace corkboard
