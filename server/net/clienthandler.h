#pragma once

#include "net/connectionlimits.h"
#include "net/deadlinequeue.h"
#include "net/outputbuffer.h"
#include "net/protocol.h"
#include "net/traffic.h"

#include <QHostAddress>
#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace corkboard {

class FlushQueue;
class MemoryBudget;
class Transport;

/// Chooses what a connection speaks. @p first is what it said first: empty on ports that greet.
using ProtocolFactory
    = std::function<std::unique_ptr<Protocol>(QByteArrayView first, ProtocolHost &host)>;

/// What all clients of a server share.
struct ClientEnvironment {
    FlushQueue &flushQueue;
    DeadlineQueue &deadlines;
    const ConnectionLimits &limits;
    std::span<char> scratch; ///< one read's bytes; used only during the read
    MemoryBudget &memory;
    Traffic &traffic;
};

/**
 * The QObject per client: owns its transport and its protocol, and knows bytes, not topics.
 *
 * Reads what is there and hands it to the protocol, gathers output and writes it once per turn of
 * the event loop, keeps the deadlines and the bounds of both directions, and says finished() once,
 * when the connection has ended; whoever hears it calls deleteLater(). A client whose first word
 * asks for a WebSocket gets one, and speaks through that.
 *
 *     Open ── closeAfterOutput() ─→ Draining ── all written ─→ Lingering ── end or deadline ─→
 * Closed
 */
class ClientHandler final : public QObject, private ProtocolHost, private DeadlineTarget {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClientHandler)
public:
    /// When the protocol is made.
    enum class Start {
        Greeting, ///< at once: the server speaks first
        FirstByte, ///< when the client has said something, after which the factory can choose
    };

    /**
     * @param transport    becomes a child
     * @param environment  must outlive the handler
     * @param factory      must outlive the handler
     */
    ClientHandler(std::unique_ptr<Transport> transport, ClientEnvironment &environment,
                  const ProtocolFactory &factory, Start start, QObject *parent = nullptr);
    ~ClientHandler() override;

    /// Begins to read; with Start::Greeting also greets.
    void start();

    /// Writes what is queued; called by FlushQueue at the end of a turn.
    void flush();

    /// The server stops: what has come is still carried out, what is queued or waits to be replayed
    /// is still written, then the connection closes.
    void shutDown();

    /// All clients together hold too much, and this one the most: closes at once.
    void closeForMemory();

    /// Bytes of input and output that are held for the client, shared ones too.
    [[nodiscard]] qsizetype heldBytes() const { return m_output.size() + m_heldInput; }

    [[nodiscard]] const QHostAddress &peerAddress() const { return m_peerAddress; }
    [[nodiscard]] bool isClosed() const { return m_state == State::Closed; }
    [[nodiscard]] qsizetype queuedBytes() const { return m_output.size(); }
    [[nodiscard]] quint64 droppedMessages() const { return m_droppedMessages; }
    [[nodiscard]] QString peerText() const override { return m_peerText; }

    /// Why the connection ended, for the log; empty before.
    [[nodiscard]] const QString &closeReason() const { return m_closeReason; }

signals:
    /// The connection has ended. Emitted once.
    void finished();

private:
    enum class State { Open, Draining, Lingering, Closed };
    using TimePoint = DeadlineQueue::TimePoint;

    // ProtocolHost
    void sendAnswer(const QByteArray &bytes) override;
    void sendLive(const QByteArray &bytes) override;
    bool sendMessage(const QByteArray &head, const QByteArray &payload, bool mayDrop) override;
    void dropLive() override;
    void countRequest() override { ++m_environment.traffic.messagesReceived; }
    void flushNow() override { writeSome(); }
    [[nodiscard]] bool outputIsCongested() const override;
    [[nodiscard]] bool hasRoomForReplay() const override;
    [[nodiscard]] bool outputIsWritten() const override { return m_output.isEmpty(); }
    void pauseInput() override;
    [[nodiscard]] bool turnIsUsedUp() const override;
    void continueNextTurn() override;
    void closeAfterOutput(const QString &reason) override;
    [[nodiscard]] TimePoint openedAt() const override { return m_openedAt; }
    [[nodiscard]] bool isWebSocket() const override { return m_isWebSocket; }

    // DeadlineTarget
    void handleDeadline(TimePoint now) override;

    void takeTransport(std::unique_ptr<Transport> transport);
    void becomeWebSocket();
    void handleReadable();
    void handleWritable();
    void receive(QByteArrayView bytes, bool more);
    void handleInputEnd();
    void discardInput();
    void enqueue(const QByteArray &bytes);
    void flushThisTurn();
    [[nodiscard]] bool isOverHardBound() const;
    void writeSome();
    void afterWriting();
    void goOnReading();
    void beginTurn();
    void countInput();
    void closeWhenDone(const QString &reason);
    void closeIfDone();
    void endSession();
    void beginLingering();
    void finish(const QString &reason);
    void scheduleDeadline();
    [[nodiscard]] TimePoint nextDeadline() const;

    Transport *m_transport; ///< our child
    ClientEnvironment &m_environment;
    const ProtocolFactory &m_factory;
    Start m_start;
    State m_state = State::Open;
    bool m_isWebSocket = false; ///< the client asked for one
    bool m_inputPaused = false;
    bool m_inputEnded = false;
    bool m_closing = false; ///< nothing more is read; closes when what was read is done
    bool m_dirty = false; ///< stands in the FlushQueue
    bool m_waitsForWritable = false;
    bool m_outputLost = false; ///< the client takes nothing any more; what it sent is still read
    std::unique_ptr<Protocol> m_protocol;
    OutputBuffer m_output;
    qsizetype m_takenWhole = 0; ///< bytes of what was taken whole and does not count as too much
    qsizetype m_heldInput = 0; ///< as it was counted last
    quint64 m_droppedMessages = 0;
    QHostAddress m_peerAddress; ///< as the text
    QString m_peerText; ///< read while connected: a closed socket does not know it any more
    QString m_closeReason;
    TimePoint m_openedAt;
    TimePoint m_turnEndsAt; ///< when the requests have had their share
    TimePoint m_progressAt; ///< while output waits: when the client took the last of it
    TimePoint m_outputLostAt;
    TimePoint m_lingerUntil = DeadlineQueue::never;
    TimePoint m_scheduledAt = DeadlineQueue::never;
};

} // namespace corkboard
