#pragma once

#include "goldenpackets.h"
#include "mqtt/packetreader.h"

#include <QTest>

namespace corkboard::mqtt::golden {

/// The one packet that @p bytes are, which must be whole.
[[nodiscard]] inline std::expected<Packet, ProtocolError>
readOne(QByteArrayView bytes, ProtocolVersion version, Sender sender)
{
    PacketReader reader(sender, qMax(bytes.size(), qsizetype(2)));
    reader.setVersion(version);
    const ExactBytes exact(bytes);
    reader.feed(exact.view());
    auto packet = reader.next();
    if (!packet) {
        return std::unexpected(packet.error());
    }
    if (!*packet || reader.hasPartialPacket()) {
        return std::unexpected(ProtocolError{ReasonCode::UnspecifiedError,
                                             QStringLiteral("This is no whole packet."),
                                             std::nullopt});
    }
    return **std::move(packet);
}

/// Rows for refuses(): a packet without its remaining length, and what is wrong with it.
inline void addRefusalColumns()
{
    QTest::addColumn<ProtocolVersion>("version");
    QTest::addColumn<Sender>("sender");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ReasonCode>("reason");
}

/// @param first  the first byte
/// @param body  in hexadecimal digits
inline void addRefusal(const char *name, ProtocolVersion version, Sender sender, int first,
                       const QByteArray &body, ReasonCode reason)
{
    QTest::addRow("%s %s", version == ProtocolVersion::V5 ? "5.0" : "3.1.1", name)
        << version << sender << packetOf(quint8(first), QByteArray::fromHex(body)) << reason;
}

/// The test function for such rows.
inline void checkRefusal()
{
    QFETCH(const ProtocolVersion, version);
    QFETCH(const Sender, sender);
    QFETCH(const QByteArray, bytes);
    QFETCH(const ReasonCode, reason);

    const auto packet = readOne(bytes, version, sender);
    QVERIFY(!packet.has_value());
    QCOMPARE(int(packet.error().reason), int(reason));
    QVERIFY(!packet.error().sentence.isEmpty());
}

} // namespace corkboard::mqtt::golden
