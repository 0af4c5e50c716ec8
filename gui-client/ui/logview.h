#pragma once

#include <QElapsedTimer>
#include <QTableView>
#include <QTimer>

#include <chrono>

class QHelpEvent;

namespace corkboard {

/**
 * A table of what happened, newest last, that never moves rows under the pointer.
 *
 * It follows the newest row only while the last row is in view. While the pointer moves over the
 * rows, or a button is held, following waits; 1.5 s after the last move it goes on. Rows that are
 * removed or inserted above leave the others where they are on the screen. Rows have one height,
 * taken from the font.
 *
 * Keys that move the current row bring it into view; they end following, or begin it again where
 * they reach the newest row. Home and End go to the first and to the last row. Nothing but a person
 * makes a row current: neither the focus, nor that the current row is removed.
 *
 * A cell that is too narrow for its text shows it whole in a tool tip, unless the model has one.
 */
class LogView : public QTableView {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LogView)

public:
    explicit LogView(QWidget *parent = nullptr);

    /// Connects to the model; set it once.
    void setModel(QAbstractItemModel *model) override;

    /// True where the newest row is kept in view.
    [[nodiscard]] bool isFollowing() const { return m_following; }

    /// Rows below the part in view that came since following ended.
    [[nodiscard]] int newRowsBelow() const;

    /// The rows of the selection, from top to bottom.
    [[nodiscard]] QList<int> selectedRows() const;

    /// How long the pointer must rest before following goes on, 1.5 s unless set.
    void setPointerRest(std::chrono::milliseconds rest);

public slots:
    /// Goes to the newest row and follows from then on.
    void goToNewest();

signals:
    /// isFollowing() or newRowsBelow() may have changed; at most once per turn of the event loop.
    void followingChanged();

    /// A person made another row current.
    void rowChosen(int row);

protected:
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

protected slots:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void handleScrolled(int value);
    void handleRowsInserted(const QModelIndex &parent, int first, int last);
    void handleRowsAboutToBeRemoved(const QModelIndex &parent, int first, int last);
    void handleRowsRemoved();
    void handleReset();
    void follow();
    void showCurrent();
    [[nodiscard]] bool showWholeText(const QHelpEvent &event);
    [[nodiscard]] int firstShownColumn() const;
    [[nodiscard]] bool pointerIsBusy() const;
    void applyRowHeight();
    void setFollowing(bool following);

    bool m_following = true;
    bool m_scrolling = false; ///< by ourselves
    bool m_gettingFocus = false;
    bool m_cursorMoved = false; ///< by the key that is being handled
    bool m_removingCurrent = false; ///< the current row is among those that are being removed
    int m_removedAbove = 0; ///< pixels
    int m_rowsWhenLeft = 0; ///< rows when following ended
    std::chrono::milliseconds m_pointerRest{1'500};
    QElapsedTimer m_sincePointerMoved;
    QTimer m_resumeTimer;
};

} // namespace corkboard
