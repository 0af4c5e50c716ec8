#include "support/addressfamilyfilter.h"

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <vector>

namespace corkboard {

namespace {

/// Where the lower half of the system call's first argument stands.
constexpr quint32 firstArgument = offsetof(seccomp_data, args)
    + (std::endian::native == std::endian::big ? sizeof(quint32) : 0);

sock_filter load(quint32 offset)
{
    return {BPF_LD | BPF_W | BPF_ABS, 0, 0, offset};
}

/// Goes on with the next instruction where the loaded value is @p value, else passes over @p
/// others.
sock_filter unlessEqualSkip(quint32 value, quint8 others)
{
    return {BPF_JMP | BPF_JEQ | BPF_K, 0, others, value};
}

sock_filter give(quint32 verdict)
{
    return {BPF_RET | BPF_K, 0, 0, verdict};
}

} // namespace

std::function<void()> addressFamilyFilter(const QList<int> &families)
{
    std::vector<sock_filter> program{load(offsetof(seccomp_data, nr)),
                                     unlessEqualSkip(SYS_socket, quint8(2 * families.size() + 2)),
                                     load(firstArgument)};
    for (const int family : families) {
        program.push_back(unlessEqualSkip(quint32(family), 1));
        program.push_back(give(SECCOMP_RET_ALLOW));
    }
    program.push_back(give(SECCOMP_RET_ERRNO | EAFNOSUPPORT));
    program.push_back(give(SECCOMP_RET_ALLOW));
    return [program]() mutable {
        const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
        if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
            || ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) {
            std::_Exit(EXIT_FAILURE); // the test fails: the server does not start
        }
    };
}

} // namespace corkboard
