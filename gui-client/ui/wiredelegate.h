#pragma once

#include <QStyledItemDelegate>

namespace corkboard {

/// Draws rows of the wire panel: what went out and what came in have colours of their own.
class WireDelegate final : public QStyledItemDelegate {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WireDelegate)

public:
    explicit WireDelegate(QObject *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

} // namespace corkboard
