#include "classroom/frame.h"

#include <QUtf8StringView>

#include <optional>

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
    QByteArray field;
    while (!rest.isEmpty()) {
        const char c = rest.front();
        if (c == '<' || c == '>') {
            return std::nullopt;
        }
        if (c == ',') {
            rest = rest.sliced(1);
            last = false;
            return field;
        }
        if (c == '\\') {
            rest = rest.sliced(unescapeOne(rest, field));
        } else {
            field += c;
            rest = rest.sliced(1);
        }
    }
    last = true;
    return field;
}

} // namespace

QByteArray readVerb(QByteArrayView text)
{
    qsizetype size = 0;
    while (size < text.size() && size < maxShownVerb && isVerbCharacter(text[size])) {
        ++size;
    }
    return text.first(size).toByteArray().toUpper();
}

qsizetype freeTextField(QByteArrayView verb)
{
    if (verb == QByteArrayView("PUB") || verb == QByteArrayView("PUBR")
        || verb == QByteArrayView("HELP")) {
        return 1;
    }
    return verb == QByteArrayView("ERROR") ? 2 : -1;
}

std::expected<Frame, SyntaxError> parseFrame(QByteArrayView line)
{
    line = trimmedEnd(line);
    if (!line.startsWith('<')) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidCommand, {}});
    }
    const QByteArray shownVerb = readVerb(line.sliced(1));
    const auto invalid = [&shownVerb] {
        return std::unexpected(SyntaxError{ClassroomError::InvalidSyntax, shownVerb});
    };
    if (!line.endsWith('>') || !QUtf8StringView(line.data(), line.size()).isValidUtf8()) {
        return invalid();
    }
    QByteArrayView rest = line.sliced(1, line.size() - 2);
    qsizetype verbSize = 0;
    while (verbSize < rest.size() && isVerbCharacter(rest[verbSize])) {
        ++verbSize;
    }
    if (verbSize == 0) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidCommand, {}});
    }
    Frame frame;
    frame.verb = rest.first(verbSize).toByteArray().toUpper();
    rest = rest.sliced(verbSize);
    if (rest.isEmpty()) {
        return frame;
    }
    if (rest.front() != ',') {
        return invalid();
    }
    rest = rest.sliced(1);
    const qsizetype freeText = freeTextField(frame.verb);
    bool last = false;
    while (!last) {
        if (rest.startsWith(' ')) {
            rest = rest.sliced(1);
        }
        if (frame.fields.size() == freeText) {
            frame.fields.append(unescaped(rest));
            return frame;
        }
        auto field = takeField(rest, last);
        if (!field) {
            return invalid();
        }
        frame.fields.append(*std::move(field));
    }
    return frame;
}

} // namespace corkboard
