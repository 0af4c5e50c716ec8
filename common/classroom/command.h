#pragma once

#include "classroom/frame.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <expected>
#include <span>

namespace corkboard {

/// What a client may ask for in the classroom protocol.
enum class Verb { Conn, Disc, Pub, Pubr, Sub, Unsub, List, Topics, Help, Ping };

/// One row of the protocol's table of requests.
struct VerbSpec {
    Verb verb;
    const char *name; ///< as it stands in a frame, upper case
    int minFields;
    int maxFields;
    const char *frameForm; ///< for example `<SUB, TOPIC>`
    const char *typedForm; ///< for example `/SUB TOPIC`
    const char *help; ///< one sentence: what it does
};

/// All requests, in the order in which HELP lists them.
[[nodiscard]] std::span<const VerbSpec> verbSpecs();

/// The row of one request.
[[nodiscard]] const VerbSpec &verbSpec(Verb verb);

/**
 * A request from a client, checked: the verb is known and the number of fields is right.
 *
 * Topics in it are bytes as they were sent; the broker's rules say whether they are topics.
 */
struct Command {
    Verb verb = Verb::Ping;
    QList<QByteArray> fields;
    bool typed = false; ///< `/SUB X`, which a person typed, and not `<SUB, X>`

    friend bool operator==(const Command &, const Command &) = default;
};

/**
 * Reads one line from a client: a frame, or a command as a person types it.
 *
 * Verbs are whole words in any case. In a typed PUB or PUBR the message is everything behind the
 * one space that ends the topic; the words of other typed commands may stand any number of spaces
 * apart.
 *
 * @param line  without its line end, not empty
 * @return the request, or an error with the code and the verb to answer with
 */
[[nodiscard]] std::expected<Command, SyntaxError> parseCommand(QByteArrayView line);

/// Writes a request as a frame, with its LF.
[[nodiscard]] QByteArray writeCommand(const Command &command);

/**
 * A sentence that shows the right form after a syntax error.
 *
 * @param typed  whether the client typed a command, so that it is shown the same kind
 */
[[nodiscard]] QByteArray syntaxHint(const SyntaxError &error, bool typed);

} // namespace corkboard
