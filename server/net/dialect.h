#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace corkboard {

/// What the clients of a port speak.
enum class Dialect {
    Classroom, ///< lines, or MQTT; the client speaks first
    Mqtt, ///< MQTT, or lines that begin with < or /; the client speaks first
    Original, ///< the original system's sentences; the server greets
};

/// The dialect's scheme in addresses: "classroom", "mqtt" or "original".
[[nodiscard]] QString schemeOf(Dialect dialect);

/// The dialect with that scheme, in any case; nothing for another word.
[[nodiscard]] std::optional<Dialect> dialectFromScheme(QStringView scheme);

/// A language that a client may begin to speak.
enum class Language { Classroom, Mqtt };

/**
 * The language of a client that speaks first, by what it says first.
 *
 * MQTT begins with 0x10, which no line does. On a port for MQTT a line has to begin as a frame or a
 * command does.
 *
 * @param dialect  of the port; not Original
 * @param first    at least one byte
 * @return nothing where it is none that the port speaks; whyForeign() says why
 */
[[nodiscard]] std::optional<Language> languageOf(Dialect dialect, QByteArrayView first);

/// Why languageOf() gave nothing, for the log.
/// @param first  what the client said first, at least one byte
[[nodiscard]] QString whyForeign(QByteArrayView first);

} // namespace corkboard
