#pragma once

#include "connection/brokerconnection.h"
#include "connection/localbroker.h"

#include <QObject>
#include <QString>
#include <QStringList>

namespace corkboard {

/**
 * What "Start a broker here" means: runs our own broker, connects to it, offers a way out where it
 * cannot be started.
 *
 * Says by signals what is to be shown; knows no widget. The broker ends with this object.
 */
class BrokerControl final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrokerControl)

public:
    /// @param serverProgram  the server to run; empty: LocalBroker::findProgram()
    BrokerControl(BrokerConnection &connection, const QString &serverProgram,
                  QObject *parent = nullptr);

    /// Starts a broker on @p port and connects as @p name when it is ready.
    void start(LocalBroker::Reach reach, quint16 port, const QString &name);

    /// After portTaken(): connects to the broker that holds the port.
    void connectToHolder();

    /// After portTaken(): starts on any free port instead, for the same people.
    void startOnFreePort();

    /// Leaves our broker and ends it.
    void stop();

    /// True unless no process of ours exists.
    [[nodiscard]] bool isActive() const { return m_broker.state() != LocalBroker::State::Stopped; }

    /// What others can join with; empty unless it runs for the room.
    [[nodiscard]] QStringList joinAddresses() const;

    [[nodiscard]] const LocalBroker &broker() const { return m_broker; }

signals:
    void stateChanged(corkboard::LocalBroker::State state);

    /// The broker listens on @p port; the connection is being made.
    void started(quint16 port);

    /// Others can join with @p addresses.
    void joinable(const QStringList &addresses);

    /// Something holds @p port; connectToHolder() and startOnFreePort() are the ways out.
    void portTaken(quint16 port);

    /// The broker could not be started or ended by itself; a sentence with the next step.
    void failed(const QString &sentence);

private:
    void handleReady(const LocalBrokerInfo &info);

    BrokerConnection &m_connection;
    LocalBroker m_broker;
    LocalBroker::Options m_options;
    QString m_name;
    bool m_connectWhenReady = false;
};

} // namespace corkboard
