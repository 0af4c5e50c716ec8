#include "net/listenaddress.h"

#include <QHostAddress>

#include <algorithm>

namespace corkboard {

namespace {

using namespace Qt::StringLiterals;

/// What is registered for MQTT, and for MQTT over TLS.
constexpr uint mqttPort = 1883;
constexpr uint mqttTlsPort = 8883;

std::unexpected<QString> problem(const QString &text, const QString &what)
{
    return std::unexpected(
        u"\"%1\" is no address to listen on: %2. Write [SCHEME://][HOST:]PORT, for example "
        "classroom://localhost:8092."_s.arg(text, what));
}

} // namespace

std::expected<ListenAddress, QString> ListenAddress::parse(const QString &text)
{
    ListenAddress address;
    QStringView rest = text;
    bool hasScheme = false;
    if (const qsizetype scheme = rest.indexOf("://"_L1); scheme >= 0) {
        const auto dialect = dialectFromScheme(rest.first(scheme));
        if (!dialect) {
            return problem(
                text,
                u"the scheme \"%1\" is not known (classroom, mqtt and original are)"_s.arg(
                    rest.first(scheme)));
        }
        address.dialect = *dialect;
        hasScheme = true;
        rest = rest.sliced(scheme + 3);
    }
    if (const qsizetype colon = rest.lastIndexOf(u':'); colon >= 0) {
        QStringView host = rest.first(colon);
        rest = rest.sliced(colon + 1);
        const bool bracketed = host.startsWith(u'[') && host.endsWith(u']');
        if (bracketed) {
            host = host.sliced(1, host.size() - 2);
        }
        const bool isAddress = !QHostAddress(host.toString()).isNull();
        const bool isIpv6 = host.contains(u':');
        if (!bracketed && host.compare("localhost"_L1, Qt::CaseInsensitive) == 0) {
            address.host = u"localhost"_s;
        } else if ((!bracketed && host == "*"_L1) || (isAddress && isIpv6 == bracketed)) {
            address.host = host.toString();
        } else {
            return problem(text, u"\"%1\" is neither localhost, * nor an IP address"_s.arg(host));
        }
    }
    // toUInt() alone would also take blanks and signs.
    bool isNumber = std::ranges::all_of(rest, [](QChar c) { return c >= u'0' && c <= u'9'; });
    const uint port = isNumber ? rest.toUInt(&isNumber) : 0;
    if (!isNumber || port > 65'535) {
        return problem(text, u"\"%1\" is not a port from 0 to 65535"_s.arg(rest));
    }
    address.port = quint16(port);
    if (!hasScheme && (port == mqttPort || port == mqttTlsPort)) {
        address.dialect = Dialect::Mqtt;
    }
    return address;
}

QString ListenAddress::toString() const
{
    const QString shownHost = host.contains(u':') ? u"[%1]"_s.arg(host) : host;
    return u"%1://%2:%3"_s.arg(schemeOf(dialect), shownHost, QString::number(port));
}

bool ListenAddress::isLoopback() const
{
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

} // namespace corkboard
