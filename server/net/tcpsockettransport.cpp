#include "net/tcpsockettransport.h"

#include "net/pausablesocket.h"
#include "net/peertext.h"

#include <utility>

namespace corkboard {

namespace {

/// What Qt may hold of input that nobody has read: the rest stays with the peer.
constexpr qint64 readBufferBytes = 64 * 1024;

} // namespace

TcpSocketTransport::TcpSocketTransport(qintptr descriptor, QObject *parent)
    : Transport(parent)
    , m_socket(new PausableSocket(this))
{
    m_socket->setReadBufferSize(readBufferBytes);
    m_ended = !m_socket->setSocketDescriptor(descriptor);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &TcpSocketTransport::announce);
    connect(m_socket, &QTcpSocket::disconnected, this, [this] {
        m_ended = true;
        announce();
    });
    connect(m_socket, &QTcpSocket::bytesWritten, this, &TcpSocketTransport::handleBytesWritten);
    if (m_ended) {
        announce();
    }
}

void TcpSocketTransport::announce()
{
    // One queued signal until it has been read: like a level-triggered notifier, and never emitted
    // from inside read() or write().
    if (m_reading && !m_announced) {
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
}

std::optional<char> TcpSocketTransport::peek()
{
    char byte = 0;
    return m_socket->peek(&byte, 1) == 1 ? std::optional(byte) : std::nullopt;
}

std::unique_ptr<PausableSocket> TcpSocketTransport::releaseSocket()
{
    m_socket->disconnect(this);
    m_socket->setParent(nullptr);
    return std::unique_ptr<PausableSocket>(std::exchange(m_socket, nullptr));
}

Transport::ReadResult TcpSocketTransport::read(std::span<char> buffer)
{
    const qint64 size = m_socket->read(buffer.data(), qint64(buffer.size()));
    if (size > 0) {
        if (m_ended || m_socket->bytesAvailable() > 0) {
            announce();
        }
        return {ReadState::Data, qsizetype(size)};
    }
    return {m_ended ? ReadState::End : ReadState::Nothing};
}

qsizetype TcpSocketTransport::write(std::span<const QByteArrayView> pieces)
{
    if (m_ended) {
        return -1;
    }
    if (m_socket->bytesToWrite() > 0) {
        return 0;
    }
    // A piece at a time, until one does not leave Qt's buffer at once: that one is Qt's to finish.
    qsizetype total = 0;
    for (const QByteArrayView piece : pieces) {
        const qint64 size = m_socket->write(piece.data(), piece.size());
        if (size < 0) {
            return -1;
        }
        total += qsizetype(size);
        m_socket->flush();
        if (m_socket->bytesToWrite() > 0) {
            break;
        }
    }
    return total;
}

void TcpSocketTransport::handleBytesWritten()
{
    if (m_writeNotification && m_socket->bytesToWrite() == 0) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_writeNotification) {
                    emit writable();
                }
            },
            Qt::QueuedConnection);
    }
}

void TcpSocketTransport::setReading(bool on)
{
    m_reading = on && !m_closed;
    if (m_reading && (m_ended || m_socket->bytesAvailable() > 0)) {
        announce();
    }
}

void TcpSocketTransport::setWriteNotification(bool on)
{
    m_writeNotification = on && !m_closed;
    if (m_writeNotification && m_socket->bytesToWrite() == 0) {
        handleBytesWritten();
    }
}

void TcpSocketTransport::shutdownOutput()
{
    m_socket->disconnectFromHost();
}

void TcpSocketTransport::close()
{
    m_closed = true;
    m_reading = false;
    m_writeNotification = false;
    m_ended = true;
    if (m_socket != nullptr) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
}

QHostAddress TcpSocketTransport::peerAddress() const
{
    return m_socket->peerAddress();
}

QString TcpSocketTransport::peerText() const
{
    return corkboard::peerText(m_socket->peerAddress(), m_socket->peerPort());
}

} // namespace corkboard
