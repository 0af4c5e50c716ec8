#include "ui/topicdelegate.h"

#include "models/topictreemodel.h"
#include "topic/topicname.h"
#include "ui/theme.h"

#include <algorithm>

namespace corkboard {

namespace {

constexpr int rowPadding = 4;

} // namespace

TopicDelegate::TopicDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

bool TopicDelegate::isMarked(const QModelIndex &index) const
{
    if (!m_filter || !index.data(TopicTreeModel::IsTopicRole).toBool()) {
        return false;
    }
    const QString path = index.data(TopicTreeModel::PathRole).toString();
    const auto topic = TopicName::parse(QStringView(path));
    return topic && m_filter->matches(*topic);
}

QSize TopicDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize hint = QStyledItemDelegate::sizeHint(option, index);
    return {hint.width(), std::max(hint.height(), option.fontMetrics.height() + rowPadding)};
}

void TopicDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    if (isMarked(index)) {
        option->backgroundBrush = Theme::color(ThemeColor::MatchBackground, option->palette);
        option->font.setBold(true);
    }
    switch (index.column()) {
    case TopicTreeModel::TopicColumn:
        if (!index.data(TopicTreeModel::IsTopicRole).toBool()) {
            option->font.setItalic(true);
        }
        break;
    case TopicTreeModel::RetainedColumn:
        option->displayAlignment = Qt::AlignCenter;
        if (!selected) {
            option->palette.setColor(QPalette::Text,
                                     Theme::color(ThemeColor::Stored, option->palette));
        }
        break;
    default:
        if (!selected) {
            option->palette.setColor(QPalette::Text,
                                     Theme::color(ThemeColor::Muted, option->palette));
        }
        break;
    }
}

} // namespace corkboard
