// Panes, requests and answers; connection and broker are in mainwindowbroker.cpp, the menus in
// mainwindowmenus.cpp, what is remembered of the layout in mainwindowlayout.cpp.
#include "ui/mainwindow.h"

#include "ui/commandline.h"
#include "ui/connectionbar.h"
#include "ui/feedpanel.h"
#include "ui/iconset.h"
#include "ui/publishpanel.h"
#include "ui/roombanner.h"
#include "ui/settings.h"
#include "ui/statusstrip.h"
#include "ui/topicpanel.h"
#include "ui/wirepanel.h"

#include <QDockWidget>
#include <QMenuBar>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(Settings &settings, const QString &serverProgram, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_appearance(settings)
    , m_models(m_connection)
    , m_history(m_connection)
    , m_lastSubscriptions(m_connection)
    , m_brokerControl(m_connection, serverProgram)
{
    setWindowIcon(applicationIcon());
    setDockOptions(QMainWindow::AllowTabbedDocks | QMainWindow::AllowNestedDocks);
    buildHeader();
    buildPanes();
    buildPanesList();
    buildMenus();
    connectRequests();
    connectAnswers();
    connectBroker();
    handleState();
    handleSubscriptionCount();
    arrange();
    restoreLayout();
}

MainWindow::~MainWindow()
{
    // The panels look at the models and the connection, which are members: panels go first.
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
}

void MainWindow::buildHeader()
{
    auto *header = new QWidget(this);
    m_menuBar = new QMenuBar(header);
    m_bar = new ConnectionBar(m_connection, header);
    m_notice = new InlineNotice(header);
    m_notice->setObjectName("connectionNotice"_L1);
    m_banner = new RoomBanner(header);
    m_banner->setObjectName("joinBanner"_L1);
    auto *layout = new QVBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->setMenuBar(m_menuBar);
    layout->addWidget(m_bar);
    layout->addWidget(m_notice);
    layout->addWidget(m_banner);
    setMenuWidget(header);
    m_bar->setAddresses(m_settings.recentAddresses());
    if (m_settings.recentAddresses().isEmpty()) {
        m_bar->setAddress(BrokerAddress().toShortString());
    }
    m_bar->setClientName(m_settings.clientName());
}

void MainWindow::buildPanes()
{
    m_feed = new FeedPanel(m_models.feed(), this);
    setCentralWidget(m_feed);
    m_topics = new TopicPanel(m_models.topics(), m_models.subscriptions(), this);
    m_publish = new PublishPanel(m_models.completions(), m_models.subscriptions(), this);
    m_publish->suggestPayload(tr("Hello, class!"));
    m_wire = new WirePanel(m_models.wire(), this);
    m_command = new CommandLine(m_connection, this);
    m_command->setHistory(m_settings.commandHistory());
    auto *wire = new QWidget(this);
    auto *wireLayout = new QVBoxLayout(wire);
    wireLayout->setContentsMargins(0, 0, 0, 0);
    wireLayout->setSpacing(0);
    wireLayout->addWidget(m_wire, 1);
    wireLayout->addWidget(m_command);

    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_topicDock = addDock(Qt::LeftDockWidgetArea, tr("Topics"), u"topicDock"_s, m_topics);
    m_wireDock = addDock(Qt::RightDockWidgetArea, tr("Wire"), u"wireDock"_s, wire);
    m_publishDock = addDock(Qt::BottomDockWidgetArea, tr("Publish"), u"publishDock"_s, m_publish);
    // Publishing is what the window is for: it cannot be closed and needs no title.
    m_publishDock->setFeatures(QDockWidget::NoDockWidgetFeatures);
    m_publishDock->setTitleBarWidget(new QWidget(m_publishDock));

    m_status = new StatusStrip(m_connection, m_models.feed(), m_history.stack(), this);
    setStatusBar(m_status);
}

QDockWidget *MainWindow::addDock(Qt::DockWidgetArea area, const QString &title, const QString &name,
                                 QWidget *content)
{
    auto *dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildPanesList()
{
    m_navigator.addPane(tr("&Topics"), m_topicDock, [this] {
        m_topicDock->show();
        m_topics->focusTree();
    });
    m_navigator.addPane(tr("&Feed"), m_feed, [this] { m_feed->focusFeed(); });
    m_navigator.addPane(tr("&Wire"), m_wireDock, [this] {
        m_wireDock->show();
        m_wireDock->raise();
        m_wire->focusWire();
    });
    m_navigator.addPane(tr("&Publish"), m_publish, [this] { m_publish->focusTopic(); });
}

void MainWindow::connectRequests()
{
    connect(m_bar, &ConnectionBar::connectRequested, this,
            [this](const BrokerAddress &address, const QString &name) {
                dismissNotice();
                m_connection.connectToBroker(address, name);
            });
    connect(m_bar, &ConnectionBar::disconnectRequested, &m_connection,
            &BrokerConnection::disconnectFromBroker);
    connect(m_bar, &ConnectionBar::inputRefused, this,
            [this](const QString &sentence) { tell(InlineNotice::Kind::Error, sentence); });
    connect(&m_connection, &BrokerConnection::connectAsked, m_bar, &ConnectionBar::connectAs);
    connect(m_topics, &TopicPanel::subscribeRequested, &m_connection, &BrokerConnection::subscribe);
    connect(m_topics, &TopicPanel::unsubscribeRequested, &m_connection,
            &BrokerConnection::unsubscribe);
    connect(m_topics, &TopicPanel::topicChosen, m_publish, &PublishPanel::suggestTopic);
    connect(m_topics, &TopicPanel::topicActivated, m_publish, &PublishPanel::chooseTopic);
    connect(m_publish, &PublishPanel::publishRequested, &m_connection, &BrokerConnection::publish);
    connect(m_publish, &PublishPanel::subscribeAndPublishRequested, this,
            [this](const QString &topic, const QByteArray &payload, bool retain) {
                // The broker answers in order: the subscription stands when the message comes.
                m_connection.subscribe(topic);
                m_connection.publish(topic, payload, retain);
            });
    connect(m_notice, &InlineNotice::actionTriggered, this, [this] { handleNotice(true); });
    connect(m_notice, &InlineNotice::secondActionTriggered, this, [this] { handleNotice(false); });
}

void MainWindow::connectAnswers()
{
    connect(&m_connection, &BrokerConnection::stateChanged, this, &MainWindow::handleState);
    connect(&m_connection, &BrokerConnection::connectionFailed, this,
            &MainWindow::handleConnectionFailed);
    connect(&m_connection, &BrokerConnection::subscribed, m_topics, &TopicPanel::applySubscribed);
    connect(&m_connection, &BrokerConnection::publishAnswered, m_publish,
            &PublishPanel::applyPublished);
    connect(&m_models.subscriptions(), &SubscriptionModel::countChanged, this,
            &MainWindow::handleSubscriptionCount);
    connect(&m_connection, &BrokerConnection::requestFailed, this,
            [this](const RequestFailure &failure) {
                if (failure.verb == Verb::Sub || failure.verb == Verb::Unsub) {
                    m_topics->showFailure(failure);
                } else if (failure.verb == Verb::Pub || failure.verb == Verb::Pubr) {
                    m_publish->showFailure(failure);
                }
            });
}

void MainWindow::handleSubscriptionCount()
{
    m_feed->setSituation(m_connection.isConnected(), m_models.subscriptions().rowCount());
}

} // namespace corkboard
