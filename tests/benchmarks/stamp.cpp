#include "stamp.h"

namespace corkboard::bench {

namespace {

constexpr std::size_t publisherDigits = 8;
constexpr std::size_t numberDigits = 16;
constexpr std::size_t stampDigits = publisherDigits + 2 * numberDigits;

constexpr std::uint8_t noDigit = 0xFF;

/// The value of each byte as a digit; a table, because the generator reads millions a second.
constexpr auto digitValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(noDigit);
    for (std::uint8_t i = 0; i < 10; ++i) {
        values['0' + i] = i;
    }
    for (std::uint8_t i = 0; i < 6; ++i) {
        values['a' + i] = std::uint8_t(10 + i);
    }
    return values;
}();

void writeHex(char *out, std::size_t digits, std::uint64_t value)
{
    static constexpr std::string_view characters = "0123456789abcdef";
    for (std::size_t i = digits; i > 0; --i) {
        out[i - 1] = characters[value & 0xFU];
        value >>= 4U;
    }
}

bool readHex(std::string_view text, std::uint64_t &value)
{
    value = 0;
    std::uint8_t worst = 0;
    for (const char c : text) {
        const std::uint8_t digit = digitValues[static_cast<unsigned char>(c)];
        worst |= digit;
        value = (value << 4U) | (digit & 0xFU);
    }
    return worst != noDigit;
}

} // namespace

Stamp::Payload writeStamp(const Stamp &stamp)
{
    Stamp::Payload payload;
    payload.fill('x');
    writeHex(payload.data(), publisherDigits, stamp.publisher);
    writeHex(payload.data() + publisherDigits, numberDigits, stamp.sequence);
    writeHex(payload.data() + publisherDigits + numberDigits, numberDigits, stamp.sentAt);
    return payload;
}

std::optional<Stamp> readStamp(std::string_view payload)
{
    std::uint64_t publisher = 0;
    Stamp stamp;
    if (payload.size() != Stamp::payloadBytes
        || payload.find_first_not_of('x', stampDigits) != std::string_view::npos
        || !readHex(payload.substr(0, publisherDigits), publisher)
        || !readHex(payload.substr(publisherDigits, numberDigits), stamp.sequence)
        || !readHex(payload.substr(publisherDigits + numberDigits, numberDigits), stamp.sentAt)) {
        return std::nullopt;
    }
    stamp.publisher = static_cast<std::uint32_t>(publisher);
    return stamp;
}

} // namespace corkboard::bench
