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
    if (payload.isEmpty()) {
        return QCoreApplication::translate("corkboard::PayloadText", "(empty)");
    }
    if (payload.size() <= maxBytes && std::ranges::all_of(payload, isPlain)) {
        return QString::fromLatin1(payload);
    }
    if (!isCutInText(payload, maxBytes)) {
        return withSingleBackslashes(escapedWhole(payload));
    }
    return QCoreApplication::translate("corkboard::PayloadText", "%1 (%2 bytes)")
        .arg(withSingleBackslashes(escapedForLog(payload, maxBytes)),
             QLocale().toString(payload.size()));
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
