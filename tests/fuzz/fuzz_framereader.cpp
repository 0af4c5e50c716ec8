#include "base/escaping.h"
#include "classroom/command.h"
#include "classroom/frame.h"
#include "classroom/framereader.h"
#include "classroom/framewriter.h"
#include "fuzzinput.h"

using namespace corkboard;
using fuzz::require;

namespace {

struct Outcome {
    QByteArrayList lines;
    QByteArray rest;
    bool tooLong = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

bool drain(FrameReader &reader, Outcome &outcome, bool keepsRest)
{
    while (true) {
        const auto line = reader.next();
        if (!line) {
            outcome.tooLong = true;
            return false;
        }
        if (!*line) {
            return true;
        }
        outcome.lines.append((*line)->toByteArray());
        if (keepsRest) {
            reader.keepRest();
        }
    }
}

Outcome readAll(const QByteArrayList &pieces, qsizetype maxLineBytes, bool keepsRest)
{
    FrameReader reader(maxLineBytes);
    Outcome outcome;
    for (const QByteArray &piece : pieces) {
        auto copy = fuzz::exactCopy(piece);
        reader.feed(fuzz::viewOf(copy));
        if (keepsRest) {
            reader.keepRest();
            copy = {};
        }
        if (!drain(reader, outcome, keepsRest)) {
            break;
        }
    }
    outcome.rest = reader.partialLine().toByteArray();
    return outcome;
}

/// A written frame without its LF.
QByteArray lineOf(const QByteArray &written)
{
    require(written.endsWith('\n') && written.count('\n') == 1, "a frame is one line");
    forEachCodePoint(written.chopped(1), [](QByteArrayView, char32_t codePoint) {
        require(codePoint != invalidUtf8 && !isControl(codePoint), "a line is harmless text");
    });
    return written.chopped(1);
}

void checkLine(const QByteArray &line)
{
    const auto exact = fuzz::exactCopy(line);
    if (const auto frame = parseFrame(fuzz::viewOf(exact))) {
        require(parseFrame(lineOf(writeFrame(*frame))) == frame,
                "a frame is read back as it was written");
    }
    const auto command = parseCommand(fuzz::viewOf(exact));
    if (!command) {
        require(command.error().verb.size() <= 16, "the verb to answer with is short");
        require(!syntaxHint(command.error(), false).isEmpty(), "an error has a hint");
        return;
    }
    const auto again = parseCommand(lineOf(writeCommand(*command)));
    require(again.has_value(), "a written command can be read");
    require(again->verb == command->verb && again->fields == command->fields,
            "a command is read back as it was written");
}

} // namespace

/// 1 byte: bit 0 whether the rest is kept, the others how long a line may be; 4 bytes: the sizes of
/// the pieces; the rest is the stream.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::FuzzInput input(data, size);
    const std::uint8_t choice = input.byte();
    const bool keepsRest = (choice & 1U) != 0;
    const qsizetype maxLineBytes = 1 + 8 * qsizetype(choice >> 1U);
    std::uint32_t pattern = 0;
    for (int i = 0; i < 4; ++i) {
        pattern = pattern << 8U | input.byte();
    }
    const QByteArray bytes = input.rest();

    const Outcome whole = readAll({bytes}, maxLineBytes, false);
    require(readAll(fuzz::inPieces(bytes, pattern), maxLineBytes, keepsRest) == whole,
            "any split gives the same");
    for (const QByteArray &line : whole.lines) {
        require(!line.isEmpty() && line.size() <= maxLineBytes, "a line keeps to its limit");
        checkLine(line);
    }
    return 0;
}
