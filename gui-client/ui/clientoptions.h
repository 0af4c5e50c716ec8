#pragma once

#include "connection/brokeraddress.h"
#include "ui/theme.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <expected>
#include <optional>

namespace corkboard {

/// What the command line asks of the window.
struct ClientOptions {
    std::optional<BrokerAddress> connectTo; ///< nothing where nothing was said
    QString name; ///< the client's name; empty where nothing was said
    bool demo = false;
    QString screenshotFile; ///< write the window here and end
    std::optional<std::chrono::seconds> screenshotWait; ///< for what the picture is to show
    std::optional<ThemeMode> theme;
    std::optional<std::chrono::seconds> stallReport; ///< print stalls after that time and end
};

/// Why the program ends before it has a window: a text to print and the exit code.
struct OptionsOutcome {
    QString text;
    int exitCode
        = 0; ///< 0: text is the answer, for standard output; 2: an error that names the option
};

/**
 * Reads the command line, the program's name first.
 *
 * @return the options; or what to print instead, for --help, --version and mistakes
 */
[[nodiscard]] std::expected<ClientOptions, OptionsOutcome>
parseClientOptions(const QStringList &arguments);

} // namespace corkboard
