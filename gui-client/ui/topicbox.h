#pragma once

#include <QComboBox>

class QAbstractItemModel;
class QStringListModel;

namespace corkboard {

/**
 * A box to type a topic into or to choose one from a list, with completions.
 *
 * Topics that come and go do not change what stands in it: the list is a copy, made when it is
 * opened. The wheel does not change it either, since that happens by mistake.
 */
class TopicBox final : public QComboBox {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicBox)

public:
    /// @param topics  one name per row; must outlive the box
    explicit TopicBox(QAbstractItemModel &topics, QWidget *parent = nullptr);

    void showPopup() override;

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void fillList();

    QAbstractItemModel &m_topics;
    QStringListModel *m_list;
};

} // namespace corkboard
