#pragma once

#include "classroom/classroomerror.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <expected>
#include <limits>

namespace corkboard {

/**
 * One unit of the classroom protocol: a verb and its fields, without their escapes.
 *
 *     <PUB, WEATHER, Rain, then sun>        verb "PUB", fields "WEATHER", "Rain, then sun"
 *
 * The verb is upper case: letters, digits and `_`. The last field of PUB, PUBR, ERROR and HELP is
 * free text and may hold any byte.
 */
struct Frame {
    QByteArray verb;
    QList<QByteArray> fields;

    friend bool operator==(const Frame &, const Frame &) = default;
};

/// Why a line is not a frame or a command.
struct SyntaxError {
    ClassroomError error = ClassroomError::InvalidSyntax; ///< InvalidCommand or InvalidSyntax
    QByteArray verb; ///< upper case, at most 16 letters; empty where none could be read

    friend bool operator==(const SyntaxError &, const SyntaxError &) = default;
};

/**
 * Reads `<VERB, field, …>`, in either direction of the protocol.
 *
 * Escapes are undone; one space after a comma belongs to the comma; blanks behind the closing `>`
 * are passed over. The verb may be one that the protocol does not have.
 *
 * @param line  without its line end
 * @param maxFields  a frame with more fields is an error, before memory is taken for them: a field
 *                   may be as short as its comma, but takes 24 bytes
 * @return the frame; SyntaxError where the brackets, the verb, the number of fields or an unescaped
 *         `<` or `>` are wrong, or where the line is not UTF-8
 */
[[nodiscard]] std::expected<Frame, SyntaxError>
parseFrame(QByteArrayView line, qsizetype maxFields = std::numeric_limits<qsizetype>::max());

/**
 * The number of the field from which on a frame with this verb is free text, counted from 0; -1
 * where all fields end at a comma.
 */
[[nodiscard]] qsizetype freeTextField(QByteArrayView verb);

/// The verb of @p text as far as one can be read: upper case, cut to 16 letters, maybe empty.
[[nodiscard]] QByteArray readVerb(QByteArrayView text);

} // namespace corkboard
