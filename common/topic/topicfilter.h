#pragma once

#include "topic/topicname.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <expected>

namespace corkboard {

/// The one reason why a valid filter does not match a valid topic name.
enum class MismatchReason {
    None, ///< it matches
    LevelDiffers, ///< the filter's level and the topic's level are different text
    TopicEnds, ///< the filter still needs a level, the topic has no more
    TopicGoesOn, ///< the filter has ended, the topic has more levels
    DollarFence, ///< a leading wildcard never takes a topic that begins with `$` (MQTT-4.7.2-1)
};

/// What one level of a filter took of a topic.
struct LevelMatch {
    QByteArray filterLevel; ///< empty for levels of the topic that no filter level stands for
    QList<QByteArray> topicLevels; ///< `#` takes any number, the others at most one
    bool matches = false;

    friend bool operator==(const LevelMatch &, const LevelMatch &) = default;
};

/// A comparison of a filter with a topic name, level by level; see TopicFilter::explain().
struct MatchExplanation {
    QList<LevelMatch> levels; ///< up to and including the failing level
    MismatchReason reason = MismatchReason::None;
    qsizetype failingLevel = -1; ///< counted from 0; -1 where the filter matches

    [[nodiscard]] bool matches() const { return reason == MismatchReason::None; }
    friend bool operator==(const MatchExplanation &, const MatchExplanation &) = default;
};

/**
 * What a client subscribes with: a topic name in which levels may be `+` or `#`.
 *
 * `+` stands for exactly one level; `#` stands for the level it is at and all below, must be last,
 * and includes the parent. A filter that begins with a wildcard matches no topic that begins with
 * `$`. Source: MQTT 5.0 §4.7.1–4.7.3. A value; a default-constructed one matches nothing.
 */
class TopicFilter {
public:
    TopicFilter() = default;

    /// Checks @p utf8 and gives the filter, or the first problem in it.
    [[nodiscard]] static std::expected<TopicFilter, TopicProblem> parse(QByteArrayView utf8);
    [[nodiscard]] static std::expected<TopicFilter, TopicProblem> parse(QStringView text);

    /// The filter that matches exactly @p name.
    explicit TopicFilter(const TopicName &name);

    [[nodiscard]] bool matches(const TopicName &name) const;

    /// The same comparison as matches(), told level by level.
    [[nodiscard]] MatchExplanation explain(const TopicName &name) const;

    [[nodiscard]] bool hasWildcard() const { return m_hasWildcard; }

    /// The topic name that this filter is; only for a filter without wildcards.
    [[nodiscard]] TopicName toName() const;

    [[nodiscard]] const QByteArray &utf8() const { return m_utf8; }
    [[nodiscard]] QString toString() const { return QString::fromUtf8(m_utf8); }
    [[nodiscard]] TopicLevels levels() const { return splitLevels(m_utf8); }
    [[nodiscard]] bool isEmpty() const { return m_utf8.isEmpty(); }
    [[nodiscard]] bool isReserved() const { return m_utf8.startsWith('$'); }

    friend bool operator==(const TopicFilter &a, const TopicFilter &b)
    {
        return a.m_utf8 == b.m_utf8;
    }
    friend size_t qHash(const TopicFilter &filter, size_t seed = 0)
    {
        return ::qHash(filter.m_utf8, seed);
    }

private:
    QByteArray m_utf8;
    bool m_hasWildcard = false;
};

/**
 * One sentence for a person: what each wildcard took, or the one reason at the failing level.
 *
 * Example: "Level 2: + needs a level, and the topic ends here."
 */
[[nodiscard]] QString describe(const MatchExplanation &explanation);

} // namespace corkboard
