#include "ui/connectionbar.h"

#include "base/limits.h"
#include "models/plaintooltip.h"
#include "ui/iconset.h"
#include "ui/stateindicator.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <chrono>

namespace corkboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = BrokerConnection::State;

ConnectionBar::ConnectionBar(const BrokerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_address(new QComboBox(this))
    , m_name(new QLineEdit(this))
    , m_connect(new QPushButton(this))
    , m_broker(new QToolButton(this))
    , m_brokerMenu(new QMenu(this))
    , m_startHere(new QAction(tr("For &this computer"), this))
    , m_startForRoom(new QAction(tr("For the &room (this network)…"), this))
    , m_showJoin(new QAction(tr("&Show how to join"), this))
    , m_stopBroker(new QAction(tr("Stop this &broker…"), this))
    , m_indicator(new StateIndicator(this))
    , m_stateText(new QLabel(this))
{
    build();
    buildBrokerMenu();
    m_countdown.setInterval(1s);
    connect(&m_countdown, &QTimer::timeout, this, &ConnectionBar::updateStateText);
    connect(&connection, &BrokerConnection::stateChanged, this, &ConnectionBar::handleStateChanged);
    handleStateChanged();
    setBrokerState(LocalBroker::State::Stopped);
}

void ConnectionBar::build()
{
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    m_address->setMinimumContentsLength(18);
    m_address->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_address->setAccessibleName(tr("Address of the broker"));
    m_address->lineEdit()->setAccessibleName(tr("Address of the broker"));
    m_address->setToolTip(tr("Host and port of the broker, for example localhost:8092"));
    m_address->setObjectName("address"_L1);
    m_name->setPlaceholderText(tr("as others see you"));
    m_name->setAccessibleName(tr("Your name, as others see it"));
    m_name->setMaximumWidth(fontMetrics().averageCharWidth() * 22);
    m_name->setObjectName("name"_L1);
    m_connect->setObjectName("connect"_L1);
    m_broker->setObjectName("broker"_L1);
    m_stateText->setObjectName("state"_L1);
    m_stateText->setTextFormat(Qt::PlainText);
    m_stateText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_stateText->setMinimumWidth(40);

    auto *addressLabel = new QLabel(tr("&Address"), this);
    addressLabel->setBuddy(m_address);
    auto *nameLabel = new QLabel(tr("&Name"), this);
    nameLabel->setBuddy(m_name);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(addressLabel);
    layout->addWidget(m_address);
    layout->addWidget(nameLabel);
    layout->addWidget(m_name);
    layout->addWidget(m_connect);
    layout->addWidget(m_broker);
    layout->addSpacing(8);
    layout->addWidget(m_indicator);
    layout->addWidget(m_stateText, 1);

    connect(m_connect, &QPushButton::clicked, this, &ConnectionBar::trigger);
    for (QLineEdit *edit : {m_address->lineEdit(), m_name}) {
        connect(edit, &QLineEdit::returnPressed, this, &ConnectionBar::trigger);
    }
}

void ConnectionBar::buildBrokerMenu()
{
    m_broker->setIcon(icon(IconName::Broker));
    m_broker->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_broker->setFocusPolicy(Qt::StrongFocus);
    m_broker->setMenu(m_brokerMenu);
    m_broker->setPopupMode(QToolButton::MenuButtonPopup);
    connect(m_broker, &QToolButton::clicked, this, &ConnectionBar::handleBrokerButton);
    connect(m_startHere, &QAction::triggered, this,
            [this] { emit startBrokerRequested(LocalBroker::Reach::ThisComputer); });
    connect(m_startForRoom, &QAction::triggered, this,
            [this] { emit startBrokerRequested(LocalBroker::Reach::Room); });
    connect(m_showJoin, &QAction::triggered, this, &ConnectionBar::joinHelpRequested);
    connect(m_stopBroker, &QAction::triggered, this, &ConnectionBar::stopBrokerRequested);
    m_startHere->setToolTip(tr("Only programs on this computer can connect"));
    m_startForRoom->setToolTip(tr("Everyone on this network can connect, without a password"));
    m_brokerMenu->setToolTipsVisible(true);
    m_brokerMenu->addActions(brokerActions());
}

void ConnectionBar::setAddresses(const QStringList &addresses)
{
    m_address->clear();
    m_address->addItems(addresses);
    m_address->setCurrentIndex(addresses.isEmpty() ? -1 : 0);
}

void ConnectionBar::setAddress(const QString &address)
{
    m_address->setEditText(address);
}

void ConnectionBar::setClientName(const QString &name)
{
    m_name->setText(name);
}

QString ConnectionBar::clientName() const
{
    return m_name->text();
}

void ConnectionBar::setBrokerState(LocalBroker::State state)
{
    m_brokerState = state;
    const bool stopped = state == LocalBroker::State::Stopped;
    const bool running = state == LocalBroker::State::Running;
    m_startHere->setVisible(stopped);
    m_startForRoom->setVisible(stopped);
    m_showJoin->setVisible(running);
    m_stopBroker->setVisible(!stopped);
    m_broker->setEnabled(state != LocalBroker::State::Stopping);
    QString text = tr("Start a &broker here");
    QString explanation = tr("Run a broker on this computer and connect to it");
    if (!stopped) {
        text = running ? tr("&Broker runs here") : tr("&Broker starts…");
        explanation = tr("The broker that this window started; press for what to do with it");
    }
    if (state == LocalBroker::State::Stopping) {
        text = tr("&Broker stops…");
    }
    m_broker->setText(text);
    m_broker->setToolTip(explanation);
    m_broker->setAccessibleName(QString(text).remove(u'&'));
}

QList<QAction *> ConnectionBar::brokerActions() const
{
    return {m_startHere, m_startForRoom, m_showJoin, m_stopBroker};
}

void ConnectionBar::focusAddress()
{
    m_address->setFocus(Qt::ShortcutFocusReason);
    m_address->lineEdit()->selectAll();
}

void ConnectionBar::trigger()
{
    if (m_connection.state() != State::Disconnected) {
        emit disconnectRequested();
        return;
    }
    const auto address = BrokerAddress::parse(m_address->currentText());
    if (!address) {
        emit inputRefused(address.error());
        focusAddress();
        return;
    }
    emit connectRequested(*address, m_name->text());
}

void ConnectionBar::connectAs(const QString &name)
{
    if (m_connection.state() == State::Disconnected) {
        if (!name.isEmpty()) {
            m_name->setText(name);
        }
        trigger();
    }
}

void ConnectionBar::handleBrokerButton()
{
    if (m_brokerState == LocalBroker::State::Stopped) {
        emit startBrokerRequested(LocalBroker::Reach::ThisComputer);
    } else {
        m_broker->showMenu();
    }
}

void ConnectionBar::handleStateChanged()
{
    const State state = m_connection.state();
    const bool free = state == State::Disconnected;
    m_address->setEnabled(free);
    m_name->setEnabled(free);
    switch (state) {
    case State::Disconnected:
        m_connect->setText(tr("C&onnect"));
        m_connect->setIcon(icon(IconName::Connect));
        break;
    case State::Connecting:
    case State::WaitingToReconnect:
        m_connect->setText(tr("Give u&p"));
        m_connect->setIcon(icon(IconName::Disconnect));
        break;
    case State::Connected:
    case State::Disconnecting:
        m_connect->setText(tr("Disc&onnect"));
        m_connect->setIcon(icon(IconName::Disconnect));
        break;
    }
    m_connect->setEnabled(state != State::Disconnecting);
    m_connect->setAccessibleName(m_connect->text().remove(u'&'));
    if (state == State::WaitingToReconnect) {
        m_countdown.start();
    } else {
        m_countdown.stop();
    }
    m_indicator->setState(state);
    updateStateText();
}

void ConnectionBar::updateStateText()
{
    const QString text = m_connection.stateText();
    m_stateText->setText(text);
    // The name in it is the broker's.
    m_stateText->setToolTip(plainToolTip(text));
    m_stateText->setAccessibleName(tr("State: %1").arg(text));
}

} // namespace corkboard
