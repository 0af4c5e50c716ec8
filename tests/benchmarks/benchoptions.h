#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <sys/types.h>

namespace corkboard::bench {

/// What the clients of the generator speak.
enum class BenchLanguage { Classroom, Mqtt };

/// What the command line of corkboard-bench asks for.
struct BenchOptions {
    std::string scenario;
    std::string label; ///< what the line of the result calls the run; empty: the scenario
    BenchLanguage language = BenchLanguage::Classroom;
    std::uint32_t qos = 0; ///< of MQTT: 0 or 1
    std::uint16_t port = 0;
    pid_t serverPid = 0;
    std::uint32_t window = 1; ///< messages that each publisher may have outstanding
    std::uint32_t rate = 0; ///< messages per second; 0: as fast as the window allows
    std::string startFile; ///< wait until this file exists before publishing; empty: do not wait
    std::uint32_t connections = 1'000;
    std::chrono::milliseconds warmUp{500};
    std::chrono::milliseconds duration{2'000};
};

/// The text of --help.
[[nodiscard]] std::string usage();

/// Reads the arguments behind the program's name; otherwise a sentence that names the wrong one.
[[nodiscard]] std::expected<BenchOptions, std::string>
parseOptions(std::span<const char *const> arguments);

} // namespace corkboard::bench
