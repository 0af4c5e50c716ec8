#pragma once

#include "connection/receivedmessage.h"
#include "connection/requestanswers.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

namespace corkboard {

/// Our own subscriptions, in the order made, each with the filter that brought it and when.
class SubscriptionModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SubscriptionModel)

public:
    enum Column {
        TopicColumn,
        OriginColumn, ///< "WEATHER/#, expanded 10:02", or "10:02" for a topic asked for by name
        CountColumn, ///< messages received since it was made
        ColumnCount
    };

    enum Role {
        TopicRole = Qt::UserRole, ///< QString
        FilterRole, ///< QString: the filter that brought it
        SinceRole, ///< QDateTime, local
        CountRole, ///< qulonglong
    };

    explicit SubscriptionModel(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// The topic of a row.
    [[nodiscard]] const TopicName &topicAt(int row) const;

    /// True where @p topic is subscribed.
    [[nodiscard]] bool contains(const TopicName &topic) const { return m_rows.contains(topic); }

    /// The topics, in the order of the rows.
    [[nodiscard]] QList<TopicName> topics() const;

public slots:
    /// New rows at the end; a restored subscription keeps its row.
    void applySubscribed(const corkboard::SubscribeAnswer &answer);
    void applyUnsubscribed(const corkboard::UnsubscribeAnswer &answer);
    void clear();

    /// Counts a batch of messages.
    void addMessages(const QList<corkboard::ReceivedMessage> &messages);

signals:
    /// rowCount() has changed.
    void countChanged(int count);

private:
    struct Row {
        TopicName topic;
        QString filter;
        WallTime since;
        quint64 count = 0;
    };
    [[nodiscard]] QString origin(const Row &row) const;
    void renumber(qsizetype from);

    QList<Row> m_list;
    QHash<TopicName, qsizetype> m_rows;
};

} // namespace corkboard
