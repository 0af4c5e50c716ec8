#pragma once

#include <QByteArrayView>
#include <QString>

namespace corkboard {

/**
 * A payload as one line of text for a person.
 *
 * Control characters, bytes that are not UTF-8 and characters that would mislead are shown as
 * escapes; a backslash stays one. A payload that is longer than @p maxBytes (as shown) is cut, and
 * its true size stands behind it: "21.4, 21.5, … (12,345 bytes)". An empty payload gives "(empty)".
 */
[[nodiscard]] QString payloadText(QByteArrayView payload, qsizetype maxBytes);

/// The same of a payload of @p size bytes that begins with @p start: a few more than @p maxBytes.
[[nodiscard]] QString payloadText(QByteArrayView start, qsizetype size, qsizetype maxBytes);

/// True where payloadText() would cut @p payload.
[[nodiscard]] bool isCutInText(QByteArrayView payload, qsizetype maxBytes);

/// A whole payload as one line, escaped, never cut; an empty one gives an empty text.
[[nodiscard]] QString wholePayloadText(QByteArrayView payload);

} // namespace corkboard
