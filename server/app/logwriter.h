#pragma once

#include "app/serveroptions.h"

namespace corkboard {

/**
 * Sends Qt's messages to standard error, one escaped line of at most 512 bytes of text each; this
 * is the one place where they are escaped:
 *
 *     2026-11-22 10:02:11.204 info    net: Anna (127.0.0.1:4711) joined
 *
 * A log that nobody reads (a full pipe) never holds the server up: lines are left out, counted, and
 * the count is logged as soon as there is room.
 *
 * Call once, before the first message. Messages may come from any thread.
 */
void installLogWriter(LogLevel level);

} // namespace corkboard
