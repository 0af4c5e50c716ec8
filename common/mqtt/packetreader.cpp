#include "mqtt/packetreader.h"

#include "mqtt/connectcodec.h"
#include "mqtt/disconnectcodec.h"
#include "mqtt/fieldreader.h"
#include "mqtt/publishcodec.h"
#include "mqtt/subscribecodec.h"

#include <utility>

namespace corkboard::mqtt {

namespace {

constexpr auto paddedLength = "The length of the packet takes more bytes than it needs.";

ProtocolError error(ReasonCode reason, const char *sentence)
{
    return {reason, protocolErrorSentence(sentence), std::nullopt};
}

bool isFromServerOnly(PacketType type)
{
    return type == PacketType::Connack || type == PacketType::Suback || type == PacketType::Unsuback
        || type == PacketType::Pingresp;
}

bool isFromClientOnly(PacketType type)
{
    return type == PacketType::Connect || type == PacketType::Subscribe
        || type == PacketType::Unsubscribe || type == PacketType::Pingreq;
}

PacketResult readBody(const FixedHeader &header, QByteArrayView body, QByteArray *whole,
                      ProtocolVersion version, Sender sender)
{
    switch (header.type) {
    case PacketType::Connect:
        return readConnect(body);
    case PacketType::Connack:
        return readConnack(body, version);
    case PacketType::Publish:
        return readPublish(header, body, whole, version, sender);
    case PacketType::Puback:
    case PacketType::Pubrec:
    case PacketType::Pubrel:
    case PacketType::Pubcomp:
        return readAnswer(header.type, body, version);
    case PacketType::Subscribe:
        return readSubscribe(body, version);
    case PacketType::Suback:
        return readSuback(body, version);
    case PacketType::Unsubscribe:
        return readUnsubscribe(body, version);
    case PacketType::Unsuback:
        return readUnsuback(body, version);
    case PacketType::Pingreq:
        return readPingreq(body);
    case PacketType::Pingresp:
        return readPingresp(body);
    case PacketType::Disconnect:
        return readDisconnect(body, version, sender);
    case PacketType::Auth:
        return readAuth(body);
    }
    Q_UNREACHABLE();
}

} // namespace

PacketReader::PacketReader(Sender sender, qsizetype maxPacketBytes)
    : m_sender(sender)
    , m_maxPacketBytes(maxPacketBytes)
{
    Q_ASSERT(maxPacketBytes >= 2);
}

void PacketReader::setMaxPacketBytes(qsizetype bytes)
{
    Q_ASSERT(bytes >= 2);
    m_maxPacketBytes = bytes;
}

void PacketReader::feed(QByteArrayView bytes)
{
    Q_ASSERT(m_chunk.isEmpty());
    m_chunk = bytes;
}

void PacketReader::keepRest()
{
    // The view may already point into m_kept.
    QByteArray rest = m_chunk.toByteArray();
    m_kept = std::move(rest);
    m_chunk = m_kept;
}

std::expected<std::optional<Packet>, ProtocolError> PacketReader::next()
{
    if (m_error) {
        m_chunk = {};
        return std::unexpected(*m_error);
    }
    auto result = m_partial.isEmpty() ? nextInChunk() : nextInPieces();
    if (!result) {
        m_error = result.error();
        m_chunk = {};
        m_kept.clear();
        m_partial.clear();
    }
    return result;
}

std::expected<std::optional<Packet>, ProtocolError> PacketReader::nextInChunk()
{
    const auto found = headerOf(m_chunk);
    if (!found) {
        return std::unexpected(found.error());
    }
    const std::optional<FixedHeader> header = *found;
    if (!header || m_chunk.size() < header->packetBytes()) {
        return nextInPieces();
    }
    const QByteArrayView body = m_chunk.sliced(header->headerBytes, header->remainingLength);
    m_chunk = m_chunk.sliced(header->packetBytes());
    return parse(*header, body, nullptr);
}

std::expected<std::optional<Packet>, ProtocolError> PacketReader::nextInPieces()
{
    std::optional<FixedHeader> header = m_header;
    while (!header && !m_chunk.isEmpty()) {
        collect(1, 0);
        const auto found = headerOf(m_partial);
        if (!found) {
            return std::unexpected(found.error());
        }
        header = *found;
    }
    m_header = header;
    if (header) {
        collect(qMin(m_chunk.size(), header->packetBytes() - m_partial.size()),
                header->packetBytes());
    }
    if (m_chunk.isEmpty()) {
        m_kept.clear();
    }
    if (!header || m_partial.size() < header->packetBytes()) {
        return std::nullopt;
    }
    QByteArray packet = std::exchange(m_partial, {});
    m_header.reset();
    return parse(*header, QByteArrayView(packet).sliced(header->headerBytes), &packet);
}

/// Moves bytes of the chunk behind the unfinished packet, of @p packetBytes or a few more bytes.
void PacketReader::collect(qsizetype bytes, qsizetype packetBytes)
{
    const qsizetype size = m_partial.size() + bytes;
    if (size > m_partial.capacity()) {
        m_partial.reserve(qMin(packetBytes, 2 * size));
    }
    m_partial += m_chunk.first(bytes);
    m_chunk = m_chunk.sliced(bytes);
}

std::expected<std::optional<FixedHeader>, ProtocolError>
PacketReader::headerOf(QByteArrayView bytes) const
{
    // In the order of the bytes, so that it makes no difference how many of them are there.
    if (!bytes.isEmpty()) {
        if (auto problem = problemOf(PacketType(quint8(bytes.front()) >> 4U))) {
            return std::unexpected(*std::move(problem));
        }
    }
    auto found = readFixedHeader(bytes);
    if (found) {
        if (const std::optional<FixedHeader> header = *found) {
            if (auto problem = problemOf(*header)) {
                return std::unexpected(*std::move(problem));
            }
        }
    }
    return found;
}

/// What is wrong with a packet of @p type at this place, known from its first byte.
std::optional<ProtocolError> PacketReader::problemOf(PacketType type) const
{
    if (type == PacketType::Connect && !m_isFirst) {
        // MQTT-3.1.0-1, MQTT-3.1.0-2.
        return error(ReasonCode::ProtocolError, "A CONNECT came that is not the first packet.");
    }
    if (m_sender == Sender::Client ? isFromServerOnly(type) : isFromClientOnly(type)) {
        return error(ReasonCode::ProtocolError, "A packet came that only this side may send.");
    }
    if (type == PacketType::Auth && m_version == ProtocolVersion::V311) {
        return error(ReasonCode::MalformedPacket, "There is no packet type 15 in MQTT 3.1.1.");
    }
    if (type != PacketType::Connect && !m_version) {
        // MQTT-3.1.0-1.
        return error(ReasonCode::ProtocolError, "The first packet is not a CONNECT.");
    }
    return std::nullopt;
}

/// What is wrong with a packet of this length.
std::optional<ProtocolError> PacketReader::problemOf(const FixedHeader &header) const
{
    if (header.packetBytes() > m_maxPacketBytes) {
        return error(ReasonCode::PacketTooLarge, "The packet is too large.");
    }
    // MQTT-1.5.5-1; MQTT 3.1.1 has no such rule. A CONNECT says later which one it is.
    if (!header.isMinimal && m_version == ProtocolVersion::V5) {
        return error(ReasonCode::MalformedPacket, paddedLength);
    }
    return std::nullopt;
}

std::expected<std::optional<Packet>, ProtocolError>
PacketReader::parse(const FixedHeader &header, QByteArrayView body, QByteArray *whole)
{
    PacketResult packet
        = readBody(header, body, whole, m_version.value_or(ProtocolVersion::V5), m_sender);
    if (!packet) {
        return std::unexpected(std::move(packet).error());
    }
    if (const auto *connect = std::get_if<Connect>(&*packet)) {
        if (connect->version == ProtocolVersion::V5 && !header.isMinimal) {
            ProtocolError problem = error(ReasonCode::MalformedPacket, paddedLength);
            problem.connackVersion = connect->version;
            return std::unexpected(std::move(problem));
        }
        m_version = connect->version;
    }
    m_isFirst = false;
    return std::optional(*std::move(packet));
}

} // namespace corkboard::mqtt
