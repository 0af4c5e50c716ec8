#include "resulttable.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>

namespace corkboard::bench {

namespace {

/// A figure that runs print, and its column.
struct Column {
    std::string_view figure;
    std::string_view title;
    int decimals;
    bool sum = false;
};

constexpr std::array columns{
    Column{"cpu_us", "CPU us/delivered", 3},
    Column{"delivered_per_s", "delivered/s", 0},
    Column{"copies", "copies/message", 0},
    Column{"p50_us", "p50 us", 0},
    Column{"p99_us", "p99 us", 0},
    Column{"connections", "connections", 0},
    Column{"bytes_per_connection", "bytes/connection", 0},
    Column{"bytes_subscribed", "bytes/connection, subscribed", 0},
    Column{"all_ms", "all accepted ms", 1},
    Column{"cpu_us_per_connect", "CPU us/connect", 1},
    Column{"usable_ms", "connected after ms", 0},
    Column{"stall_p999_ms", "stall p99.9 ms", 1},
    Column{"stall_max_ms", "stall max ms", 1},
    Column{"sent", "sent", 0},
    Column{"shown", "counted", 0},
    Column{"lost", "lost", 0, true},
    Column{"out_of_order", "out of order", 0, true},
};

/// All runs of one scenario with one window.
struct Group {
    std::string scenario;
    std::string window;
    std::map<std::string, std::vector<double>> figures;
    std::size_t runs = 0;
};

std::vector<Group> grouped(const std::vector<RunResult> &results)
{
    std::vector<Group> groups;
    for (const RunResult &result : results) {
        auto group = std::ranges::find_if(groups, [&result](const Group &known) {
            return known.scenario == result.scenario && known.window == result.window;
        });
        if (group == groups.end()) {
            group = groups.insert(groups.end(), Group{result.scenario, result.window, {}, 0});
        }
        ++group->runs;
        for (const auto &[name, value] : result.figures) {
            group->figures[name].push_back(value);
        }
    }
    return groups;
}

std::string shownNumber(double value, int decimals)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::fixed, decimals)
                         .ptr;
    return {text.data(), end};
}

std::vector<std::string> titleCells(const Group &group)
{
    std::vector<std::string> cells{"scenario", "window", "runs"};
    for (const Column &column : columns) {
        if (group.figures.contains(std::string(column.figure))) {
            cells.emplace_back(column.title);
        }
    }
    return cells;
}

std::vector<std::string> groupCells(const Group &group)
{
    std::vector<std::string> cells{group.scenario, group.window, std::to_string(group.runs)};
    for (const Column &column : columns) {
        const auto found = group.figures.find(std::string(column.figure));
        if (found == group.figures.end()) {
            continue;
        }
        double value = 0;
        if (column.sum) {
            for (const double one : found->second) {
                value += one;
            }
        } else {
            value = median(found->second);
        }
        cells.push_back(shownNumber(value, column.decimals));
    }
    return cells;
}

/// Pads every column to its widest cell; texts to the left, numbers to the right.
std::string aligned(const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths(rows.front().size());
    for (const auto &row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    std::string text;
    for (const auto &row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string padding(widths[i] - row[i].size(), ' ');
            text += i == 0 ? row[i] + padding : "  " + padding + row[i];
        }
        text += '\n';
    }
    return text;
}

} // namespace

double median(std::vector<double> values)
{
    if (values.empty()) {
        return 0;
    }
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string writeResult(const RunResult &result)
{
    std::string line = "scenario=" + result.scenario + " window=" + result.window;
    for (const auto &[name, value] : result.figures) {
        line += ' ' + name + '=' + shownNumber(value, 4);
    }
    return line;
}

std::vector<RunResult> readResults(std::istream &lines)
{
    std::vector<RunResult> results;
    std::string line;
    while (std::getline(lines, line)) {
        if (!line.starts_with("scenario=")) {
            continue;
        }
        RunResult result;
        std::istringstream words(line);
        std::string word;
        while (words >> word) {
            const std::size_t equals = word.find('=');
            const std::string name = word.substr(0, equals);
            const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
            double number = 0;
            if (name == "scenario") {
                result.scenario = value;
            } else if (name == "window") {
                result.window = value;
            } else if (std::from_chars(value.data(), value.data() + value.size(), number).ec
                       == std::errc()) {
                result.figures[name] = number;
            }
        }
        results.push_back(std::move(result));
    }
    return results;
}

std::string medianTables(const std::vector<RunResult> &results)
{
    std::vector<Group> groups = grouped(results);
    std::string text;
    while (!groups.empty()) {
        const std::vector<std::string> titles = titleCells(groups.front());
        std::vector<std::vector<std::string>> rows{titles};
        std::vector<Group> others;
        for (const Group &group : groups) {
            if (titleCells(group) == titles) {
                rows.push_back(groupCells(group));
            } else {
                others.push_back(group);
            }
        }
        if (!text.empty()) {
            text += '\n';
        }
        text += aligned(rows);
        groups = std::move(others);
    }
    return text;
}

} // namespace corkboard::bench
