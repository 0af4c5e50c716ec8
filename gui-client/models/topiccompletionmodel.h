#pragma once

#include "topic/topicname.h"

#include <QAbstractListModel>
#include <QList>

namespace corkboard {

/**
 * The names of all topics, sorted without regard to ASCII case, for the completers of the topic
 * boxes. (A QCompleter on it is to take it as unsorted: its own order is another for other
 * letters.)
 *
 * Feed it from TopicTreeModel::topicsAppeared() and topicsDisappeared().
 */
class TopicCompletionModel final : public QAbstractListModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicCompletionModel)

public:
    explicit TopicCompletionModel(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;

    /// The name for Qt::DisplayRole and Qt::EditRole.
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// The topics in the order of the rows.
    [[nodiscard]] const QList<TopicName> &topics() const { return m_topics; }

public slots:
    /// Topics that are there already are passed over.
    void addTopics(const QList<corkboard::TopicName> &topics);

    /// Neighbouring rows go together.
    void removeTopics(const QList<corkboard::TopicName> &topics);
    void clear();

private:
    [[nodiscard]] qsizetype rowFor(const TopicName &topic) const;

    QList<TopicName> m_topics;
};

} // namespace corkboard
