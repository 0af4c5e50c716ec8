#include "net/websockettransport.h"

#include "net/pausablesocket.h"
#include "net/peertext.h"

#include <QWebSocket>
#include <QWebSocketServer>

#include <algorithm>
#include <cstring>

namespace corkboard {

namespace {

/// What one message of ours carries at most: the other side holds a whole message at a time.
constexpr qsizetype messageBytes = 64 * 1024;

/// A frame's header is shorter than that.
constexpr qsizetype headerBytes = 16;

QString subprotocol()
{
    return QStringLiteral("mqtt");
}

} // namespace

WebSocketTransport::WebSocketTransport(std::unique_ptr<PausableSocket> socket,
                                       qsizetype maxMessageBytes, QObject *parent)
    : Transport(parent)
    , m_maxMessageBytes(quint64(maxMessageBytes))
    , m_tcp(socket.release())
    , m_server(
          new QWebSocketServer(QStringLiteral("Corkboard"), QWebSocketServer::NonSecureMode, this))
{
    m_tcp->setParent(this);
    // QWebSocket waits until a whole frame is there.
    m_tcp->setReadBufferSize(maxMessageBytes + headerBytes);
    connect(m_tcp, &QTcpSocket::disconnected, this, &WebSocketTransport::handleEnd);
    m_server->setSupportedSubprotocols({subprotocol()});
    connect(m_server, &QWebSocketServer::newConnection, this, &WebSocketTransport::handleHandshake);
    m_server->handleConnection(m_tcp);
}

WebSocketTransport::~WebSocketTransport()
{
    WebSocketTransport::close();
}

void WebSocketTransport::handleHandshake()
{
    m_socket = m_server->nextPendingConnection();
    m_socket->setParent(this);
    m_server->deleteLater();
    m_server = nullptr;
    m_socket->setMaxAllowedIncomingFrameSize(m_maxMessageBytes);
    m_socket->setMaxAllowedIncomingMessageSize(m_maxMessageBytes);
    connect(m_socket, &QWebSocket::binaryMessageReceived, this, &WebSocketTransport::handleMessage);
    connect(m_socket, &QWebSocket::textMessageReceived, this, [this] {
        m_refused = true;
        m_socket->close(QWebSocketProtocol::CloseCodeDatatypeNotSupported,
                        QStringLiteral("MQTT comes in binary messages"));
    });
    connect(m_socket, &QWebSocket::disconnected, this, &WebSocketTransport::handleEnd);
    connect(m_socket, &QWebSocket::bytesWritten, this, &WebSocketTransport::announceWritable);
    if (m_socket->subprotocol() != subprotocol()) {
        m_refused = true;
        m_socket->close(QWebSocketProtocol::CloseCodeProtocolError,
                        QStringLiteral("Ask for the subprotocol mqtt"));
    }
}

void WebSocketTransport::handleMessage(const QByteArray &message)
{
    if (m_refused || message.isEmpty()) {
        return;
    }
    m_received += message;
    m_tcp->setPaused(true);
    announce();
}

void WebSocketTransport::handleEnd()
{
    m_ended = true;
    announce();
}

void WebSocketTransport::announce()
{
    // One queued signal until it has been read: like a level-triggered notifier, and never emitted
    // from inside read() or write().
    if (!m_reading || m_announced) {
        return;
    }
    m_announced = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_announced = false;
            if (m_reading) {
                emit readable();
            }
        },
        Qt::QueuedConnection);
}

std::optional<char> WebSocketTransport::peek()
{
    return m_received.isEmpty() ? std::nullopt : std::optional(m_received[m_taken]);
}

std::unique_ptr<PausableSocket> WebSocketTransport::releaseSocket()
{
    return nullptr;
}

Transport::ReadResult WebSocketTransport::read(std::span<char> buffer)
{
    const qsizetype size
        = std::min<qsizetype>(m_received.size() - m_taken, qsizetype(buffer.size()));
    if (size == 0) {
        return {m_ended ? ReadState::End : ReadState::Nothing};
    }
    std::memcpy(buffer.data(), m_received.constData() + m_taken, size_t(size));
    m_taken += size;
    if (m_taken == m_received.size()) {
        m_received = QByteArray();
        m_taken = 0;
        if (m_tcp != nullptr) {
            m_tcp->setPaused(false);
        }
    }
    if (!m_received.isEmpty() || m_ended) {
        announce();
    }
    return {ReadState::Data, size};
}

qsizetype WebSocketTransport::write(std::span<const QByteArrayView> pieces)
{
    if (m_ended || m_socket == nullptr || !m_socket->isValid()) {
        return -1;
    }
    if (m_socket->bytesToWrite() > 0) {
        return 0;
    }
    QByteArray message;
    for (const QByteArrayView piece : pieces) {
        message += piece.first(std::min(piece.size(), messageBytes - message.size()));
        if (message.size() == messageBytes) {
            break;
        }
    }
    m_socket->sendBinaryMessage(message);
    m_socket->flush();
    return message.size();
}

void WebSocketTransport::announceWritable()
{
    if (!m_writeNotification || m_socket->bytesToWrite() > 0) {
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_writeNotification) {
                emit writable();
            }
        },
        Qt::QueuedConnection);
}

void WebSocketTransport::setReading(bool on)
{
    m_reading = on && !m_closed;
    if (m_ended || !m_received.isEmpty()) {
        announce();
    }
}

void WebSocketTransport::setWriteNotification(bool on)
{
    m_writeNotification = on && !m_closed && m_socket != nullptr;
    if (m_writeNotification) {
        announceWritable();
    }
}

void WebSocketTransport::shutdownOutput()
{
    m_refused = true;
    if (m_socket != nullptr) {
        // Its Close frame; the client answers with its own.
        m_socket->close();
    } else if (m_tcp != nullptr) {
        m_tcp->disconnectFromHost();
    }
}

void WebSocketTransport::close()
{
    m_closed = true;
    m_reading = false;
    m_writeNotification = false;
    m_ended = true;
    if (m_socket != nullptr) {
        m_socket->disconnect(this);
        m_socket->abort();
    } else if (m_tcp != nullptr) {
        m_tcp->disconnect(this);
        m_tcp->abort();
    }
}

qsizetype WebSocketTransport::heldBytes() const
{
    return m_received.size() + (m_tcp != nullptr ? qsizetype(m_tcp->bufferedBytes()) : 0);
}

QHostAddress WebSocketTransport::peerAddress() const
{
    return m_tcp != nullptr ? m_tcp->peerAddress() : QHostAddress();
}

QString WebSocketTransport::peerText() const
{
    const quint16 port = m_tcp != nullptr ? m_tcp->peerPort() : quint16(0);
    return corkboard::peerText(peerAddress(), port) + QStringLiteral(" (WebSocket)");
}

} // namespace corkboard
