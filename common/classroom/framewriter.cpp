#include "classroom/framewriter.h"

#include "base/escaping.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace corkboard {

namespace {

enum class FieldKind { Plain, FreeText };

/// True for ASCII that stands for itself, which is most of what people write.
bool isHarmless(char c, FieldKind kind)
{
    if (c < 0x20 || c >= 0x7F || c == '\\') {
        return false;
    }
    return kind == FieldKind::FreeText || (c != ',' && c != '<' && c != '>');
}

void appendHex(QByteArray &out, QByteArrayView bytes)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char byte : bytes) {
        const std::array escape{'\\', 'x', digits[uchar(byte) >> 4U], digits[uchar(byte) & 0xFU]};
        out.append(escape.data(), qsizetype(escape.size()));
    }
}

void appendEscaped(QByteArray &out, QByteArrayView piece, char32_t codePoint, FieldKind kind)
{
    if (codePoint == U'\\') {
        out += "\\\\";
    } else if (codePoint == U'\n') {
        out += "\\n";
    } else if (codePoint == U'\r') {
        out += "\\r";
    } else if (codePoint == U',' && kind == FieldKind::Plain) {
        out += "\\,";
    } else if (isControl(codePoint) || codePoint == invalidUtf8
               || (kind == FieldKind::Plain && (codePoint == U'<' || codePoint == U'>'))) {
        appendHex(out, piece);
    } else {
        out += piece;
    }
}

void appendField(QByteArray &out, QByteArrayView field, FieldKind kind)
{
    while (!field.isEmpty()) {
        const auto end
            = std::ranges::find_if_not(field, [kind](char c) { return isHarmless(c, kind); });
        const auto run = qsizetype(end - field.begin());
        out += field.first(run);
        field = field.sliced(run);
        if (!field.isEmpty()) {
            qsizetype length = 1;
            const char32_t codePoint = firstCodePoint(field, length);
            appendEscaped(out, field.first(length), codePoint, kind);
            field = field.sliced(length);
        }
    }
}

} // namespace

QByteArray writeFrame(const Frame &frame)
{
    QByteArray line;
    line += '<';
    line += frame.verb;
    const qsizetype freeText = freeTextField(frame.verb);
    Q_ASSERT(freeText < 0 || frame.fields.size() <= freeText + 1);
    for (qsizetype i = 0; i < frame.fields.size(); ++i) {
        line += ", ";
        appendField(line, frame.fields[i], i == freeText ? FieldKind::FreeText : FieldKind::Plain);
    }
    line += ">\n";
    return line;
}

QByteArray writeMessage(QByteArrayView verb, QByteArrayView topic, QByteArrayView payload)
{
    QByteArray line;
    line.reserve(verb.size() + topic.size() + payload.size() + 8);
    line += '<';
    line += verb;
    line += ", ";
    appendField(line, topic, FieldKind::Plain);
    line += ", ";
    appendField(line, payload, FieldKind::FreeText);
    line += ">\n";
    return line;
}

} // namespace corkboard
