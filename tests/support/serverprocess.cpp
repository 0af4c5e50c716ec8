#include "support/serverprocess.h"

#include "support/testclient.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QProcessEnvironment>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Runs in the child between fork and exec: system calls only.
void prepareChild(int descriptorLimit)
{
#ifdef Q_OS_LINUX
    // A test that crashes must not leave a server behind.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (descriptorLimit > 0) {
        const rlimit limit{rlim_t(descriptorLimit), rlim_t(descriptorLimit)};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

} // namespace

ServerProcess::ServerProcess()
{
    m_process.setStandardOutputFile(m_directory.filePath(u"output"_s));
    m_process.setStandardErrorFile(m_directory.filePath(u"log"_s));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(u"QT_LOGGING_RULES"_s);
    m_process.setProcessEnvironment(environment);
}

ServerProcess::~ServerProcess()
{
    if (isRunning()) {
        m_process.kill();
        m_process.waitForFinished(TestClient::patience());
    }
}

void ServerProcess::setDeadlines(const QString &deadlines)
{
    QProcessEnvironment environment = m_process.processEnvironment();
    environment.insert(u"CORKBOARD_TEST_DEADLINES"_s, deadlines);
    m_process.setProcessEnvironment(environment);
}

void ServerProcess::setDescriptorLimit(int limit)
{
    m_descriptorLimit = limit;
}

void ServerProcess::setChildSetup(std::function<void()> setup)
{
    m_childSetup = std::move(setup);
}

void ServerProcess::launch(const QStringList &arguments)
{
    m_process.setChildProcessModifier([limit = m_descriptorLimit, setup = m_childSetup] {
        prepareChild(limit);
        if (setup) {
            setup();
        }
    });
    m_process.start(QString::fromUtf8(CORKBOARD_SERVER_PATH), arguments);
}

QString ServerProcess::start(const QStringList &arguments)
{
    QStringList all = arguments;
    if (!all.contains(u"--listen"_s) && !all.contains(u"--open-to-lan"_s)) {
        all.prepend(u"classroom://127.0.0.1:0"_s);
        all.prepend(u"--listen"_s);
    }
    launch(all);
    if (!m_process.waitForStarted(TestClient::patience())) {
        return failure(m_process.errorString());
    }
    const QDeadlineTimer deadline(TestClient::patience());
    while (m_ports.size() < std::max<qsizetype>(all.count(u"--listen"_s), 1)) {
        // Returns early only where the server ends; its output is a file, which cannot be waited
        // on.
        if (m_process.waitForFinished(2) || !isRunning()) {
            return failure(u"The server has ended"_s);
        }
        if (deadline.hasExpired()) {
            return failure(u"The server does not say its port"_s);
        }
        readPorts();
    }
    return {};
}

void ServerProcess::readPorts()
{
    static const QRegularExpression line(u"^Server is listening on port (\\d+).*\\n"_s,
                                         QRegularExpression::MultilineOption);
    const QString text = QString::fromUtf8(output());
    m_ports.clear();
    for (const QRegularExpressionMatch &match : line.globalMatch(text)) {
        m_ports.append(match.captured(1).toUShort());
    }
}

ServerProcess::Ending ServerProcess::runToEnd(const QStringList &arguments)
{
    ServerProcess server;
    server.launch(arguments);
    if (!server.m_process.waitForStarted(TestClient::patience())) {
        return {};
    }
    return server.waitForEnd();
}

quint16 ServerProcess::port(qsizetype index) const
{
    return m_ports.value(index, 0);
}

bool ServerProcess::isRunning() const
{
    return m_process.state() != QProcess::NotRunning && ::kill(pid_t(pid()), 0) == 0;
}

QByteArray ServerProcess::output() const
{
    return contentOf(m_directory.filePath(u"output"_s));
}

QByteArray ServerProcess::log() const
{
    return contentOf(m_directory.filePath(u"log"_s));
}

int ServerProcess::descriptorCount() const
{
    const QDir directory(u"/proc/%1/fd"_s.arg(pid()));
    if (!directory.exists()) {
        return -1;
    }
    int count = 0;
    for (const QString &name :
         directory.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
        std::array<char, 8> target{};
        const QByteArray link = directory.filePath(name).toUtf8();
        const ssize_t size = ::readlink(link.constData(), target.data(), target.size());
        // UBSan opens a pipe now and then to look whether memory can be read.
        const bool isPipe = QByteArrayView(target.data(), std::max<ssize_t>(size, 0))
                                .startsWith(QByteArrayView("pipe:"));
        count += size > 0 && !isPipe ? 1 : 0;
    }
    return count;
}

void ServerProcess::sendSignal(int signal) const
{
    if (pid() > 0) {
        ::kill(pid_t(pid()), signal);
    }
}

ServerProcess::Ending ServerProcess::waitForEnd()
{
    if (m_process.state() != QProcess::NotRunning
        && !m_process.waitForFinished(TestClient::patience())) {
        m_process.kill();
        m_process.waitForFinished(TestClient::patience());
    }
    return {m_process.exitCode(), m_process.exitStatus() == QProcess::CrashExit, output(), log()};
}

QString ServerProcess::shutDown()
{
    if (m_process.state() == QProcess::NotRunning || m_process.waitForFinished(0)) {
        return failure(u"The server ended before its time"_s);
    }
    sendSignal(SIGTERM);
    const Ending ending = waitForEnd();
    if (ending.crashed) {
        return failure(u"The server crashed, or did not end when asked"_s);
    }
    if (ending.exitCode != 0) {
        return failure(u"The server ended with exit code %1"_s.arg(ending.exitCode));
    }
    const QByteArray report = sanitizerReport(ending.log);
    return report.isEmpty() ? QString() : failure(QString::fromUtf8(report));
}

QByteArray ServerProcess::sanitizerReport(const QByteArray &log)
{
    for (const QByteArray &line : log.split('\n')) {
        if (line.contains("runtime error:") || line.contains("AddressSanitizer")
            || line.contains("LeakSanitizer")) {
            return line;
        }
    }
    return {};
}

QString ServerProcess::failure(const QString &what) const
{
    // The end of the log is where the reason stands; the whole of it may be long. It goes to the
    // test's own output, since QCOMPARE() shows the beginning of a text only.
    const QByteArray end = log().last(std::min<qsizetype>(log().size(), 8'000));
    qWarning("The server's log ends in:\n%s", end.constData());
    return u"%1 (exit code %2)"_s.arg(what).arg(m_process.exitCode());
}

} // namespace corkboard
