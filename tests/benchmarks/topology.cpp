#include "topology.h"

namespace corkboard::bench {

std::string Topology::topic(std::uint32_t publisher) const
{
    return "bench/" + std::to_string(publisher);
}

std::string Topology::filter(std::uint32_t subscriber) const
{
    switch (shape) {
    case Shape::FanOut:
    case Shape::Alone:
        return topic(0);
    case Shape::Pairs:
        return topic(subscriber);
    case Shape::FanIn:
        break;
    }
    return "bench/+";
}

std::uint32_t Topology::copies(bool withPublisher) const
{
    const std::uint32_t others
        = shape == Shape::FanOut ? subscribers : (shape == Shape::Alone ? 0 : 1);
    return others + (withPublisher ? 1 : 0);
}

std::optional<Topology> topologyOf(std::string_view scenario)
{
    constexpr std::uint32_t many = 100;
    constexpr std::uint32_t paced = 10;
    if (scenario == "fan-out") {
        return Topology{Shape::FanOut, 1, many};
    }
    if (scenario == "pairs") {
        return Topology{Shape::Pairs, many, many};
    }
    if (scenario == "fan-in") {
        return Topology{Shape::FanIn, many, 1};
    }
    if (scenario == "paced") {
        return Topology{Shape::FanOut, 1, paced};
    }
    if (scenario == "alone") {
        return Topology{Shape::Alone, 1, 0};
    }
    return std::nullopt;
}

} // namespace corkboard::bench
