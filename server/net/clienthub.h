#pragma once

#include "net/clienthandler.h"
#include "net/connectiongate.h"
#include "net/connectionlimits.h"
#include "net/deadlinequeue.h"
#include "net/descriptorwatch.h"
#include "net/dialect.h"
#include "net/flushqueue.h"
#include "net/memorybudget.h"
#include "net/topicsanswer.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <map>
#include <memory>
#include <vector>

namespace corkboard {

class Broker;
class Transport;

/**
 * All clients of the server, whichever port they came by.
 *
 * Makes a ClientHandler for each connection, chooses what it speaks, keeps the connections and what
 * they hold together within their bounds, and owns what the handlers share. Lives in the broker's
 * thread.
 */
class ClientHub : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientHub)
public:
    /// @param broker  must outlive the hub
    ClientHub(Broker &broker, const ConnectionLimits &limits, QObject *parent = nullptr);
    ~ClientHub() override;

    /// Takes a new connection. Over a bound it is told so and closed.
    void add(std::unique_ptr<Transport> transport, Dialect dialect);

    /// Writes what is queued to every client and closes it; then says allClosed().
    void shutDown();

    /// What says when connections cannot be accepted for want of descriptors.
    [[nodiscard]] DescriptorWatch &descriptors() { return m_descriptors; }

    /// Connections at the moment, without those that are being refused.
    [[nodiscard]] qsizetype count() const { return m_handlers.size(); }

    /// What all clients have sent and were sent so far.
    [[nodiscard]] const Traffic &traffic() const { return m_traffic; }

    /// Bytes that are held for all clients at the moment: output that waits, incomplete input.
    [[nodiscard]] qsizetype heldBytes() const { return m_memory.used(); }

    /// Clients closed so far because all together held too much.
    [[nodiscard]] quint64 shedClients() const { return m_shedClients; }

signals:
    /// After shutDown(): nobody is connected any more.
    void allClosed();

private:
    using Handlers = QSet<ClientHandler *>;

    /// What clients are told that are not let in.
    struct Refusal {
        ProtocolFactory spokenTo; ///< whose language shows when they say something
        ProtocolFactory original;
    };

    void refuse(std::unique_ptr<Transport> transport, Dialect dialect,
                ConnectionGate::Verdict verdict);
    void logRefusal(const QString &peer, ConnectionGate::Verdict verdict);
    void logUntoldRefusals();
    void shed();
    void start(ClientHandler *handler, Handlers &handlers);
    void handleFinished(ClientHandler *handler, Handlers &handlers);
    [[nodiscard]] std::unique_ptr<Protocol> makeProtocol(Dialect dialect, QByteArrayView first,
                                                         ProtocolHost &host);
    [[nodiscard]] std::unique_ptr<Protocol> makeRefusal(QByteArrayView first, ProtocolHost &host,
                                                        const QByteArray &frame);

    Broker &m_broker;
    ConnectionLimits m_limits;
    ConnectionLimits m_refusalLimits; ///< less patience with those who cannot stay
    ConnectionLimits m_mqttLimits; ///< nobody types MQTT, so its clients are to begin at once
    std::vector<char> m_scratch;
    FlushQueue m_flushQueue;
    DeadlineQueue m_deadlines;
    DescriptorWatch m_descriptors;
    MemoryBudget m_memory;
    Traffic m_traffic;
    ConnectionGate m_gate;
    TopicsAnswer m_topicsAnswer;
    ClientEnvironment m_environment;
    ClientEnvironment m_refusalEnvironment;
    ClientEnvironment m_mqttEnvironment;
    ProtocolFactory m_classroom;
    ProtocolFactory m_mqtt;
    ProtocolFactory m_original;
    std::map<ConnectionGate::Verdict, Refusal> m_refusals;
    Handlers m_handlers; ///< our children
    Handlers m_refused; ///< our children; they only take their leave
    QTimer m_refusalTimer; ///< runs for a second behind each line about refusals
    qsizetype m_untoldRefusals = 0; ///< since that line
    quint64 m_shedClients = 0;
    bool m_stopping = false;
};

} // namespace corkboard
