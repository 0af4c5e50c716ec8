#pragma once

#include "connection/brokeraddress.h"
#include "connection/classroomconnection.h"
#include "connection/connectionerror.h"
#include "ui/appearance.h"
#include "ui/brokercontrol.h"
#include "ui/clientmodels.h"
#include "ui/demolesson.h"
#include "ui/panenavigator.h"
#include "ui/shortcutsheet.h"
#include "ui/subscriptionhistory.h"

#include <QMainWindow>
#include <QString>

#include <memory>

class QDockWidget;
class QMenu;
class QMenuBar;
class QMessageBox;

namespace corkboard {

class CommandLine;
class ConnectionBar;
class FeedPanel;
class InlineNotice;
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

    void connectToBroker(const BrokerAddress &address, const QString &name);

    /// Starts a broker of its own on a free port, with the demonstration lesson.
    void startDemo();

    /// The port that "Start a broker here" uses for this computer; 0 takes a free one.
    void setBrokerPort(quint16 port) { m_brokerPort = port; }

    [[nodiscard]] BrokerConnection &connection() { return m_connection; }
    [[nodiscard]] ClientModels &models() { return m_models; }
    [[nodiscard]] Appearance &appearance() { return m_appearance; }
    [[nodiscard]] StatusStrip &statusStrip() { return *m_status; }

    /// Menus with their actions, as the sheet of shortcuts shows them.
    [[nodiscard]] QList<ShortcutSheet::Section> actionSections() const;

protected:
    void closeEvent(QCloseEvent *event) override;

private:
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
    void connectBroker();
    void handleState();
    void handleConnectionFailed(const ConnectionError &error);
    void handlePortTaken(quint16 port, bool canUseAnother);
    void handleNotice(bool first);
    void handleSubscriptionCount();
    void startBroker(LocalBroker::Reach reach);
    void stopBroker();
    void showShortcuts();
    void showAbout();
    void askAboutBroker();
    void updateTitle();
    void arrange();
    void restoreLayout();
    void saveLayout();

    /// What the buttons of the notice under the connection bar do.
    enum class Offer { Nothing, StartBroker, RetryNow, UseTakenPort };

    Settings &m_settings;
    Appearance m_appearance;
    ClassroomConnection m_connection;
    ClientModels m_models;
    SubscriptionHistory m_history;
    BrokerControl m_brokerControl;
    PaneNavigator m_navigator;
    std::unique_ptr<DemoLesson> m_lesson;
    Offer m_offer = Offer::Nothing;
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
    QByteArray m_originalState; ///< of the docks, for "Reset layout"
    QList<QMenu *> m_menus;
    QMessageBox *m_question = nullptr;
};

} // namespace corkboard
