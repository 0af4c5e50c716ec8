#pragma once

#include <QByteArray>
#include <QtGlobal>

#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace corkboard {

/// Puts a pipe in the place of standard error for as long as it lives.
class ErrorPipe {
public:
    ErrorPipe()
        : m_saved(::dup(STDERR_FILENO))
    {
        if (m_saved < 0 || ::pipe2(m_ends.data(), O_NONBLOCK | O_CLOEXEC) != 0
            || ::dup2(m_ends[1], STDERR_FILENO) < 0) {
            qFatal("no pipe");
        }
    }
    ~ErrorPipe()
    {
        ::dup2(m_saved, STDERR_FILENO);
        for (const int end : {m_saved, m_ends[0], m_ends[1]}) {
            ::close(end);
        }
    }
    Q_DISABLE_COPY_MOVE(ErrorPipe)

    /// Everything that has been written.
    [[nodiscard]] QByteArray read() const
    {
        QByteArray all;
        std::array<char, 4096> buffer;
        ssize_t size = 0;
        while ((size = ::read(m_ends[0], buffer.data(), buffer.size())) > 0) {
            all.append(buffer.data(), qsizetype(size));
        }
        return all;
    }

private:
    std::array<int, 2> m_ends{-1, -1};
    int m_saved;
};

} // namespace corkboard
