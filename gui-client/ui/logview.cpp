#include "ui/logview.h"

#include "models/plaintooltip.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace corkboard {

namespace {

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
    // It would also scroll to a row that is clicked and to one that took a removed one's place:
    // only keys may, see keyPressEvent().
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

void LogView::setPointerRest(std::chrono::milliseconds rest)
{
    m_pointerRest = rest;
    if (m_resumeTimer.isActive()) {
        m_resumeTimer.start(rest);
    }
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
    case QEvent::ToolTip:
        if (showWholeText(*static_cast<QHelpEvent *>(event))) {
            return true;
        }
        break;
    default:
        break;
    }
    return QTableView::viewportEvent(event);
}

bool LogView::showWholeText(const QHelpEvent &event)
{
    const QModelIndex index = indexAt(event.pos());
    if (!index.isValid() || !index.data(Qt::ToolTipRole).toString().isEmpty()
        || sizeHintForIndex(index).width() <= visualRect(index).width()) {
        return false;
    }
    QToolTip::showText(event.globalPos(), plainToolTip(index.data().toString()), viewport(),
                       visualRect(index));
    return true;
}

void LogView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        applyRowHeight();
    }
}

void LogView::focusInEvent(QFocusEvent *event)
{
    m_gettingFocus = true;
    QTableView::focusInEvent(event);
    m_gettingFocus = false;
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const QPersistentModelIndex before = currentIndex();
    m_cursorMoved = false;
    QTableView::keyPressEvent(event);
    if (currentIndex().isValid() && (m_cursorMoved || currentIndex() != before)) {
        showCurrent();
    }
}

QModelIndex LogView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    // The base class asks for a first row when it gets the focus, and there is none to be chosen.
    const int rows = model() ? model()->rowCount() : 0;
    if (m_gettingFocus || rows == 0) {
        return {};
    }
    m_cursorMoved = true;
    const QModelIndex current = currentIndex();
    const int column = current.isValid() ? current.column() : firstShownColumn();
    if (action == MoveHome) {
        return model()->index(0, column);
    }
    if (action == MoveEnd) {
        return model()->index(rows - 1, column);
    }
    if (!current.isValid()) {
        return model()->index(m_following ? rows - 1 : std::max(0, rowAt(0)), column);
    }
    return QTableView::moveCursor(action, modifiers);
}

void LogView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    if (m_removingCurrent) {
        return;
    }
    QTableView::currentChanged(current, previous);
    if (current.isValid() && current.row() != previous.row()) {
        emit rowChosen(current.row());
    }
}

void LogView::handleScrolled(int value)
{
    // The person scrolled; what the view does by itself is told apart by m_scrolling.
    if (!m_scrolling) {
        setFollowing(value >= verticalScrollBar()->maximum());
    }
}

void LogView::handleRowsInserted(const QModelIndex &, int first, int last)
{
    const int height = verticalHeader()->defaultSectionSize();
    const int top = verticalScrollBar()->value();
    const bool above = first * height <= top && last + 1 < model()->rowCount();
    if (above && (!m_following || pointerIsBusy())) {
        // The range of the scroll bar is that of the old rows until the layout is done.
        m_scrolling = true;
        executeDelayedItemsLayout();
        verticalScrollBar()->setValue(top + (last - first + 1) * height);
        m_scrolling = false;
        m_rowsWhenLeft += last - first + 1;
    }
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
    const int current = currentIndex().row();
    m_removingCurrent = current >= first && current <= last;
}

void LogView::handleRowsRemoved()
{
    if (m_removedAbove > 0) {
        m_scrolling = true;
        verticalScrollBar()->setValue(verticalScrollBar()->value() - m_removedAbove);
        m_scrolling = false;
    }
    m_removedAbove = 0;
    if (m_removingCurrent) {
        // The selection model has taken another row in its place.
        selectionModel()->clearCurrentIndex();
        m_removingCurrent = false;
    }
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
        m_resumeTimer.start(m_pointerRest);
        return;
    }
    m_scrolling = true;
    scrollToBottom();
    m_scrolling = false;
}

void LogView::showCurrent()
{
    const QModelIndex current = currentIndex();
    setFollowing(current.row() == model()->rowCount() - 1);
    m_scrolling = true;
    scrollTo(current);
    m_scrolling = false;
}

int LogView::firstShownColumn() const
{
    int column = 0;
    while (column + 1 < model()->columnCount() && isColumnHidden(column)) {
        ++column;
    }
    return column;
}

bool LogView::pointerIsBusy() const
{
    if (QApplication::mouseButtons() != Qt::NoButton && viewport()->underMouse()) {
        return true;
    }
    return m_sincePointerMoved.isValid()
        && std::chrono::milliseconds(m_sincePointerMoved.elapsed()) < m_pointerRest
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
