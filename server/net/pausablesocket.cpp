#include "net/pausablesocket.h"

namespace corkboard {

PausableSocket::PausableSocket(QObject *parent)
    : QTcpSocket(parent)
{
    connect(this, &QTcpSocket::bytesWritten, this, &PausableSocket::announce);
}

void PausableSocket::setPaused(bool paused)
{
    m_paused = paused;
    announce();
}

qint64 PausableSocket::bytesAvailable() const
{
    return isHeldBack() ? 0 : QTcpSocket::bytesAvailable();
}

void PausableSocket::announce()
{
    if (m_announced || bytesAvailable() == 0) {
        return;
    }
    m_announced = true;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_announced = false;
            if (bytesAvailable() > 0) {
                emit readyRead();
            }
        },
        Qt::QueuedConnection);
}

} // namespace corkboard
