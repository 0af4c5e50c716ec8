#pragma once

#include <QByteArray>
#include <QList>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>

namespace corkboard {

/**
 * The real `corkboard-server`, started for a test on loopback.
 *
 * Its standard output and log go to files, so that a busy test never holds the server up. It ends
 * with this object, and with the test's process where that dies. Functions block; use it from one
 * thread.
 */
class ServerProcess {
public:
    /// How a run of the server ended.
    struct Ending {
        int exitCode = -1; ///< meaningful where it did not crash
        bool crashed = true; ///< ended by a signal, or had to be killed because it went on
        QByteArray output; ///< everything on standard output
        QByteArray log; ///< everything on standard error
    };

    ServerProcess();
    ~ServerProcess();
    Q_DISABLE_COPY_MOVE(ServerProcess)

    /// Sets the server's deadlines, for example "line=200,write-stall=500" in milliseconds; before
    /// start(). The names are in server/README.md.
    void setDeadlines(const QString &deadlines);

    /// Limits the open files of the server (RLIMIT_NOFILE, soft and hard); before start().
    void setDescriptorLimit(int limit);

    /// What the server's process does to itself before the server begins (between fork and exec:
    /// system calls only); before start().
    void setChildSetup(std::function<void()> setup);

    /**
     * Starts the server and waits until it listens.
     *
     * @param arguments  a `--listen` on a free classroom port is added where they hold none, nor
     *                   `--open-to-lan`
     * @return empty, or what went wrong; the server's log then goes to the test's output
     */
    [[nodiscard]] QString start(const QStringList &arguments = {});

    /// Runs the server with exactly @p arguments and waits for its end; for runs that do not
    /// listen.
    [[nodiscard]] static Ending runToEnd(const QStringList &arguments);

    /// The port that the @p index-th line of standard output names; 0 where there is none.
    [[nodiscard]] quint16 port(qsizetype index = 0) const;

    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    [[nodiscard]] QByteArray output() const;
    [[nodiscard]] QByteArray log() const;

    /// Sockets and files that the server holds open, pipes left out; -1 where the system does not
    /// tell (/proc).
    [[nodiscard]] int descriptorCount() const;

    /// Sends a signal, for example SIGTERM, and returns at once.
    void sendSignal(int signal) const;

    /// Waits for the end that a signal or the server's own will brings.
    [[nodiscard]] Ending waitForEnd();

    /**
     * Ends the server as an operator does and checks how it went.
     *
     * @return empty where it was still running, ended with exit code 0 and no sanitizer had
     *         anything to say; else what was wrong, the log going to the test's output
     */
    [[nodiscard]] QString shutDown();

    /// The first line in which a sanitizer reports something; empty where none does.
    [[nodiscard]] static QByteArray sanitizerReport(const QByteArray &log);

private:
    void launch(const QStringList &arguments);
    [[nodiscard]] QString failure(const QString &what) const;
    void readPorts();

    QTemporaryDir m_directory;
    QProcess m_process;
    int m_descriptorLimit = 0;
    std::function<void()> m_childSetup;
    QList<quint16> m_ports;
};

} // namespace corkboard
