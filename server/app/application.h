#pragma once

#include "app/serveroptions.h"
#include "app/systopics.h"
#include "broker/broker.h"
#include "net/brokerclock.h"
#include "net/clienthub.h"

#include <QList>
#include <QObject>
#include <QTimer>

#include <expected>
#include <memory>
#include <vector>

namespace corkboard {

class Listener;

/**
 * The server put together: broker, clients, listeners.
 *
 *     Application ── Broker
 *                 ── ClientHub ── ClientHandler* ── Transport
 *                 ── Listener*
 */
class Application final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Application)
public:
    explicit Application(const ServerOptions &options, QObject *parent = nullptr);
    ~Application() override;

    /**
     * Opens all ports and prints one line per port on standard output:
     * `Server is listening on port 8092`, then what is spoken there and the addresses. Warns of
     * those that nobody asked for and that are taken.
     *
     * @return nothing, or a sentence that names the port that could not be opened
     */
    [[nodiscard]] std::expected<void, QString> listen();

    /// The ports that are open, in the order of the options; never port 0. Empty before listen().
    [[nodiscard]] QList<ListenAddress> openPorts() const;

    [[nodiscard]] Broker &broker() { return m_broker; }

    /// Closes the ports, writes what is queued to the clients, then says stopped(): within 5 s.
    void stop();

signals:
    void stopped();

private:
    struct OpenPort {
        ListenAddress address; ///< with the port that was really opened
        QStringList urls; ///< how to reach it
    };

    struct OpenProblem {
        QString sentence;
        bool isAbsent = false; ///< this computer has no such address, or no such family
    };

    [[nodiscard]] std::expected<OpenPort, QString> open(const ListenAddress &address);
    [[nodiscard]] std::expected<quint16, OpenProblem> openOne(const QString &host, quint16 port,
                                                              Dialect dialect);
    void openIfFree(const ListenAddress &address);
    void announce(const OpenPort &port) const;

    ServerOptions m_options;
    Broker m_broker;
    BrokerClock m_clock;
    ClientHub m_clients;
    SysTopics m_sysTopics;
    std::vector<std::unique_ptr<Listener>> m_listeners;
    std::vector<OpenPort> m_openPorts;
    QTimer m_stopTimer;
};

} // namespace corkboard
