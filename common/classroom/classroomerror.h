#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace corkboard {

/// The codes of `<ERROR, VERB, code, sentence>`; the one place that maps them to their text.
enum class ClassroomError {
    InvalidCommand, ///< `invalid-command`: no verb of the protocol
    InvalidSyntax, ///< `invalid-syntax`: the verb is known, its fields are not right
    InvalidTopic, ///< `invalid-topic`: not a topic, or one that does not exist
    NoMatch, ///< `no-match`: no topic matches the filter
    AlreadySubscribed, ///< `already-subscribed`
    NotSubscribed, ///< `not-subscribed`
    NotConnected, ///< `not-connected`: a frame came before CONN
    AlreadyConnected, ///< `already-connected`: a second CONN
    TooLong, ///< `too-long`: a line or a message over its limit
    NotAuthorized, ///< `not-authorized`: a topic that belongs to the broker
    Limit, ///< `limit`: a bound of the server is reached
};

/// The code as it stands on the wire, for example `no-match`.
[[nodiscard]] QByteArray toCode(ClassroomError error);

/// The error for a code from the wire; nothing where the code is not known.
[[nodiscard]] std::optional<ClassroomError> classroomErrorFromCode(QByteArrayView code);

} // namespace corkboard
