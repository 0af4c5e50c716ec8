#pragma once

#include <QList>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QWidget;

namespace corkboard {

/// Alt+1, Alt+2 … go to the window's panes, F6 and Shift+F6 from one to the next.
class PaneNavigator final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaneNavigator)

public:
    explicit PaneNavigator(QObject *parent = nullptr);

    /**
     * Adds a pane, at most nine.
     *
     * @param pane   the keyboard is in it where it is in one of its children
     * @param enter  shows the pane and puts the keyboard into it
     */
    void addPane(const QString &text, QWidget *pane, std::function<void()> enter);

    /// One action per pane, then "next pane" and "previous pane".
    [[nodiscard]] QList<QAction *> actions() const;

private:
    struct Pane {
        QWidget *widget;
        std::function<void()> enter;
        QAction *action;
    };
    void step(int direction);

    std::vector<Pane> m_panes;
    QAction *m_next;
    QAction *m_previous;
};

} // namespace corkboard
