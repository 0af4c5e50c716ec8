#include "ui/topicdelegate.h"

#include "models/plaintooltip.h"
#include "models/topictreemodel.h"
#include "ui/theme.h"

#include <QApplication>
#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <QTreeView>

#include <algorithm>
#include <array>
#include <utility>

namespace corkboard {

using namespace Qt::StringLiterals;
using Part = TopicDelegate::Part;

namespace {

constexpr int rowPadding = 4;
constexpr int gap = 3;
constexpr int gapsOfARow = 8;
constexpr qreal corner = 2.0;

/// From the end of the cell to its beginning.
constexpr std::array parts{Part::Mark, Part::OneLevel, Part::AllBelow};

const QStyle &styleOf(const QStyleOptionViewItem &option)
{
    return option.widget ? *option.widget->style() : *QApplication::style();
}

int boxWidth(const QStyleOptionViewItem &option)
{
    return styleOf(option).pixelMetric(QStyle::PM_IndicatorWidth, &option, option.widget);
}

/// The column that has the controls of branches.
int controlColumn(const QStyleOptionViewItem &option)
{
    const auto *tree = qobject_cast<const QTreeView *>(option.widget);
    return tree && tree->isColumnHidden(TopicTreeModel::ValueColumn) ? TopicTreeModel::TopicColumn
                                                                     : TopicTreeModel::ValueColumn;
}

/// The text of a mark with the room that it has: of "2 later" the 2 remains, for the topic's sake.
QString shownMark(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QString whole = TopicDelegate::markText(index);
    if (whole.isEmpty() || !index.model()->hasChildren(index.siblingAtColumn(0))) {
        return whole;
    }
    const int boxes = TopicDelegate::hasBelowBox(index) ? 2 : 1;
    const int needed = option.fontMetrics.horizontalAdvance(index.data().toString() + whole)
        + boxes * boxWidth(option) + gapsOfARow * gap;
    return needed <= option.rect.width()
        ? whole
        : QLocale().toString(index.data(TopicTreeModel::LateCountRole).toLongLong());
}

bool showsControls(const QStyleOptionViewItem &option)
{
    return (option.state & (QStyle::State_Selected | QStyle::State_MouseOver)) != 0;
}

} // namespace

TopicDelegate::TopicDelegate(QObject *parent)
    : QStyledItemDelegate(parent)
{
}

bool TopicDelegate::isMarked(const QModelIndex &index)
{
    return index.data(TopicTreeModel::MarkedRole).toBool();
}

QString TopicDelegate::markText(const QModelIndex &index)
{
    const qlonglong late = index.data(TopicTreeModel::LateCountRole).toLongLong();
    if (late == 0) {
        return {};
    }
    return index.model()->hasChildren(index.siblingAtColumn(0)) ? tr("%L1 later").arg(late)
                                                                : tr("later");
}

bool TopicDelegate::hasBelowBox(const QModelIndex &index)
{
    return index.data(TopicTreeModel::SubscribedRole).toBool()
        && index.data(TopicTreeModel::BelowStateRole).toInt() == Qt::PartiallyChecked;
}

QRect TopicDelegate::partRect(Part part, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const bool hasMark = index.column() == TopicTreeModel::TopicColumn;
    if (!hasMark && index.column() != controlColumn(option)) {
        return {};
    }
    int end = option.rect.right() - gap;
    const auto take = [&option, &end](int width) {
        const QRect rect(end - width + 1, option.rect.top() + 1, width, option.rect.height() - 2);
        end -= width + gap;
        return rect;
    };
    const QString text = hasMark ? shownMark(option, index) : QString();
    const bool box = hasMark && hasBelowBox(index);
    if (box || !text.isEmpty()) {
        const int wide = (box ? boxWidth(option) : 0)
            + (text.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(text) + 2 * gap);
        const QRect rect = take(wide);
        if (part == Part::Mark) {
            return rect;
        }
    } else if (part == Part::Mark) {
        return {};
    }
    if (part == Part::Nothing || !m_controlsEnabled || index.column() != controlColumn(option)
        || !index.model()->hasChildren(index.siblingAtColumn(0))) {
        return {};
    }
    const QRect oneLevel = take(option.rect.height());
    return part == Part::OneLevel ? oneLevel : take(option.rect.height());
}

TopicDelegate::Part TopicDelegate::partAt(const QPoint &position,
                                          const QStyleOptionViewItem &option,
                                          const QModelIndex &index) const
{
    const auto part = std::ranges::find_if(parts, [&](Part candidate) {
        return partRect(candidate, option, index).contains(position);
    });
    return part != parts.end() ? *part : Part::Nothing;
}

QString TopicDelegate::filterOf(Part part, const QModelIndex &index)
{
    switch (part) {
    case Part::Mark:
        return index.data(TopicTreeModel::HintFilterRole).toString();
    case Part::AllBelow:
        return index.data(TopicTreeModel::BelowFilterRole).toString();
    case Part::OneLevel:
        return index.data(TopicTreeModel::OneLevelFilterRole).toString();
    case Part::Nothing:
        break;
    }
    return {};
}

QString TopicDelegate::toolTipOf(Part part, const QModelIndex &index)
{
    const QString filter = filterOf(part, index);
    switch (part) {
    case Part::Mark:
        return filter.isEmpty() ? tr("Subscribed itself; of the topics below only some are.")
                                : tr("%1\nClick to subscribe to %2 again.")
                                      .arg(index.data(TopicTreeModel::HintRole).toString(), filter);
    case Part::AllBelow:
        return tr("Subscribe to %1: this and all below (Ctrl+Shift+B)").arg(filter);
    case Part::OneLevel:
        return tr("Subscribe to %1: one level below (Ctrl+Shift+L)").arg(filter);
    case Part::Nothing:
        break;
    }
    return {};
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

void TopicDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    int end = cell.rect.right() + 1;
    std::array<bool, parts.size()> shown{};
    for (size_t i = 0; i < parts.size(); ++i) {
        const QRect rect = partRect(parts.at(i), option, index);
        shown.at(i) = !rect.isNull() && (parts.at(i) == Part::Mark || showsControls(option));
        if (shown.at(i)) {
            end = rect.left() - gap;
        }
    }
    if (end > cell.rect.right()) {
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    const QStyle &style = styleOf(option);
    style.drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, option.widget);
    cell.rect.setRight(end - 1);
    style.drawControl(QStyle::CE_ItemViewItem, &cell, painter, option.widget);
    for (size_t i = 0; i < parts.size(); ++i) {
        if (shown.at(i)) {
            paintPart(*painter, parts.at(i), option, index);
        }
    }
}

void TopicDelegate::paintPart(QPainter &painter, Part part, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const
{
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QRect rect = partRect(part, option, index);
    painter.save();
    painter.setFont(option.font);
    if (part == Part::Mark) {
        if (hasBelowBox(index)) {
            QStyleOptionViewItem box = option;
            box.state
                = (option.state & ~(QStyle::State_On | QStyle::State_Off | QStyle::State_HasFocus))
                | QStyle::State_NoChange;
            const int width = boxWidth(option);
            box.rect = QRect(rect.left(), rect.center().y() - width / 2, width, width);
            styleOf(option).drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, &painter,
                                          option.widget);
            rect.setLeft(rect.left() + width);
        }
        painter.setPen(selected ? option.palette.color(QPalette::HighlightedText)
                                : Theme::color(ThemeColor::Busy, option.palette));
        painter.drawText(rect, Qt::AlignCenter, shownMark(option, index));
    } else {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(option.palette.color(QPalette::Mid));
        painter.setBrush(option.palette.color(QPalette::Button));
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner);
        painter.setPen(option.palette.color(QPalette::ButtonText));
        painter.drawText(rect, Qt::AlignCenter, part == Part::AllBelow ? u"#"_s : u"+"_s);
    }
    painter.restore();
}

bool TopicDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view,
                              const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Part part = partAt(event->pos(), option, index);
    if (event->type() != QEvent::ToolTip || part == Part::Nothing) {
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    }
    QToolTip::showText(event->globalPos(), plainToolTip(toolTipOf(part, index)), view->viewport(),
                       partRect(part, option, index));
    return true;
}

bool TopicDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                                const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isPress
        = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    if (isPress || event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const Part part = mouse->button() == Qt::LeftButton
            ? partAt(mouse->position().toPoint(), option, index)
            : Part::Nothing;
        const Part pressed = std::exchange(m_pressed, isPress ? part : Part::Nothing);
        const bool isSameRow = m_pressedIndex == index;
        m_pressedIndex = index;
        if (!isPress && part != Part::Nothing && part == pressed && isSameRow) {
            if (const QString filter = filterOf(part, index); !filter.isEmpty()) {
                emit filterRequested(filter);
            }
            return true;
        }
        if (part != Part::Nothing) {
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace corkboard
