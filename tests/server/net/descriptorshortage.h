#pragma once

#include <QtGlobal>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace corkboard {

/// This process has no file descriptor left for as long as the object lives or until end().
class DescriptorShortage {
public:
    DescriptorShortage()
    {
        if (::getrlimit(RLIMIT_NOFILE, &m_before) != 0) {
            qFatal("no limit of descriptors");
        }
        // Few enough to fill, and more than are open now.
        const int highest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        m_fillers.push_back(highest);
        rlimit few = m_before;
        few.rlim_cur = rlim_t(highest) + 16;
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (;;) {
            const int filler = ::fcntl(highest, F_DUPFD_CLOEXEC, 0);
            if (filler < 0) {
                return;
            }
            m_fillers.push_back(filler);
        }
    }
    ~DescriptorShortage() { end(); }
    Q_DISABLE_COPY_MOVE(DescriptorShortage)

    /// Frees exactly @p count descriptors.
    void free(int count)
    {
        for (int i = 0; i < count; ++i) {
            ::close(m_fillers.back());
            m_fillers.pop_back();
        }
    }

    void end()
    {
        free(int(m_fillers.size()));
        ::setrlimit(RLIMIT_NOFILE, &m_before);
    }

private:
    rlimit m_before{};
    std::vector<int> m_fillers;
};

} // namespace corkboard
