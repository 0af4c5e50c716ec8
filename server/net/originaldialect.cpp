#include "net/originaldialect.h"

#include "base/escaping.h"
#include "base/limits.h"

#include <QUtf8StringView>

#include <algorithm>
#include <optional>
#include <utility>

namespace corkboard {

namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr QByteArrayView greetingAnswer("CONN_ACK accepted by client");

/// A command of at least this size may come in several segments: wait until nothing more comes.
constexpr qsizetype maybeMoreBytes = 1000;
constexpr auto quietTime = std::chrono::milliseconds(20);

/// How long the client has to acknowledge DISC_ACK.
constexpr auto acknowledgeTime = std::chrono::seconds(5);

const QString saidGoodbye = QStringLiteral("it said goodbye");
const QByteArray invalidCommand = QByteArrayLiteral("Invalid command");

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

QByteArray joined(const QList<TopicName> &topics)
{
    QByteArray text;
    for (const TopicName &topic : topics) {
        text += (text.isEmpty() ? "" : ", ") + topic.utf8();
    }
    return text;
}

struct TopicAndMessage {
    QByteArray topic;
    QByteArray message;
};

/// Splits what stands behind /PUB: runs of white space separate, inside the message they stay.
std::optional<TopicAndMessage> splitTopicAndMessage(QByteArrayView text)
{
    const auto *begin = std::ranges::find_if_not(text, isSpace);
    const auto *topicEnd = std::find_if(begin, text.end(), isSpace);
    if (begin == topicEnd || topicEnd == text.end()) {
        return std::nullopt;
    }
    const auto *message = std::find_if_not(topicEnd, text.end(), isSpace);
    return TopicAndMessage{QByteArray(begin, topicEnd - begin),
                           QByteArray(message, text.end() - message)};
}

/// @p bytes as the client can decode them, which dies of others: U+FFFD for each byte that is not
/// UTF-8. Valid ones are shared.
QByteArray asUtf8(const QByteArray &bytes)
{
    if (QUtf8StringView(bytes.constData(), bytes.size()).isValidUtf8()) {
        return bytes;
    }
    QByteArray text;
    text.reserve(bytes.size());
    forEachCodePoint(bytes, [&text](QByteArrayView piece, char32_t codePoint) {
        text += codePoint == invalidUtf8 ? QByteArrayView("\xEF\xBF\xBD") : piece;
    });
    return text;
}

/// A message as every subscriber receives it.
QByteArray liveText(const TopicName &topic, const QByteArray &payload)
{
    return '[' + topic.utf8() + "]: " + asUtf8(payload);
}

/// Whether @p text is the command @p word, alone or with something behind it.
bool isCommand(const QByteArray &text, QByteArrayView word)
{
    return text.startsWith(word) && (text.size() == word.size() || isSpace(text[word.size()]));
}

} // namespace

OriginalDialect::OriginalDialect(Broker &broker, ProtocolHost &host, const ConnectionLimits &limits)
    : m_broker(broker)
    , m_rules(broker)
    , m_host(host)
    , m_limits(limits)
{
}

OriginalDialect::~OriginalDialect()
{
    OriginalDialect::connectionClosed({});
}

QString OriginalDialect::language() const
{
    return QStringLiteral("original");
}

void OriginalDialect::start()
{
    m_session = &m_broker.openSession(*this, language() + QStringLiteral(", ") + m_host.peerText());
    m_deadline = m_host.openedAt() + m_limits.deadlines.firstLine;
    say("CONN_ACK");
}

void OriginalDialect::connectionClosed(const QString &reason)
{
    m_state = State::Closed;
    endSession(reason);
}

void OriginalDialect::endSession(const QString &reason)
{
    if (m_session != nullptr) {
        m_broker.closeSession(*std::exchange(m_session, nullptr), reason);
    }
}

void OriginalDialect::receive(QByteArrayView bytes, bool more)
{
    if (m_state == State::Acknowledged) {
        m_host.closeAfterOutput(saidGoodbye);
        return;
    }
    if (m_state == State::Leaving || m_state == State::Closed) {
        return;
    }
    // The words around the message are few; what is far over the limit is not worth keeping.
    const qsizetype most = m_limits.maxMessageBytes + limits::maxTopicBytes;
    m_overlong = m_overlong || m_pending.size() + bytes.size() > most;
    if (m_overlong) {
        m_pending.clear();
    } else {
        m_pending += bytes;
    }
    if (more || m_overlong || m_pending.size() >= maybeMoreBytes) {
        m_deadline = steady_clock::now() + quietTime;
        return;
    }
    takePending();
}

void OriginalDialect::inputEnded()
{
    if (m_state == State::Talking) {
        carryOutPending();
    }
}

void OriginalDialect::resume()
{
    takePending();
}

bool OriginalDialect::isBusy() const
{
    return m_waits || !m_replays.isEmpty() || m_state == State::Leaving;
}

void OriginalDialect::takePending()
{
    if (m_state != State::Greeted && m_state != State::Talking) {
        return;
    }
    m_waits = m_host.outputIsCongested() || !m_replays.isEmpty();
    if (m_waits) {
        m_host.pauseInput();
        return;
    }
    carryOutPending();
}

void OriginalDialect::carryOutPending()
{
    if (std::exchange(m_overlong, false)) {
        m_deadline = TimePoint::max();
        m_pending.clear();
        say(invalidCommand);
        return;
    }
    if (m_state == State::Greeted && m_pending.size() < greetingAnswer.size()
        && greetingAnswer.startsWith(m_pending)) {
        return; // the answer to the greeting has not come whole
    }
    m_state = State::Talking;
    takeGreetingAnswer();
    m_deadline = TimePoint::max();
    if (m_pending.isEmpty()) {
        return;
    }
    QByteArray text = std::exchange(m_pending, {});
    while (text.endsWith('\n') || text.endsWith('\r')) {
        text.chop(1);
    }
    m_host.countRequest();
    handleText(text);
}

/// The client answers the greeting in a thread of its own: its answer may also come behind its
/// first commands, or in one read with one, before or behind it.
void OriginalDialect::takeGreetingAnswer()
{
    if (m_greetingAnswered) {
        return;
    }
    if (m_pending.startsWith(greetingAnswer)) {
        m_pending.remove(0, greetingAnswer.size());
        m_greetingAnswered = true;
    } else if (m_pending.endsWith(greetingAnswer)) {
        m_pending.chop(greetingAnswer.size());
        m_greetingAnswered = true;
    }
}

OriginalDialect::TimePoint OriginalDialect::deadline() const
{
    return m_deadline;
}

void OriginalDialect::handleDeadline()
{
    m_deadline = TimePoint::max();
    switch (m_state) {
    case State::Greeted:
        if (m_pending.size() >= maybeMoreBytes || m_overlong) {
            takePending();
        } else {
            m_host.closeAfterOutput(QStringLiteral("it did not answer the greeting"));
        }
        break;
    case State::Talking:
        takePending();
        break;
    case State::Leaving:
        m_state = State::Acknowledged;
        m_deadline = steady_clock::now() + acknowledgeTime;
        say("DISC_ACK");
        break;
    case State::Acknowledged:
        m_host.closeAfterOutput(saidGoodbye);
        break;
    case State::Closed:
        break;
    }
}

void OriginalDialect::handleText(const QByteArray &text)
{
    const bool isUtf8 = QUtf8StringView(text.constData(), text.size()).isValidUtf8();
    if (!isUtf8) {
        say(invalidCommand);
        return;
    }
    if (isCommand(text, "/SUB")) {
        subscribe(text);
    } else if (isCommand(text, "/UNSUB")) {
        unsubscribe(text);
    } else if (isCommand(text, "/PUB")) {
        publish(text.sliced(4), false);
    } else if (isCommand(text, "/PUBR")) {
        publish(text.sliced(5), true);
    } else if (text == "/LIST") {
        list();
    } else if (text == "/DISC") {
        leave();
    } else {
        say(invalidCommand);
    }
}

void OriginalDialect::subscribe(const QByteArray &text)
{
    const QList<QByteArray> words = text.split(' ');
    if (words.size() != 2 || words[1].isEmpty()) {
        say("Invalid syntax: /SUB <TOPIC>");
        return;
    }
    const QByteArray &wanted = words[1];
    const auto topics = m_rules.subscribe(*m_session, wanted, system_clock::now());
    const bool wildcard = wanted.contains('#') || wanted.contains('+');
    const QByteArray heading = wanted.contains('#') ? "Subscribed to: \n" : "Subscribed to: ";
    if (topics) {
        if (wildcard) {
            m_host.sendAnswer(heading);
            for (const TopicName &topic : *topics) {
                m_replays.add(topic);
            }
            sendReplays();
        } else {
            m_host.sendAnswer("Subscribed to ");
            sendKept(topics->first());
            m_host.flushNow();
        }
        return;
    }
    switch (topics.error().error) {
    case ClassroomError::AlreadySubscribed:
        say(wildcard ? heading : "You are already subscribed to this topic!");
        break;
    case ClassroomError::InvalidTopic:
        say(TopicFilter::parse(wanted) ? topics.error().sentence
                                       : "Cannot create topic with +, # symbol.");
        break;
    default:
        say(topics.error().sentence);
        break;
    }
}

void OriginalDialect::unsubscribe(const QByteArray &text)
{
    const QList<QByteArray> words = text.split(' ');
    if (words.size() != 2 || words[1].isEmpty()) {
        say("Invalid syntax: /UNSUB <TOPIC>");
        return;
    }
    const QByteArray &wanted = words[1];
    const bool wildcard = wanted.contains('#') || wanted.contains('+');
    const auto topics = m_rules.unsubscribe(*m_session, wanted);
    if (topics) {
        say(wildcard ? "Unsubscribed to: " + joined(*topics)
                     : "Successfully unsubscribed from " + wanted + '!');
    } else if (topics.error().error == ClassroomError::NoMatch) {
        say(topics.error().sentence);
    } else if (topics.error().error == ClassroomError::NotSubscribed && wildcard) {
        say("Unsubscribed to");
    } else {
        say("You are not subscribed to that topic.");
    }
}

void OriginalDialect::publish(const QByteArray &text, bool retain)
{
    const auto words = splitTopicAndMessage(text);
    if (!words) {
        say(retain ? "Invalid syntax: /PUBR <TOPIC> <MESSAGE>"
                   : "Invalid syntax: /PUB <TOPIC> <MESSAGE>");
        return;
    }
    if (words->message.size() > m_limits.maxMessageBytes) {
        say(invalidCommand);
        return;
    }
    const auto result = m_rules.publish(*m_session, words->topic, words->message, retain);
    if (result) {
        if (!result->notKept.isEmpty()) {
            say("The message was delivered but not kept: the store is full.");
        }
        return;
    }
    switch (result.error().error) {
    case ClassroomError::NotSubscribed:
        say("You are not subscribed to this topic.");
        break;
    case ClassroomError::NoMatch:
        say(result.error().sentence);
        break;
    default:
        say("Invalid topic.");
        break;
    }
}

void OriginalDialect::list()
{
    QList<TopicName> topics;
    for (const Subscription &subscription : m_session->subscriptions()) {
        topics.append(subscription.topic());
    }
    say("Subscribed to " + QByteArray::number(topics.size()) + " topics. " + joined(topics));
}

void OriginalDialect::leave()
{
    // The client compares a whole read with DISC_ACK: nothing may be delivered shortly before it.
    endSession(saidGoodbye);
    m_state = State::Leaving;
    m_deadline = TimePoint::max();
    pauseBeforeAcknowledging();
}

/// The pause counts from when the client has been given everything else.
void OriginalDialect::pauseBeforeAcknowledging()
{
    if (m_state == State::Leaving && m_deadline == TimePoint::max() && m_host.outputIsWritten()) {
        m_deadline = steady_clock::now() + m_limits.deadlines.originalDisconnectPause;
    }
}

void OriginalDialect::outputDrained()
{
    sendReplays();
    pauseBeforeAcknowledging();
}

/// Goes on with the answer to a wildcard while there is room. What is kept is shared, not joined:
/// it may be all that the store has.
void OriginalDialect::sendReplays()
{
    if (m_replays.isEmpty()) {
        return;
    }
    while (!m_replays.isEmpty() && m_host.hasRoomForReplay()) {
        const auto [topic, isLive] = m_replays.takeFirst();
        if (isLive) {
            m_host.flushNow(); // messages are not gathered
            const Message *kept = m_broker.retained().find(topic);
            say(liveText(topic, kept != nullptr ? kept->payload : QByteArray()));
        } else {
            sendKept(topic);
            m_host.sendAnswer(" \n");
        }
    }
    m_host.flushNow();
    if (!m_replays.isEmpty()) {
        m_host.pauseInput();
    }
}

void OriginalDialect::sendKept(const TopicName &topic)
{
    m_host.sendAnswer('[' + topic.utf8() + "] ");
    if (const Message *kept = m_broker.retained().find(topic)) {
        m_host.sendAnswer(asUtf8(kept->payload));
    }
}

bool OriginalDialect::deliver(const Delivery &delivery, WireForms &forms)
{
    // As in the classroom protocol: live messages come behind the replays.
    if (!m_replays.isEmpty()) {
        if (m_broker.retained().isNewest(delivery.message)) {
            m_replays.addLive(delivery.message.topic);
        } else {
            m_host.dropLive();
        }
        return true;
    }
    m_host.sendLive(forms.get(WireForms::Slot::Original, [&message = delivery.message] {
        return liveText(message.topic, message.payload);
    }));
    m_host.flushNow();
    return true;
}

void OriginalDialect::say(const QByteArray &text)
{
    m_host.sendAnswer(text);
    m_host.flushNow();
}

} // namespace corkboard
