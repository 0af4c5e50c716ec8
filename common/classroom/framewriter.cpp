#include "classroom/framewriter.h"

#include "base/escaping.h"

#include <algorithm>

namespace corkboard {

namespace {

enum class FieldKind { Plain, FreeText };

bool isHarmless(char c)
{
    return c >= 0x20 && c < 0x7F && c != '\\' && c != ',' && c != '<' && c != '>';
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
        for (const char byte : piece) {
            out += "\\x" + hexByte(byte);
        }
    } else {
        out += piece;
    }
}

void appendField(QByteArray &out, QByteArrayView field, FieldKind kind)
{
    if (std::ranges::all_of(field, isHarmless)) {
        out += field;
        return;
    }
    forEachCodePoint(field, [&](QByteArrayView piece, char32_t codePoint) {
        appendEscaped(out, piece, codePoint, kind);
    });
}

} // namespace

QByteArray writeFrame(const Frame &frame)
{
    QByteArray line;
    line += '<';
    line += frame.verb;
    const qsizetype freeText = freeTextField(frame.verb);
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
