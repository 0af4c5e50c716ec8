#include "connection/localbroker.h"

#include "base/escaping.h"
#include "connection/processlifeline.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStandardPaths>

#include <utility>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

constexpr auto programName = "corkboard-server"_L1;

/// Between being asked to end and being killed. The server itself needs at most as long.
constexpr std::chrono::milliseconds timeToEnd{5'000};

/// Bytes of one log line that are kept.
constexpr qsizetype maxLogLineBytes = 2'048;

/// Takes the complete lines out of @p rest; what has no end yet stays, up to the limit.
QStringList takeLines(QByteArray &rest)
{
    QStringList lines;
    qsizetype begin = 0;
    for (qsizetype end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', begin)) {
        const QByteArrayView line = QByteArrayView(rest).sliced(begin, end - begin);
        if (!line.isEmpty()) {
            lines.append(escapedForLog(line, maxLogLineBytes));
        }
        begin = end + 1;
    }
    rest.remove(0, begin);
    rest.truncate(maxLogLineBytes);
    return lines;
}

bool namesPort(const QString &line, quint16 port)
{
    const QRegularExpression pattern(u"\\bport %1\\b"_s.arg(port));
    return pattern.match(line).hasMatch();
}

} // namespace

LocalBroker::LocalBroker(QObject *parent)
    : LocalBroker(findProgram(), parent)
{
}

LocalBroker::LocalBroker(QString program, QObject *parent)
    : QObject(parent)
    , m_program(std::move(program))
{
    endTogetherWithUs(m_process);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_killTimer.setSingleShot(true);
    connect(&m_process, &QProcess::readyReadStandardOutput, this,
            &LocalBroker::handleStandardOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &LocalBroker::handleStandardError);
    connect(&m_process, &QProcess::errorOccurred, this, &LocalBroker::handleError);
    connect(&m_process, &QProcess::finished, this, &LocalBroker::handleFinished);
    connect(&m_killTimer, &QTimer::timeout, &m_process, &QProcess::kill);
}

LocalBroker::~LocalBroker()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning) {
        return;
    }
    m_process.terminate();
    if (!m_process.waitForFinished(int(timeToEnd.count()))) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QString LocalBroker::findProgram()
{
    const QString beside
        = QStandardPaths::findExecutable(programName, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(programName) : beside;
}

qint64 LocalBroker::processId() const
{
    return m_process.processId();
}

void LocalBroker::start(const Options &options)
{
    if (m_state != State::Stopped) {
        return;
    }
    if (m_program.isEmpty()) {
        emit failed(tr("The program %1 was found neither beside this one nor in the PATH. Install "
                       "it, or connect to a broker that runs elsewhere.")
                        .arg(programName));
        return;
    }
    m_options = options;
    m_info = {};
    m_outputRest.clear();
    m_errorRest.clear();
    m_lastErrorLine.clear();
    QStringList arguments;
    if (options.reach == Reach::Room && options.port == defaultPort) {
        arguments += u"--open-to-lan"_s;
    } else if (options.reach == Reach::Room) {
        arguments
            += {u"--listen"_s, u"classroom://*:%1"_s.arg(options.port), u"--allow-anonymous"_s};
    } else if (options.port != defaultPort) {
        arguments += {u"--listen"_s, u"classroom://localhost:%1"_s.arg(options.port)};
    }
    arguments += options.extraArguments;
    setState(State::Starting);
    m_process.start(m_program, arguments);
}

void LocalBroker::stop()
{
    if (m_state == State::Starting || m_state == State::Running) {
        m_process.terminate();
        m_killTimer.start(timeToEnd);
        setState(State::Stopping);
    }
}

void LocalBroker::setState(State state)
{
    if (m_state != state) {
        m_state = state;
        emit stateChanged(state);
    }
}

void LocalBroker::handleStandardOutput()
{
    m_outputRest += m_process.readAllStandardOutput();
    const QStringList lines = takeLines(m_outputRest);
    if (lines.isEmpty()) {
        return;
    }
    const LocalBrokerInfo before = m_info;
    for (const QString &line : lines) {
        readOutputLine(line);
    }
    emit logged(lines);
    const bool listens = m_state == State::Starting || m_state == State::Running;
    if (listens && m_info != before) {
        setState(State::Running);
        emit ready(m_info);
    }
}

void LocalBroker::readOutputLine(const QString &line)
{
    static const QRegularExpression port(u"^Server is listening on port (\\d+)"_s);
    static const QRegularExpression address(u"\\bat (\\w+://\\S+)$"_s);
    if (const auto match = port.match(line); match.hasMatch()) {
        // The first is the one that was asked for; MQTT's follows where it is free.
        if (m_info.port == 0) {
            m_info.port = match.captured(1).toUShort();
        }
    } else if (const auto at = address.match(line); at.hasMatch()) {
        m_info.addresses.append(at.captured(1));
    }
}

void LocalBroker::handleStandardError()
{
    m_errorRest += m_process.readAllStandardError();
    const QStringList lines = takeLines(m_errorRest);
    if (!lines.isEmpty()) {
        m_lastErrorLine = lines.last();
        emit logged(lines);
    }
}

void LocalBroker::handleError(QProcess::ProcessError error)
{
    // All other errors are followed by finished().
    if (error == QProcess::FailedToStart) {
        m_killTimer.stop();
        setState(State::Stopped);
        emit failed(tr("The broker could not be started: %1 (%2). Check that the program is there "
                       "and may be run.")
                        .arg(m_process.errorString(), m_program));
    }
}

void LocalBroker::handleFinished(int exitCode, QProcess::ExitStatus status)
{
    // What has no line end now will not get one any more.
    m_outputRest += m_process.readAllStandardOutput() + '\n';
    m_errorRest += m_process.readAllStandardError() + '\n';
    handleStandardOutput();
    handleStandardError();
    m_killTimer.stop();
    const State before = std::exchange(m_state, State::Stopped);
    const bool taken = before == State::Starting && status == QProcess::NormalExit && exitCode == 1
        && portThatIsTaken() != 0;
    emit stateChanged(State::Stopped);
    if (before == State::Stopping) {
        emit stopped();
    } else if (taken) {
        emit portTaken(portThatIsTaken());
    } else if (before == State::Starting) {
        emit failed(tr("The broker did not start. It said: %1").arg(m_lastErrorLine));
    } else {
        emit failed(m_lastErrorLine.isEmpty()
                        ? tr("The broker ended by itself. Start it again.")
                        : tr("The broker ended by itself. It said last: %1").arg(m_lastErrorLine));
    }
}

quint16 LocalBroker::portThatIsTaken() const
{
    const quint16 wanted = m_options.port;
    // A port below 1024 that we may not open is named too, and nobody holds it.
    const bool mayNot = m_lastErrorLine.contains("protected"_L1);
    return wanted != 0 && !mayNot && namesPort(m_lastErrorLine, wanted) ? wanted : 0;
}

} // namespace corkboard
