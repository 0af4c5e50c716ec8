#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringView>

namespace corkboard {

/**
 * Makes @p text safe to show on one line of a log or a terminal.
 *
 * Backslash, C0, DEL and C1 controls, line and paragraph separators, characters of no width and
 * those that change the direction of text become \\, \n, \r, \t, \xHH or \u{HHHH}. The result has
 * at most @p maxBytes bytes of UTF-8; where text was cut it ends in an ellipsis, if that fits.
 *
 * @param text  anything; half a surrogate pair becomes a replacement character
 * @param maxBytes  at least 0
 */
[[nodiscard]] QString escapedForLog(QStringView text, qsizetype maxBytes = 512);

/// The same for bytes from outside; bytes that are not valid UTF-8 become \xHH.
[[nodiscard]] QString escapedForLog(QByteArrayView bytes, qsizetype maxBytes = 512);

/**
 * Calls @p visit(QByteArrayView piece, char32_t codePoint) for every code point of @p bytes; for a
 * byte that is not part of valid UTF-8 the piece is that byte and the code point is invalidUtf8.
 */
inline constexpr char32_t invalidUtf8 = 0xFFFF'FFFF;
template <typename Visitor>
void forEachCodePoint(QByteArrayView bytes, Visitor &&visit);

/**
 * Decodes the first code point of @p bytes, which must not be empty.
 *
 * @param length  set to the number of bytes it takes, 1 to 4
 * @return the code point; invalidUtf8 (and length 1) for overlong forms, surrogates, values over
 *         U+10FFFF and truncated sequences. Source: RFC 3629 §3-4.
 */
[[nodiscard]] char32_t firstCodePoint(QByteArrayView bytes, qsizetype &length);

/// True for U+0000–U+001F and U+007F–U+009F.
[[nodiscard]] constexpr bool isControl(char32_t codePoint)
{
    return codePoint < 0x20 || (codePoint >= 0x7F && codePoint < 0xA0);
}

/// True for the code points that Unicode promises never to use: U+FDD0–U+FDEF and the last two of
/// each plane.
[[nodiscard]] constexpr bool isNonCharacter(char32_t codePoint)
{
    return (codePoint >= 0xFDD0 && codePoint <= 0xFDEF) || (codePoint & 0xFFFE) == 0xFFFE;
}

/// The byte as two upper-case hexadecimal digits.
[[nodiscard]] QByteArray hexByte(char byte);

template <typename Visitor>
void forEachCodePoint(QByteArrayView bytes, Visitor &&visit)
{
    while (!bytes.isEmpty()) {
        qsizetype length = 1;
        const char32_t codePoint = firstCodePoint(bytes, length);
        visit(bytes.first(length), codePoint);
        bytes = bytes.sliced(length);
    }
}

} // namespace corkboard
