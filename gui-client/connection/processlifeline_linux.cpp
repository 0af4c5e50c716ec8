#include "connection/processlifeline.h"

#include <QProcess>

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace corkboard {

void endTogetherWithUs(QProcess &process)
{
    const pid_t parent = getpid();
    process.setChildProcessModifier([parent] {
        // Between fork and exec only async-signal-safe calls are allowed; these are system calls.
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) {
            _exit(0);
        }
    });
}

} // namespace corkboard
