#include "net/dialect.h"

namespace corkboard {

QString schemeOf(Dialect dialect)
{
    return dialect == Dialect::Original ? QStringLiteral("original") : QStringLiteral("classroom");
}

std::optional<Dialect> dialectFromScheme(QStringView scheme)
{
    for (const Dialect dialect : {Dialect::Classroom, Dialect::Original}) {
        if (scheme.compare(schemeOf(dialect), Qt::CaseInsensitive) == 0) {
            return dialect;
        }
    }
    return std::nullopt;
}

QString foreignLanguage(QByteArrayView first)
{
    switch (first.front()) {
    case 0x10:
        return QStringLiteral("it speaks MQTT, which this version does not");
    case 0x16:
        return QStringLiteral("it speaks TLS on a plain port");
    default:
        return {};
    }
}

} // namespace corkboard
