#include "classroom/command.h"

#include "classroom/framewriter.h"

#include <QUtf8StringView>

#include <algorithm>
#include <array>

namespace corkboard {

namespace {

constexpr std::array specs{
    VerbSpec{Verb::Conn, "CONN", 0, 2, "<CONN, NAME>", "/CONN NAME [PASSWORD]",
             "joins; NAME is what others see and may be left out of a frame"},
    VerbSpec{Verb::Sub, "SUB", 1, 1, "<SUB, TOPIC>", "/SUB TOPIC",
             "subscribes; a new name becomes a topic, + and # stand for topics that exist now"},
    VerbSpec{Verb::Unsub, "UNSUB", 1, 1, "<UNSUB, TOPIC>", "/UNSUB TOPIC",
             "ends a subscription; + and # may be used"},
    VerbSpec{
        Verb::Pub, "PUB", 2, 2, "<PUB, TOPIC, MESSAGE>", "/PUB TOPIC MESSAGE",
        "sends MESSAGE to all who are subscribed; you must be too. In a frame a backslash "
        "starts an escape: with n it is a line feed, with xHH the byte HH, a comma or a second "
        "backslash behind it stands for itself"},
    VerbSpec{Verb::Pubr, "PUBR", 2, 2, "<PUBR, TOPIC, MESSAGE>", "/PUBR TOPIC MESSAGE",
             "the same, and keeps MESSAGE for later subscribers; an empty one clears"},
    VerbSpec{Verb::List, "LIST", 0, 0, "<LIST>", "/LIST", "says what you are subscribed to"},
    VerbSpec{Verb::Topics, "TOPICS", 0, 0, "<TOPICS>", "/TOPICS",
             "lists all topics, and from then on tells of each new one"},
    VerbSpec{Verb::Ping, "PING", 0, 0, "<PING>", "/PING", "is answered with PONG"},
    VerbSpec{Verb::Help, "HELP", 0, 0, "<HELP>", "/HELP", "says this"},
    VerbSpec{Verb::Disc, "DISC", 0, 0, "<DISC>", "/DISC", "leaves"},
};

constexpr int mostFields = std::ranges::max(specs, {}, &VerbSpec::maxFields).maxFields;

const VerbSpec *findSpec(QByteArrayView verb)
{
    for (const VerbSpec &spec : specs) {
        if (verb.compare(QByteArrayView(spec.name), Qt::CaseInsensitive) == 0) {
            return &spec;
        }
    }
    return nullptr;
}

/// The words of @p text; one more than any command takes at most, however many there are.
QList<QByteArray> splitWords(QByteArrayView text)
{
    QList<QByteArray> words;
    qsizetype begin = 0;
    while (begin < text.size() && words.size() <= mostFields) {
        const qsizetype space = text.indexOf(' ', begin);
        const qsizetype end = space < 0 ? text.size() : space;
        if (end > begin) {
            words.append(text.sliced(begin, end - begin).toByteArray());
        }
        begin = end + 1;
    }
    return words;
}

/// The topic up to the first space and everything behind that space.
QList<QByteArray> splitTopicAndMessage(QByteArrayView text)
{
    const qsizetype space = text.indexOf(' ');
    if (space <= 0) {
        return {};
    }
    return {text.first(space).toByteArray(), text.sliced(space + 1).toByteArray()};
}

std::expected<Command, SyntaxError> checked(const VerbSpec *spec, const QByteArray &shownVerb,
                                            QList<QByteArray> fields, bool typed)
{
    if (spec == nullptr) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidCommand, shownVerb});
    }
    if (fields.size() < spec->minFields || fields.size() > spec->maxFields) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidSyntax, spec->name});
    }
    return Command{spec->verb, std::move(fields), typed};
}

std::expected<Command, SyntaxError> parseTyped(QByteArrayView text)
{
    const qsizetype space = text.indexOf(' ');
    const QByteArrayView verb = space < 0 ? text : text.first(space);
    const QByteArrayView rest = space < 0 ? QByteArrayView() : text.sliced(space + 1);
    const QByteArray shownVerb = readVerb(verb);
    const VerbSpec *spec = findSpec(verb);
    if (spec == nullptr && findSpec(shownVerb) != nullptr) {
        // Something else than a space stands behind the verb, a tab for example.
        return std::unexpected(SyntaxError{ClassroomError::InvalidSyntax, shownVerb});
    }
    if (spec != nullptr && !QUtf8StringView(text.data(), text.size()).isValidUtf8()) {
        return std::unexpected(SyntaxError{ClassroomError::InvalidSyntax, shownVerb});
    }
    const bool carriesMessage
        = spec != nullptr && (spec->verb == Verb::Pub || spec->verb == Verb::Pubr);
    auto fields = carriesMessage ? splitTopicAndMessage(rest) : splitWords(rest);
    return checked(spec, shownVerb, std::move(fields), true);
}

} // namespace

std::span<const VerbSpec> verbSpecs()
{
    return specs;
}

const VerbSpec &verbSpec(Verb verb)
{
    for (const VerbSpec &spec : specs) {
        if (spec.verb == verb) {
            return spec;
        }
    }
    Q_UNREACHABLE();
}

std::expected<Command, SyntaxError> parseCommand(QByteArrayView line)
{
    if (line.startsWith('/')) {
        return parseTyped(line.sliced(1));
    }
    auto frame = parseFrame(line, mostFields);
    if (!frame) {
        SyntaxError error = std::move(frame).error();
        // The form of a verb that does not exist cannot be wrong.
        if (findSpec(error.verb) == nullptr) {
            error.error = ClassroomError::InvalidCommand;
        }
        return std::unexpected(std::move(error));
    }
    return checked(findSpec(frame->verb), readVerb(frame->verb), std::move(frame->fields), false);
}

QByteArray writeCommand(const Command &command)
{
    return writeFrame({verbSpec(command.verb).name, command.fields});
}

QByteArray syntaxHint(const SyntaxError &error, bool typed)
{
    const VerbSpec *spec = findSpec(error.verb);
    if (error.error == ClassroomError::InvalidCommand || spec == nullptr) {
        return typed ? "There is no such command. /HELP lists them."
                     : "There is no such command. <HELP> or /HELP lists them.";
    }
    return QByteArray("Write ") + (typed ? spec->typedForm : spec->frameForm) + ".";
}

} // namespace corkboard
