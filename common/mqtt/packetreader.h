#pragma once

#include "mqtt/fixedheader.h"
#include "mqtt/packet.h"
#include "mqtt/protocolerror.h"

#include <QByteArray>
#include <QByteArrayView>

#include <expected>
#include <optional>

namespace corkboard::mqtt {

/**
 * Cuts a stream of bytes into the packets of MQTT 3.1.1 or 5.0.
 *
 *     PacketReader reader(Sender::Client, limits::maxPacketBytesBeforeConnect);
 *     reader.feed(chunk);
 *     while (auto packet = reader.next(); packet && *packet) { use(**packet); }
 *
 * Any split of the same bytes gives the same packets. What is checked is every rule that one packet
 * can break by itself: the layout, flags, reserved bits, values and properties, and whether this
 * side may send it. Not checked are whether a text is a topic name or a topic filter (TopicName and
 * TopicFilter say that), whether a payload has the format that it claims (hasPromisedFormat()), and
 * what depends on earlier packets, with these exceptions: a client's first packet must be its only
 * CONNECT, and it sets the version.
 *
 * Memory is taken for bytes that have come, at most twice as much, never for a length that is only
 * promised. A payload is copied once; in a packet that came in several pieces that is the copy
 * which collects it.
 *
 * Not thread-safe.
 */
class PacketReader {
public:
    /**
     * @param sender  the side whose packets are read; for a server's, setVersion() is called before
     *                the first of them comes
     * @param maxPacketBytes  see setMaxPacketBytes()
     */
    explicit PacketReader(Sender sender, qsizetype maxPacketBytes);

    [[nodiscard]] qsizetype maxPacketBytes() const { return m_maxPacketBytes; }

    /// The limit for one packet with its fixed header, from the next one on; at least 2. It is
    /// asked as soon as a fixed header is there. Source: MQTT 5.0 §3.1.2.11.4.
    void setMaxPacketBytes(qsizetype bytes);

    /// The version of the packets; nothing until a client's CONNECT has been read.
    [[nodiscard]] std::optional<ProtocolVersion> version() const { return m_version; }
    void setVersion(ProtocolVersion version) { m_version = version; }

    /// Hands over the next bytes. They must stay valid until next() has said that it needs more
    /// or has failed; only then may more be fed.
    void feed(QByteArrayView bytes);

    /**
     * The next packet.
     *
     * @return a packet, which owns its bytes; an empty optional where more bytes are needed; or the
     *         error, and from then on always. ProtocolError says what is to be answered.
     *         ReasonCode::PacketTooLarge is for packets beyond maxPacketBytes()
     */
    [[nodiscard]] std::expected<std::optional<Packet>, ProtocolError> next();

    /// Copies what next() has not handed out yet, so that the bytes given to feed() may go.
    void keepRest();

    /// True where a packet has begun and its end has not come. Only valid once next() needs more.
    [[nodiscard]] bool hasPartialPacket() const { return !m_partial.isEmpty(); }

    /// Bytes of memory that the reader holds for packets that it has not handed out.
    [[nodiscard]] qsizetype keptBytes() const { return m_partial.capacity() + m_kept.capacity(); }

private:
    [[nodiscard]] std::expected<std::optional<Packet>, ProtocolError> nextInChunk();
    [[nodiscard]] std::expected<std::optional<Packet>, ProtocolError> nextInPieces();
    [[nodiscard]] std::expected<std::optional<FixedHeader>, ProtocolError>
    headerOf(QByteArrayView bytes) const;
    [[nodiscard]] std::optional<ProtocolError> problemOf(PacketType type) const;
    [[nodiscard]] std::optional<ProtocolError> problemOf(const FixedHeader &header) const;
    [[nodiscard]] std::expected<std::optional<Packet>, ProtocolError>
    parse(const FixedHeader &header, QByteArrayView body, QByteArray *whole);
    void collect(qsizetype bytes, qsizetype packetBytes);

    Sender m_sender;
    qsizetype m_maxPacketBytes;
    std::optional<ProtocolVersion> m_version;
    bool m_isFirst = true; ///< no packet has been read
    QByteArray m_partial; ///< the beginning of a packet whose end has not come
    std::optional<FixedHeader> m_header; ///< of the packet in m_partial, once it is there
    QByteArray m_kept; ///< what keepRest() saved
    QByteArrayView m_chunk; ///< what feed() gave and next() has not looked at
    std::optional<ProtocolError> m_error;
};

} // namespace corkboard::mqtt
