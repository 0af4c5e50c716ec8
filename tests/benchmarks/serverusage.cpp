#include "serverusage.h"

#include "fatal.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace corkboard::bench {

namespace {

[[noreturn]] void endWithout(const std::filesystem::path &path)
{
    endWithError(path.string() + " cannot be read; has the server ended?");
}

std::filesystem::path processFolder(pid_t pid)
{
    return std::filesystem::path("/proc") / std::to_string(pid);
}

} // namespace

std::chrono::nanoseconds cpuTime(pid_t pid)
{
    const std::filesystem::path tasks = processFolder(pid) / "task";
    std::error_code error;
    std::int64_t sum = 0;
    for (const auto &task : std::filesystem::directory_iterator(tasks, error)) {
        // A thread may end between the listing and the reading; its time is lost to us.
        std::int64_t onCpu = 0;
        if (std::ifstream(task.path() / "schedstat") >> onCpu) {
            sum += onCpu;
        }
    }
    if (error || sum == 0) {
        endWithout(tasks);
    }
    return std::chrono::nanoseconds(sum);
}

std::uint64_t residentBytes(pid_t pid)
{
    const std::filesystem::path path = processFolder(pid) / "smaps_rollup";
    std::ifstream file(path);
    std::string word;
    while (file >> word) {
        std::uint64_t kibibytes = 0;
        if (word == "Rss:" && file >> kibibytes) {
            return kibibytes * 1024;
        }
    }
    endWithout(path);
}

} // namespace corkboard::bench
