#include "models/subscriptionmodel.h"

#include "models/payloadtext.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace corkboard {

SubscriptionModel::SubscriptionModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int SubscriptionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_list.size());
}

int SubscriptionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SubscriptionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TopicColumn:
        return tr("Topic");
    case OriginColumn:
        return tr("Subscribed by");
    case CountColumn:
        return tr("Count");
    default:
        return {};
    }
}

QString SubscriptionModel::origin(const Row &row) const
{
    const QString time = shortClockText(row.since);
    return row.filter == row.topic.toString()
        ? time
        : tr("%1, expanded %2").arg(wholePayloadText(row.filter.toUtf8()), time);
}

QVariant SubscriptionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row &row = m_list[index.row()];
    const QString topic = wholePayloadText(row.topic.utf8());
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == TopicColumn ? topic
            : index.column() == OriginColumn ? origin(row)
                                             : QLocale().toString(row.count);
    case Qt::AccessibleTextRole:
        return row.count == 1 ? tr("%1, subscribed by %2, 1 message").arg(topic, origin(row))
                              : tr("%1, subscribed by %2, %3 messages")
                                    .arg(topic, origin(row), QLocale().toString(row.count));
    case TopicRole:
        return row.topic.toString();
    case FilterRole:
        return row.filter;
    case SinceRole:
        return QDateTime::fromMSecsSinceEpoch(row.since.time_since_epoch().count());
    case CountRole:
        return row.count;
    default:
        return {};
    }
}

const TopicName &SubscriptionModel::topicAt(int row) const
{
    return m_list[row].topic;
}

QList<TopicName> SubscriptionModel::topics() const
{
    QList<TopicName> all;
    all.reserve(m_list.size());
    for (const Row &row : m_list) {
        all.append(row.topic);
    }
    return all;
}

void SubscriptionModel::applySubscribed(const SubscribeAnswer &answer)
{
    QList<Row> added;
    for (const TopicName &topic : answer.topics) {
        if (!m_rows.contains(topic)) {
            added.append({topic, answer.filter, answer.time});
        }
    }
    if (added.isEmpty()) {
        return;
    }
    const qsizetype first = m_list.size();
    beginInsertRows({}, int(first), int(first + added.size()) - 1);
    m_list.append(added);
    renumber(first);
    endInsertRows();
    emit countChanged(rowCount());
}

void SubscriptionModel::applyUnsubscribed(const UnsubscribeAnswer &answer)
{
    QList<qsizetype> rows;
    for (const TopicName &topic : answer.topics) {
        if (const auto row = m_rows.constFind(topic); row != m_rows.cend()) {
            rows.append(*row);
        }
    }
    std::ranges::sort(rows);
    const bool changes = !rows.isEmpty();
    // From the last run of neighbouring rows to the first, so that the rows before stay right.
    while (!rows.isEmpty()) {
        const qsizetype last = rows.takeLast();
        qsizetype first = last;
        while (!rows.isEmpty() && rows.last() == first - 1) {
            first = rows.takeLast();
        }
        beginRemoveRows({}, int(first), int(last));
        for (qsizetype row = first; row <= last; ++row) {
            m_rows.remove(m_list[row].topic);
        }
        m_list.remove(first, last - first + 1);
        renumber(first);
        endRemoveRows();
    }
    if (changes) {
        emit countChanged(rowCount());
    }
}

void SubscriptionModel::clear()
{
    if (m_list.isEmpty()) {
        return;
    }
    beginResetModel();
    m_list.clear();
    m_rows.clear();
    endResetModel();
    emit countChanged(0);
}

void SubscriptionModel::addMessages(const QList<ReceivedMessage> &messages)
{
    qsizetype first = m_list.size();
    qsizetype last = -1;
    for (const ReceivedMessage &message : messages) {
        if (const auto row = m_rows.constFind(message.message.topic); row != m_rows.cend()) {
            ++m_list[*row].count;
            first = std::min(first, *row);
            last = std::max(last, *row);
        }
    }
    if (last >= 0) {
        emit dataChanged(index(int(first), CountColumn), index(int(last), CountColumn));
    }
}

void SubscriptionModel::renumber(qsizetype from)
{
    for (qsizetype row = from; row < m_list.size(); ++row) {
        m_rows.insert(m_list[row].topic, row);
    }
}

} // namespace corkboard
