#pragma once

#include <QList>
#include <QPersistentModelIndex>
#include <QSet>
#include <QString>
#include <QTimer>
#include <QTreeView>

#include <array>
#include <chrono>

namespace corkboard {

class TopicDelegate;
class TopicTreeModel;

/**
 * The tree of topics: Space ticks, Enter chooses, small trees are opened by themselves.
 *
 * Branches that appear are opened while the tree has at most maxOpenedTopics topics; a branch that
 * the person closed stays closed.
 *
 * Rows do not move under the pointer. Rows that come or go above the first visible one leave it
 * where it is; and while the pointer is over the tree, topics that are born wait, counted in the
 * heading, for at most longestHold. A tree at its top shows what comes first, unless the pointer or
 * the keyboard is in it. Keys scroll to where they lead; nothing else does.
 *
 * Where there is little room the column of topics keeps some, and the others shrink or go: first
 * that of the last message becomes smaller, then rate, mark and last message are hidden.
 */
class TopicView final : public QTreeView {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicView)

public:
    static constexpr qsizetype maxOpenedTopics = 500;
    static constexpr std::chrono::seconds longestHold{3};

    /// @param model  must outlive the view
    explicit TopicView(TopicTreeModel &model, QWidget *parent = nullptr);

    [[nodiscard]] TopicDelegate &topicDelegate() { return *m_delegate; }

    /// The topic or branch that the keyboard is on; empty for none.
    [[nodiscard]] QString currentPath() const;

    /// Puts the keyboard on @p index, a topic or branch, and shows it.
    void choose(const QModelIndex &index);

    /// The branches that the person closed, sorted, for the settings.
    [[nodiscard]] QStringList closedPaths() const;

    /// All branches but these are open, or will be when they appear.
    void setClosedPaths(const QStringList &paths);

    /// The widths that the person wants for the columns, for the settings; what there is room for
    /// is another matter.
    [[nodiscard]] QByteArray saveColumns() const;

    /// Takes them back. What saveColumns() did not give changes nothing.
    void restoreColumns(const QByteArray &state);

    void doItemsLayout() override;
    void reset() override;

signals:
    /// The person moved to another topic or branch.
    void currentPathChanged(const QString &path);

    /// Enter or a double click on a topic.
    void topicActivated(const QString &path);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last) override;

private:
    /// A visible row, and where it stands in the viewport.
    struct Anchor {
        QPersistentModelIndex row;
        int top;
    };

    void openNew(const QModelIndex &parent);
    void activate(const QModelIndex &index);
    void setUpColumns();
    void wantColumns();
    void fitColumns();
    void noteRows();
    void restoreRows();
    void setPointerInside(bool inside);

    TopicTreeModel &m_model;
    TopicDelegate *m_delegate;
    QSet<QString> m_closed; ///< paths of branches that the person closed
    bool m_opening = false;
    bool m_pointerInside = false;
    QList<Anchor> m_anchors; ///< the visible rows before a change that is not laid out yet
    QTimer m_holdLimit;
    std::array<int, 5> m_wanted{}; ///< widths of the columns where there is room
    bool m_fitting = false;
};

} // namespace corkboard
