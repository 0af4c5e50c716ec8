#include "net/classroomprotocol.h"

#include "base/escaping.h"
#include "classroom/framewriter.h"
#include "net/topicsanswer.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace corkboard {

namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

QList<QByteArray> topicFields(const QList<TopicName> &topics)
{
    QList<QByteArray> fields;
    fields.reserve(topics.size());
    for (const TopicName &topic : topics) {
        fields.append(topic.utf8());
    }
    return fields;
}

/// The first few of @p topics for a sentence, which has a bound: "a, b and 3 more".
QByteArray someOf(const QList<TopicName> &topics)
{
    constexpr qsizetype most = 5;
    constexpr qsizetype mostBytes = 64;
    QByteArray text;
    for (qsizetype i = 0; i < std::min(most, topics.size()); ++i) {
        text += (i > 0 ? ", " : "") + escapedForLog(topics[i].utf8(), mostBytes).toUtf8();
    }
    if (topics.size() > most) {
        text += " and " + QByteArray::number(topics.size() - most) + " more";
    }
    return text;
}

/// Why @p name cannot be shown to others; empty where it can.
QByteArray nameProblem(const QByteArray &name)
{
    if (name.size() > limits::maxClientNameBytes) {
        return "A name may have " + QByteArray::number(limits::maxClientNameBytes) + " bytes.";
    }
    bool unprintable = false;
    forEachCodePoint(name, [&unprintable](QByteArrayView, char32_t codePoint) {
        unprintable = unprintable || codePoint == invalidUtf8 || isControl(codePoint);
    });
    return unprintable ? "A name has no control characters." : QByteArray();
}

} // namespace

ClassroomProtocol::ClassroomProtocol(Broker &broker, ProtocolHost &host,
                                     const ConnectionLimits &limits, TopicsAnswer &topicsAnswer)
    : m_broker(broker)
    , m_rules(broker)
    , m_host(host)
    , m_limits(limits)
    , m_topicsAnswer(topicsAnswer)
    , m_reader(limits::maxLineBytesBeforeConnect)
{
}

ClassroomProtocol::~ClassroomProtocol()
{
    ClassroomProtocol::connectionClosed({});
}

QString ClassroomProtocol::language() const
{
    return QStringLiteral("classroom");
}

void ClassroomProtocol::connectionClosed(const QString &reason)
{
    m_closing = true;
    if (m_session != nullptr) {
        m_broker.closeSession(*std::exchange(m_session, nullptr), reason);
    }
}

void ClassroomProtocol::receive(QByteArrayView bytes, bool)
{
    m_reader.feed(bytes);
    processLines();
}

void ClassroomProtocol::resume()
{
    if (m_lineBegunAt != TimePoint::max()) {
        m_lineBegunAt = steady_clock::now(); // the wait was not the client's fault
    }
    processLines();
}

void ClassroomProtocol::processLines()
{
    for (bool isFirst = true; !m_closing; isFirst = false) {
        if (m_host.outputIsCongested() || !m_replays.isEmpty()) {
            m_reader.keepRest();
            m_host.pauseInput();
            return;
        }
        if (!isFirst && m_reader.hasRest() && m_host.turnIsUsedUp()) {
            m_reader.keepRest();
            m_host.continueNextTurn();
            return;
        }
        const auto line = m_reader.next();
        if (!line) {
            tooLong("A line may have " + QByteArray::number(m_reader.maxLineBytes())
                    + " bytes; the connection is closed.");
            return;
        }
        const std::optional<QByteArrayView> &text = *line;
        if (!text) {
            break;
        }
        m_host.countRequest();
        noteLine();
        handleLine(*text);
    }
    if (!m_reader.hasPartialLine()) {
        m_lineBegunAt = TimePoint::max();
    } else if (m_lineBegunAt == TimePoint::max()) {
        m_lineBegunAt = steady_clock::now();
    }
}

void ClassroomProtocol::noteLine()
{
    m_saidLine = true;
    m_lineBegunAt = TimePoint::max();
}

void ClassroomProtocol::inputEnded()
{
    // Half a line is not carried out: it may be half a message.
    if (!m_closing && m_reader.hasPartialLine()) {
        sendError("?", ClassroomError::InvalidSyntax, "End each line with a line feed.");
    }
}

bool ClassroomProtocol::isBusy() const
{
    return !m_closing && (m_reader.hasRest() || !m_replays.isEmpty());
}

ClassroomProtocol::TimePoint ClassroomProtocol::deadline() const
{
    const Deadlines &deadlines = m_limits.deadlines;
    const TimePoint first = m_saidLine ? TimePoint::max() : m_host.openedAt() + deadlines.firstLine;
    if (m_lineBegunAt == TimePoint::max()) {
        return first;
    }
    const auto allowed = m_session != nullptr ? deadlines.line : deadlines.lineBeforeConnect;
    return std::min(first, m_lineBegunAt + allowed);
}

void ClassroomProtocol::handleDeadline()
{
    if (m_closing) {
        return;
    }
    m_closing = true;
    if (m_lineBegunAt == TimePoint::max()) {
        m_host.closeAfterOutput(QStringLiteral("it said nothing"));
        return;
    }
    sendError("?", ClassroomError::InvalidSyntax, "End each line with a line feed.");
    m_host.closeAfterOutput(QStringLiteral("it left a line unfinished"));
}

void ClassroomProtocol::handleLine(QByteArrayView line)
{
    const auto command = parseCommand(line);
    if (!command) {
        const SyntaxError &error = command.error();
        sendError(error.verb.isEmpty() ? QByteArray("?") : error.verb, error.error,
                  syntaxHint(error, line.startsWith('/')));
        return;
    }
    if (ensureConnected(*command)) {
        handleCommand(*command);
    }
}

bool ClassroomProtocol::ensureConnected(const Command &command)
{
    const bool needsNoConnection
        = command.verb == Verb::Conn || command.verb == Verb::Help || command.verb == Verb::Ping;
    if (m_session != nullptr || needsNoConnection) {
        return true;
    }
    if (command.typed) {
        openSession();
        return true;
    }
    sendError(verbSpec(command.verb).name, ClassroomError::NotConnected,
              "Say <CONN> or <CONN, NAME> first.");
    return false;
}

void ClassroomProtocol::openSession()
{
    m_session = &m_broker.openSession(*this, language() + QStringLiteral(", ") + m_host.peerText());
    m_reader.setMaxLineBytes(limits::maxLineBytes(m_limits.maxMessageBytes));
}

void ClassroomProtocol::handleCommand(const Command &command)
{
    switch (command.verb) {
    case Verb::Conn:
        connectClient(command);
        break;
    case Verb::Disc:
        disconnectClient();
        break;
    case Verb::Pub:
    case Verb::Pubr:
        publish(command);
        break;
    case Verb::Sub:
        subscribe(command);
        break;
    case Verb::Unsub:
        unsubscribe(command);
        break;
    case Verb::List:
        list();
        break;
    case Verb::Topics:
        topics();
        break;
    case Verb::Help:
        help();
        break;
    case Verb::Ping:
        send({"PONG", {}});
        break;
    }
}

void ClassroomProtocol::connectClient(const Command &command)
{
    if (m_saidConn) {
        sendError("CONN", ClassroomError::AlreadyConnected,
                  "You are connected as " + m_session->name().toUtf8() + '.');
        return;
    }
    const QByteArray name = command.fields.value(0).trimmed();
    if (const QByteArray problem = nameProblem(name); !problem.isEmpty()) {
        sendError("CONN", ClassroomError::InvalidSyntax, problem);
        return;
    }
    if (m_session == nullptr) {
        openSession();
    }
    m_saidConn = true;
    if (name.isEmpty()) {
        send({"CONN_ACK", {}});
        return;
    }
    const QString shown = m_broker.renameSession(*m_session, QString::fromUtf8(name));
    send({"CONN_ACK", {shown.toUtf8()}});
}

void ClassroomProtocol::disconnectClient()
{
    send({"DISC_ACK", {}});
    m_closing = true;
    m_host.closeAfterOutput(QStringLiteral("it said goodbye"));
}

void ClassroomProtocol::publish(const Command &command)
{
    const bool retain = command.verb == Verb::Pubr;
    const char *verb = verbSpec(command.verb).name;
    const QByteArray &payload = command.fields[1];
    if (payload.size() > m_limits.maxMessageBytes) {
        sendError(verb, ClassroomError::TooLong,
                  "A message may have " + QByteArray::number(m_limits.maxMessageBytes)
                      + " bytes, this one for "
                      + command.fields[0].left(limits::maxCreatedTopicBytes) + " has "
                      + QByteArray::number(payload.size()) + '.');
        return;
    }
    const auto result = m_rules.publish(*m_session, command.fields[0], payload, retain,
                                        [&](const PublishResult &reached) {
                                            if (retain) {
                                                answerRetained(reached);
                                            }
                                        });
    if (!result) {
        sendError(verb, result.error().error, result.error().sentence);
    }
}

void ClassroomProtocol::answerRetained(const PublishResult &reached)
{
    if (reached.notKept.isEmpty()) {
        sendTopics("PUBR", reached.topics);
        return;
    }
    QList<TopicName> kept = reached.topics;
    kept.removeIf([&](const TopicName &topic) { return reached.notKept.contains(topic); });
    sendError("PUBR", ClassroomError::Limit,
              "The message for " + someOf(reached.notKept)
                  + " was delivered but not kept: the store for retained messages is full, or the "
                    "message is larger than "
                  + QByteArray::number(m_broker.limits().retained.payloadBytes) + " bytes."
                  + (kept.isEmpty() ? QByteArray() : " It was kept for " + someOf(kept) + '.'));
}

void ClassroomProtocol::subscribe(const Command &command)
{
    const auto topics = m_rules.subscribe(*m_session, command.fields[0], system_clock::now());
    if (!topics) {
        sendError("SUB", topics.error().error, topics.error().sentence);
        return;
    }
    sendTopics("SUB", *topics);
    replay(*topics);
}

void ClassroomProtocol::replay(const QList<TopicName> &topics)
{
    for (const TopicName &topic : topics) {
        if (m_broker.retained().find(topic) != nullptr) {
            m_replays.add(topic);
        }
    }
    outputDrained();
}

void ClassroomProtocol::outputDrained()
{
    while (!m_replays.isEmpty() && m_host.hasRoomForReplay()) {
        const auto [topic, isLive] = m_replays.takeFirst();
        const Message *kept = m_broker.retained().find(topic);
        if (kept != nullptr || isLive) {
            m_host.sendAnswer(writeMessage(isLive ? "PUB" : "PUBR", topic.utf8(),
                                           kept != nullptr ? kept->payload : QByteArray()));
        }
    }
}

void ClassroomProtocol::unsubscribe(const Command &command)
{
    const auto topics = m_rules.unsubscribe(*m_session, command.fields[0]);
    if (!topics) {
        sendError("UNSUB", topics.error().error, topics.error().sentence);
        return;
    }
    sendTopics("UNSUB", *topics);
}

void ClassroomProtocol::list()
{
    Frame frame{QByteArray::number(m_session->subscriptionCount()), {}};
    for (const Subscription &subscription : m_session->subscriptions()) {
        frame.fields.append(subscription.topic().utf8());
    }
    send(frame);
}

void ClassroomProtocol::topics()
{
    m_host.sendAnswer(m_topicsAnswer.line(m_broker.catalog()));
    m_broker.watchTopics(*m_session);
}

void ClassroomProtocol::help()
{
    for (const VerbSpec &spec : verbSpecs()) {
        send({"HELP", {spec.typedForm + 1, spec.help}});
    }
}

bool ClassroomProtocol::deliver(const Delivery &delivery, WireForms &forms)
{
    // Live messages come behind the replays. While those wait, the client has more to read than
    // where live messages are dropped anyway; but it is to end with the newest that is kept.
    if (!m_replays.isEmpty()) {
        if (m_broker.retained().isNewest(delivery.message)) {
            m_replays.addLive(delivery.message.topic);
        } else {
            m_host.dropLive();
        }
        return true;
    }
    m_host.sendLive(forms.get(WireForms::Slot::Classroom, [&message = delivery.message] {
        return writeMessage("PUB", message.topic.utf8(), message.payload);
    }));
    return true;
}

void ClassroomProtocol::topicAdded(const TopicName &topic)
{
    send({"TOPIC_ADDED", {topic.utf8()}});
}

void ClassroomProtocol::send(const Frame &frame)
{
    m_host.sendAnswer(writeFrame(frame));
}

void ClassroomProtocol::sendTopics(const char *request, const QList<TopicName> &topics)
{
    Frame frame{"SUCCESS", {request}};
    frame.fields += topicFields(topics);
    send(frame);
}

void ClassroomProtocol::sendError(const QByteArray &verb, ClassroomError error,
                                  const QByteArray &sentence)
{
    send({"ERROR", {verb, toCode(error), sentence}});
}

void ClassroomProtocol::tooLong(const QByteArray &sentence)
{
    m_closing = true;
    sendError("?", ClassroomError::TooLong, sentence);
    m_host.closeAfterOutput(QStringLiteral("it sent a line over the limit"));
}

} // namespace corkboard
