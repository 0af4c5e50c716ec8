#include "benchoptions.h"

#include <charconv>
#include <limits>
#include <string_view>

namespace corkboard::bench {

namespace {

/// Reads a whole number from @p least to @p most out of all of @p text.
template <typename Number>
bool readNumber(const std::string &text, Number &number, Number least,
                Number most = std::numeric_limits<Number>::max())
{
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end && number >= least && number <= most;
}

bool readSeconds(const std::string &text, std::chrono::milliseconds &duration)
{
    std::uint32_t seconds = 0;
    if (!readNumber(text, seconds, 1U, 3'600U)) {
        return false;
    }
    duration = std::chrono::seconds(seconds);
    return true;
}

bool readOption(std::string_view name, const std::string &value, BenchOptions &options)
{
    if (name == "--scenario") {
        options.scenario = value;
        return !value.empty();
    }
    if (name == "--start-file") {
        options.startFile = value;
        return !value.empty();
    }
    if (name == "--label") {
        options.label = value;
        return !value.empty() && value.find(' ') == std::string::npos;
    }
    if (name == "--language") {
        options.language = value == "mqtt" ? BenchLanguage::Mqtt : BenchLanguage::Classroom;
        return value == "mqtt" || value == "classroom";
    }
    if (name == "--qos") {
        return readNumber(value, options.qos, 0U, 1U);
    }
    if (name == "--port") {
        return readNumber<std::uint16_t>(value, options.port, 1);
    }
    if (name == "--server-pid") {
        return readNumber<pid_t>(value, options.serverPid, 1);
    }
    if (name == "--window") {
        return readNumber(value, options.window, 1U, 1'000'000U);
    }
    if (name == "--rate") {
        return readNumber(value, options.rate, 1U, 10'000'000U);
    }
    if (name == "--connections") {
        return readNumber(value, options.connections, 1U, 100'000U);
    }
    return name == "--seconds" && readSeconds(value, options.duration);
}

} // namespace

std::string usage()
{
    return "Usage: corkboard-bench --scenario NAME --port PORT --server-pid PID [OPTION...]\n"
           "       corkboard-bench table < RESULTS\n"
           "\n"
           "Loads a broker on this computer and prints the figures of one run as a\n"
           "line; `table` makes tables of medians out of many such lines.\n"
           "\n"
           "  --scenario NAME    fan-out, pairs, fan-in, paced, alone, idle or connect\n"
           "  --language NAME    classroom (the default) or mqtt; idle and connect: classroom\n"
           "  --qos N            of mqtt: 0 (the default) or 1\n"
           "  --label TEXT       what the line calls the run, in the place of the scenario\n"
           "  --window N         messages that each publisher may have outstanding (1)\n"
           "  --rate N           publish N messages a second instead (paced, alone)\n"
           "  --seconds N        how long to measure, after half a second of warming up (2)\n"
           "  --start-file FILE  publish nothing before FILE exists\n"
           "  --connections N    for idle and connect (1000)\n";
}

std::expected<BenchOptions, std::string> parseOptions(std::span<const char *const> arguments)
{
    BenchOptions options;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string name = arguments[i];
        if (i + 1 == arguments.size()) {
            return std::unexpected(name + " is unknown or has no value.");
        }
        const std::string value = arguments[i + 1];
        if (!readOption(name, value, options)) {
            return std::unexpected(
                std::string(name).append(" is unknown or does not take the value ").append(value));
        }
    }
    if (options.scenario.empty() || options.port == 0 || options.serverPid == 0) {
        return std::unexpected("--scenario, --port and --server-pid are needed.");
    }
    return options;
}

} // namespace corkboard::bench
