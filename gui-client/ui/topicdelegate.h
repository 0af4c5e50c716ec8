#pragma once

#include "topic/topicfilter.h"

#include <QStyledItemDelegate>

#include <optional>

namespace corkboard {

/// Draws rows of the topic tree: those that the typed filter matches stand out.
class TopicDelegate final : public QStyledItemDelegate {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicDelegate)

public:
    explicit TopicDelegate(QObject *parent = nullptr);

    /// Topics that @p filter matches are marked; nothing is where it is empty.
    void setFilter(const std::optional<TopicFilter> &filter) { m_filter = filter; }

    /// Whether the row of @p index is marked.
    [[nodiscard]] bool isMarked(const QModelIndex &index) const;

    /// A little higher than the text, as the rows of the other views are.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    std::optional<TopicFilter> m_filter;
};

} // namespace corkboard
