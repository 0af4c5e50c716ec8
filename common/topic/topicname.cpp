#include "topic/topicname.h"

#include "base/escaping.h"
#include "base/limits.h"
#include "topic/topictext.h"

#include <QCoreApplication>

namespace corkboard {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("corkboard::TopicProblem", text);
}

} // namespace

QString describe(const TopicProblem &problem)
{
    switch (problem.error) {
    case TopicError::Empty:
        return translated("A topic needs at least one character.");
    case TopicError::TooLong:
        return translated("The topic is longer than %1 bytes.").arg(limits::maxTopicBytes);
    case TopicError::TooManyLevels:
        return translated("The topic has more than %1 levels.").arg(limits::maxTopicLevels);
    case TopicError::NotUtf8:
        return translated("The topic is not valid UTF-8 text.");
    case TopicError::ForbiddenCharacter:
        return translated("Level %1 has a character that no topic may have.")
            .arg(problem.level + 1);
    case TopicError::WildcardInName:
        return translated("Level %1 has a wildcard; a topic name has neither + nor #.")
            .arg(problem.level + 1);
    case TopicError::HashNotLast:
        return translated("Level %1 is #, which must be the last level.").arg(problem.level + 1);
    case TopicError::HashNotAlone:
        return translated("Level %1 mixes # with other characters; # stands alone in its level.")
            .arg(problem.level + 1);
    case TopicError::PlusNotAlone:
        return translated("Level %1 mixes + with other characters; + stands alone in its level.")
            .arg(problem.level + 1);
    case TopicError::ShareName:
        return translated("The group's name behind $share needs a character, and no wildcard.");
    case TopicError::ShareWithoutFilter:
        return translated("A shared filter is $share/GROUP/FILTER; this one has no filter.");
    }
    Q_UNREACHABLE();
}

TopicLevels splitLevels(QByteArrayView topic)
{
    TopicLevels levels;
    qsizetype begin = 0;
    while (true) {
        const qsizetype slash = topic.indexOf('/', begin);
        if (slash < 0) {
            levels.append(topic.sliced(begin));
            return levels;
        }
        levels.append(topic.sliced(begin, slash - begin));
        begin = slash + 1;
    }
}

std::optional<TopicProblem> findTextProblem(QByteArrayView utf8)
{
    if (utf8.isEmpty()) {
        return TopicProblem{TopicError::Empty, 0};
    }
    if (utf8.size() > limits::maxTopicBytes) {
        return TopicProblem{TopicError::TooLong, 0};
    }
    qsizetype level = 0;
    std::optional<TopicProblem> problem;
    forEachCodePoint(utf8, [&](QByteArrayView, char32_t codePoint) {
        if (problem) {
            return;
        }
        if (codePoint == invalidUtf8) {
            problem = TopicProblem{TopicError::NotUtf8, level};
        } else if (isControl(codePoint) || isNonCharacter(codePoint)) {
            problem = TopicProblem{TopicError::ForbiddenCharacter, level};
        } else if (codePoint == U'/' && ++level >= limits::maxTopicLevels) {
            problem = TopicProblem{TopicError::TooManyLevels, level};
        }
    });
    return problem;
}

std::expected<TopicName, TopicProblem> TopicName::parse(QByteArrayView utf8)
{
    if (const auto problem = findTextProblem(utf8)) {
        return std::unexpected(*problem);
    }
    if (utf8.contains('+') || utf8.contains('#')) {
        qsizetype level = 0;
        for (const char c : utf8) {
            if (c == '+' || c == '#') {
                break;
            }
            level += c == '/' ? 1 : 0;
        }
        return std::unexpected(TopicProblem{TopicError::WildcardInName, level});
    }
    return TopicName(utf8.toByteArray());
}

std::expected<TopicName, TopicProblem> TopicName::parse(QStringView text)
{
    // toUtf8() would put another character in the place of half a surrogate pair.
    if (!text.isValidUtf16()) {
        return std::unexpected(TopicProblem{TopicError::NotUtf8, 0});
    }
    return parse(QByteArrayView(text.toUtf8()));
}

} // namespace corkboard
