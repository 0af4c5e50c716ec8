#include "ui/logview.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QScrollBar>

#include <algorithm>
#include <chrono>

namespace corkboard {

using namespace std::chrono_literals;

namespace {

constexpr auto pointerRest = 1500ms;
constexpr int rowPadding = 4;

} // namespace

LogView::LogView(QWidget *parent)
    : QTableView(parent)
{
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    // By item the view aligns its last row at the end only, and would jump by a part of a row
    // there.
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setAutoScroll(false);
    setTextElideMode(Qt::ElideRight);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    viewport()->setMouseTracking(true);
    applyRowHeight();

    m_resumeTimer.setSingleShot(true);
    connect(&m_resumeTimer, &QTimer::timeout, this, &LogView::follow);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::handleScrolled);
}

void LogView::setModel(QAbstractItemModel *model)
{
    Q_ASSERT(!this->model());
    // Before the base class connects, so that the scroll position is still that of the old rows.
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            &LogView::handleRowsAboutToBeRemoved);
    QTableView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &LogView::handleRowsInserted);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &LogView::handleRowsRemoved);
    connect(model, &QAbstractItemModel::modelReset, this, &LogView::handleReset);
}

int LogView::newRowsBelow() const
{
    return m_following || !model() ? 0 : std::max(0, model()->rowCount() - m_rowsWhenLeft);
}

QList<int> LogView::selectedRows() const
{
    QList<int> rows;
    const QModelIndexList indexes = selectionModel()->selectedRows();
    rows.reserve(indexes.size());
    for (const QModelIndex &index : indexes) {
        rows.append(index.row());
    }
    std::ranges::sort(rows);
    return rows;
}

void LogView::goToNewest()
{
    setFollowing(true);
    m_sincePointerMoved.invalidate();
    follow();
}

bool LogView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseMove:
    case QEvent::MouseButtonPress:
        m_sincePointerMoved.start();
        break;
    case QEvent::Leave:
        m_sincePointerMoved.invalidate();
        follow();
        break;
    default:
        break;
    }
    return QTableView::viewportEvent(event);
}

void LogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        applyRowHeight();
    }
}

void LogView::handleScrolled(int value)
{
    // The person scrolled; what the view does by itself is told apart by m_scrolling.
    if (!m_scrolling) {
        setFollowing(value >= verticalScrollBar()->maximum());
    }
}

void LogView::handleRowsInserted()
{
    if (m_following) {
        follow();
    } else {
        emit followingChanged();
    }
}

void LogView::handleRowsAboutToBeRemoved(const QModelIndex &, int first, int last)
{
    const int height = verticalHeader()->defaultSectionSize();
    const int top = verticalScrollBar()->value();
    m_removedAbove = first * height < top ? std::min((last + 1) * height, top) - first * height : 0;
    m_rowsWhenLeft = std::max(0, m_rowsWhenLeft - (last - first + 1));
}

void LogView::handleRowsRemoved()
{
    if (m_removedAbove > 0) {
        m_scrolling = true;
        verticalScrollBar()->setValue(verticalScrollBar()->value() - m_removedAbove);
        m_scrolling = false;
    }
    m_removedAbove = 0;
    if (model()->rowCount() == 0) {
        setFollowing(true);
    }
    emit followingChanged();
}

void LogView::handleReset()
{
    setFollowing(true);
    emit followingChanged();
    follow();
}

void LogView::follow()
{
    if (!m_following || !model()) {
        return;
    }
    if (pointerIsBusy()) {
        m_resumeTimer.start(pointerRest);
        return;
    }
    m_scrolling = true;
    scrollToBottom();
    m_scrolling = false;
}

bool LogView::pointerIsBusy() const
{
    if (QApplication::mouseButtons() != Qt::NoButton && viewport()->underMouse()) {
        return true;
    }
    return m_sincePointerMoved.isValid()
        && std::chrono::milliseconds(m_sincePointerMoved.elapsed()) < pointerRest
        && viewport()->underMouse();
}

void LogView::applyRowHeight()
{
    const int height = fontMetrics().height() + rowPadding;
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

void LogView::setFollowing(bool following)
{
    if (following == m_following) {
        return;
    }
    m_following = following;
    m_rowsWhenLeft = model() ? model()->rowCount() : 0;
    emit followingChanged();
}

} // namespace corkboard
