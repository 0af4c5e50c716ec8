#include "base/escaping.h"

namespace corkboard {

namespace {

/// Characters that end a line, hide, or turn the direction of what follows.
bool misleads(char32_t codePoint)
{
    return codePoint == 0x061C || (codePoint >= 0x200B && codePoint <= 0x200F)
        || (codePoint >= 0x2028 && codePoint <= 0x202E)
        || (codePoint >= 0x2066 && codePoint <= 0x2069) || codePoint == 0xFEFF;
}

QByteArray escapedCodePoint(QByteArrayView piece, char32_t codePoint)
{
    switch (codePoint) {
    case U'\\':
        return "\\\\";
    case U'\n':
        return "\\n";
    case U'\r':
        return "\\r";
    case U'\t':
        return "\\t";
    default:
        break;
    }
    if (codePoint == invalidUtf8 || codePoint < 0x80) {
        return "\\x" + hexByte(piece.front());
    }
    return "\\u{" + QByteArray::number(uint(codePoint), 16).toUpper() + '}';
}

} // namespace

QByteArray hexByte(char byte)
{
    return QByteArray(1, byte).toHex().toUpper();
}

char32_t firstCodePoint(QByteArrayView bytes, qsizetype &length)
{
    const auto at = [bytes](qsizetype i) { return char32_t(uchar(bytes[i])); };
    const char32_t lead = at(0);
    length = 1;
    if (lead < 0x80) {
        return lead;
    }
    const qsizetype size = lead < 0xC2 ? 0
        : lead < 0xE0                  ? 2
        : lead < 0xF0                  ? 3
        : lead < 0xF5                  ? 4
                                       : 0;
    if (size == 0 || bytes.size() < size) {
        return invalidUtf8;
    }
    char32_t value = lead & (0xFFU >> (size + 1));
    for (qsizetype i = 1; i < size; ++i) {
        if ((at(i) & 0xC0) != 0x80) {
            return invalidUtf8;
        }
        value = (value << 6) | (at(i) & 0x3F);
    }
    const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x1'0000);
    if (overlong || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10'FFFF) {
        return invalidUtf8;
    }
    length = size;
    return value;
}

QString escapedForLog(QByteArrayView bytes, qsizetype maxBytes)
{
    static const QByteArray ellipsis = QByteArrayLiteral("\xE2\x80\xA6");
    QByteArray result;
    qsizetype lengthThatLeavesRoom = 0;
    bool cut = false;
    // Four input bytes at most make one piece of output, and each piece has at least one byte, so
    // what lies beyond cannot be shown.
    const QByteArrayView shown = bytes.first(qMin(bytes.size(), 4 * maxBytes + 4));
    forEachCodePoint(shown, [&](QByteArrayView piece, char32_t codePoint) {
        if (cut) {
            return;
        }
        const bool escape = codePoint == invalidUtf8 || isControl(codePoint) || codePoint == U'\\'
            || misleads(codePoint);
        const QByteArray text = escape ? escapedCodePoint(piece, codePoint) : piece.toByteArray();
        if (result.size() + text.size() > maxBytes) {
            cut = true;
            return;
        }
        result += text;
        if (result.size() + ellipsis.size() <= maxBytes) {
            lengthThatLeavesRoom = result.size();
        }
    });
    if (cut) {
        result.truncate(lengthThatLeavesRoom);
        if (maxBytes >= ellipsis.size()) {
            result += ellipsis;
        }
    }
    return QString::fromUtf8(result);
}

QString escapedForLog(QStringView text, qsizetype maxBytes)
{
    return escapedForLog(QByteArrayView(text.toUtf8()), maxBytes);
}

} // namespace corkboard
