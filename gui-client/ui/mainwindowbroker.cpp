// The main window's connection and its own broker: what is said about them and what is offered.
#include "ui/answertext.h"
#include "ui/connectionbar.h"
#include "ui/inlinenotice.h"
#include "ui/mainwindow.h"
#include "ui/publishpanel.h"
#include "ui/roombanner.h"
#include "ui/settings.h"
#include "ui/statusstrip.h"
#include "ui/topicpanel.h"

#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace corkboard {

using namespace Qt::StringLiterals;
using State = BrokerConnection::State;

void MainWindow::connectToBroker(const BrokerAddress &address)
{
    m_bar->setAddress(address.toShortString());
    m_connection.connectToBroker(address, m_bar->clientName());
}

void MainWindow::setClientName(const QString &name)
{
    m_bar->setClientName(name);
}

void MainWindow::startDemo()
{
    m_lesson = std::make_unique<DemoLesson>();
    connect(m_lesson.get(), &DemoLesson::failed, m_notice,
            [this](const QString &sentence) { tell(InlineNotice::Kind::Error, sentence); });
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

void MainWindow::connectBroker()
{
    connect(m_bar, &ConnectionBar::startBrokerRequested, this, &MainWindow::handleStartRequested);
    connect(m_bar, &ConnectionBar::stopBrokerRequested, this, &MainWindow::handleStopRequested);
    connect(m_bar, &ConnectionBar::joinHelpRequested, this, [this] {
        const QStringList room = m_brokerControl.joinAddresses();
        m_banner->showAddresses(room.isEmpty() ? QStringList{m_connection.address().toShortString()}
                                               : room);
    });
    connect(&m_brokerControl, &BrokerControl::stateChanged, m_bar, &ConnectionBar::setBrokerState);
    connect(&m_brokerControl, &BrokerControl::stateChanged, this, &MainWindow::handleBrokerState);
    connect(&m_brokerControl, &BrokerControl::started, this, [this](quint16 port) {
        m_notice->dismiss();
        m_bar->setAddress(BrokerAddress{u"localhost"_s, port}.toShortString());
    });
    connect(&m_brokerControl, &BrokerControl::joinable, m_banner, &RoomBanner::showAddresses);
    connect(&m_brokerControl, &BrokerControl::portTaken, this, &MainWindow::handlePortTaken);
    connect(&m_brokerControl, &BrokerControl::failed, this, [this](const QString &sentence) {
        m_lesson.reset();
        tell(InlineNotice::Kind::Error, sentence);
    });
}

void MainWindow::handleBrokerState(LocalBroker::State state)
{
    const bool ends = state == LocalBroker::State::Stopping || state == LocalBroker::State::Stopped;
    if (ends) {
        m_lesson.reset();
        m_banner->hide();
    }
}

void MainWindow::handleState()
{
    const State state = m_connection.state();
    m_topics->setConnected(m_connection.isConnected());
    m_publish->setConnected(m_connection.isConnected());
    handleSubscriptionCount();
    const bool offerIsOver = m_offer == Offer::SubscribeAgain
        || (m_offer == Offer::LeaveAndStart && state == State::Disconnected);
    if (state == State::Connected) {
        handleConnected();
    } else if (state == State::Connecting && m_saysItIsTried) {
        // The sentence stays where it is until the attempt has ended; there is nothing to press.
        if (!m_notice->sentence().isEmpty()) {
            tell(InlineNotice::Kind::Error, m_notice->sentence());
        }
        m_saysItIsTried = true;
    } else if (offerIsOver || (state == State::Disconnected && m_saysItIsTried)) {
        dismissNotice();
    }
    updateTitle();
}

void MainWindow::handleConnected()
{
    dismissNotice();
    // The port of a demonstration is gone with it.
    const BrokerAddress own{u"localhost"_s, m_brokerControl.broker().info().port};
    if (!m_lesson || m_connection.address() != own) {
        m_settings.setLastAddress(m_connection.address().toShortString());
        m_settings.setClientName(m_bar->clientName());
        m_bar->setAddresses(m_settings.recentAddresses());
        rememberSoon();
    }
    const QList<TopicName> left = m_lastSubscriptions.missing();
    if (!left.isEmpty()) {
        tell(InlineNotice::Kind::Hint,
             tr("You were subscribed here before: %1.").arg(answertext::topicList(left)),
             Offer::SubscribeAgain, tr("Subscribe to the same again"));
    }
}

void MainWindow::handleConnectionFailed(const ConnectionError &error)
{
    const BrokerAddress &address = m_connection.address();
    const bool local = address.host == "localhost"_L1 || address.host == "127.0.0.1"_L1
        || address.host == "::1"_L1;
    if (error.willRetry && m_offer == Offer::LeaveAndStart) {
        // The question stays; that the connection is lost is said in the bar above it.
        return;
    }
    if (error.willRetry) {
        tell(InlineNotice::Kind::Error, error.sentence, Offer::RetryNow, tr("Try now"));
        m_saysItIsTried = true;
    } else if (error.kind == ConnectionError::Kind::Refused && local
               && !m_brokerControl.isActive()) {
        tell(InlineNotice::Kind::Error, error.sentence, Offer::StartBroker,
             tr("Start a broker here"));
    } else {
        tell(InlineNotice::Kind::Error, error.sentence);
    }
}

void MainWindow::handlePortTaken(quint16 port)
{
    m_takenPort = port;
    tell(InlineNotice::Kind::Error,
         tr("Port %1 is in use already, perhaps by another broker on this computer.").arg(port),
         Offer::UseTakenPort, tr("Connect to what is there"), tr("Start on another port"));
}

void MainWindow::tell(InlineNotice::Kind kind, const QString &sentence, Offer offer,
                      const QString &action, const QString &second)
{
    m_offer = offer;
    m_saysItIsTried = false;
    m_notice->showNotice(kind, sentence, action, second);
}

void MainWindow::dismissNotice()
{
    m_offer = Offer::Nothing;
    m_saysItIsTried = false;
    m_notice->dismiss();
}

void MainWindow::handleNotice(bool first)
{
    switch (std::exchange(m_offer, Offer::Nothing)) {
    case Offer::StartBroker:
        // Where it was looked for, not on the usual port.
        startBroker(LocalBroker::Reach::ThisComputer, m_connection.address().port);
        break;
    case Offer::RetryNow:
        m_connection.retryNow();
        break;
    case Offer::UseTakenPort:
        if (first) {
            m_bar->setAddress(BrokerAddress{u"localhost"_s, m_takenPort}.toShortString());
            m_brokerControl.connectToHolder();
        } else {
            m_brokerControl.startOnFreePort();
        }
        break;
    case Offer::LeaveAndStart:
        if (first) {
            startBroker(LocalBroker::Reach::ThisComputer, m_brokerPort);
        }
        break;
    case Offer::SubscribeAgain: {
        const QList<TopicName> left = m_lastSubscriptions.missing();
        for (const TopicName &topic : left) {
            m_connection.subscribe(topic.toString());
        }
        break;
    }
    case Offer::Nothing:
        break;
    }
}

void MainWindow::handleStartRequested(LocalBroker::Reach reach)
{
    // While the connection is lost they are there to be restored.
    const QList<TopicName> subscribed = m_models.subscriptions().topics();
    const QString leaving = subscribed.isEmpty()
        ? QString()
        : tr("Starting a broker leaves %1, where you are subscribed to %2.")
              .arg(m_connection.address().toShortString(), answertext::topicList(subscribed));
    if (reach == LocalBroker::Reach::Room) {
        QString text = tr("Everyone on this network can then join, read and publish, without a "
                          "password. The broker ends with this window.");
        text += leaving.isEmpty() ? QString() : u"\n\n"_s + leaving;
        ask(text, tr("&Start"), tr("&Cancel"),
            [this] { startBroker(LocalBroker::Reach::Room, m_brokerPort); });
    } else if (!leaving.isEmpty()) {
        tell(InlineNotice::Kind::Hint, leaving, Offer::LeaveAndStart, tr("Leave and start"),
             tr("Stay"));
    } else {
        startBroker(reach, m_brokerPort);
    }
}

void MainWindow::startBroker(LocalBroker::Reach reach, quint16 port)
{
    dismissNotice();
    m_brokerControl.start(reach, port, m_bar->clientName());
}

void MainWindow::handleStopRequested()
{
    // A demonstration's broker is the demonstration's own affair.
    if (m_lesson) {
        m_brokerControl.stop();
        return;
    }
    ask(tr("This ends the broker for everyone who is connected to it. What it keeps for latecomers "
           "is lost."),
        tr("&End the broker"), tr("&Keep it running"), [this] { m_brokerControl.stop(); });
}

void MainWindow::updateTitle()
{
    // The title stands still: nothing in it counts, and the name is in it once.
    const QString where = m_connection.address().toShortString();
    QStringList parts;
    if (!m_connection.clientName().isEmpty()) {
        parts.append(m_connection.clientName());
    }
    switch (m_connection.state()) {
    case State::Connected:
        parts.append(where);
        parts.append(StatusStrip::rulesText(m_connection.ruleSet()));
        break;
    case State::WaitingToReconnect:
        parts.append(tr("Lost %1, trying again").arg(where));
        break;
    case State::Disconnected:
    case State::Connecting:
    case State::Disconnecting:
        parts.append(m_connection.stateText());
        break;
    }
    setWindowTitle(tr("%1 – Corkboard").arg(parts.join(u" – "_s)));
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_brokerControl.isActive() && !m_lesson && !m_closing) {
        event->ignore();
        ask(tr("A broker that you started runs in this window. Closing ends it, for everyone who "
               "is connected to it."),
            tr("&End the broker and close"), tr("&Stay"), [this] {
                m_closing = true;
                close();
            });
        return;
    }
    remember();
    QMainWindow::closeEvent(event);
}

void MainWindow::ask(const QString &text, const QString &accept, const QString &reject,
                     std::function<void()> accepted)
{
    if (m_question) {
        m_question->raise();
        return;
    }
    m_question = new QMessageBox(QMessageBox::Question, tr("Corkboard"), text,
                                 QMessageBox::NoButton, this);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton *yes = m_question->addButton(accept, QMessageBox::AcceptRole);
    QPushButton *no = m_question->addButton(reject, QMessageBox::RejectRole);
    m_question->setDefaultButton(no);
    m_question->setEscapeButton(no);
    connect(yes, &QPushButton::clicked, this, [this, accepted = std::move(accepted)] {
        // After the question has gone, which is the window's child.
        QMetaObject::invokeMethod(this, accepted, Qt::QueuedConnection);
    });
    connect(m_question, &QObject::destroyed, this, [this] { m_question = nullptr; });
    m_question->open();
}

} // namespace corkboard
