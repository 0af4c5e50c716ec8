#include "ui/topicview.h"

#include "models/topictreemodel.h"
#include "ui/columnwidth.h"
#include "ui/topicdelegate.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// What the column of topics keeps, and what that of the last message shrinks to, in characters.
constexpr int topicCharacters = 26;
constexpr int shortValueCharacters = 8;

} // namespace

TopicView::TopicView(TopicTreeModel &model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_delegate(new TopicDelegate(this))
{
    setModel(&model);
    setItemDelegate(m_delegate);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setExpandsOnDoubleClick(false);
    setAnimated(false);
    // It would also follow a current row that moves because others come or go.
    setAutoScroll(false);
    setVerticalScrollMode(ScrollPerPixel);
    // Rows under the pointer are drawn with their controls.
    viewport()->setAttribute(Qt::WA_Hover);
    setAccessibleName(tr("Topics"));
    setObjectName("topics"_L1);
    setUpColumns();
    m_holdLimit.setSingleShot(true);
    m_holdLimit.setInterval(longestHold);
    connect(&m_holdLimit, &QTimer::timeout, &model, &TopicTreeModel::releaseHeld);
    connect(&model, &TopicTreeModel::heldCountChanged, this, [this](qsizetype count) {
        if (count == 0) {
            m_holdLimit.stop();
        } else if (!m_holdLimit.isActive()) {
            m_holdLimit.start();
        }
    });
    connect(&model, &QAbstractItemModel::rowsAboutToBeInserted, this, &TopicView::noteRows);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &TopicView::openNew);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { openNew({}); });
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex &index) {
        m_closed.insert(index.data(TopicTreeModel::PathRole).toString());
    });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex &index) {
        if (!m_opening) {
            m_closed.remove(index.data(TopicTreeModel::PathRole).toString());
        }
    });
    connect(this, &QTreeView::doubleClicked, this, &TopicView::activate);
}

void TopicView::setUpColumns()
{
    static_assert(std::tuple_size_v<decltype(m_wanted)> == TopicTreeModel::ColumnCount);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setMinimumSectionSize(1);
    header()->setSectionResizeMode(TopicTreeModel::TopicColumn, QHeaderView::Stretch);
    header()->hideSection(TopicTreeModel::CountColumn);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (!m_fitting && width > 0) {
            m_wanted.at(size_t(column)) = width;
        }
    });
    wantColumns();
}

void TopicView::wantColumns()
{
    const auto want = [this](int column, const QString &sample) {
        m_wanted.at(size_t(column)) = corkboard::columnWidth(*header(), column, sample);
    };
    want(TopicTreeModel::RetainedColumn, u"R"_s);
    want(TopicTreeModel::ValueColumn, u"Snow, -3 deg"_s);
    want(TopicTreeModel::RateColumn, u"000/s"_s);
    setIndentation(fontMetrics().height());
    fitColumns();
}

QByteArray TopicView::saveColumns() const
{
    QByteArrayList widths;
    for (const int width : m_wanted) {
        widths.append(QByteArray::number(width));
    }
    return widths.join(',');
}

void TopicView::restoreColumns(const QByteArray &state)
{
    constexpr int widest = 10'000;
    const QByteArrayList widths = state.split(',');
    if (widths.size() != qsizetype(m_wanted.size())) {
        return;
    }
    auto wanted = m_wanted;
    for (size_t i = 0; i < wanted.size(); ++i) {
        bool isNumber = false;
        wanted.at(i) = widths[qsizetype(i)].toInt(&isNumber);
        if (!isNumber || wanted.at(i) < 0 || wanted.at(i) > widest) {
            return;
        }
    }
    m_wanted = wanted;
    fitColumns();
}

void TopicView::fitColumns()
{
    const int character = fontMetrics().averageCharWidth();
    const auto wanted = [this](int column) { return m_wanted.at(size_t(column)); };
    int room = viewport()->width() - topicCharacters * character;
    // In the order in which they are missed; the last message takes less before another one goes.
    const int shortValue
        = std::min(wanted(TopicTreeModel::ValueColumn), shortValueCharacters * character);
    room -= shortValue;
    const bool showsValue = room >= 0;
    room -= wanted(TopicTreeModel::RetainedColumn);
    const bool showsRetained = room >= 0;
    room -= wanted(TopicTreeModel::RateColumn);
    const bool showsRate = room >= 0;
    room += showsRate ? 0 : wanted(TopicTreeModel::RateColumn);
    room += showsRetained ? 0 : wanted(TopicTreeModel::RetainedColumn);
    m_fitting = true;
    header()->setSectionHidden(TopicTreeModel::ValueColumn, !showsValue);
    header()->setSectionHidden(TopicTreeModel::RetainedColumn, !showsRetained);
    header()->setSectionHidden(TopicTreeModel::RateColumn, !showsRate);
    header()->resizeSection(
        TopicTreeModel::ValueColumn,
        std::min(wanted(TopicTreeModel::ValueColumn), shortValue + std::max(room, 0)));
    header()->resizeSection(TopicTreeModel::RetainedColumn, wanted(TopicTreeModel::RetainedColumn));
    header()->resizeSection(TopicTreeModel::RateColumn, wanted(TopicTreeModel::RateColumn));
    m_fitting = false;
}

void TopicView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        wantColumns();
    }
}

void TopicView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

QString TopicView::currentPath() const
{
    return currentIndex().data(TopicTreeModel::PathRole).toString();
}

void TopicView::choose(const QModelIndex &index)
{
    if (index.isValid()) {
        setCurrentIndex(index);
        scrollTo(index);
    }
}

QStringList TopicView::closedPaths() const
{
    QStringList paths(m_closed.begin(), m_closed.end());
    paths.sort();
    return paths;
}

void TopicView::setClosedPaths(const QStringList &paths)
{
    m_closed = QSet<QString>(paths.begin(), paths.end());
    openNew({});
}

void TopicView::keyPressEvent(QKeyEvent *event)
{
    const QModelIndex box = currentIndex().siblingAtColumn(TopicTreeModel::TopicColumn);
    switch (event->key()) {
    case Qt::Key_Space:
        // The base class ticks only while the keyboard is on the column that has the box.
        if (box.isValid() && event->modifiers() == Qt::NoModifier) {
            const bool isOn = box.data(Qt::CheckStateRole).toInt() == Qt::Checked;
            m_model.setData(box, isOn ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (event->modifiers() == Qt::NoModifier && box.isValid()) {
            activate(box);
            return;
        }
        break;
    case Qt::Key_Escape:
        // The base class would take it for the start of a name to look for.
        event->ignore();
        return;
    default:
        break;
    }
    const QPersistentModelIndex before = currentIndex();
    QTreeView::keyPressEvent(event);
    if (currentIndex() != before) {
        scrollTo(currentIndex());
    }
}

void TopicView::mouseDoubleClickEvent(QMouseEvent *event)
{
    // Two quick clicks on a control are two clicks.
    const QModelIndex index = indexAt(event->position().toPoint());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(index);
    using Part = TopicDelegate::Part;
    for (const Part part : {Part::Mark, Part::AllBelow, Part::OneLevel}) {
        if (index.isValid()
            && m_delegate->partRect(part, option, index).contains(event->position().toPoint())) {
            mousePressEvent(event);
            return;
        }
    }
    QTreeView::mouseDoubleClickEvent(event);
}

bool TopicView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
        setPointerInside(event->type() == QEvent::Enter);
    }
    return QTreeView::viewportEvent(event);
}

void TopicView::hideEvent(QHideEvent *event)
{
    setPointerInside(false);
    QTreeView::hideEvent(event);
}

void TopicView::setPointerInside(bool inside)
{
    m_pointerInside = inside;
    m_model.setHolding(inside);
}

void TopicView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    noteRows();
    QTreeView::rowsAboutToBeRemoved(parent, first, last);
}

void TopicView::doItemsLayout()
{
    QTreeView::doItemsLayout();
    restoreRows();
}

void TopicView::reset()
{
    m_anchors.clear();
    QTreeView::reset();
}

void TopicView::noteRows()
{
    const bool isAtTop = verticalScrollBar()->value() == 0;
    if (!m_anchors.isEmpty() || (isAtTop && !m_pointerInside && !hasFocus())) {
        return;
    }
    const int height = viewport()->height();
    for (QModelIndex row = indexAt({0, 0}); row.isValid(); row = indexBelow(row)) {
        const int top = visualRect(row).top();
        if (top >= height) {
            break;
        }
        m_anchors.append({row, top});
    }
}

void TopicView::restoreRows()
{
    const QList<Anchor> anchors = std::exchange(m_anchors, {});
    for (const Anchor &anchor : anchors) {
        // Gone, or inside a branch that is closed now: the next one tells as well.
        const QRect rect = anchor.row.isValid() ? visualRect(anchor.row) : QRect();
        if (rect.isValid()) {
            QScrollBar *bar = verticalScrollBar();
            bar->setValue(bar->value() + rect.top() - anchor.top);
            return;
        }
    }
}

void TopicView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    emit currentPathChanged(current.data(TopicTreeModel::PathRole).toString());
}

void TopicView::openNew(const QModelIndex &parent)
{
    if (m_model.topicCount() > maxOpenedTopics) {
        return;
    }
    m_opening = true;
    // A batch may bring whole subtrees: all that is below the parent is looked at.
    const auto open = [this](const auto &self, const QModelIndex &index) -> void {
        if (!m_model.hasChildren(index)) {
            return;
        }
        if (index.isValid()
            && !m_closed.contains(index.data(TopicTreeModel::PathRole).toString())) {
            setExpanded(index, true);
        }
        for (int row = 0; row < m_model.rowCount(index); ++row) {
            self(self, m_model.index(row, 0, index));
        }
    };
    open(open, parent);
    m_opening = false;
}

void TopicView::activate(const QModelIndex &index)
{
    if (index.data(TopicTreeModel::IsTopicRole).toBool()) {
        emit topicActivated(index.data(TopicTreeModel::PathRole).toString());
    } else {
        setExpanded(index, !isExpanded(index));
    }
}

} // namespace corkboard
