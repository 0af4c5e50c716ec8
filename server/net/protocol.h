#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <chrono>

namespace corkboard {

/**
 * What a Protocol may ask of the connection it speaks on; implemented by ClientHandler and by
 * fakes.
 */
class ProtocolHost {
public:
    /// Queues an answer or a replay: never dropped. A client that does not read is closed in the
    /// end.
    virtual void sendAnswer(const QByteArray &bytes) = 0;

    /// Queues a live message; dropped and counted while too much waits for the client.
    virtual void sendLive(const QByteArray &bytes) = 0;

    /**
     * Queues a message of two parts, of which the second is shared by all who get it.
     *
     * @param mayDrop  whether it is dropped and counted while too much waits, as by sendLive()
     * @return false where it was dropped
     */
    virtual bool sendMessage(const QByteArray &head, const QByteArray &payload, bool mayDrop) = 0;

    /// Counts a live message that the protocol itself had to drop.
    virtual void dropLive() = 0;

    /// Counts a packet, line or command that the client has sent.
    virtual void countRequest() = 0;

    /// Writes what is queued now and not at the end of the turn.
    virtual void flushNow() = 0;

    /// True while so much output waits that the client's next request has to wait too.
    [[nodiscard]] virtual bool outputIsCongested() const = 0;

    /// True while there is room for replays: less waits than where live messages are dropped.
    [[nodiscard]] virtual bool hasRoomForReplay() const = 0;

    /// True when the system has taken all output.
    [[nodiscard]] virtual bool outputIsWritten() const = 0;

    /// Stops reading; Protocol::resume() is called when outputIsCongested() is false again.
    virtual void pauseInput() = 0;

    /// True when this client's requests have had their share of the turn: the next one waits, so
    /// that the others are not held up by it.
    [[nodiscard]] virtual bool turnIsUsedUp() const = 0;

    /// Stops reading until Protocol::resume() is called in the next turn.
    virtual void continueNextTurn() = 0;

    /// Writes what is queued, then closes. Nothing more is read or sent. @p reason is for the log.
    virtual void closeAfterOutput(const QString &reason) = 0;

    /// When the client connected.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point openedAt() const = 0;

    /// Whether the client speaks through a WebSocket.
    [[nodiscard]] virtual bool isWebSocket() const = 0;

    /// The client's address, for people.
    [[nodiscard]] virtual QString peerText() const = 0;

protected:
    ~ProtocolHost() = default;
};

/**
 * What a client speaks: turns its bytes into calls of the broker, and deliveries into bytes.
 *
 * One object per connection, owned by its ClientHandler, in the broker's thread.
 */
class Protocol {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    Protocol() = default;
    virtual ~Protocol() = default;
    Q_DISABLE_COPY_MOVE(Protocol)

    /// The language's name for the log: "classroom", "original".
    [[nodiscard]] virtual QString language() const = 0;

    /// The connection is there; a protocol that greets does so here.
    virtual void start() { }

    /**
     * Takes the next bytes, in any split.
     *
     * @param bytes  valid during the call
     * @param more   whether bytes are waiting behind these
     */
    virtual void receive(QByteArrayView bytes, bool more) = 0;

    /// The client will send no more. What it sent before has been received.
    virtual void inputEnded() { }

    /// Goes on after ProtocolHost::pauseInput() or continueNextTurn().
    virtual void resume() { }

    /// Output has been written and there is room for replays that had to wait; maybe all has been.
    virtual void outputDrained() { }

    /// The server stops: the last chance to say so. What isBusy() says is done first.
    virtual void serverStops() { }

    /// Whether something that has come or is owed still waits: requests, replays. A server that
    /// stops lets it be done first.
    [[nodiscard]] virtual bool isBusy() const { return false; }

    /// Bytes of input that are kept because they are not complete or wait.
    [[nodiscard]] virtual qsizetype heldBytes() const { return 0; }

    /// The time of handleDeadline(); TimePoint::max() for never.
    [[nodiscard]] virtual TimePoint deadline() const { return TimePoint::max(); }
    virtual void handleDeadline() { }

    /**
     * The connection ends; no function of the host may be called any more.
     *
     * @param reason  why, for the log
     */
    virtual void connectionClosed(const QString &reason) = 0;
};

} // namespace corkboard
