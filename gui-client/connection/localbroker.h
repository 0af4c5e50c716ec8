#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <chrono>

namespace corkboard {

/// A broker process of ours that listens.
struct LocalBrokerInfo {
    quint16 port = 0;
    QStringList addresses; ///< what others join with, for example "classroom://192.168.1.7:8092"

    friend bool operator==(const LocalBrokerInfo &, const LocalBrokerInfo &) = default;
};

/**
 * Runs `corkboard-server` as a process of its own, for "Start a broker here".
 *
 * The process ends with this object: it is asked to (SIGTERM), and killed when it has not ended
 * after 5 s. On Linux the kernel ends it also when this program dies. Use from one thread, which
 * must live as long as the process: the kernel takes the end of the starting thread for the end of
 * the program.
 */
class LocalBroker final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LocalBroker)

public:
    /// Who can reach the broker.
    enum class Reach {
        ThisComputer, ///< loopback only
        Room, ///< all addresses of this computer, without passwords
    };
    Q_ENUM(Reach)

    enum class State { Stopped, Starting, Running, Stopping };
    Q_ENUM(State)

    /// The port that the server opens where it is not told another.
    static constexpr quint16 defaultPort = 8092;

    /// What to start.
    struct Options {
        Reach reach = Reach::ThisComputer;
        quint16 port = defaultPort; ///< 0 takes a free one
        QStringList extraArguments; ///< passed on as they are
    };

    /// Finds the server with findProgram().
    explicit LocalBroker(QObject *parent = nullptr);

    /// @param program  path of the server to run
    explicit LocalBroker(QString program, QObject *parent = nullptr);

    /// Ends the process and waits for its end, at most 5 s and a kill.
    ~LocalBroker() override;

    /// The server beside this program, else the one in PATH; empty where there is none.
    [[nodiscard]] static QString findProgram();

    [[nodiscard]] State state() const { return m_state; }

    /// Port and addresses while Running.
    [[nodiscard]] const LocalBrokerInfo &info() const { return m_info; }

    /// The process id while Starting, Running or Stopping, else 0.
    [[nodiscard]] qint64 processId() const;

    /**
     * Starts the server; ready(), portTaken() or failed() follows.
     *
     * Does nothing unless Stopped.
     */
    void start(const Options &options);

    /// Asks the process to end, kills it after 5 s; stopped() follows. Does nothing when Stopped.
    void stop();

signals:
    void stateChanged(corkboard::LocalBroker::State state);

    /// The server listens. Emitted again where it names addresses to join later.
    void ready(const corkboard::LocalBrokerInfo &info);

    /// Something else, perhaps another broker, holds @p port. The process has ended.
    void portTaken(quint16 port);

    /// The server could not be started, or ended by itself; a sentence with the next step.
    void failed(const QString &sentence);

    /// The process has ended after stop().
    void stopped();

    /// Lines of the server's log and output, escaped for showing, in batches.
    void logged(const QStringList &lines);

private:
    void setState(State state);
    void handleStandardOutput();
    void handleStandardError();
    void readOutputLine(const QString &line);
    [[nodiscard]] quint16 portThatIsTaken() const;
    void handleError(QProcess::ProcessError error);
    void handleFinished(int exitCode, QProcess::ExitStatus status);

    QString m_program;
    Options m_options;
    QProcess m_process;
    QTimer m_killTimer;
    State m_state = State::Stopped;
    LocalBrokerInfo m_info;
    QByteArray m_outputRest; ///< a line of standard output that has not ended
    QByteArray m_errorRest;
    QString m_lastErrorLine;
};

} // namespace corkboard
