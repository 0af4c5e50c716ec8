#include "ui/answertext.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <limits>

namespace corkboard::answertext {

using namespace Qt::StringLiterals;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(corkboard::AnswerText)
};

/// Numbers as the person's language writes them, in sentences with a plural.
int countOf(const QList<TopicName> &topics)
{
    return int(std::min<qsizetype>(topics.size(), std::numeric_limits<int>::max()));
}

bool isJust(const QList<TopicName> &topics, const QString &asked)
{
    return topics.size() == 1 && topics.constFirst().toString() == asked;
}

} // namespace

QString topicList(const QList<TopicName> &topics, qsizetype shown)
{
    QStringList names;
    for (const TopicName &topic : topics.mid(0, shown)) {
        names.append(topic.toString());
    }
    const qsizetype left = topics.size() - names.size();
    const QString list = names.join(u", "_s);
    return left > 0 ? Text::tr("%1 and %2 more").arg(list, QLocale().toString(left)) : list;
}

QString sentence(const SubscribeAnswer &answer)
{
    if (isJust(answer.topics, answer.filter)) {
        return Text::tr("Subscribed to %1.").arg(answer.filter);
    }
    const QString names = topicList(answer.topics);
    return answer.topics.size() == 1
        ? Text::tr("%1 subscribed to one topic: %2.").arg(answer.filter, names)
        : Text::tr("%1 subscribed to %n topics: %2.", nullptr, countOf(answer.topics))
              .arg(answer.filter, names);
}

QString sentence(const UnsubscribeAnswer &answer)
{
    if (isJust(answer.topics, answer.filter)) {
        return Text::tr("Left %1.").arg(answer.filter);
    }
    const QString names = topicList(answer.topics);
    return answer.topics.size() == 1
        ? Text::tr("%1 left one topic: %2.").arg(answer.filter, names)
        : Text::tr("%1 left %n topics: %2.", nullptr, countOf(answer.topics))
              .arg(answer.filter, names);
}

QString sentence(const PublishAnswer &answer, const QList<TopicName> &reached)
{
    const QList<TopicName> &topics = answer.topics.isEmpty() ? reached : answer.topics;
    const QString names = topics.isEmpty() ? answer.topic : topicList(topics);
    if (topics.size() > 1) {
        if (!answer.retain) {
            return Text::tr("Published to %n topics: %1.", nullptr, countOf(topics)).arg(names);
        }
        return answer.payload.isEmpty()
            ? Text::tr("Cleared what %n topics kept: %1.", nullptr, countOf(topics)).arg(names)
            : Text::tr("Published and kept for latecomers on %n topics: %1.", nullptr,
                       countOf(topics))
                  .arg(names);
    }
    if (!answer.retain) {
        return Text::tr("Published to %1.").arg(names);
    }
    return answer.payload.isEmpty()
        ? Text::tr("%1 keeps no message any more.").arg(names)
        : Text::tr("Published to %1, which keeps it for latecomers.").arg(names);
}

QString helpText(const QList<HelpLine> &lines)
{
    QString text;
    for (const HelpLine &line : lines) {
        text += line.command + u": "_s + line.text + u'\n';
    }
    return text;
}

} // namespace corkboard::answertext
