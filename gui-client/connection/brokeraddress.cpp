#include "connection/brokeraddress.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

constexpr QStringView classroomScheme = u"classroom";

/// Takes "SCHEME://" off @p text; empty where there is none.
QStringView takeScheme(QStringView &text)
{
    const qsizetype end = text.indexOf("://"_L1);
    if (end < 0) {
        return {};
    }
    const QStringView scheme = text.first(end);
    text = text.sliced(end + 3);
    return scheme;
}

bool isHostCharacter(QChar c)
{
    return !c.isSpace() && c.isPrint() && !u"/\\<>,@?#[]"_s.contains(c);
}

/// A host with two or more colons can only be an IPv6 address without brackets.
bool looksLikeIpv6(QStringView text)
{
    return text.count(u':') >= 2;
}

} // namespace

std::expected<BrokerAddress, QString> BrokerAddress::parse(QStringView text)
{
    QStringView rest = text.trimmed();
    const bool hasScheme = rest.contains("://"_L1);
    const QStringView scheme = takeScheme(rest);
    if (hasScheme && scheme.compare(classroomScheme, Qt::CaseInsensitive) != 0) {
        return std::unexpected(tr("This program speaks the classroom protocol, not \"%1\". Write "
                                  "classroom://HOST:PORT.")
                                   .arg(scheme));
    }
    if (rest.endsWith(u'/')) {
        rest.chop(1);
    }
    QStringView host = rest;
    QStringView port;
    bool hasPort = false;
    if (rest.startsWith(u'[')) {
        const qsizetype end = rest.indexOf(u']');
        const QStringView behind = end < 0 ? QStringView() : rest.sliced(end + 1);
        if (end < 0 || (!behind.isEmpty() && !behind.startsWith(u':'))) {
            return std::unexpected(tr("An address in brackets is written [ADDRESS]:PORT."));
        }
        host = rest.sliced(1, end - 1);
        hasPort = !behind.isEmpty();
        port = hasPort ? behind.sliced(1) : QStringView();
        if (!looksLikeIpv6(host)) {
            return std::unexpected(tr("\"%1\" in brackets is not an IPv6 address.").arg(host));
        }
    } else if (!looksLikeIpv6(rest)) {
        const qsizetype colon = rest.indexOf(u':');
        hasPort = colon >= 0;
        host = hasPort ? rest.first(colon) : rest;
        port = hasPort ? rest.sliced(colon + 1) : QStringView();
    }
    if (host.isEmpty()) {
        return std::unexpected(
            tr("The address names no computer. Write HOST:PORT, for example localhost:8092."));
    }
    if (!std::ranges::all_of(host, isHostCharacter)) {
        return std::unexpected(tr("\"%1\" is not a computer's name or address.").arg(host));
    }
    BrokerAddress address{host.toString(), defaultPort};
    if (hasPort) {
        bool isNumber = false;
        const uint number = port.toUInt(&isNumber);
        if (!isNumber || number < 1 || number > 65'535) {
            return std::unexpected(
                tr("\"%1\" is not a port. A port is a number from 1 to 65535.").arg(port));
        }
        address.port = quint16(number);
    }
    return address;
}

QString BrokerAddress::toString() const
{
    return "classroom://"_L1 + toShortString();
}

QString BrokerAddress::toShortString() const
{
    const QString shownHost = looksLikeIpv6(host) ? u'[' + host + u']' : host;
    return shownHost + u':' + QString::number(port);
}

} // namespace corkboard
