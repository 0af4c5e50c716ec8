#include "ui/columnwidth.h"

#include <QAbstractItemModel>
#include <QFontMetrics>

#include <algorithm>

namespace corkboard {

namespace {

/// Beside the text: the margins that the style draws in a cell.
constexpr int padding = 14;

} // namespace

int columnWidth(const QHeaderView &header, int column, const QString &sample)
{
    const QString heading
        = header.model()->headerData(column, header.orientation(), Qt::DisplayRole).toString();
    const QFontMetrics metrics = header.fontMetrics();
    return std::max(metrics.horizontalAdvance(heading), metrics.horizontalAdvance(sample))
        + padding;
}

} // namespace corkboard
