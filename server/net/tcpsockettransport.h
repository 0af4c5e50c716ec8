#pragma once

#include "net/transport.h"

namespace corkboard {

/**
 * A connection through QTcpSocket: the portable twin of DescriptorTransport.
 *
 * QTcpSocket closes both directions when the peer has closed its own, so output that was still
 * queued then is lost; everything else is the same.
 */
class TcpSocketTransport final : public Transport {
    Q_OBJECT
public:
    /// Takes over @p descriptor, a connected socket of the system.
    explicit TcpSocketTransport(qintptr descriptor, QObject *parent = nullptr);

    [[nodiscard]] std::optional<char> peek() override;
    [[nodiscard]] std::unique_ptr<PausableSocket> releaseSocket() override;
    [[nodiscard]] ReadResult read(std::span<char> buffer) override;
    [[nodiscard]] qsizetype write(std::span<const QByteArrayView> pieces) override;
    void setReading(bool on) override;
    void setWriteNotification(bool on) override;
    void shutdownOutput() override;
    void close() override;
    [[nodiscard]] QHostAddress peerAddress() const override;
    [[nodiscard]] QString peerText() const override;

private:
    void announce();
    void handleBytesWritten();

    PausableSocket *m_socket; ///< our child; nullptr after releaseSocket()
    bool m_reading = true;
    bool m_writeNotification = false;
    bool m_ended = false;
    bool m_closed = false; ///< no signal follows
    bool m_announced = false;
};

} // namespace corkboard
