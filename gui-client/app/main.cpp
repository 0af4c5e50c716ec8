#include "connection/brokeraddress.h"
#include "ui/clientoptions.h"
#include "ui/mainwindow.h"
#include "ui/screenshotjob.h"
#include "ui/settings.h"
#include "ui/stallreport.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>
#include <memory>

using namespace corkboard;
using namespace Qt::StringLiterals;

namespace {

/// Messages that a picture of the lesson shows at least.
constexpr quint64 lessonMessages = 11;

void print(std::FILE *file, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), file);
    std::fflush(file);
}

/// What is to happen once the window has been drawn for the first time.
void begin(MainWindow &window, const ClientOptions &options)
{
    if (!options.name.isEmpty()) {
        window.setClientName(options.name);
    }
    if (options.demo) {
        window.startDemo();
    } else if (options.connectTo) {
        window.connectToBroker(*options.connectTo);
    }
}

void fail(const QString &sentence)
{
    print(stderr, u"corkboard: %1\n"_s.arg(sentence));
    QCoreApplication::exit(1);
}

void addScreenshot(MainWindow &window, const ClientOptions &options)
{
    if (options.screenshotFile.isEmpty()) {
        return;
    }
    ScreenshotJob::Task task{.file = options.screenshotFile,
                             .messages = options.demo ? lessonMessages : 0,
                             .topics = options.connectTo.has_value()};
    task.patience = options.screenshotWait.value_or(task.patience);
    auto *job = new ScreenshotJob(window, task, &window);
    QObject::connect(job, &ScreenshotJob::finished, &window, [](const QString &problem) {
        if (problem.isEmpty()) {
            QCoreApplication::exit(0);
        } else {
            fail(problem);
        }
    });
}

void addStallReport(MainWindow &window, const ClientOptions &options)
{
    if (!options.stallReport) {
        return;
    }
    auto *report = new StallReport(window, *options.stallReport, &window);
    QObject::connect(report, &StallReport::finished, &window, [](const QByteArray &json) {
        print(stdout, QString::fromUtf8(json));
        QCoreApplication::exit(0);
    });
    QObject::connect(report, &StallReport::failed, &window, &fail);
}

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i) {
        arguments.append(QString::fromLocal8Bit(argv[i]));
    }
    return arguments;
}

/// Shows the window until it is closed or its task is done; gives the exit code.
int run(const ClientOptions &options)
{
    Settings settings;
    MainWindow window(settings);
    if (options.theme) {
        window.appearance().overrideTheme(*options.theme);
    }
    window.show();
    addScreenshot(window, options);
    addStallReport(window, options);
    QTimer::singleShot(0, &window, [&window, &options] { begin(window, options); });
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    // Before the application object: --help and mistakes must work without a display.
    const auto options = parseClientOptions(argumentsOf(argc, argv));
    if (!options) {
        print(options.error().exitCode == 0 ? stdout : stderr, options.error().text);
        return options.error().exitCode;
    }
    const QApplication application(argc, argv);
    QApplication::setOrganizationName(u"Corkboard"_s);
    QApplication::setApplicationName(u"corkboard"_s);
    QApplication::setDesktopFileName(u"io.github.corkboard.Corkboard"_s);
    return run(*options);
}
