#include "ui/feeddelegate.h"

#include "models/messagefeedmodel.h"
#include "ui/theme.h"

namespace corkboard {

FeedDelegate::FeedDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

void FeedDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    const auto setText = [&](ThemeColor role) {
        if (!selected) {
            option->palette.setColor(QPalette::Text, Theme::color(role, option->palette));
        }
    };
    switch (index.column()) {
    case MessageFeedModel::TimeColumn:
        setText(ThemeColor::Muted);
        break;
    case MessageFeedModel::MarkColumn: {
        const bool replayed = index.data(MessageFeedModel::ReplayedRole).toBool();
        setText(replayed ? ThemeColor::Stored : ThemeColor::Live);
        option->font.setBold(true);
        option->displayAlignment = Qt::AlignCenter;
        break;
    }
    default:
        break;
    }
}

} // namespace corkboard
