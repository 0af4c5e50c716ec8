#include "modelvalues.h"

#include <QDateTime>

namespace corkboard {

TopicName topic(QStringView name)
{
    return TopicName::parse(name).value();
}

QList<TopicName> topicList(const QStringList &names)
{
    QList<TopicName> topics;
    for (const QString &name : names) {
        topics.append(topic(name));
    }
    return topics;
}

QStringList namesOf(const QList<TopicName> &topics)
{
    QStringList names;
    for (const TopicName &each : topics) {
        names.append(each.toString());
    }
    return names;
}

WallTime atMinute(int minute)
{
    const QDateTime time(QDate(2026, 11, 22), QTime(10, minute, 11, 204));
    return WallTime(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

ReceivedMessage live(QStringView topicName, const QByteArray &payload, quint64 number)
{
    return {atMinute(2), {topic(topicName), payload, false}, false, number};
}

ReceivedMessage replayed(QStringView topicName, const QByteArray &payload, quint64 number)
{
    return {atMinute(2), {topic(topicName), payload, true}, true, number};
}

QList<ReceivedMessage> numbered(QStringView topicName, int count, int first)
{
    const ReceivedMessage model = live(topicName, {});
    QList<ReceivedMessage> messages(count, model);
    for (int i = 0; i < count; ++i) {
        messages[i].message.payload = QByteArray::number(first + i);
        messages[i].number = quint64(first + i);
    }
    return messages;
}

QStringList columnTexts(const QAbstractItemModel &model, int column, const QModelIndex &parent)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        texts.append(model.index(row, column, parent).data().toString());
    }
    return texts;
}

} // namespace corkboard
