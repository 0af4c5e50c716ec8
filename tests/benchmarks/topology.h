#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace corkboard::bench {

/// Who publishes what and who subscribes to it, in one scenario.
enum class Shape {
    FanOut, ///< one topic: one publisher, many subscribers
    Pairs, ///< a topic for each publisher, and one subscriber to each
    FanIn, ///< a topic for each publisher, and one subscriber to all of them
    Alone, ///< one publisher and its topic; whoever else subscribes is not the generator's
};

/// A scenario's shape and its size.
struct Topology {
    Shape shape = Shape::FanOut;
    std::uint32_t publishers = 1;
    std::uint32_t subscribers = 0; ///< that are not publishers

    /// The topic that a publisher publishes to; in the classroom protocol it must subscribe to it.
    [[nodiscard]] std::string topic(std::uint32_t publisher) const;

    /// What a subscriber subscribes to.
    [[nodiscard]] std::string filter(std::uint32_t subscriber) const;

    /// How many of the generator's clients receive each message.
    /// @param withPublisher  its publisher is subscribed to its own topic
    [[nodiscard]] std::uint32_t copies(bool withPublisher) const;

    friend bool operator==(const Topology &, const Topology &) = default;
};

/// The topology of a scenario by its name on the command line: fan-out, pairs, fan-in, paced,
/// alone.
[[nodiscard]] std::optional<Topology> topologyOf(std::string_view scenario);

} // namespace corkboard::bench
