#include "mqttspeech.h"

#include "mqtt/packetwriter.h"

#include <optional>

namespace corkboard::bench {

namespace {

constexpr auto version = mqtt::ProtocolVersion::V311;

/// The types of the packets that matter, in the upper half of the first byte.
enum PacketType : std::uint8_t { Connack = 0x20, Publish = 0x30, Suback = 0x90, Pingresp = 0xD0 };

constexpr std::uint8_t puback = 0x40;

std::string bytesOf(const mqtt::Packet &packet)
{
    return mqtt::write(packet, version).toStdString();
}

void appendTwoBytes(std::string &out, std::size_t value)
{
    out += static_cast<char>(value >> 8U);
    out += static_cast<char>(value & 0xFFU);
}

std::uint8_t byteAt(std::string_view text, std::size_t at)
{
    return static_cast<std::uint8_t>(text[at]);
}

/// A packet at the beginning of a text.
struct Extent {
    std::size_t header = 0; ///< bytes up to the body
    std::size_t body = 0;
};

/// Nothing where it is not complete. The server's own lengths are taken as they are.
std::optional<Extent> firstPacket(std::string_view bytes)
{
    std::size_t length = 0;
    for (std::size_t i = 1; i < bytes.size() && i <= 4; ++i) {
        length |= std::size_t(byteAt(bytes, i) & 0x7FU) << (7 * (i - 1));
        if ((byteAt(bytes, i) & 0x80U) == 0) {
            const Extent extent{i + 1, length};
            return bytes.size() >= extent.header + extent.body ? std::optional(extent)
                                                               : std::nullopt;
        }
    }
    return std::nullopt;
}

} // namespace

MqttSpeech::MqttSpeech(std::uint32_t qos)
    : m_qos(qos)
{
}

std::string MqttSpeech::hello(std::uint32_t number, const std::string &filter)
{
    mqtt::Connect connect;
    connect.version = version;
    connect.clientId = "bench-" + QByteArray::number(number);
    std::string text = bytesOf(connect);
    if (!filter.empty()) {
        mqtt::Subscribe subscribe;
        subscribe.packetId = 1;
        subscribe.subscriptions
            = {{QByteArray::fromStdString(filter), {.qos = static_cast<Qos>(m_qos)}}};
        text += bytesOf(subscribe);
    }
    return text + bytesOf(mqtt::Pingreq());
}

void MqttSpeech::setTopic(const std::string &topic)
{
    const std::size_t length = 2 + topic.size() + (m_qos > 0 ? 2 : 0) + Stamp::payloadBytes;
    m_head = static_cast<char>(Publish | (m_qos << 1U));
    if (length >= 128) {
        m_head += static_cast<char>(0x80U | (length & 0x7FU));
        m_head += static_cast<char>(length >> 7U);
    } else {
        m_head += static_cast<char>(length);
    }
    appendTwoBytes(m_head, topic.size());
    m_head += topic;
}

void MqttSpeech::publish(std::string &out, const Stamp::Payload &payload)
{
    out += m_head;
    if (m_qos > 0) {
        m_lastId = m_lastId == 0xFFFF ? std::uint16_t(1) : std::uint16_t(m_lastId + 1);
        appendTwoBytes(out, m_lastId);
    }
    out.append(payload.data(), payload.size());
}

void MqttSpeech::hear(std::string_view bytes, std::string &reply,
                      const std::function<void(const Heard &)> &visit)
{
    if (!m_rest.empty()) {
        m_rest += bytes;
        bytes = m_rest;
    }
    while (const auto packet = firstPacket(bytes)) {
        handlePacket(byteAt(bytes, 0), bytes.substr(packet->header, packet->body), reply, visit);
        bytes.remove_prefix(packet->header + packet->body);
    }
    std::string rest(bytes);
    m_rest.swap(rest);
}

void MqttSpeech::handlePacket(std::uint8_t head, std::string_view body, std::string &reply,
                              const std::function<void(const Heard &)> &visit) const
{
    switch (head & 0xF0U) {
    case Publish: {
        const std::size_t topic = 2 + (std::size_t(byteAt(body, 0)) << 8U) + byteAt(body, 1);
        const bool hasId = (head & 0x06U) != 0;
        if (hasId) {
            reply += static_cast<char>(puback);
            reply += '\2';
            reply += body.substr(topic, 2);
        }
        visit({Heard::Kind::Message, body.substr(topic + (hasId ? 2 : 0))});
        break;
    }
    case Connack:
        if (byteAt(body, 1) != 0) {
            visit({Heard::Kind::Error, "CONNECT was refused"});
        }
        break;
    case Suback:
        if (byteAt(body, 2) >= 0x80U) {
            visit({Heard::Kind::Error, "SUBSCRIBE was refused"});
        }
        break;
    case Pingresp:
        visit({Heard::Kind::Answer, {}});
        break;
    default:
        break;
    }
}

} // namespace corkboard::bench
