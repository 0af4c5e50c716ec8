#pragma once

#include <QSet>
#include <QString>
#include <QTreeView>

namespace corkboard {

class TopicDelegate;
class TopicTreeModel;

/**
 * The tree of topics: Space ticks, Enter chooses, small trees are opened by themselves.
 *
 * Branches that appear are opened while the tree has at most maxOpenedTopics topics; a branch that
 * the person closed stays closed.
 */
class TopicView final : public QTreeView {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicView)

public:
    static constexpr qsizetype maxOpenedTopics = 500;

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

signals:
    /// The person moved to another topic or branch.
    void currentPathChanged(const QString &path);

    /// Enter or a double click on a topic.
    void topicActivated(const QString &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void openNew(const QModelIndex &parent);
    void activate(const QModelIndex &index);

    TopicTreeModel &m_model;
    TopicDelegate *m_delegate;
    QSet<QString> m_closed; ///< paths of branches that the person closed
    bool m_opening = false;
};

} // namespace corkboard
