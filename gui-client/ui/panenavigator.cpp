#include "ui/panenavigator.h"

#include <QAction>
#include <QApplication>
#include <QWidget>

namespace corkboard {

PaneNavigator::PaneNavigator(QObject *parent)
    : QObject(parent)
    , m_next(new QAction(tr("Ne&xt pane"), this))
    , m_previous(new QAction(tr("Pre&vious pane"), this))
{
    m_next->setShortcut(Qt::Key_F6);
    m_previous->setShortcut(Qt::SHIFT | Qt::Key_F6);
    connect(m_next, &QAction::triggered, this, [this] { step(1); });
    connect(m_previous, &QAction::triggered, this, [this] { step(-1); });
}

void PaneNavigator::addPane(const QString &text, QWidget *pane, std::function<void()> enter)
{
    auto *action = new QAction(text, this);
    const int number = int(m_panes.size()) + 1;
    action->setShortcut(QKeyCombination(Qt::ALT, Qt::Key(Qt::Key_0 + number)));
    connect(action, &QAction::triggered, this, enter);
    m_panes.push_back({pane, std::move(enter), action});
}

QList<QAction *> PaneNavigator::actions() const
{
    QList<QAction *> result;
    for (const Pane &pane : m_panes) {
        result.append(pane.action);
    }
    return result << m_next << m_previous;
}

void PaneNavigator::step(int direction)
{
    if (m_panes.empty()) {
        return;
    }
    const int count = int(m_panes.size());
    const QWidget *focused = QApplication::focusWidget();
    int current = direction > 0 ? -1 : count;
    for (int i = 0; i < count; ++i) {
        const QWidget *pane = m_panes[size_t(i)].widget;
        if (focused && (pane == focused || pane->isAncestorOf(focused))) {
            current = i;
        }
    }
    m_panes[size_t((current + direction + count) % count)].enter();
}

} // namespace corkboard
