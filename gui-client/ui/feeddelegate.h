#pragma once

#include <QStyledItemDelegate>

namespace corkboard {

/// Draws rows of the feed: the mark and the time in their colours, bold for a stored copy.
class FeedDelegate final : public QStyledItemDelegate {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FeedDelegate)

public:
    explicit FeedDelegate(QObject *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace corkboard
