#pragma once

#include "net/dialect.h"

#include <QTcpServer>
#include <QTimer>

#include <chrono>

namespace corkboard {

class ClientHub;

/**
 * A QTcpServer that accepts connections and hands them to the ClientHub.
 *
 * QTcpServer stops accepting for good after one accept that failed; this one tries again after
 * 200 ms. While there are no file descriptors it waits for DescriptorWatch. Lives in the broker's
 * thread.
 */
class Listener final : public QTcpServer {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Listener)
public:
    /// Connections that the system holds until they are accepted: a whole school at once.
    static constexpr int backlog = 512;

    /// @param hub  must outlive the listener
    Listener(ClientHub &hub, Dialect dialect, QObject *parent = nullptr);

    [[nodiscard]] Dialect dialect() const { return m_dialect; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void handleAcceptError(QAbstractSocket::SocketError error);
    void resume();

    ClientHub &m_hub;
    Dialect m_dialect;
    QTimer m_resumeTimer;
    bool m_saidError = false; ///< one line in the log per shortage, not five a second
};

} // namespace corkboard
