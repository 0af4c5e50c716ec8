#pragma once

#include <QString>

#include <chrono>

namespace corkboard {

/// A moment by the clock on the wall, to the millisecond; 8 bytes, so that 100,000 rows stay small.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// The present moment.
[[nodiscard]] WallTime currentWallTime();

/// Hours and minutes in local time, for example "10:02".
[[nodiscard]] QString shortClockText(WallTime time);

/// Local time to the millisecond, for example "10:02:11.204".
[[nodiscard]] QString exactClockText(WallTime time);

} // namespace corkboard
