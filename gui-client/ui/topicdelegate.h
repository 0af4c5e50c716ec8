#pragma once

#include <QPersistentModelIndex>
#include <QRect>
#include <QStyledItemDelegate>

namespace corkboard {

/**
 * Draws rows of the topic tree, with marks behind the topics and controls behind last messages.
 *
 *     [x] WEATHER    [-] 2 later | Snow [#] [+]   some below are not subscribed, 2 came later
 *     [ ] IOWA             later | Rain           it came after a filter that would have taken it
 *
 * The controls of a branch are on the row of the pointer and on that of the keyboard; where the
 * column of the last message is hidden, they are behind the topic.
 *
 * A click on a control asks for all below or for one level, one on the word "later" for the filter
 * again. Topics that the typed filter matches stand out.
 */
class TopicDelegate final : public QStyledItemDelegate {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicDelegate)

public:
    /// What lies at the end of a cell.
    enum class Part {
        Nothing,
        Mark, ///< "some below are not", "later"
        AllBelow, ///< the control that subscribes to TOPIC/#
        OneLevel, ///< the control that subscribes to TOPIC/+
    };

    explicit TopicDelegate(QObject *parent = nullptr);

    /// Whether branches have controls: while requests are possible.
    void setControlsEnabled(bool enabled) { m_controlsEnabled = enabled; }

    /// Whether the row of @p index is marked.
    [[nodiscard]] static bool isMarked(const QModelIndex &index);

    /// What the mark of a row says besides its box: "2 later"; empty for nothing.
    [[nodiscard]] static QString markText(const QModelIndex &index);

    /// Whether the mark has a box [-] of its own: the topic is subscribed and some below are not.
    [[nodiscard]] static bool hasBelowBox(const QModelIndex &index);

    /// Where @p part lies in the cell of @p index, which has @p option's rectangle; null where
    /// that cell has none.
    [[nodiscard]] QRect partRect(Part part, const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const;

    /// A little higher than the text, as the rows of the other views are.
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

signals:
    /// A control or a mark was clicked.
    void filterRequested(const QString &filter);

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    [[nodiscard]] Part partAt(const QPoint &position, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const;
    [[nodiscard]] static QString filterOf(Part part, const QModelIndex &index);
    [[nodiscard]] static QString toolTipOf(Part part, const QModelIndex &index);
    void paintPart(QPainter &painter, Part part, const QStyleOptionViewItem &option,
                   const QModelIndex &index) const;

    bool m_controlsEnabled = false;
    Part m_pressed = Part::Nothing;
    QPersistentModelIndex m_pressedIndex;
};

} // namespace corkboard
