#include "benchoptions.h"
#include "connectionrun.h"
#include "resulttable.h"
#include "topology.h"
#include "trafficrun.h"

#include <cstdlib>
#include <iostream>
#include <span>
#include <string_view>
#include <sys/resource.h>

using namespace corkboard::bench;

namespace {

constexpr int usageError = 2;

/// A client is a descriptor, and 1,024 are the usual soft limit.
void allowManyDescriptors()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

std::expected<RunResult, std::string> run(const BenchOptions &options)
{
    if (options.scenario == "idle") {
        return ConnectionRun(options).idle();
    }
    if (options.scenario == "connect") {
        return ConnectionRun(options).burst();
    }
    const auto topology = topologyOf(options.scenario);
    if (!topology) {
        return std::unexpected("there is no scenario " + options.scenario);
    }
    return TrafficRun(options, *topology).run();
}

} // namespace

int main(int argc, char *argv[])
{
    const std::span<const char *const> arguments(argv + 1, static_cast<std::size_t>(argc - 1));
    const std::string_view first = arguments.empty() ? "" : arguments.front();
    if (first == "--help") {
        std::cout << usage();
        return EXIT_SUCCESS;
    }
    if (first == "table") {
        std::cout << medianTables(readResults(std::cin));
        return EXIT_SUCCESS;
    }
    const auto options = parseOptions(arguments);
    if (!options) {
        std::cerr << "corkboard-bench: " << options.error() << '\n' << usage();
        return usageError;
    }
    allowManyDescriptors();
    const auto result = run(*options);
    if (!result) {
        std::cerr << "corkboard-bench: " << options->scenario << ": " << result.error() << '\n';
        return EXIT_FAILURE;
    }
    std::cout << writeResult(*result) << '\n';
    return EXIT_SUCCESS;
}
