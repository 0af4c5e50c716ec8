#pragma once

#include <QCoreApplication>
#include <QString>
#include <QStringView>

#include <expected>

namespace corkboard {

/**
 * Where a broker is, as a person writes it: `classroom://HOST:PORT`, `HOST:PORT` or `HOST`.
 *
 * HOST is a name, an IPv4 address, or an IPv6 address, which stands in brackets where a port
 * follows. A value; the default-constructed one is this computer's broker.
 */
struct BrokerAddress {
    Q_DECLARE_TR_FUNCTIONS(corkboard::BrokerAddress)

public:
    /// The port that a broker of the classroom protocol listens on by default.
    static constexpr quint16 defaultPort = 8092;

    QString host = QStringLiteral("localhost"); ///< without brackets
    quint16 port = defaultPort;

    /**
     * Reads @p text, blanks around it left out.
     *
     * @return the address, or a sentence for a person that says what is wrong
     */
    [[nodiscard]] static std::expected<BrokerAddress, QString> parse(QStringView text);

    /// `classroom://HOST:PORT`; parse() reads it back identically.
    [[nodiscard]] QString toString() const;

    /// `HOST:PORT`, for sentences and titles.
    [[nodiscard]] QString toShortString() const;

    friend bool operator==(const BrokerAddress &, const BrokerAddress &) = default;
};

} // namespace corkboard
