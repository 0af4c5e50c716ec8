#pragma once

#include "mqtt/packet.h"
#include "mqtt/protocolversion.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <vector>

/// Packets and their bytes, worked out by hand from the specification; shared by the codec tests.
namespace corkboard::mqtt::golden {

struct Golden {
    const char *name;
    ProtocolVersion version;
    Sender sender; ///< a side that may send it
    QByteArray bytes;
    Packet packet;
};

/// Every kind of packet that MQTT 3.1.1 has.
[[nodiscard]] QList<Golden> v311();

/// Every kind of packet, and every property, that MQTT 5.0 has.
[[nodiscard]] QList<Golden> v5();

[[nodiscard]] inline QList<Golden> all()
{
    return v311() + v5();
}

/// Bytes from hexadecimal digits; blanks between them do not count.
[[nodiscard]] inline QByteArray hex(const char *digits)
{
    return QByteArray::fromHex(digits);
}

/// A packet with @p first as first byte and the right remaining length.
[[nodiscard]] QByteArray packetOf(quint8 first, const QByteArray &body);

/// What follows the fixed header of @p packet.
[[nodiscard]] QByteArray bodyOf(const QByteArray &packet);

/// A copy without a spare byte, so that a sanitizer sees who reads beyond the end.
class ExactBytes {
public:
    explicit ExactBytes(QByteArrayView bytes);
    [[nodiscard]] QByteArrayView view() const;

private:
    std::vector<char> m_bytes;
};

} // namespace corkboard::mqtt::golden
