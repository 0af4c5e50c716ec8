#include "ui/wiredelegate.h"

#include "models/wirelogmodel.h"
#include "ui/theme.h"

namespace corkboard {

WireDelegate::WireDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

void WireDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (option->state.testFlag(QStyle::State_Selected)) {
        return;
    }
    ThemeColor role = ThemeColor::Muted;
    if (index.column() != WireLogModel::TimeColumn) {
        role
            = index.data(WireLogModel::SentRole).toBool() ? ThemeColor::Sent : ThemeColor::Received;
    }
    option->palette.setColor(QPalette::Text, Theme::color(role, option->palette));
}

} // namespace corkboard
