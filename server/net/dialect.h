#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace corkboard {

/// What the clients of a port speak.
enum class Dialect {
    Classroom, ///< lines; the client speaks first
    Original, ///< the original system's sentences; the server greets
};

/// The dialect's scheme in addresses: "classroom" or "original".
[[nodiscard]] QString schemeOf(Dialect dialect);

/// The dialect with that scheme, in any case; nothing for another word.
[[nodiscard]] std::optional<Dialect> dialectFromScheme(QStringView scheme);

/**
 * Why what a client of a classroom port says first is none of the port's languages, for the log.
 *
 * MQTT begins with 0x10 and TLS with 0x16, which no line does.
 *
 * @param first  at least one byte
 * @return empty where it may be a line
 */
[[nodiscard]] QString foreignLanguage(QByteArrayView first);

} // namespace corkboard
