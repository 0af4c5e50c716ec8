#include "classroom/frame.h"

#include <QUtf8StringView>

#include <algorithm>
#include <optional>
#include <string_view>

namespace corkboard {

namespace {

constexpr qsizetype maxShownVerb = 16;

bool isVerbCharacter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

QByteArrayView trimmedEnd(QByteArrayView text)
{
    while (!text.isEmpty() && (text.back() == ' ' || text.back() == '\t')) {
        text.chop(1);
    }
    return text;
}

int hexValue(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return -1;
}

/// Reads the escape at the start of @p text, which begins with a backslash, and appends its byte.
/// Returns how many bytes it took; a backslash that begins no escape stands for itself.
qsizetype unescapeOne(QByteArrayView text, QByteArray &out)
{
    const char next = text.size() > 1 ? text[1] : '\0';
    switch (next) {
    case '\\':
    case ',':
        out += next;
        return 2;
    case 'n':
        out += '\n';
        return 2;
    case 'r':
        out += '\r';
        return 2;
    case 'x':
        if (text.size() >= 4 && hexValue(text[2]) >= 0 && hexValue(text[3]) >= 0) {
            out += char(hexValue(text[2]) * 16 + hexValue(text[3]));
            return 4;
        }
        break;
    default:
        break;
    }
    out += '\\';
    return 1;
}

QByteArray unescaped(QByteArrayView text)
{
    QByteArray result;
    while (!text.isEmpty()) {
        const qsizetype backslash = text.indexOf('\\');
        if (backslash < 0) {
            result += text;
            break;
        }
        result += text.first(backslash);
        text = text.sliced(backslash);
        text = text.sliced(unescapeOne(text, result));
    }
    return result;
}

/// Takes one field up to its comma from @p rest. Sets @p last where no comma ended it. Nothing
/// where the field holds a `<` or `>`.
std::optional<QByteArray> takeField(QByteArrayView &rest, bool &last)
{
    constexpr std::string_view special = "\\,<>";
    QByteArray field;
    last = true;
    while (!rest.isEmpty()) {
        const auto run = qsizetype(std::ranges::find_first_of(rest, special) - rest.begin());
        field += rest.first(run);
        rest = rest.sliced(run);
        if (rest.isEmpty()) {
            break;
        }
        if (rest.front() == ',') {
            rest = rest.sliced(1);
            last = false;
            break;
        }
        if (rest.front() != '\\') {
            return std::nullopt;
        }
        rest = rest.sliced(unescapeOne(rest, field));
    }
    return field;
}

/// Reads what stands behind the verb's comma. False where it breaks the grammar.
bool takeFields(QByteArrayView rest, qsizetype maxFields, Frame &frame)
{
    const qsizetype freeText = freeTextField(frame.verb);
    bool last = false;
    while (!last) {
        if (frame.fields.size() == maxFields) {
            return false;
        }
        if (rest.startsWith(' ')) {
            rest = rest.sliced(1);
        }
        if (frame.fields.size() == freeText) {
            frame.fields.append(unescaped(rest));
            return true;
        }
        auto field = takeField(rest, last);
        if (!field) {
            return false;
        }
        frame.fields.append(*std::move(field));
    }
    return true;
}

qsizetype verbSizeOf(QByteArrayView text)
{
    return qsizetype(std::ranges::find_if_not(text, isVerbCharacter) - text.begin());
}

} // namespace

QByteArray readVerb(QByteArrayView text)
{
    return text.first(qMin(verbSizeOf(text), maxShownVerb)).toByteArray().toUpper();
}

qsizetype freeTextField(QByteArrayView verb)
{
    if (verb == QByteArrayView("PUB") || verb == QByteArrayView("PUBR")
        || verb == QByteArrayView("HELP")) {
        return 1;
    }
    return verb == QByteArrayView("ERROR") ? 2 : -1;
}

std::expected<Frame, SyntaxError> parseFrame(QByteArrayView line, qsizetype maxFields)
{
    line = trimmedEnd(line);
    if (!line.startsWith('<')) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidCommand, {}});
    }
    const auto invalid = [line] {
        return std::unexpected(
            SyntaxError{ClassroomError::InvalidSyntax, readVerb(line.sliced(1))});
    };
    if (!line.endsWith('>') || !QUtf8StringView(line.data(), line.size()).isValidUtf8()) {
        return invalid();
    }
    const QByteArrayView content = line.sliced(1, line.size() - 2);
    const qsizetype verbSize = verbSizeOf(content);
    if (verbSize == 0) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidCommand, {}});
    }
    Frame frame;
    frame.verb = content.first(verbSize).toByteArray().toUpper();
    const QByteArrayView rest = content.sliced(verbSize);
    if (rest.isEmpty()) {
        return frame;
    }
    if (rest.front() != ',' || !takeFields(rest.sliced(1), maxFields, frame)) {
        return invalid();
    }
    return frame;
}

} // namespace corkboard
