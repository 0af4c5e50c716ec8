#include "ui/topicview.h"

#include "models/topictreemodel.h"
#include "ui/topicdelegate.h"

#include <QHeaderView>
#include <QKeyEvent>

namespace corkboard {

using namespace Qt::StringLiterals;

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
    setAutoScroll(false);
    setIndentation(fontMetrics().height());
    setAccessibleName(tr("Topics"));
    setObjectName("topics"_L1);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setMinimumSectionSize(20);
    header()->setSectionResizeMode(TopicTreeModel::TopicColumn, QHeaderView::Stretch);

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
    default:
        break;
    }
    QTreeView::keyPressEvent(event);
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
