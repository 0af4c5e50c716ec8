#include "net/dialect.h"

namespace corkboard {

namespace {

constexpr char mqttConnect = 0x10; ///< the type and flags of CONNECT
constexpr char tlsHandshake = 0x16;

} // namespace

QString schemeOf(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Classroom:
        return QStringLiteral("classroom");
    case Dialect::Mqtt:
        return QStringLiteral("mqtt");
    case Dialect::Original:
        return QStringLiteral("original");
    }
    Q_UNREACHABLE();
}

std::optional<Dialect> dialectFromScheme(QStringView scheme)
{
    for (const Dialect dialect : {Dialect::Classroom, Dialect::Mqtt, Dialect::Original}) {
        if (scheme.compare(schemeOf(dialect), Qt::CaseInsensitive) == 0) {
            return dialect;
        }
    }
    return std::nullopt;
}

std::optional<Language> languageOf(Dialect dialect, QByteArrayView first)
{
    const char begin = first.front();
    if (begin == mqttConnect) {
        return Language::Mqtt;
    }
    if (begin == tlsHandshake) {
        return std::nullopt;
    }
    const bool beginsLikeALine = begin == '<' || begin == '/';
    if (dialect == Dialect::Classroom || beginsLikeALine) {
        return Language::Classroom;
    }
    return std::nullopt;
}

QString whyForeign(QByteArrayView first)
{
    if (first.startsWith("GET ")) {
        return QStringLiteral("it asks for a WebSocket, which this server was built without");
    }
    return first.front() == tlsHandshake
        ? QStringLiteral("it speaks TLS on a plain port")
        : QStringLiteral("it speaks neither MQTT nor the classroom protocol");
}

} // namespace corkboard
