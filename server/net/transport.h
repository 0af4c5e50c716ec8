#pragma once

#include <QByteArrayView>
#include <QHostAddress>
#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <span>

namespace corkboard {

class PausableSocket;

/**
 * The bytes of one connection, whatever carries them; the seam that hides sockets from
 * ClientHandler.
 *
 * Nothing blocks and nothing is buffered here: what the system does not take stays with the caller.
 * Lives in the broker's thread.
 */
class Transport : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Transport)
public:
    /// What a read found.
    enum class ReadState {
        Data, ///< at least one byte
        Nothing, ///< no byte at the moment
        End, ///< the peer will send no more; it may still read
        Failed, ///< the connection is gone
    };
    struct ReadResult {
        ReadState state;
        qsizetype bytes = 0;
    };

    using QObject::QObject;

    /// The next byte that waits, which stays there; nothing where none does.
    [[nodiscard]] virtual std::optional<char> peek() = 0;

    /**
     * Gives the connection away, with all that has not been read. After that this object can only
     * be destroyed.
     *
     * @return nullptr where it cannot be given away
     */
    [[nodiscard]] virtual std::unique_ptr<PausableSocket> releaseSocket() = 0;

    /// Reads what is there, at most buffer.size() bytes, into @p buffer.
    [[nodiscard]] virtual ReadResult read(std::span<char> buffer) = 0;

    /**
     * Gives @p pieces to the system, in order.
     *
     * @return how many bytes it took, 0 where it takes none now; -1 where the connection is gone
     */
    [[nodiscard]] virtual qsizetype write(std::span<const QByteArrayView> pieces) = 0;

    /// Whether readable() is emitted; on at the start. Off leaves bytes with the peer.
    virtual void setReading(bool on) = 0;

    /// Whether writable() is emitted; off at the start.
    virtual void setWriteNotification(bool on) = 0;

    /// Tells the peer that nothing more will be sent; reading goes on.
    virtual void shutdownOutput() = 0;

    /// Ends the connection at once. No signal follows.
    virtual void close() = 0;

    /// Bytes of input that are kept here, outside of the system.
    [[nodiscard]] virtual qsizetype heldBytes() const { return 0; }

    /// The peer's address; null where it is not known (any more).
    [[nodiscard]] virtual QHostAddress peerAddress() const = 0;

    /// The peer's address and port, for people: "127.0.0.1:4711".
    [[nodiscard]] virtual QString peerText() const = 0;

signals:
    /// There is something to read, or the end, or a failure. Repeated until it has been read.
    void readable();

    /// The system takes bytes again.
    void writable();
};

} // namespace corkboard
