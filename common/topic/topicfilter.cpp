#include "topic/topicfilter.h"

#include "topic/topictext.h"

#include <QCoreApplication>
#include <QStringList>

namespace corkboard {

namespace {

constexpr QByteArrayView plus("+");
constexpr QByteArrayView hash("#");

bool isWildcard(QByteArrayView level)
{
    return level == plus || level == hash;
}

QString translated(const char *text)
{
    return QCoreApplication::translate("corkboard::MatchExplanation", text);
}

QString shownLevel(const QByteArray &level)
{
    return level.isEmpty() ? translated("(empty)") : QString::fromUtf8(level);
}

/// MQTT-4.7.2-1: a leading wildcard does not match topics that begin with `$`.
bool fencedOff(QByteArrayView filter, QByteArrayView topic)
{
    return topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'));
}

QString describeMatch(const MatchExplanation &explanation)
{
    QStringList parts;
    for (const LevelMatch &level : explanation.levels) {
        if (level.filterLevel == plus) {
            parts += translated("+ took \"%1\"").arg(shownLevel(level.topicLevels.first()));
        } else if (level.filterLevel == hash) {
            const qsizetype count = level.topicLevels.size();
            parts += count == 1 ? translated("# took 1 level")
                                : translated("# took %1 levels").arg(count);
        }
    }
    if (parts.isEmpty()) {
        return translated("Matches: every level is the same.");
    }
    return translated("Matches: %1.").arg(parts.join(QStringLiteral(", ")));
}

} // namespace

TopicFilter::TopicFilter(const TopicName &name)
    : m_utf8(name.utf8())
{
}

std::expected<TopicFilter, TopicProblem> TopicFilter::parse(QByteArrayView utf8)
{
    if (const auto problem = findTextProblem(utf8)) {
        return std::unexpected(*problem);
    }
    TopicFilter filter;
    const TopicLevels levels = splitLevels(utf8);
    for (qsizetype i = 0; i < levels.size(); ++i) {
        if (levels[i].contains('#')) {
            if (levels[i].size() != 1) {
                return std::unexpected(TopicProblem{TopicError::HashNotAlone, i});
            }
            if (i + 1 != levels.size()) {
                return std::unexpected(TopicProblem{TopicError::HashNotLast, i});
            }
            filter.m_hasWildcard = true;
        }
        if (levels[i].contains('+')) {
            if (levels[i].size() != 1) {
                return std::unexpected(TopicProblem{TopicError::PlusNotAlone, i});
            }
            filter.m_hasWildcard = true;
        }
    }
    filter.m_utf8 = utf8.toByteArray();
    return filter;
}

std::expected<TopicFilter, TopicProblem> TopicFilter::parse(QStringView text)
{
    // toUtf8() would put another character in the place of half a surrogate pair.
    if (!text.isValidUtf16()) {
        return std::unexpected(TopicProblem{TopicError::NotUtf8, 0});
    }
    return parse(QByteArrayView(text.toUtf8()));
}

TopicName TopicFilter::toName() const
{
    Q_ASSERT(!m_hasWildcard);
    return TopicName(m_utf8);
}

bool TopicFilter::matches(const TopicName &name) const
{
    if (!m_hasWildcard) {
        return !isEmpty() && m_utf8 == name.utf8();
    }
    if (name.isEmpty() || fencedOff(m_utf8, name.utf8())) {
        return false;
    }
    QByteArrayView filter = m_utf8;
    QByteArrayView topic = name.utf8();
    // Takes one level of each per round; "ended" is not the same as "empty level".
    bool filterEnded = false;
    bool topicEnded = false;
    const auto take = [](QByteArrayView &rest, bool &ended) {
        const qsizetype slash = rest.indexOf('/');
        const QByteArrayView level = slash < 0 ? rest : rest.first(slash);
        ended = slash < 0;
        rest = slash < 0 ? QByteArrayView() : rest.sliced(slash + 1);
        return level;
    };
    while (!filterEnded && !topicEnded) {
        const QByteArrayView filterLevel = take(filter, filterEnded);
        if (filterLevel == hash) {
            return true;
        }
        const QByteArrayView topicLevel = take(topic, topicEnded);
        if (filterLevel != plus && filterLevel != topicLevel) {
            return false;
        }
    }
    // "a/#" matches "a": the filter may have one more level, if that is #.
    return topicEnded && (filterEnded || filter == hash);
}

MatchExplanation TopicFilter::explain(const TopicName &name) const
{
    MatchExplanation result;
    const TopicLevels filterLevels = levels();
    const TopicLevels topicLevels = name.levels();
    const auto fail = [&result](LevelMatch level, MismatchReason reason) {
        result.failingLevel = result.levels.size();
        result.levels.append(std::move(level));
        result.reason = reason;
        return result;
    };
    // An empty value is no topic, though it splits into one level like any text without a slash.
    if (name.isEmpty()) {
        return fail({filterLevels[0].toByteArray(), {}, false}, MismatchReason::TopicEnds);
    }
    if (isEmpty()) {
        return fail({{}, {topicLevels[0].toByteArray()}, false}, MismatchReason::TopicGoesOn);
    }
    if (fencedOff(m_utf8, name.utf8())) {
        return fail({filterLevels[0].toByteArray(), {topicLevels[0].toByteArray()}, false},
                    MismatchReason::DollarFence);
    }
    for (qsizetype i = 0; i < filterLevels.size(); ++i) {
        LevelMatch level{filterLevels[i].toByteArray(), {}, true};
        if (filterLevels[i] == hash) {
            for (qsizetype j = i; j < topicLevels.size(); ++j) {
                level.topicLevels.append(topicLevels[j].toByteArray());
            }
            result.levels.append(level);
            return result;
        }
        if (i >= topicLevels.size()) {
            level.matches = false;
            return fail(level, MismatchReason::TopicEnds);
        }
        level.topicLevels.append(topicLevels[i].toByteArray());
        if (!isWildcard(filterLevels[i]) && filterLevels[i] != topicLevels[i]) {
            level.matches = false;
            return fail(level, MismatchReason::LevelDiffers);
        }
        result.levels.append(level);
    }
    if (topicLevels.size() > filterLevels.size()) {
        LevelMatch rest;
        for (qsizetype j = filterLevels.size(); j < topicLevels.size(); ++j) {
            rest.topicLevels.append(topicLevels[j].toByteArray());
        }
        return fail(rest, MismatchReason::TopicGoesOn);
    }
    return result;
}

QString describe(const MatchExplanation &explanation)
{
    const qsizetype number = explanation.failingLevel + 1;
    switch (explanation.reason) {
    case MismatchReason::None:
        return describeMatch(explanation);
    case MismatchReason::LevelDiffers: {
        const LevelMatch &level = explanation.levels.last();
        return translated("Level %1: \"%2\" is not \"%3\".")
            .arg(QString::number(number), shownLevel(level.filterLevel),
                 shownLevel(level.topicLevels.first()));
    }
    case MismatchReason::TopicEnds:
        return translated("Level %1: %2 needs a level, and the topic ends here.")
            .arg(QString::number(number), shownLevel(explanation.levels.last().filterLevel));
    case MismatchReason::TopicGoesOn:
        return translated("Level %1: the filter ends here, and the topic goes on with \"%2\".")
            .arg(QString::number(number),
                 shownLevel(explanation.levels.last().topicLevels.first()));
    case MismatchReason::DollarFence:
        return translated("Level 1: a leading wildcard never takes a topic that begins with $.");
    }
    Q_UNREACHABLE();
}

} // namespace corkboard
