#include "net/peertext.h"

namespace corkboard {

QString peerText(const QHostAddress &address, quint16 port)
{
    if (address.isNull()) {
        return QStringLiteral("an unknown address");
    }
    bool isIpv4 = false;
    const QHostAddress ipv4(address.toIPv4Address(&isIpv4));
    if (isIpv4) {
        return QStringLiteral("%1:%2").arg(ipv4.toString(), QString::number(port));
    }
    return QStringLiteral("[%1]:%2").arg(address.toString(), QString::number(port));
}

} // namespace corkboard
