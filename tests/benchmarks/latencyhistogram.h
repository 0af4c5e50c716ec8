#pragma once

#include <cstdint>
#include <vector>

namespace corkboard::bench {

/**
 * Counts times in buckets that grow with the time: 128 to each power of two, so that a percentile
 * is at most 0.8 % above the true value however many times were added. Below 128 ns it is exact.
 */
class LatencyHistogram {
public:
    LatencyHistogram();

    void add(std::uint64_t nanoseconds);

    [[nodiscard]] std::uint64_t count() const { return m_count; }
    [[nodiscard]] std::uint64_t max() const { return m_max; }

    /**
     * The smallest time, rounded up to its bucket's end and never over max(), that at least
     * @p percent of the added times do not exceed.
     *
     * @param percent  over 0 and up to 100
     * @return nanoseconds; 0 where nothing was added
     */
    [[nodiscard]] std::uint64_t percentile(double percent) const;

private:
    std::vector<std::uint64_t> m_buckets;
    std::uint64_t m_count = 0;
    std::uint64_t m_max = 0;
};

} // namespace corkboard::bench
