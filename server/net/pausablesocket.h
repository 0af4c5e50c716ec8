#pragma once

#include <QTcpSocket>

namespace corkboard {

/**
 * A QTcpSocket whose reader can be made to wait, for readers that cannot be told to: QWebSocket
 * reads all that there is.
 *
 * While it is paused, and while the peer does not take what was written, bytesAvailable() is 0:
 * what comes stays in the socket's buffer, and with the peer when that is full
 * (setReadBufferSize()). So nobody can make the reader answer without end and never take the
 * answers.
 */
class PausableSocket final : public QTcpSocket {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PausableSocket)
public:
    /// Bytes that wait to be written at most before the reader has to wait.
    static constexpr qint64 mostUnwritten = 128 * 1024;

    explicit PausableSocket(QObject *parent = nullptr);

    /// Stops or goes on. Going on emits readyRead() in the next turn where there is something.
    void setPaused(bool paused);

    /// 0 while it is paused.
    [[nodiscard]] qint64 bytesAvailable() const override;

    /// Bytes in the buffer, whether or not it is paused.
    [[nodiscard]] qint64 bufferedBytes() const { return QTcpSocket::bytesAvailable(); }

private:
    [[nodiscard]] bool isHeldBack() const { return m_paused || bytesToWrite() > mostUnwritten; }
    void announce();

    bool m_paused = false;
    bool m_announced = false;
};

} // namespace corkboard
