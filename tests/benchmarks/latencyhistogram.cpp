#include "latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

namespace corkboard::bench {

namespace {

constexpr unsigned bucketBits = 7;
constexpr std::uint64_t bucketsPerPower = 1ULL << bucketBits;
constexpr std::size_t bucketCount = (64 - bucketBits + 1) * bucketsPerPower;

std::size_t bucketOf(std::uint64_t value)
{
    if (value < bucketsPerPower) {
        return value;
    }
    // The top bits after the first one choose the bucket within the power of two.
    const auto power = static_cast<unsigned>(std::bit_width(value)) - 1;
    const std::uint64_t within = (value >> (power - bucketBits)) - bucketsPerPower;
    return (power - bucketBits + 1) * bucketsPerPower + within;
}

std::uint64_t lastValueOf(std::size_t bucket)
{
    if (bucket < bucketsPerPower) {
        return bucket;
    }
    const std::size_t shift = bucket / bucketsPerPower - 1;
    const std::uint64_t first = (bucketsPerPower + bucket % bucketsPerPower) << shift;
    return first + ((1ULL << shift) - 1);
}

} // namespace

LatencyHistogram::LatencyHistogram()
    : m_buckets(bucketCount)
{
}

void LatencyHistogram::add(std::uint64_t nanoseconds)
{
    ++m_buckets[bucketOf(nanoseconds)];
    ++m_count;
    m_max = std::max(m_max, nanoseconds);
}

std::uint64_t LatencyHistogram::percentile(double percent) const
{
    const double wanted = std::ceil(static_cast<double>(m_count) * percent / 100.0);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen > 0 && static_cast<double>(seen) >= wanted) {
            return std::min(lastValueOf(i), m_max);
        }
    }
    return m_max;
}

} // namespace corkboard::bench
