#pragma once

#include <string_view>

namespace corkboard::bench {

/// Says on standard error what the generator cannot go on without, and ends it with failure.
[[noreturn]] void endWithError(std::string_view what);

/// The same for a call to the system that has just failed: adds what errno means.
[[noreturn]] void endWithSystemError(std::string_view call);

} // namespace corkboard::bench
