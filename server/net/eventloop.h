#pragma once

namespace corkboard {

/**
 * Chooses the event loop that costs least; call before the QCoreApplication is made.
 *
 * Linux: EpollEventDispatcher. Elsewhere Qt's own, and never GLib's, which costs nearly twice as
 * much per message.
 */
void chooseEventLoop();

} // namespace corkboard
