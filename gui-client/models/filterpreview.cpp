#include "models/filterpreview.h"

#include "base/limits.h"
#include "models/payloadtext.h"

#include <algorithm>

namespace corkboard {

namespace {

/// Topics that do not match and are explained, to find the nearest; a reason takes about 1 µs.
constexpr qsizetype maxExplained = 1'000;

} // namespace

FilterPreview::Result FilterPreview::evaluate(QStringView text) const
{
    Result result;
    if (text.isEmpty()) {
        return result;
    }
    const auto filter = TopicFilter::parse(text);
    if (!filter) {
        result.problem = describe(filter.error());
        result.problemLevel = filter.error().level;
        result.summary = result.problem;
        return result;
    }
    result.valid = true;
    result.hasWildcard = filter->hasWildcard();
    QList<TopicName> missed;
    for (const TopicName &topic : m_topics) {
        if (filter->matches(topic)) {
            ++result.matchCount;
            if (result.matches.size() < maxListed) {
                result.matches.append(topic);
            }
        } else if (missed.size() < maxExplained) {
            missed.append(topic);
        }
    }
    result.missCount = m_topics.size() - result.matchCount;
    result.misses = nearest(*filter, missed);
    result.createsTopic = !result.hasWildcard && result.matchCount == 0 && !filter->isReserved()
        && filter->utf8().size() <= limits::maxCreatedTopicBytes;
    result.summary = summaryOf(result, *filter);
    return result;
}

QList<FilterPreview::Miss> FilterPreview::nearest(const TopicFilter &filter,
                                                  const QList<TopicName> &missed)
{
    struct Candidate {
        TopicName topic;
        MatchExplanation explanation;
    };
    QList<Candidate> candidates;
    candidates.reserve(missed.size());
    for (const TopicName &topic : missed) {
        candidates.append({topic, filter.explain(topic)});
    }
    std::ranges::stable_sort(candidates, std::ranges::greater(), [](const Candidate &candidate) {
        return candidate.explanation.failingLevel;
    });
    QList<Miss> misses;
    for (const Candidate &candidate : candidates.first(std::min(candidates.size(), maxListed))) {
        misses.append(
            {candidate.topic, candidate.explanation.failingLevel, describe(candidate.explanation)});
    }
    return misses;
}

QString FilterPreview::summaryOf(const Result &result, const TopicFilter &filter)
{
    if (result.hasWildcard) {
        const qsizetype all = result.matchCount + result.missCount;
        if (all == 1) {
            return result.matchCount > 0 ? tr("Matches the one topic that exists now.")
                                         : tr("Does not match the one topic that exists now.");
        }
        return result.matchCount > 0
            ? tr("Matches %L1 of the %L2 topics that exist now.").arg(result.matchCount).arg(all)
            : tr("Matches none of the %L1 topics that exist now.").arg(all);
    }
    const QString name = wholePayloadText(filter.utf8());
    if (result.matchCount > 0) {
        return tr("%1 is a topic. Subscribing takes it alone, nothing below it.").arg(name);
    }
    if (result.createsTopic) {
        return tr("There is no topic %1 yet. Subscribing creates it.").arg(name);
    }
    return filter.isReserved()
        ? tr("Topics that begin with $ belong to the broker: it alone makes them.")
        : tr("There is no such topic, and this is too long for a new one: it may have %1 bytes.")
              .arg(limits::maxCreatedTopicBytes);
}

QString FilterPreview::explain(QStringView text, const TopicName &topic)
{
    const auto filter = TopicFilter::parse(text);
    return filter ? describe(filter->explain(topic)) : describe(filter.error());
}

} // namespace corkboard
