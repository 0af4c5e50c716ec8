#include "app/application.h"
#include "app/brokerlog.h"
#include "app/logwriter.h"
#include "app/serveroptions.h"
#include "app/shutdownsignal.h"
#include "net/eventloop.h"

#include <QCoreApplication>
#include <QLoggingCategory>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <csignal>
#include <sys/resource.h>
#endif

using namespace corkboard;

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.app", QtInfoMsg)

constexpr int exitWrongOptions = 2;

/// Each client is a file descriptor; the usual soft limit of 1024 is less than --max-connections.
void raiseDescriptorLimit()
{
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
#endif
}

/// A log that nobody reads any more is no reason to end.
void ignoreBrokenPipes()
{
#ifdef Q_OS_UNIX
    std::signal(SIGPIPE, SIG_IGN);
#endif
}

int fail(int exitCode, const QString &sentence)
{
    std::fputs(qPrintable(QStringLiteral("corkboard-server: %1\n").arg(sentence)), stderr);
    return exitCode;
}

int serve(const ServerOptions &options)
{
    installLogWriter(options.logLevel);
    raiseDescriptorLimit();
    ignoreBrokenPipes();
    Application application(options);
    const BrokerLog brokerLog(application.broker());
    const ShutdownSignal shutdownSignal;
    QObject::connect(&shutdownSignal, &ShutdownSignal::requested, &application,
                     [&application](const QString &name) {
                         qCInfo(log).noquote() << "Stopping after" << name;
                         application.stop();
                     });
    QObject::connect(&application, &Application::stopped, QCoreApplication::instance(),
                     &QCoreApplication::quit);
    if (const auto listening = application.listen(); !listening) {
        return fail(EXIT_FAILURE, listening.error());
    }
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    chooseEventLoop();
    const QCoreApplication qtApplication(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("corkboard-server"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CORKBOARD_VERSION));

    auto options = ServerOptions::parse(QCoreApplication::arguments().sliced(1));
    if (!options) {
        // Some of them are whole sentences already.
        const bool isEnded = options.error().endsWith(u'.');
        return fail(exitWrongOptions,
                    options.error() + (isEnded ? QString() : QStringLiteral("."))
                        + QStringLiteral(" See corkboard-server --help."));
    }
    if (!applyTestDeadlines(qEnvironmentVariable("CORKBOARD_TEST_DEADLINES"),
                            options->connectionLimits.deadlines)) {
        return fail(exitWrongOptions, QStringLiteral("CORKBOARD_TEST_DEADLINES is not valid."));
    }
    switch (options->action) {
    case ServerOptions::Action::ShowHelp:
        std::fputs(qPrintable(ServerOptions::helpText()), stdout);
        return EXIT_SUCCESS;
    case ServerOptions::Action::ShowVersion:
        std::fputs("corkboard-server " CORKBOARD_VERSION "\n", stdout);
        return EXIT_SUCCESS;
    case ServerOptions::Action::TestConfiguration:
        std::fputs("The options are right.\n", stdout);
        return EXIT_SUCCESS;
    case ServerOptions::Action::Serve:
        break;
    }
    return serve(*options);
}
