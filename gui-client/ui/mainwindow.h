#pragma once

#include "connection/brokeraddress.h"
#include "connection/classroomconnection.h"
#include "connection/connectionerror.h"
#include "ui/appearance.h"
#include "ui/brokercontrol.h"
#include "ui/clientmodels.h"
#include "ui/demolesson.h"
#include "ui/inlinenotice.h"
#include "ui/lastsubscriptions.h"
#include "ui/panenavigator.h"
#include "ui/shortcutsheet.h"
#include "ui/subscriptionhistory.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMainWindow>
#include <QString>
#include <QTimer>

#include <functional>
#include <memory>

class QAction;
class QDockWidget;
class QMenu;
class QMenuBar;
class QMessageBox;

namespace corkboard {

class CommandLine;
class ConnectionBar;
class FeedPanel;
class PublishPanel;
class RoomBanner;
class Settings;
class StatusStrip;
class TopicPanel;
class WirePanel;

/**
 * The main window: it wires panels, actions, models and the connection, and does nothing itself.
 *
 *     ┌ menu · connection bar · notice · addresses to join ┐
 *     │ topics (dock) │ feed (centre)      │ wire (dock)   │
 *     ├ publish (dock) ────────────────────────────────────┤
 *     └ status ────────────────────────────────────────────┘
 */
class MainWindow final : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    /**
     * @param settings       must outlive the window
     * @param serverProgram  what "Start a broker here" runs; empty: the one beside this program or
     *                       in the PATH
     */
    explicit MainWindow(Settings &settings, const QString &serverProgram = {},
                        QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Connects under the name in the name box.
    void connectToBroker(const BrokerAddress &address);

    /// Puts @p name into the name box, in the place of the remembered one.
    void setClientName(const QString &name);

    /// Starts a broker of its own on a free port, with the demonstration lesson.
    void startDemo();

    /// The port that "Start a broker here" uses; 0 takes a free one.
    void setBrokerPort(quint16 port) { m_brokerPort = port; }

    [[nodiscard]] BrokerConnection &connection() { return m_connection; }
    [[nodiscard]] const BrokerControl &brokerControl() const { return m_brokerControl; }
    [[nodiscard]] ClientModels &models() { return m_models; }
    [[nodiscard]] Appearance &appearance() { return m_appearance; }
    [[nodiscard]] StatusStrip &statusStrip() { return *m_status; }

    /// Menus with their actions, as the sheet of shortcuts shows them.
    [[nodiscard]] QList<ShortcutSheet::Section> actionSections() const;

protected:
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// What the buttons of the notice under the connection bar do.
    enum class Offer {
        Nothing,
        StartBroker,
        RetryNow,
        UseTakenPort,
        LeaveAndStart,
        SubscribeAgain
    };

    using LayoutStates = QHash<QString, QByteArray>;

    // The panes and how they are wired: mainwindow.cpp, mainwindowmenus.cpp
    void buildHeader();
    void buildPanes();
    QDockWidget *addDock(Qt::DockWidgetArea area, const QString &title, const QString &name,
                         QWidget *content);
    void buildPanesList();
    void buildMenus();
    void buildViewMenu();
    QMenu *addMenu(const QString &title);
    void connectRequests();
    void connectAnswers();
    void handleSubscriptionCount();
    void showShortcuts();
    void showAbout();

    // Connection and own broker: mainwindowbroker.cpp
    void connectBroker();
    void handleState();
    void handleConnected();
    void handleConnectionFailed(const ConnectionError &error);
    void handleBrokerState(LocalBroker::State state);
    void handlePortTaken(quint16 port);
    void handleStartRequested(LocalBroker::Reach reach);
    void handleStopRequested();
    void startBroker(LocalBroker::Reach reach, quint16 port);
    void tell(InlineNotice::Kind kind, const QString &sentence, Offer offer = Offer::Nothing,
              const QString &action = {}, const QString &second = {});
    void dismissNotice();
    void handleNotice(bool first);
    void ask(const QString &text, const QString &accept, const QString &reject,
             std::function<void()> accepted);
    void updateTitle();

    // What is remembered: mainwindowlayout.cpp
    void arrange();
    [[nodiscard]] LayoutStates layoutStates() const;
    void applyLayout(const LayoutStates &states);
    [[nodiscard]] QList<QAction *> layoutToggles() const;
    void restoreLayout();
    void resetLayout();
    void watchLayout();
    void rememberSoon();
    void remember();

    Settings &m_settings;
    Appearance m_appearance;
    ClassroomConnection m_connection;
    ClientModels m_models;
    SubscriptionHistory m_history;
    LastSubscriptions m_lastSubscriptions;
    BrokerControl m_brokerControl;
    PaneNavigator m_navigator;
    std::unique_ptr<DemoLesson> m_lesson;
    Offer m_offer = Offer::Nothing;
    bool m_saysItIsTried = false; ///< the notice is about a lost connection that is tried again
    quint16 m_takenPort = 0; ///< which Offer::UseTakenPort is about
    quint16 m_brokerPort = BrokerAddress::defaultPort;
    bool m_closing = false; ///< the person agreed that our broker ends
    QMenuBar *m_menuBar = nullptr;
    ConnectionBar *m_bar = nullptr;
    InlineNotice *m_notice = nullptr;
    RoomBanner *m_banner = nullptr;
    TopicPanel *m_topics = nullptr;
    FeedPanel *m_feed = nullptr;
    PublishPanel *m_publish = nullptr;
    WirePanel *m_wire = nullptr;
    CommandLine *m_command = nullptr;
    StatusStrip *m_status = nullptr;
    QDockWidget *m_topicDock = nullptr;
    QDockWidget *m_wireDock = nullptr;
    QDockWidget *m_publishDock = nullptr;
    LayoutStates m_originalLayout; ///< for "Reset the layout"
    QTimer m_rememberTimer;
    QList<QMenu *> m_menus;
    QMessageBox *m_question = nullptr;
};

} // namespace corkboard
