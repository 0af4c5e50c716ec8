#pragma once

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace corkboard::bench {

/**
 * The time that all threads of process @p pid have spent on a CPU, user and system together.
 *
 * From /proc/PID/task/TID/schedstat, which the kernel's scheduler keeps in nanoseconds. The program
 * ends with an error where the process is gone.
 */
[[nodiscard]] std::chrono::nanoseconds cpuTime(pid_t pid);

/// The resident memory of process @p pid in bytes: the line `Rss:` of /proc/PID/smaps_rollup.
[[nodiscard]] std::uint64_t residentBytes(pid_t pid);

} // namespace corkboard::bench
