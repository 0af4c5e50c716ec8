#pragma once

#include <istream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace corkboard::bench {

/// The middle of @p values; of an even number of them the mean of the two in the middle; 0 of none.
[[nodiscard]] double median(std::vector<double> values);

/**
 * The outcome of one run, as the one line that corkboard-bench prints and the table is made of:
 *
 *     scenario=pairs window=32 cpu_us=0.52 lost=0
 */
struct RunResult {
    std::string scenario;
    std::string window; ///< "-" where there is none
    std::map<std::string, double> figures;
};

/// Writes @p result as a line, without its end.
[[nodiscard]] std::string writeResult(const RunResult &result);

/// Reads lines of writeResult(); other lines are passed over.
[[nodiscard]] std::vector<RunResult> readResults(std::istream &lines);

/**
 * Tables of medians, one line per scenario and window in the order of their first runs.
 *
 * Scenarios with the same figures share a table. `lost` and `out_of_order` are not medians but
 * sums, because a single lost message in any run must show.
 */
[[nodiscard]] std::string medianTables(const std::vector<RunResult> &results);

} // namespace corkboard::bench
