// Panes, requests and answers; the menus are in mainwindowmenus.cpp.
#include "ui/mainwindow.h"

#include "ui/commandline.h"
#include "ui/connectionbar.h"
#include "ui/feedpanel.h"
#include "ui/iconset.h"
#include "ui/inlinenotice.h"
#include "ui/publishpanel.h"
#include "ui/roombanner.h"
#include "ui/settings.h"
#include "ui/statusstrip.h"
#include "ui/topicpanel.h"
#include "ui/wirepanel.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace corkboard {

using namespace Qt::StringLiterals;
using State = BrokerConnection::State;

namespace {

constexpr QSize firstSize(1280, 720);
constexpr double firstShare = 0.75;

/// Widths of the side docks at first, in average characters.
constexpr int topicDockCharacters = 58;
constexpr int wireDockCharacters = 54;

} // namespace

MainWindow::MainWindow(Settings &settings, const QString &serverProgram, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_appearance(settings)
    , m_models(m_connection)
    , m_history(m_connection)
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

void MainWindow::connectToBroker(const BrokerAddress &address, const QString &name)
{
    m_bar->setAddress(address.toShortString());
    m_bar->setClientName(name);
    m_connection.connectToBroker(address, name);
}

void MainWindow::startDemo()
{
    m_lesson = std::make_unique<DemoLesson>();
    connect(m_lesson.get(), &DemoLesson::failed, m_notice, [this](const QString &sentence) {
        m_offer = Offer::Nothing;
        m_notice->showNotice(InlineNotice::Kind::Error, sentence);
    });
    // The window comes last, so that it is a latecomer who finds stored messages.
    connect(&m_brokerControl, &BrokerControl::started, m_lesson.get(),
            [this](quint16 port) { m_lesson->begin({u"localhost"_s, port}); });
    connect(m_lesson.get(), &DemoLesson::ready, this, [this] {
        const auto filters = DemoLesson::openingFilters();
        for (const QString &filter : filters) {
            m_connection.subscribe(filter);
        }
        m_publish->suggestTopic(u"WEATHER/MINNESOTA"_s);
    });
    if (m_bar->clientName().isEmpty()) {
        m_bar->setClientName(tr("Teacher"));
    }
    m_brokerControl.start(LocalBroker::Reach::ThisComputer, 0, m_bar->clientName());
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
                m_notice->dismiss();
                m_connection.connectToBroker(address, name);
            });
    connect(m_bar, &ConnectionBar::disconnectRequested, &m_connection,
            &BrokerConnection::disconnectFromBroker);
    connect(m_bar, &ConnectionBar::inputRefused, this, [this](const QString &sentence) {
        m_offer = Offer::Nothing;
        m_notice->showNotice(InlineNotice::Kind::Error, sentence);
    });
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

void MainWindow::connectBroker()
{
    connect(m_bar, &ConnectionBar::startBrokerRequested, this, &MainWindow::startBroker);
    connect(m_bar, &ConnectionBar::stopBrokerRequested, this, &MainWindow::stopBroker);
    connect(m_bar, &ConnectionBar::joinHelpRequested, this, [this] {
        const QStringList room = m_brokerControl.joinAddresses();
        m_banner->showAddresses(room.isEmpty() ? QStringList{m_connection.address().toShortString()}
                                               : room);
    });
    connect(&m_brokerControl, &BrokerControl::stateChanged, m_bar, &ConnectionBar::setBrokerState);
    connect(&m_brokerControl, &BrokerControl::stateChanged, this, [this](LocalBroker::State state) {
        if (state == LocalBroker::State::Stopped) {
            m_banner->hide();
        }
    });
    connect(&m_brokerControl, &BrokerControl::started, this, [this](quint16 port) {
        m_notice->dismiss();
        m_bar->setAddress(BrokerAddress{u"localhost"_s, port}.toShortString());
    });
    connect(&m_brokerControl, &BrokerControl::joinable, m_banner, &RoomBanner::showAddresses);
    connect(&m_brokerControl, &BrokerControl::portTaken, this, &MainWindow::handlePortTaken);
    connect(&m_brokerControl, &BrokerControl::failed, this, [this](const QString &sentence) {
        m_offer = Offer::Nothing;
        m_notice->showNotice(InlineNotice::Kind::Error, sentence);
    });
}

void MainWindow::handleState()
{
    const bool connected = m_connection.isConnected();
    m_topics->setConnected(connected);
    m_publish->setConnected(connected);
    handleSubscriptionCount();
    if (connected) {
        m_notice->dismiss();
        m_offer = Offer::Nothing;
        // The port of a demonstration is gone with it.
        if (!m_lesson) {
            m_settings.setLastAddress(m_connection.address().toShortString());
            m_settings.setClientName(m_bar->clientName());
        }
    }
    updateTitle();
}

void MainWindow::handleConnectionFailed(const ConnectionError &error)
{
    const BrokerAddress &address = m_connection.address();
    const bool local = address.host == "localhost"_L1 || address.host == "127.0.0.1"_L1
        || address.host == "::1"_L1;
    QString action;
    m_offer = Offer::Nothing;
    if (error.willRetry) {
        m_offer = Offer::RetryNow;
        action = tr("Try now");
    } else if (error.kind == ConnectionError::Kind::Refused && local
               && !m_brokerControl.isActive()) {
        m_offer = Offer::StartBroker;
        action = tr("Start a broker here");
    }
    m_notice->showNotice(InlineNotice::Kind::Error, error.sentence, action);
}

void MainWindow::handlePortTaken(quint16 port, bool canUseAnother)
{
    m_offer = Offer::UseTakenPort;
    m_notice->showNotice(
        InlineNotice::Kind::Error,
        tr("Port %1 is in use already, perhaps by another broker on this computer.").arg(port),
        tr("Connect to what is there"), canUseAnother ? tr("Start on another port") : QString());
}

void MainWindow::handleNotice(bool first)
{
    switch (std::exchange(m_offer, Offer::Nothing)) {
    case Offer::StartBroker:
        startBroker(LocalBroker::Reach::ThisComputer);
        break;
    case Offer::RetryNow:
        m_connection.retryNow();
        break;
    case Offer::UseTakenPort:
        if (first) {
            m_brokerControl.connectToHolder();
        } else {
            m_brokerControl.startOnFreePort();
        }
        break;
    case Offer::Nothing:
        break;
    }
}

void MainWindow::handleSubscriptionCount()
{
    m_feed->setSituation(m_connection.isConnected(), m_models.subscriptions().rowCount());
}

void MainWindow::startBroker(LocalBroker::Reach reach)
{
    m_notice->dismiss();
    m_brokerControl.start(reach, m_brokerPort, m_bar->clientName());
}

void MainWindow::stopBroker()
{
    m_banner->hide();
    m_brokerControl.stop();
}

void MainWindow::updateTitle()
{
    const QString name = m_connection.clientName();
    QStringList parts{m_connection.stateText()};
    if (m_connection.isConnected()) {
        parts.append(StatusStrip::rulesText(m_connection.ruleSet()));
    }
    if (!name.isEmpty()) {
        parts.prepend(name);
    }
    setWindowTitle(tr("%1 – Corkboard").arg(parts.join(u" – "_s)));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    // A demonstration's broker is the demonstration's own affair.
    if (m_brokerControl.isActive() && !m_lesson && !m_closing) {
        event->ignore();
        askAboutBroker();
        return;
    }
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::askAboutBroker()
{
    if (m_question) {
        m_question->raise();
        return;
    }
    m_question = new QMessageBox(
        QMessageBox::Question, tr("Corkboard"),
        tr("A broker that you started runs in this window. Closing ends it, for everyone who is "
           "connected to it."),
        QMessageBox::NoButton, this);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *end
        = m_question->addButton(tr("&End the broker and close"), QMessageBox::AcceptRole);
    QPushButton *stay = m_question->addButton(tr("&Stay"), QMessageBox::RejectRole);
    m_question->setDefaultButton(stay);
    m_question->setEscapeButton(stay);
    connect(end, &QPushButton::clicked, this, [this] {
        m_closing = true;
        // After the question has gone, which is the window's child.
        QMetaObject::invokeMethod(this, &QWidget::close, Qt::QueuedConnection);
    });
    connect(m_question, &QObject::destroyed, this, [this] { m_question = nullptr; });
    m_question->open();
}

void MainWindow::arrange()
{
    // On a large screen three quarters of it, so that nothing is cut that need not be.
    const QSize available = screen() ? screen()->availableSize() : firstSize;
    resize((available * firstShare).expandedTo(firstSize).boundedTo(available));
    const int character = fontMetrics().averageCharWidth();
    resizeDocks({m_topicDock, m_wireDock},
                {topicDockCharacters * character, wireDockCharacters * character}, Qt::Horizontal);
    m_originalState = QMainWindow::saveState(Settings::version);
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_settings.layoutState(u"geometry"_s));
    restoreState(m_settings.layoutState(u"docks"_s), Settings::version);
    m_feed->restoreColumns(m_settings.layoutState(u"feedColumns"_s));
    m_feed->restoreSplitter(m_settings.layoutState(u"feedSplitter"_s));
    m_topics->restoreState(m_settings.layoutState(u"topicSplitter"_s));
}

void MainWindow::saveLayout()
{
    m_settings.setLayoutState(u"geometry"_s, saveGeometry());
    m_settings.setLayoutState(u"docks"_s, QMainWindow::saveState(Settings::version));
    m_settings.setLayoutState(u"feedColumns"_s, m_feed->saveColumns());
    m_settings.setLayoutState(u"feedSplitter"_s, m_feed->saveSplitter());
    m_settings.setLayoutState(u"topicSplitter"_s, m_topics->saveState());
    m_settings.setCommandHistory(m_command->history());
    m_settings.sync();
}

} // namespace corkboard
