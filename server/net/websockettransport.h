#pragma once

#include "net/transport.h"

#include <QByteArray>
#include <QPointer>

class QWebSocket;
class QWebSocketServer;

namespace corkboard {

class PausableSocket;

/**
 * A connection through a WebSocket that carries MQTT in binary messages. MQTT 5.0, §6.
 *
 * It begins with the client's request, which asks for the subprotocol `mqtt` or is closed with 1002
 * (where Qt reads no valid request, without a word). The messages are one stream of bytes: a packet
 * may come in several of them, and several packets in one. A text message ends the connection with
 * 1003. Bounds: one message is taken at a time, and the next when all of it has been read; until
 * then the socket keeps as much again and the rest stays with the peer. Lives in the broker's
 * thread.
 */
class WebSocketTransport final : public Transport {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WebSocketTransport)
public:
    /**
     * @param socket           with the client's request still unread
     * @param maxMessageBytes  the longest frame and the longest message that it takes; a longer one
     *                         ends the connection with 1009
     */
    WebSocketTransport(std::unique_ptr<PausableSocket> socket, qsizetype maxMessageBytes,
                       QObject *parent = nullptr);
    ~WebSocketTransport() override;

    [[nodiscard]] std::optional<char> peek() override;
    [[nodiscard]] std::unique_ptr<PausableSocket> releaseSocket() override;
    [[nodiscard]] ReadResult read(std::span<char> buffer) override;
    [[nodiscard]] qsizetype write(std::span<const QByteArrayView> pieces) override;
    void setReading(bool on) override;
    void setWriteNotification(bool on) override;
    void shutdownOutput() override;
    void close() override;
    [[nodiscard]] qsizetype heldBytes() const override;
    [[nodiscard]] QHostAddress peerAddress() const override;
    [[nodiscard]] QString peerText() const override;

private:
    void handleHandshake();
    void handleMessage(const QByteArray &message);
    void handleEnd();
    void announce();
    void announceWritable();

    quint64 m_maxMessageBytes;
    QPointer<PausableSocket> m_tcp; ///< our child; Qt deletes it too
    QWebSocketServer *m_server; ///< our child, until the handshake is over
    QWebSocket *m_socket = nullptr; ///< our child, after it
    QByteArray m_received; ///< what read() has not taken
    qsizetype m_taken = 0; ///< bytes of it that it has
    bool m_reading = true;
    bool m_writeNotification = false;
    bool m_ended = false;
    bool m_refused = false; ///< we close it: what still comes is not looked at
    bool m_closed = false; ///< no signal follows
    bool m_announced = false;
};

} // namespace corkboard
