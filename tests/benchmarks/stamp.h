#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace corkboard::bench {

/**
 * What each message of a benchmark carries: who sent it, as which of its messages, and when.
 *
 * In the payload it stands as hexadecimal digits, so that nothing in it needs an escape:
 *
 *     0      8               24              40                       64
 *     | publisher | sequence number | time in ns | "x" up to the end  |
 */
struct Stamp {
    static constexpr std::size_t payloadBytes = 64;
    using Payload = std::array<char, payloadBytes>;

    std::uint32_t publisher = 0;
    std::uint64_t sequence = 0; ///< counted from 0 for each publisher
    std::uint64_t sentAt = 0; ///< ns of the steady clock

    friend bool operator==(const Stamp &, const Stamp &) = default;
};

/// Writes the 64 bytes of @p stamp.
[[nodiscard]] Stamp::Payload writeStamp(const Stamp &stamp);

/// Reads what writeStamp() wrote; nothing where @p payload is something else.
[[nodiscard]] std::optional<Stamp> readStamp(std::string_view payload);

} // namespace corkboard::bench
