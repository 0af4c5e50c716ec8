// The menus of the main window.
#include "ui/commandline.h"
#include "ui/connectionbar.h"
#include "ui/feedpanel.h"
#include "ui/iconset.h"
#include "ui/mainwindow.h"
#include "ui/publishpanel.h"
#include "ui/topicpanel.h"
#include "ui/wirepanel.h"

#include <QAction>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>

namespace corkboard {

using namespace Qt::StringLiterals;

QMenu *MainWindow::addMenu(const QString &title)
{
    QMenu *menu = m_menuBar->addMenu(title);
    menu->setToolTipsVisible(true);
    m_menus.append(menu);
    return menu;
}

void MainWindow::buildMenus()
{
    QMenu *menu = addMenu(tr("&Connection"));
    auto *toggle = new QAction(icon(IconName::Connect), tr("&Connect or disconnect"), this);
    toggle->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_N);
    connect(toggle, &QAction::triggered, m_bar, &ConnectionBar::trigger);
    auto *address = new QAction(tr("Go to the &address box"), this);
    address->setShortcut(Qt::CTRL | Qt::Key_L);
    connect(address, &QAction::triggered, m_bar, &ConnectionBar::focusAddress);
    auto *quit = new QAction(tr("&Quit"), this);
    quit->setShortcut(Qt::CTRL | Qt::Key_Q);
    quit->setMenuRole(QAction::QuitRole);
    connect(quit, &QAction::triggered, this, &QWidget::close);
    menu->addActions({toggle, address});
    QMenu *broker = menu->addMenu(icon(IconName::Broker), tr("Own &broker"));
    broker->addActions(m_bar->brokerActions());
    menu->addSeparator();
    menu->addAction(quit);

    menu = addMenu(tr("&Message"));
    menu->addActions(m_publish->publishActions());
    menu->addSeparator();
    menu->addActions(m_feed->feedActions());
    auto *feedFilter = new QAction(icon(IconName::Filter), tr("&Filter the feed"), this);
    feedFilter->setShortcut(QKeySequence::Find);
    connect(feedFilter, &QAction::triggered, m_feed, &FeedPanel::focusFilter);
    menu->addAction(feedFilter);

    menu = addMenu(tr("&Topics"));
    QAction *undo = m_history.undoAction();
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(icon(IconName::Undo));
    QAction *redo = m_history.redoAction();
    redo->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_Z);
    menu->addActions({undo, redo});
    menu->addSeparator();
    auto *subscribe = new QAction(icon(IconName::Subscribe), tr("&Subscribe to…"), this);
    subscribe->setShortcut(Qt::CTRL | Qt::Key_T);
    connect(subscribe, &QAction::triggered, this, [this] {
        m_topicDock->show();
        m_topics->focusFilter();
    });
    menu->addAction(subscribe);
    menu->addActions(m_topics->branchActions());

    buildViewMenu();

    menu = addMenu(tr("&Help"));
    auto *shortcuts = new QAction(tr("&Keyboard shortcuts"), this);
    shortcuts->setShortcut(QKeySequence::HelpContents);
    connect(shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    auto *about = new QAction(tr("&About Corkboard"), this);
    about->setMenuRole(QAction::AboutRole);
    connect(about, &QAction::triggered, this, &MainWindow::showAbout);
    menu->addActions({shortcuts, about});
}

void MainWindow::buildViewMenu()
{
    QMenu *menu = addMenu(tr("&View"));
    menu->addActions(m_appearance.themeActions());
    menu->addSeparator();
    menu->addActions(m_appearance.zoomActions());
    menu->addSeparator();
    QAction *topics = m_topicDock->toggleViewAction();
    topics->setText(tr("Sh&ow topics"));
    topics->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_T);
    QAction *wire = m_wireDock->toggleViewAction();
    wire->setText(tr("Show w&ire and command line"));
    wire->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_W);
    auto *reset = new QAction(tr("&Reset the layout"), this);
    connect(reset, &QAction::triggered, this, &MainWindow::resetLayout);
    menu->addActions({topics, wire, reset});
    menu->addActions(m_wire->wireActions());
    menu->addSeparator();
    QMenu *panes = menu->addMenu(tr("&Go to"));
    panes->addActions(m_navigator.actions());
    auto *command = new QAction(tr("&Command line"), this);
    command->setShortcut(Qt::CTRL | Qt::Key_K);
    connect(command, &QAction::triggered, this, [this] {
        m_wireDock->show();
        m_wireDock->raise();
        m_command->focusLine();
    });
    panes->addAction(command);
}

QList<ShortcutSheet::Section> MainWindow::actionSections() const
{
    QList<ShortcutSheet::Section> sections;
    for (const QMenu *menu : m_menus) {
        ShortcutSheet::Section section{menu->title().remove(u'&'), {}};
        const QList<QAction *> actions = menu->actions();
        for (QAction *action : actions) {
            if (action->menu()) {
                section.actions += action->menu()->actions();
            } else {
                section.actions.append(action);
            }
        }
        sections.append(section);
    }
    return sections;
}

void MainWindow::showShortcuts()
{
    auto *sheet = new ShortcutSheet(actionSections(), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(
        QMessageBox::NoIcon, tr("About Corkboard"),
        tr("Corkboard %1\n\nA topic is a board, a message a note on it, a retained message a note "
           "that stays pinned.")
            .arg(QLatin1StringView(CORKBOARD_VERSION)),
        QMessageBox::Close, this);
    box->setIconPixmap(applicationIcon().pixmap(64));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace corkboard
