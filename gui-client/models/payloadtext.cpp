#include "models/payloadtext.h"

#include "base/escaping.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

/// Escapes take at most eight bytes for one.
constexpr qsizetype longestEscape = 8;

bool isPlain(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/// escapedForLog() doubles backslashes, which would disturb people who read paths and JSON.
QString withSingleBackslashes(QString text)
{
    return text.replace("\\\\"_L1, "\\"_L1);
}

QString escapedWhole(QByteArrayView bytes)
{
    return escapedForLog(bytes, longestEscape * bytes.size());
}

} // namespace

QString payloadText(QByteArrayView payload, qsizetype maxBytes)
{
    return payloadText(payload, payload.size(), maxBytes);
}

QString payloadText(QByteArrayView start, qsizetype size, qsizetype maxBytes)
{
    if (start.isEmpty()) {
        return QCoreApplication::translate("corkboard::PayloadText", "(empty)");
    }
    if (size <= maxBytes && std::ranges::all_of(start, isPlain)) {
        return QString::fromLatin1(start);
    }
    if (size == start.size() && !isCutInText(start, maxBytes)) {
        return withSingleBackslashes(escapedWhole(start));
    }
    return QCoreApplication::translate("corkboard::PayloadText", "%1 (%2 bytes)")
        .arg(withSingleBackslashes(escapedForLog(start, maxBytes)), QLocale().toString(size));
}

bool isCutInText(QByteArrayView payload, qsizetype maxBytes)
{
    // An escaped text is never shorter than what it stands for.
    return payload.size() > maxBytes
        || (!std::ranges::all_of(payload, isPlain)
            && escapedWhole(payload).toUtf8().size() > maxBytes);
}

QString wholePayloadText(QByteArrayView payload)
{
    return withSingleBackslashes(escapedWhole(payload));
}

} // namespace corkboard
