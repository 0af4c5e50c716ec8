#include "classroom/classroomerror.h"

#include <algorithm>
#include <array>

namespace corkboard {

namespace {

struct Code {
    ClassroomError error;
    const char *text;
};

constexpr std::array codes{
    Code{ClassroomError::InvalidCommand, "invalid-command"},
    Code{ClassroomError::InvalidSyntax, "invalid-syntax"},
    Code{ClassroomError::InvalidTopic, "invalid-topic"},
    Code{ClassroomError::NoMatch, "no-match"},
    Code{ClassroomError::AlreadySubscribed, "already-subscribed"},
    Code{ClassroomError::NotSubscribed, "not-subscribed"},
    Code{ClassroomError::NotConnected, "not-connected"},
    Code{ClassroomError::AlreadyConnected, "already-connected"},
    Code{ClassroomError::TooLong, "too-long"},
    Code{ClassroomError::NotAuthorized, "not-authorized"},
    Code{ClassroomError::Limit, "limit"},
};

} // namespace

QByteArray toCode(ClassroomError error)
{
    const auto found = std::ranges::find(codes, error, &Code::error);
    Q_ASSERT(found != codes.end());
    return found->text;
}

std::optional<ClassroomError> classroomErrorFromCode(QByteArrayView code)
{
    for (const Code &known : codes) {
        if (code == QByteArrayView(known.text)) {
            return known.error;
        }
    }
    return std::nullopt;
}

} // namespace corkboard
