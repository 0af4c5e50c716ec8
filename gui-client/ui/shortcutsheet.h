#pragma once

#include <QDialog>
#include <QList>

class QAction;

namespace corkboard {

/// The sheet that F1 shows: every action of the window that has a shortcut, by menu.
class ShortcutSheet final : public QDialog {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShortcutSheet)

public:
    /// One menu: its title and its actions.
    struct Section {
        QString title;
        QList<QAction *> actions;
    };

    explicit ShortcutSheet(const QList<Section> &sections, QWidget *parent = nullptr);

    /// The whole sheet as text, a line per action: shortcut, tab, what it does.
    [[nodiscard]] static QString text(const QList<Section> &sections);
};

} // namespace corkboard
