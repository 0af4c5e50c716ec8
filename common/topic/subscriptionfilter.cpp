#include "topic/subscriptionfilter.h"

#include <utility>

namespace corkboard {

namespace {

constexpr QByteArrayView sharePrefix("$share/");

} // namespace

SubscriptionFilter::SubscriptionFilter(TopicFilter filter)
    : m_filter(std::move(filter))
{
}

std::expected<SubscriptionFilter, TopicProblem> SubscriptionFilter::parse(QByteArrayView utf8)
{
    // The whole is text like any filter, whatever its parts are.
    auto whole = TopicFilter::parse(utf8);
    if (!utf8.startsWith(sharePrefix)) {
        if (!whole) {
            return std::unexpected(whole.error());
        }
        return SubscriptionFilter(*std::move(whole));
    }
    const QByteArrayView rest = utf8.sliced(sharePrefix.size());
    const qsizetype slash = rest.indexOf('/');
    const QByteArrayView shareName = slash < 0 ? rest : rest.first(slash);
    // MQTT-4.8.2-1 and -2: at least one character, no wildcard, and a filter behind it.
    if (shareName.isEmpty() || shareName.contains('+') || shareName.contains('#')) {
        return std::unexpected(TopicProblem{TopicError::ShareName, 1});
    }
    if (slash < 0 || slash + 1 == rest.size()) {
        return std::unexpected(TopicProblem{TopicError::ShareWithoutFilter, 2});
    }
    if (!whole) {
        return std::unexpected(whole.error());
    }
    auto filter = TopicFilter::parse(rest.sliced(slash + 1));
    if (!filter) {
        TopicProblem problem = filter.error();
        problem.level += 2;
        return std::unexpected(problem);
    }
    SubscriptionFilter result(*std::move(filter));
    result.m_shareName = shareName.toByteArray();
    return result;
}

QByteArray SubscriptionFilter::utf8() const
{
    if (!isShared()) {
        return m_filter.utf8();
    }
    return sharePrefix.toByteArray() + m_shareName + '/' + m_filter.utf8();
}

} // namespace corkboard
