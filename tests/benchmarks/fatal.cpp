#include "fatal.h"

#include <cerrno>
#include <cstdlib>
#include <iostream>
#include <string>
#include <system_error>

namespace corkboard::bench {

void endWithError(std::string_view what)
{
    std::cerr << "corkboard-bench: " << what << '\n';
    // Nothing is buffered on this stream, and nothing else is worth finishing.
    std::_Exit(EXIT_FAILURE);
}

void endWithSystemError(std::string_view call)
{
    const std::error_code error(errno, std::generic_category());
    endWithError(std::string(call) + ": " + error.message());
}

} // namespace corkboard::bench
