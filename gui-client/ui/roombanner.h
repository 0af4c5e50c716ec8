#pragma once

#include <QFrame>
#include <QStringList>

class QLabel;
class QVBoxLayout;

namespace corkboard {

/**
 * Shows a class how to join: the addresses, large enough to be read across a room, and copyable.
 *
 * Hidden until addresses are shown.
 */
class RoomBanner final : public QFrame {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RoomBanner)

public:
    /// Addresses that are shown at first; a button says how many more there are, and shows them.
    static constexpr qsizetype maxShown = 3;

    explicit RoomBanner(QWidget *parent = nullptr);

    /// Shows @p addresses, for example "classroom://192.168.1.7:8092"; hides itself for none.
    void showAddresses(const QStringList &addresses);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addRow(const QString &address);
    void addMoreButton(const QStringList &addresses);
    void enlarge(QLabel &label) const;

    QVBoxLayout *m_rows;
    QList<QWidget *> m_rowWidgets;
};

} // namespace corkboard
