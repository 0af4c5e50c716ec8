#pragma once

namespace corkboard {

/**
 * Milliseconds that a test waits for something that must come, at most.
 *
 * Long, because a machine that does other work at the same time is slow; a test that passes never
 * waits for it.
 */
constexpr int patience = 30'000;

} // namespace corkboard
