#include "base/limits.h"
#include "connection/classroomconnection.h"

#include <QLocale>

#include <utility>

namespace corkboard {

namespace {

/// Bytes that may wait to be sent: a few of the longest messages.
constexpr qint64 maxBytesToWrite = 16 * 1024 * 1024;

/// The line as the wire panel may show it: with a password it could end up on a projector.
QByteArray shownLine(const Command &command, const QByteArray &line)
{
    if (command.verb == Verb::Conn && command.fields.size() > 1) {
        return writeCommand({Verb::Conn, {command.fields[0], "***"}, false}).chopped(1);
    }
    return line.chopped(1);
}

} // namespace

void ClassroomConnection::subscribe(const QString &filter)
{
    request(Verb::Sub, {filter.toUtf8()}, {.verb = Verb::Sub, .topic = filter});
}

void ClassroomConnection::unsubscribe(const QString &filter)
{
    request(Verb::Unsub, {filter.toUtf8()}, {.verb = Verb::Unsub, .topic = filter});
}

void ClassroomConnection::publish(const QString &topic, const QByteArray &payload, bool retain)
{
    const Verb verb = retain ? Verb::Pubr : Verb::Pub;
    PendingRequest pending{.verb = verb, .topic = topic, .payload = payload, .typed = isTyping()};
    if (payload.size() > limits::defaultMaxMessageBytes) {
        const QLocale locale;
        refuse(pending, ClassroomError::TooLong,
               tr("The message has %1, a broker takes at most %2. Shorten it.")
                   .arg(locale.formattedDataSize(payload.size()),
                        locale.formattedDataSize(limits::defaultMaxMessageBytes)));
        return;
    }
    request(verb, {topic.toUtf8(), payload}, std::move(pending));
}

void ClassroomConnection::requestTopics()
{
    request(Verb::Topics, {}, {.verb = Verb::Topics});
}

void ClassroomConnection::requestSubscriptions()
{
    request(Verb::List, {}, {.verb = Verb::List});
}

void ClassroomConnection::requestHelp()
{
    request(Verb::Help, {}, {.verb = Verb::Help});
}

void ClassroomConnection::ping()
{
    request(Verb::Ping, {}, {.verb = Verb::Ping});
}

void ClassroomConnection::requestConnect(const QList<QByteArray> &fields)
{
    request(Verb::Conn, fields, {.verb = Verb::Conn});
}

void ClassroomConnection::request(Verb verb, const QList<QByteArray> &fields,
                                  PendingRequest pending)
{
    pending.typed = isTyping();
    if (state() != State::Connected) {
        refuse(pending, ClassroomError::NotConnected, notConnectedSentence());
        return;
    }
    if (m_socket.bytesToWrite() > maxBytesToWrite) {
        refuse(pending, ClassroomError::Limit,
               tr("%1 does not take what was sent before. Try again in a moment.")
                   .arg(address().toShortString()));
        return;
    }
    write({verb, fields, false}, std::move(pending));
    // A PUB that went well has no answer, and HELP no last line: the PONG behind them tells.
    if (verb == Verb::Pub || verb == Verb::Help) {
        write({Verb::Ping, {}, false}, {.verb = Verb::Ping, .internal = true});
    }
}

void ClassroomConnection::write(const Command &command, PendingRequest pending)
{
    const QByteArray line = writeCommand(command);
    pending.age.start();
    m_pending.append(std::move(pending));
    incoming().addWireRecord(
        {currentWallTime(), WireRecord::Direction::Sent, shownLine(command, line)});
    m_socket.write(line);
}

void ClassroomConnection::refuse(const PendingRequest &request, std::optional<ClassroomError> code,
                                 const QString &sentence)
{
    const auto scope = answering(request.typed);
    emit requestFailed(
        {request.verb, code, sentence, request.topic, request.payload, request.verb == Verb::Pubr});
}

} // namespace corkboard
