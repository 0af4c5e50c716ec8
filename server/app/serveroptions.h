#pragma once

#include "broker/broker.h"
#include "net/connectionlimits.h"
#include "net/listenaddress.h"
#include "topic/topicname.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <expected>

namespace corkboard {

/// How much the server logs; each level includes those before it.
enum class LogLevel { Error, Warning, Info, Debug };

/**
 * What the server was told on its command line and in its configuration file.
 *
 * Both have the same options; a line of the file is an option without its dashes. The command line
 * wins over the file: addresses on it, by --listen or --open-to-lan, replace those of the file, by
 * either of them; topics are added. There is one file at most.
 */
struct ServerOptions {
    /// What to do instead of serving.
    enum class Action {
        Serve,
        ShowHelp, ///< --help
        ShowVersion, ///< --version
        TestConfiguration, ///< --test-config: everything was right
    };

    Action action = Action::Serve;
    QList<ListenAddress> listen; ///< at least one
    /// Nobody asked for these, so it is no error where something else listens there.
    QList<ListenAddress> listenIfFree;
    bool openToLan = false;
    bool allowAnonymous = false;
    QList<TopicName> topics; ///< that exist from the start, in this order
    BrokerLimits brokerLimits;
    ConnectionLimits connectionLimits;
    LogLevel logLevel = LogLevel::Info;

    /**
     * Reads the arguments, and the files that they name.
     *
     * @param arguments  without the program's name
     * @return the options, or a sentence that names the option, or the file and its line
     */
    [[nodiscard]] static std::expected<ServerOptions, QString> parse(const QStringList &arguments);

    /// What --help prints.
    [[nodiscard]] static QString helpText();
};

/**
 * Shortens deadlines from `first-line=300,line=400` (milliseconds); for tests only.
 *
 * Names: first-line, line-before-conn, line, write-stall, linger.
 *
 * @return false where a name or a number is wrong
 */
[[nodiscard]] bool applyTestDeadlines(const QString &text, Deadlines &deadlines);

} // namespace corkboard
