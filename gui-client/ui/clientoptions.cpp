#include "ui/clientoptions.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr int usageError = 2;
constexpr int maxSeconds = 24 * 60 * 60;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(corkboard::ClientOptions)
};

std::unexpected<OptionsOutcome> mistake(const QString &sentence)
{
    return std::unexpected(OptionsOutcome{
        u"corkboard: %1\n%2\n"_s.arg(sentence, Text::tr("Try: corkboard --help")), usageError});
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"connect"_s, Text::tr("Connect to this broker, classroom://HOST:PORT, at once."),
         u"ADDRESS"_s},
        {u"name"_s, Text::tr("The name that others see."), u"NAME"_s},
        {u"demo"_s,
         Text::tr("Start an own broker on a free port and fill it with a small lesson.")},
        {u"screenshot"_s,
         Text::tr("Show the window, write it to FILE as a picture, end. With --demo it waits until "
                  "messages are seen, with --connect until the broker's topics are."),
         u"FILE"_s},
        {u"screenshot-wait"_s,
         Text::tr("How long --screenshot waits for that before it fails; 60 if left out."),
         u"SECONDS"_s},
        {u"dark"_s, Text::tr("Dark colours, this time.")},
        {u"light"_s, Text::tr("Light colours, this time.")},
        {u"stall-report"_s,
         Text::tr(
             "Run for SECONDS after connecting, subscribed to every topic, then print as JSON how "
             "long the event loop was held up (p50, p99, p99.9, longest, in ms) and how many "
             "messages were received, kept and dropped, and end."),
         u"SECONDS"_s},
    });
}

/// The value of an option that wants seconds; nothing where the option was not given.
std::expected<std::optional<std::chrono::seconds>, QString>
readSeconds(const QCommandLineParser &parser, const QString &option)
{
    if (!parser.isSet(option)) {
        return std::nullopt;
    }
    bool ok = false;
    const int seconds = parser.value(option).toInt(&ok);
    if (!ok || seconds < 1 || seconds > maxSeconds) {
        return std::unexpected(
            Text::tr("--%1 wants a number of seconds from 1 to 86400, not \"%2\".")
                .arg(option, parser.value(option)));
    }
    return std::chrono::seconds(seconds);
}

std::expected<void, QString> readValues(const QCommandLineParser &parser, ClientOptions &options)
{
    if (parser.isSet(u"connect"_s)) {
        const auto address = BrokerAddress::parse(parser.value(u"connect"_s));
        if (!address) {
            return std::unexpected(u"--connect: "_s + address.error());
        }
        options.connectTo = *address;
    }
    options.name = parser.value(u"name"_s);
    options.demo = parser.isSet(u"demo"_s);
    options.screenshotFile = parser.value(u"screenshot"_s);
    if (parser.isSet(u"screenshot"_s) && options.screenshotFile.isEmpty()) {
        return std::unexpected(Text::tr("--screenshot wants the name of a file."));
    }
    if (parser.isSet(u"dark"_s) && parser.isSet(u"light"_s)) {
        return std::unexpected(Text::tr("--dark and --light exclude each other."));
    }
    if (parser.isSet(u"dark"_s)) {
        options.theme = ThemeMode::Dark;
    } else if (parser.isSet(u"light"_s)) {
        options.theme = ThemeMode::Light;
    }
    if (options.demo && options.connectTo) {
        return std::unexpected(Text::tr("--demo starts a broker of its own: leave out --connect."));
    }
    if (const auto wait = readSeconds(parser, u"screenshot-wait"_s); wait) {
        options.screenshotWait = *wait;
    } else {
        return std::unexpected(wait.error());
    }
    if (const auto report = readSeconds(parser, u"stall-report"_s); report) {
        options.stallReport = *report;
    } else {
        return std::unexpected(report.error());
    }
    return {};
}

} // namespace

std::expected<ClientOptions, OptionsOutcome> parseClientOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr(
        "A window on a publish/subscribe broker: tick topics, publish, and watch the messages."));
    const QCommandLineOption help({u"h"_s, u"help"_s}, Text::tr("Show this help."));
    const QCommandLineOption version({u"v"_s, u"version"_s}, Text::tr("Show the version."));
    parser.addOption(help);
    parser.addOption(version);
    addOptions(parser);
    if (!parser.parse(arguments)) {
        return mistake(parser.errorText());
    }
    if (parser.isSet(help)) {
        return std::unexpected(OptionsOutcome{parser.helpText(), 0});
    }
    if (parser.isSet(version)) {
        return std::unexpected(OptionsOutcome{u"corkboard %1\n"_s.arg(CORKBOARD_VERSION ""_L1), 0});
    }
    if (!parser.positionalArguments().isEmpty()) {
        return mistake(
            Text::tr("\"%1\" is not an option.").arg(parser.positionalArguments().constFirst()));
    }
    ClientOptions options;
    if (const auto read = readValues(parser, options); !read) {
        return mistake(read.error());
    }
    return options;
}

} // namespace corkboard
