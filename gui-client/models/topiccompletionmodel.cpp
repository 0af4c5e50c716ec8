#include "models/topiccompletionmodel.h"

#include <algorithm>

namespace corkboard {

namespace {

bool comesBefore(const TopicName &a, const TopicName &b)
{
    const int withoutCase = a.utf8().compare(b.utf8(), Qt::CaseInsensitive);
    return withoutCase != 0 ? withoutCase < 0 : a < b;
}

} // namespace

TopicCompletionModel::TopicCompletionModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

int TopicCompletionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_topics.size());
}

QVariant TopicCompletionModel::data(const QModelIndex &index, int role) const
{
    // A combo box asks for no index at all where nothing is chosen: that is no mistake.
    if (!index.isValid() || !checkIndex(index)
        || (role != Qt::DisplayRole && role != Qt::EditRole)) {
        return {};
    }
    return m_topics[index.row()].toString();
}

qsizetype TopicCompletionModel::rowFor(const TopicName &topic) const
{
    return std::ranges::lower_bound(m_topics, topic, comesBefore) - m_topics.begin();
}

void TopicCompletionModel::addTopics(const QList<TopicName> &topics)
{
    QList<TopicName> added = topics;
    std::ranges::sort(added, comesBefore);
    const auto repeated = std::ranges::unique(added);
    added.erase(repeated.begin(), repeated.end());
    added.removeIf([this](const TopicName &topic) {
        const qsizetype row = rowFor(topic);
        return row < m_topics.size() && m_topics[row] == topic;
    });
    // From the last run that belongs to one place to the first, so that the places stay right.
    while (!added.isEmpty()) {
        const qsizetype row = rowFor(added.last());
        qsizetype first = added.size() - 1;
        while (first > 0 && rowFor(added[first - 1]) == row) {
            --first;
        }
        const qsizetype count = added.size() - first;
        beginInsertRows({}, int(row), int(row + count) - 1);
        m_topics.insert(row, count, TopicName());
        std::copy(added.cbegin() + first, added.cend(), m_topics.begin() + row);
        endInsertRows();
        added.remove(first, count);
    }
}

void TopicCompletionModel::removeTopics(const QList<TopicName> &topics)
{
    QList<qsizetype> rows;
    for (const TopicName &topic : topics) {
        const qsizetype row = rowFor(topic);
        if (row < m_topics.size() && m_topics[row] == topic) {
            rows.append(row);
        }
    }
    std::ranges::sort(rows);
    const auto repeated = std::ranges::unique(rows);
    rows.erase(repeated.begin(), repeated.end());
    // From the last run of neighbouring rows to the first, so that the rows before stay right.
    while (!rows.isEmpty()) {
        const qsizetype last = rows.takeLast();
        qsizetype first = last;
        while (!rows.isEmpty() && rows.last() == first - 1) {
            first = rows.takeLast();
        }
        beginRemoveRows({}, int(first), int(last));
        m_topics.remove(first, last - first + 1);
        endRemoveRows();
    }
}

void TopicCompletionModel::clear()
{
    beginResetModel();
    m_topics.clear();
    endResetModel();
}

} // namespace corkboard
