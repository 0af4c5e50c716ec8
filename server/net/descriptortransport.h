#pragma once

#include "net/transport.h"

#include <QSocketNotifier>

namespace corkboard {

/**
 * A connected TCP socket by its descriptor, behind QSocketNotifiers (Unix).
 *
 * Keeps a half-closed connection open for its answers, which QTcpSocket does not, and takes about
 * two kilobytes of memory. TcpSocketTransport is the portable twin.
 */
class DescriptorTransport final : public Transport {
    Q_OBJECT
public:
    /// Takes over @p descriptor, which is made non-blocking and closed with this object.
    explicit DescriptorTransport(qintptr descriptor, QObject *parent = nullptr);
    ~DescriptorTransport() override;

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
    void stopNotifying();

    int m_descriptor;
    QSocketNotifier m_readNotifier;
    QSocketNotifier *m_writeNotifier = nullptr; ///< made after the first short write; our child
};

} // namespace corkboard
