#pragma once

class QProcess;

namespace corkboard {

/**
 * Makes @p process, which has not been started, end when this program ends, however it ends.
 *
 * Linux: the kernel sends the process SIGTERM when the thread that starts it is gone. Elsewhere
 * nothing is done; then only the orderly end is covered, by who owns the process.
 */
void endTogetherWithUs(QProcess &process);

} // namespace corkboard
