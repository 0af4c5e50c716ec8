#include "app/serveroptions.h"

#include <QCommandLineParser>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QUtf8StringView>

#include <algorithm>
#include <array>
#include <optional>

namespace corkboard {

namespace {

using namespace Qt::StringLiterals;

using Problem = std::optional<QString>; ///< a sentence, or nothing where all is well

constexpr std::array defaultTopics{"WEATHER", "NEWS", "HEALTH", "SECURITY"};

/// What is gathered before it becomes ServerOptions.
struct Draft {
    ServerOptions options;
    bool defaultTopics = true;
    QList<TopicName> topics;
};

struct Option {
    const char *name;
    const char *valueName; ///< nullptr: takes no value
    const char *help;
    Problem (*apply)(Draft &draft, const QString &value);
};

Problem applyNumber(const QString &value, qsizetype least, qsizetype most, qsizetype &target)
{
    bool isNumber = false;
    const qlonglong number = value.toLongLong(&isNumber);
    if (!isNumber || number < least || number > most) {
        return u"\"%1\" is not a whole number from %2 to %3"_s.arg(value, QString::number(least),
                                                                   QString::number(most));
    }
    target = qsizetype(number);
    return {};
}

Problem addTopic(const QString &text, QList<TopicName> &topics)
{
    const auto topic = TopicName::parse(text);
    if (!topic) {
        return u"\"%1\" is no topic: %2"_s.arg(text, describe(topic.error()));
    }
    if (topic->isReserved()) {
        return u"\"%1\" begins with $: such topics belong to the broker"_s.arg(text);
    }
    if (!topics.contains(*topic)) {
        topics.append(*topic);
    }
    return {};
}

struct NumberedLine {
    int number;
    QString text;
};

/// The lines of a file without comments and blank ones.
std::expected<QList<NumberedLine>, QString> readLines(const QString &path)
{
    constexpr qint64 maxFileBytes = 4 * 1024 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return std::unexpected(u"cannot read %1: %2"_s.arg(path, file.errorString()));
    }
    const QByteArray content = file.read(maxFileBytes + 1);
    if (content.size() > maxFileBytes) {
        return std::unexpected(u"%1 is larger than %2 bytes"_s.arg(path).arg(maxFileBytes));
    }
    QList<NumberedLine> lines;
    int number = 0;
    for (const QByteArray &line : content.split('\n')) {
        ++number;
        if (!QUtf8StringView(line.constData(), line.size()).isValidUtf8()) {
            return std::unexpected(u"%1:%2: the line is not UTF-8 text"_s.arg(path).arg(number));
        }
        const QString text = QString::fromUtf8(line).trimmed();
        if (!text.isEmpty() && !text.startsWith(u'#')) {
            lines.append({number, text});
        }
    }
    return lines;
}

Problem addTopicsFile(const QString &path, QList<TopicName> &topics)
{
    const auto lines = readLines(path);
    if (!lines) {
        return lines.error();
    }
    for (const NumberedLine &line : *lines) {
        if (const Problem problem = addTopic(line.text, topics)) {
            return u"%1:%2: %3"_s.arg(path, QString::number(line.number), *problem);
        }
    }
    return {};
}

Problem applyListen(Draft &draft, const QString &value)
{
    const auto address = ListenAddress::parse(value);
    if (!address) {
        return address.error();
    }
    draft.options.listen.append(*address);
    return {};
}

Problem applyLogLevel(Draft &draft, const QString &value)
{
    const QStringList levels{u"error"_s, u"warning"_s, u"info"_s, u"debug"_s};
    const qsizetype level = levels.indexOf(value.toLower());
    if (level < 0) {
        return u"\"%1\" is none of error, warning, info, debug"_s.arg(value);
    }
    draft.options.logLevel = LogLevel(level);
    return {};
}

Problem applyMaxOutput(Draft &draft, const QString &value)
{
    ConnectionLimits &limits = draft.options.connectionLimits;
    constexpr qsizetype least = 16 * 1024;
    if (const Problem problem
        = applyNumber(value, least, 1024 * 1024 * 1024, limits.hardOutputBytes)) {
        return problem;
    }
    limits.softOutputBytes = limits.hardOutputBytes / 4;
    limits.pauseOutputBytes = limits.hardOutputBytes / 2;
    return {};
}

Problem applyMaxPacketSize(Draft &draft, const QString &value)
{
    ConnectionLimits &limits = draft.options.connectionLimits;
    if (const Problem problem
        = applyNumber(value, 256, 256 * 1024 * 1024, limits.maxMessageBytes)) {
        return problem;
    }
    limits.mqtt.maxPacketBytes = limits.maxMessageBytes;
    return {};
}

Problem applyMaxInflight(Draft &draft, const QString &value)
{
    qsizetype number = 0;
    if (const Problem problem = applyNumber(value, 1, 65'535, number)) {
        return problem;
    }
    draft.options.brokerLimits.outbound.window = number;
    draft.options.connectionLimits.mqtt.receiveMaximum = quint16(number);
    return {};
}

Problem applyMaxKeepAlive(Draft &draft, const QString &value)
{
    qsizetype seconds = 0;
    if (const Problem problem = applyNumber(value, 1, 65'535, seconds)) {
        return problem;
    }
    draft.options.connectionLimits.mqtt.maxKeepAlive = std::chrono::seconds(seconds);
    return {};
}

Problem applyMaxQos(Draft &draft, const QString &value)
{
    qsizetype number = 0;
    if (const Problem problem = applyNumber(value, 0, 2, number)) {
        return problem;
    }
    draft.options.connectionLimits.mqtt.maxQos = Qos(number);
    return {};
}

Problem applyMaxTopicAlias(Draft &draft, const QString &value)
{
    qsizetype number = 0;
    if (const Problem problem = applyNumber(value, 0, 65'535, number)) {
        return problem;
    }
    draft.options.connectionLimits.mqtt.topicAliasMaximum = quint16(number);
    return {};
}

constexpr std::array options{
    Option{
        "listen", "[SCHEME://][HOST:]PORT",
        "Listen there; may be given several times. SCHEME is classroom (the default but for ports "
        "1883 and 8883), mqtt (clients are to say at once what they speak) or original (the "
        "original system's client, nothing else); HOST is localhost (as where it is left "
        "out), an IPv4 address, an [IPv6] address in brackets, or * for all addresses of this "
        "computer; port 0 takes any that is free and prints it. Without this option: "
        "classroom://localhost:8092, and mqtt://localhost:1883 unless something else has it.",
        applyListen},
    Option{"open-to-lan", nullptr,
           "Open the default ports on all addresses of this computer, for a class; prints the "
           "addresses to join. "
           "Everybody who reaches them may take part.",
           [](Draft &draft, const QString &) {
               draft.options.openToLan = true;
               return Problem();
           }},
    Option{"allow-anonymous", nullptr,
           "Let clients in without a password on addresses beyond this computer.",
           [](Draft &draft, const QString &) {
               draft.options.allowAnonymous = true;
               return Problem();
           }},
    Option{"topic", "NAME",
           "A topic that exists from the start, besides WEATHER, NEWS, HEALTH and SECURITY; may be "
           "given several times.",
           [](Draft &draft, const QString &value) { return addTopic(value, draft.topics); }},
    Option{"topics-file", "FILE",
           "The same for each line of FILE; lines that begin with # are comments.",
           [](Draft &draft, const QString &value) { return addTopicsFile(value, draft.topics); }},
    Option{"no-default-topics", nullptr, "Start without WEATHER, NEWS, HEALTH and SECURITY.",
           [](Draft &draft, const QString &) {
               draft.defaultTopics = false;
               return Problem();
           }},
    Option{"max-connections", "N", "Clients at the same time. Default: 2000.",
           [](Draft &draft, const QString &value) {
               return applyNumber(value, 1, 1'000'000,
                                  draft.options.connectionLimits.maxConnections);
           }},
    Option{"max-topics", "N", "Topics at the same time. Default: 10000.",
           [](Draft &draft, const QString &value) {
               return applyNumber(value, 1, 10'000'000, draft.options.brokerLimits.maxTopics);
           }},
    Option{"max-packet-size", "BYTES",
           "The longest message, and the longest packet of MQTT. Default: 1048576.",
           applyMaxPacketSize},
    Option{"max-inflight", "N",
           "MQTT: messages with QoS 1 or 2 that may be unacknowledged in each direction of a "
           "client. Default: 32.",
           applyMaxInflight},
    Option{"max-queued", "N",
           "MQTT: messages with QoS 1 or 2 that wait for a client; more are dropped. Default: "
           "1000.",
           [](Draft &draft, const QString &value) {
               return applyNumber(value, 0, 1'000'000,
                                  draft.options.brokerLimits.outbound.messages);
           }},
    Option{"max-keepalive", "SECONDS",
           "MQTT 5.0: the longest keep alive; longer ones and none become this. Default: 600.",
           applyMaxKeepAlive},
    Option{"max-qos", "N", "MQTT: the highest QoS: 0, 1 or 2 (the default).", applyMaxQos},
    Option{"no-retain", nullptr, "MQTT: refuse retained messages.",
           [](Draft &draft, const QString &) {
               draft.options.connectionLimits.mqtt.retainAvailable = false;
               return Problem();
           }},
    Option{"max-topic-alias", "N",
           "MQTT 5.0: topic aliases in each direction; 0 for none. Default: 16.",
           applyMaxTopicAlias},
    Option{
        "max-output-buffer", "BYTES",
        "What may wait for a client that does not read, before it is closed; from a quarter of it "
        "on its messages are dropped. Default: 1048576.",
        applyMaxOutput},
    Option{"config", "FILE",
           "Read options from FILE too: one on each line, without its dashes, for example "
           "\"max-topics 500\"; may be given once. The command line wins: --listen or "
           "--open-to-lan there replaces both in FILE; topics are added.",
           [](Draft &, const QString &) { return Problem(); }}, // read before the others
    Option{"log-level", "LEVEL", "error, warning, info (the default) or debug.", applyLogLevel},
    Option{"test-config", nullptr, "Check the options and files, say so, and exit.",
           [](Draft &draft, const QString &) {
               draft.options.action = ServerOptions::Action::TestConfiguration;
               return Problem();
           }},
    Option{"version", nullptr, "Print the version and exit.",
           [](Draft &draft, const QString &) {
               draft.options.action = ServerOptions::Action::ShowVersion;
               return Problem();
           }},
    Option{"help", nullptr, "Print this and exit.",
           [](Draft &draft, const QString &) {
               draft.options.action = ServerOptions::Action::ShowHelp;
               return Problem();
           }},
};

const Option *findOption(QStringView name)
{
    const auto found = std::ranges::find_if(
        options, [name](const Option &o) { return name == QLatin1StringView(o.name); });
    return found != options.end() ? &*found : nullptr;
}

/// Reads `name value` lines; only what makes sense in a file is allowed there.
Problem applyFile(Draft &draft, const QString &path)
{
    const auto lines = readLines(path);
    if (!lines) {
        return lines.error();
    }
    for (const NumberedLine &line : *lines) {
        const auto problem = [&](const QString &what) {
            return u"%1:%2: %3"_s.arg(path, QString::number(line.number), what);
        };
        static const QRegularExpression blank(u"[ \t]"_s);
        const qsizetype space = line.text.indexOf(blank);
        const QString name = space < 0 ? line.text : line.text.first(space);
        const QString value = space < 0 ? QString() : line.text.sliced(space + 1).trimmed();
        const Option *option = findOption(name);
        const bool onlyOnCommandLine = name == "config"_L1 || name == "test-config"_L1
            || name == "help"_L1 || name == "version"_L1;
        if (option == nullptr || onlyOnCommandLine) {
            return problem(u"unknown option \"%1\""_s.arg(name));
        }
        if ((option->valueName == nullptr) != value.isEmpty()) {
            return problem(option->valueName == nullptr ? u"%1 takes no value"_s.arg(name)
                                                        : u"%1 needs a value"_s.arg(name));
        }
        if (const Problem wrong = option->apply(draft, value)) {
            return problem(u"%1: %2"_s.arg(name, *wrong));
        }
    }
    return {};
}

/// What the options add up to, checked against each other.
std::expected<ServerOptions, QString> finished(Draft draft)
{
    ServerOptions &result = draft.options;
    if (draft.defaultTopics) {
        for (const char *topic : defaultTopics) {
            (void)addTopic(QString::fromLatin1(topic), result.topics);
        }
    }
    for (const TopicName &topic : std::as_const(draft.topics)) {
        if (!result.topics.contains(topic)) {
            result.topics.append(topic);
        }
    }
    if (result.topics.size() > result.brokerLimits.maxTopics) {
        return std::unexpected(u"%1 topics are more than --max-topics %2"_s.arg(
            QString::number(result.topics.size()), QString::number(result.brokerLimits.maxTopics)));
    }
    if (result.listen.isEmpty()) {
        ListenAddress address;
        address.host = result.openToLan ? u"*"_s : address.host;
        result.listen.append(address);
        result.listenIfFree.append({Dialect::Mqtt, address.host, ListenAddress::defaultMqttPort});
    } else if (result.openToLan) {
        return std::unexpected(
            u"--open-to-lan opens the default ports; it does not go with --listen. Write --listen "
            "'*:PORT' --allow-anonymous instead"_s);
    }
    for (const ListenAddress &address : std::as_const(result.listen)) {
        if (!address.isLoopback() && !result.openToLan && !result.allowAnonymous) {
            return std::unexpected(
                u"--listen %1 lets in everybody who can reach this computer. If that is meant, add "
                "--allow-anonymous"_s.arg(address.toString()));
        }
    }
    return result;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Corkboard's broker: clients subscribe to topics and publish messages to each other.\n"
        "Speak to it with the window (corkboard) or by hand: nc localhost 8092, then /HELP."_s);
    for (const Option &option : options) {
        QCommandLineOption added(QString::fromLatin1(option.name),
                                 QString::fromLatin1(option.help));
        if (option.valueName != nullptr) {
            added.setValueName(QString::fromLatin1(option.valueName));
        }
        parser.addOption(added);
    }
}

/// Reads the file that --config names, and makes room for what the command line says instead.
Problem applyConfig(Draft &draft, const QCommandLineParser &parser)
{
    const QStringList paths = parser.values(u"config"_s);
    if (paths.size() > 1) {
        return u"--config may be given once; put the lines of %1 and %2 into one file"_s.arg(
            paths[0], paths[1]);
    }
    if (paths.isEmpty()) {
        return {};
    }
    if (const Problem problem = applyFile(draft, paths.constFirst())) {
        return problem;
    }
    if (parser.isSet(u"listen"_s) || parser.isSet(u"open-to-lan"_s)) {
        draft.options.listen.clear();
        draft.options.openToLan = false;
    }
    return {};
}

} // namespace

QString ServerOptions::helpText()
{
    QCommandLineParser parser;
    addOptions(parser);
    return parser.helpText()
        + u"\nExamples:\n"
          "  corkboard-server\n"
          "  corkboard-server --open-to-lan --topic SCHOOL/ROOM-7\n"
          "  corkboard-server --listen original://localhost:8092 --listen "
          "classroom://localhost:8093\n"
          "\nIt logs to standard error. SIGINT (Ctrl+C) and SIGTERM end it: the clients get what "
          "was\n"
          "queued for them. Exit status: 0 ended as asked, 1 could not listen, 2 wrong options.\n"_s;
}

std::expected<ServerOptions, QString> ServerOptions::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (!parser.parse(QStringList{u"corkboard-server"_s} + arguments)) {
        return std::unexpected(parser.errorText());
    }
    if (!parser.positionalArguments().isEmpty()) {
        return std::unexpected(
            u"unknown argument \"%1\""_s.arg(parser.positionalArguments().constFirst()));
    }
    Draft draft;
    if (const Problem problem = applyConfig(draft, parser)) {
        return std::unexpected(*problem);
    }
    QHash<QString, qsizetype> used;
    const QStringList names = parser.optionNames();
    for (const QString &name : names) {
        const Option *option = findOption(name);
        Q_ASSERT(option != nullptr);
        const QString value
            = option->valueName != nullptr ? parser.values(name).value(used[name]++) : QString();
        if (const Problem problem = option->apply(draft, value)) {
            return std::unexpected(u"--%1: %2"_s.arg(name, *problem));
        }
    }
    const Action action = draft.options.action;
    if (action == Action::ShowHelp || action == Action::ShowVersion) {
        return draft.options;
    }
    return finished(std::move(draft));
}

bool applyTestDeadlines(const QString &text, Deadlines &deadlines)
{
    const QHash<QString, std::chrono::milliseconds *> known{
        {u"first-line"_s, &deadlines.firstLine},
        {u"line-before-conn"_s, &deadlines.lineBeforeConnect},
        {u"line"_s, &deadlines.line},
        {u"write-stall"_s, &deadlines.writeStall},
        {u"linger"_s, &deadlines.linger},
        {u"connect"_s, &deadlines.connect},
        {u"packet"_s, &deadlines.packet},
    };
    for (const QString &entry : text.split(u',', Qt::SkipEmptyParts)) {
        bool isNumber = false;
        const int milliseconds = entry.section(u'=', 1).toInt(&isNumber);
        std::chrono::milliseconds *target = known.value(entry.section(u'=', 0, 0));
        if (target == nullptr || !isNumber || milliseconds <= 0) {
            return false;
        }
        *target = std::chrono::milliseconds(milliseconds);
    }
    return true;
}

} // namespace corkboard
