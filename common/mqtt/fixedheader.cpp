#include "mqtt/fixedheader.h"

#include "mqtt/fieldreader.h"

namespace corkboard::mqtt {

namespace {

std::unexpected<ProtocolError> malformed(const char *sentence)
{
    return std::unexpected(
        ProtocolError{ReasonCode::MalformedPacket, protocolErrorSentence(sentence), std::nullopt});
}

} // namespace

std::expected<std::optional<FixedHeader>, ProtocolError> readFixedHeader(QByteArrayView bytes)
{
    if (bytes.isEmpty()) {
        return std::nullopt;
    }
    const auto first = quint8(bytes.front());
    if (first >> 4U == 0) {
        return malformed("There is no packet type 0.");
    }
    FixedHeader header;
    header.type = PacketType(first >> 4U);
    header.flags = first & 0x0FU;
    // MQTT-2.1.3-1: reserved flags have the value that the table of §2.1.3 gives.
    if (header.type != PacketType::Publish && header.flags != flagsOf(header.type)) {
        return malformed("The flags in the first byte of the packet are wrong.");
    }
    for (int place = 0; place < 4; ++place) {
        if (bytes.size() <= place + 1) {
            return std::nullopt;
        }
        const auto next = quint8(bytes[place + 1]);
        header.remainingLength |= qsizetype(next & 0x7FU) << (7 * place);
        if ((next & 0x80U) == 0) {
            header.headerBytes = place + 2;
            header.isMinimal = next != 0 || place == 0;
            return header;
        }
    }
    return malformed("The length of the packet takes more than four bytes.");
}

} // namespace corkboard::mqtt
