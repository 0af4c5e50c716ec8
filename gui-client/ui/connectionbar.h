#pragma once

#include "connection/brokeraddress.h"
#include "connection/brokerconnection.h"
#include "connection/localbroker.h"

#include <QString>
#include <QStringList>
#include <QTimer>
#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;
class QToolButton;

namespace corkboard {

class StateIndicator;

/**
 * The row on top of the window: address, name, Connect, "Start a broker here", the state in words.
 *
 * It asks by signals and shows what it is told; it changes neither connection nor broker.
 */
class ConnectionBar final : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionBar)

public:
    /// @param connection  whose state is shown; must outlive the bar
    explicit ConnectionBar(const BrokerConnection &connection, QWidget *parent = nullptr);

    /// Fills the address box; the first is shown.
    void setAddresses(const QStringList &addresses);
    void setAddress(const QString &address);
    void setClientName(const QString &name);

    [[nodiscard]] QString clientName() const;

    /// Shows whether our own broker runs: then the button stops it and shows how to join.
    void setBrokerState(LocalBroker::State state);

    /// The entries of the broker button's menu, for the menu bar.
    [[nodiscard]] QList<QAction *> brokerActions() const;

    /// Puts the keyboard into the address box.
    void focusAddress();

    /// What the Connect button does: connects, disconnects or gives up, by the state.
    void trigger();

    /// Connects to what the address box says, as @p name; empty: as the name box says. Does nothing
    /// unless Disconnected.
    void connectAs(const QString &name);

signals:
    void connectRequested(const corkboard::BrokerAddress &address, const QString &name);
    void disconnectRequested();

    /// The address or name cannot be used; a sentence for a person.
    void inputRefused(const QString &sentence);

    void startBrokerRequested(corkboard::LocalBroker::Reach reach);
    void stopBrokerRequested();
    void joinHelpRequested(); ///< show the addresses to join again

private:
    void build();
    void buildBrokerMenu();
    void handleStateChanged();
    void handleBrokerButton();
    void updateStateText();

    const BrokerConnection &m_connection;
    LocalBroker::State m_brokerState = LocalBroker::State::Stopped;
    QComboBox *m_address;
    QLineEdit *m_name;
    QPushButton *m_connect;
    QToolButton *m_broker;
    QMenu *m_brokerMenu;
    QAction *m_startHere;
    QAction *m_startForRoom;
    QAction *m_showJoin;
    QAction *m_stopBroker;
    StateIndicator *m_indicator;
    QLabel *m_stateText;
    QTimer m_countdown; ///< while waiting to reconnect
};

} // namespace corkboard
