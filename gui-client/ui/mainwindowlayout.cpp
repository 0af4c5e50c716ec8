// What the main window remembers of its layout.
#include "ui/commandline.h"
#include "ui/feedpanel.h"
#include "ui/mainwindow.h"
#include "ui/settings.h"
#include "ui/topicpanel.h"
#include "ui/topicview.h"
#include "ui/wirepanel.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QHeaderView>
#include <QScreen>
#include <QSplitter>
#include <QTableView>
#include <QTreeView>

#include <chrono>

namespace corkboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr QSize firstSize(1280, 720);
constexpr double firstShare = 0.75;

/// Widths of the side docks at first, in average characters.
constexpr int topicDockCharacters = 58;
constexpr int wireDockCharacters = 54;

/// From a change until it is written: dragging an edge is many changes.
constexpr auto quietBeforeWriting = 1s;

/// The header of a panel's only view; its columns are the person's.
template <typename View>
QHeaderView *headerOf(const QWidget *panel)
{
    const auto *view = panel->findChild<View *>();
    Q_ASSERT(view);
    if constexpr (std::is_same_v<View, QTreeView>) {
        return view->header();
    } else {
        return view->horizontalHeader();
    }
}

QByteArray flag(bool on)
{
    return on ? "on" : "off";
}

void restoreFlag(QAction *action, const QByteArray &state)
{
    if (state == flag(true) || state == flag(false)) {
        action->setChecked(state == flag(true));
    }
}

} // namespace

void MainWindow::arrange()
{
    // On a large screen three quarters of it, so that nothing is cut that need not be.
    const QSize available = screen() ? screen()->availableSize() : firstSize;
    resize((available * firstShare).expandedTo(firstSize).boundedTo(available));
    const int character = fontMetrics().averageCharWidth();
    resizeDocks({m_topicDock, m_wireDock},
                {topicDockCharacters * character, wireDockCharacters * character}, Qt::Horizontal);
    m_originalLayout = layoutStates();
}

MainWindow::LayoutStates MainWindow::layoutStates() const
{
    LayoutStates states{
        {u"geometry"_s, saveGeometry()},
        {u"docks"_s, saveState(Settings::version)},
        {u"feedColumns"_s, m_feed->saveColumns()},
        {u"feedSplitter"_s, m_feed->saveSplitter()},
        {u"topicSplitter"_s, m_topics->saveState()},
        {u"topicColumns"_s, m_topics->findChild<TopicView *>()->saveColumns()},
        {u"wireColumns"_s, headerOf<QTableView>(m_wire)->saveState()},
    };
    const QStringList closed = m_topics->findChild<TopicView *>()->closedPaths();
    states.insert(u"closedTopics"_s, closed.join(u'\n').toUtf8());
    const QList<QAction *> toggles = layoutToggles();
    for (const QAction *action : toggles) {
        states.insert(action->objectName(), flag(action->isChecked()));
    }
    return states;
}

void MainWindow::applyLayout(const LayoutStates &states)
{
    restoreGeometry(states.value(u"geometry"_s));
    restoreState(states.value(u"docks"_s), Settings::version);
    m_feed->restoreColumns(states.value(u"feedColumns"_s));
    m_feed->restoreSplitter(states.value(u"feedSplitter"_s));
    m_topics->restoreState(states.value(u"topicSplitter"_s));
    headerOf<QTableView>(m_wire)->restoreState(states.value(u"wireColumns"_s));
    // No path has a line end in it.
    const QString closed = QString::fromUtf8(states.value(u"closedTopics"_s));
    auto *tree = m_topics->findChild<TopicView *>();
    tree->setClosedPaths(closed.split(u'\n', Qt::SkipEmptyParts));
    tree->restoreColumns(states.value(u"topicColumns"_s));
    const QList<QAction *> toggles = layoutToggles();
    for (QAction *action : toggles) {
        restoreFlag(action, states.value(action->objectName()));
    }
}

QList<QAction *> MainWindow::layoutToggles() const
{
    // What is shown, not what is going on: a feed that was paused is not paused the next day.
    QList<QAction *> toggles;
    const QList<QAction *> all = m_feed->feedActions() + m_wire->wireActions();
    for (QAction *action : all) {
        if (action->objectName() == "showDetails"_L1 || action->objectName() == "showTime"_L1) {
            toggles.append(action);
        }
    }
    return toggles;
}

void MainWindow::restoreLayout()
{
    LayoutStates states;
    for (auto it = m_originalLayout.cbegin(); it != m_originalLayout.cend(); ++it) {
        states.insert(it.key(), m_settings.layoutState(it.key()));
    }
    applyLayout(states);
    watchLayout();
}

void MainWindow::resetLayout()
{
    m_settings.clearLayout();
    LayoutStates states = m_originalLayout;
    // The window stays where the person has put it.
    states.remove(u"geometry"_s);
    applyLayout(states);
    rememberSoon();
}

void MainWindow::watchLayout()
{
    m_rememberTimer.setSingleShot(true);
    m_rememberTimer.setInterval(quietBeforeWriting);
    connect(&m_rememberTimer, &QTimer::timeout, this, &MainWindow::remember);
    const auto soon = [this] { rememberSoon(); };
    const auto docks = findChildren<QDockWidget *>();
    for (QDockWidget *dock : docks) {
        connect(dock, &QDockWidget::dockLocationChanged, this, soon);
        connect(dock, &QDockWidget::topLevelChanged, this, soon);
        connect(dock, &QDockWidget::visibilityChanged, this, soon);
        dock->installEventFilter(this);
    }
    const auto splitters = findChildren<QSplitter *>();
    for (QSplitter *splitter : splitters) {
        connect(splitter, &QSplitter::splitterMoved, this, soon);
    }
    for (QHeaderView *header : {headerOf<QTreeView>(m_topics), headerOf<QTableView>(m_feed),
                                headerOf<QTableView>(m_wire)}) {
        connect(header, &QHeaderView::sectionResized, this, soon);
        connect(header, &QHeaderView::sectionMoved, this, soon);
    }
    const auto *tree = m_topics->findChild<TopicView *>();
    connect(tree, &QTreeView::collapsed, this, soon);
    connect(tree, &QTreeView::expanded, this, soon);
    const QList<QAction *> toggles = layoutToggles();
    for (QAction *action : toggles) {
        connect(action, &QAction::toggled, this, soon);
    }
    connect(m_command, &CommandLine::historyChanged, this, soon);
    installEventFilter(this);
}

bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Move
        || event->type() == QEvent::WindowStateChange) {
        rememberSoon();
    }
    return QMainWindow::eventFilter(watched, event);
}

void MainWindow::rememberSoon()
{
    // Not before the window was restored, nor where a change follows closing it.
    if (isVisible()) {
        m_rememberTimer.start();
    }
}

void MainWindow::remember()
{
    m_rememberTimer.stop();
    const LayoutStates states = layoutStates();
    for (auto it = states.cbegin(); it != states.cend(); ++it) {
        m_settings.setLayoutState(it.key(), it.value());
    }
    m_settings.setCommandHistory(m_command->history());
    m_settings.sync();
}

} // namespace corkboard
