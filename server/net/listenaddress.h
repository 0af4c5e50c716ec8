#pragma once

#include "net/dialect.h"

#include <QString>

#include <expected>

namespace corkboard {

/// Where to listen and what is spoken there: `[SCHEME://][HOST:]PORT`.
struct ListenAddress {
    /// The port of the classroom protocol unless another is given.
    static constexpr quint16 defaultPort = 8092;

    /// The port that clients of MQTT try where they are not told another.
    static constexpr quint16 defaultMqttPort = 1883;

    Dialect dialect = Dialect::Classroom;
    QString host = QStringLiteral("localhost"); ///< "localhost", an IP address, or "*" for all
    quint16 port = defaultPort; ///< 0: any that is free

    /**
     * Reads an address as it stands on the command line.
     *
     * The host may be left out (localhost), be `localhost` (127.0.0.1 and ::1), an IPv4 address, an
     * IPv6 address in brackets, or `*`.
     *
     * @return the address, or a sentence that says what is wrong
     */
    [[nodiscard]] static std::expected<ListenAddress, QString> parse(const QString &text);

    /// `classroom://localhost:8092`
    [[nodiscard]] QString toString() const;

    /// Whether only programs on this computer can reach it.
    [[nodiscard]] bool isLoopback() const;

    friend bool operator==(const ListenAddress &, const ListenAddress &) = default;
};

} // namespace corkboard
