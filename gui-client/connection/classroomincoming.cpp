#include "base/escaping.h"
#include "connection/classroomconnection.h"

#include <QSet>

#include <algorithm>
#include <array>
#include <utility>

namespace corkboard {

namespace {

/// Bytes taken out of the socket at a time.
constexpr qint64 chunkBytes = 64 * 1024;

/// Topics whose bytes are shared; with more the cache begins anew.
constexpr qsizetype maxCachedTopics = 20'000;

/// Lines of help that are gathered; our own server has one per verb.
constexpr qsizetype maxHelpLines = 200;

/// Bytes of a line that an error quotes.
constexpr qsizetype maxQuotedBytes = 60;

std::optional<Verb> verbFromName(QByteArrayView name)
{
    for (const VerbSpec &spec : verbSpecs()) {
        if (name == QByteArrayView(spec.name)) {
            return spec.verb;
        }
    }
    return std::nullopt;
}

/// The number that a field or a verb is, where it is one that a list could have.
std::optional<qsizetype> countFrom(const QByteArray &field)
{
    bool isNumber = false;
    const uint count = field.toUInt(&isNumber);
    return isNumber ? std::optional(qsizetype(count)) : std::nullopt;
}

bool isNumber(const QByteArray &verb)
{
    return std::ranges::all_of(verb, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

void ClassroomConnection::handleReadyRead()
{
    if (m_reading) {
        return;
    }
    m_reading = true;
    bool goOn = m_socket.bytesAvailable() > 0;
    if (goOn) {
        m_pingSent = false;
        if (state() == State::Connected) {
            m_idle.start(m_timing.idleBeforePing);
        }
    }
    while (goOn && !incoming().isFull()) {
        goOn = readLines(m_socket.read(chunkBytes)) && m_socket.bytesAvailable() > 0;
    }
    m_reading = false;
    // What came for a connection that a slot has made meanwhile was not announced to anybody.
    if (!goOn && m_tcpStands && m_socket.bytesAvailable() > 0) {
        QMetaObject::invokeMethod(this, [this] { handleReadyRead(); }, Qt::QueuedConnection);
    }
}

bool ClassroomConnection::readLines(QByteArrayView bytes)
{
    const quint64 generation = m_generation;
    m_readTime = currentWallTime();
    m_reader.feed(bytes);
    while (generation == m_generation) {
        const auto line = m_reader.next();
        if (!line) {
            end(ConnectionError::Kind::ProtocolError,
                tr("%1 sent a line that is longer than any can be, so the connection was closed.")
                    .arg(address().toShortString()));
        } else if (const auto &complete = *line; complete.has_value()) {
            handleLine(*complete);
        } else {
            return true;
        }
    }
    return false;
}

void ClassroomConnection::handleLine(QByteArrayView line)
{
    incoming().addWireRecord({m_readTime, WireRecord::Direction::Received, line.toByteArray()});
    const quint64 generation = m_generation;
    const bool welcomed = state() != State::Connecting;
    const QByteArray quoted = line.first(std::min(line.size(), maxQuotedBytes)).toByteArray();
    const auto frame = parseFrame(line);
    const bool understood = frame && handleFrame(*frame);
    if (understood || generation != m_generation) {
        return;
    }
    const QString where = address().toShortString();
    const QString shown = escapedForLog(QByteArrayView(quoted), maxQuotedBytes);
    end(ConnectionError::Kind::ProtocolError,
        welcomed ? tr("%1 sent something that is not of the classroom protocol: \"%2\". The "
                      "connection was closed; press Connect to try again.")
                       .arg(where, shown)
                 : tr("%1 does not speak the classroom protocol. It said \"%2\". Check the address "
                      "and the port.")
                       .arg(where, shown));
}

bool ClassroomConnection::handleFrame(const Frame &frame)
{
    using Handler = bool (ClassroomConnection::*)(const Frame &);
    struct Row {
        QByteArrayView verb;
        Handler handler;
    };
    static constexpr std::array rows{
        Row{"PUB", &ClassroomConnection::handleMessage},
        Row{"PUBR", &ClassroomConnection::handleMessage},
        Row{"SUCCESS", &ClassroomConnection::handleSuccess},
        Row{"TOPICS", &ClassroomConnection::handleTopics},
        Row{"TOPIC_ADDED", &ClassroomConnection::handleTopicAdded},
        Row{"PONG", &ClassroomConnection::handlePong},
        Row{"HELP", &ClassroomConnection::handleHelp},
        Row{"DISC_ACK", &ClassroomConnection::handleGoodbye},
    };
    if (frame.verb == "CONN_ACK") {
        return handleWelcome(frame);
    }
    if (frame.verb == "ERROR") {
        return handleError(frame);
    }
    if (state() == State::Connecting) {
        return false;
    }
    if (isNumber(frame.verb)) {
        return handleList(frame);
    }
    for (const Row &row : rows) {
        if (frame.verb == row.verb) {
            return (this->*row.handler)(frame);
        }
    }
    // A newer server may say what this program does not know. It is in the wire log.
    return true;
}

bool ClassroomConnection::handleWelcome(const Frame &frame)
{
    if (state() != State::Connecting || !m_pending.settle(Verb::Conn)) {
        return false;
    }
    finishConnecting(QString::fromUtf8(frame.fields.value(0)));
    return true;
}

bool ClassroomConnection::handleMessage(const Frame &frame)
{
    if (frame.fields.size() != 2) {
        return false;
    }
    auto topic = topicFrom(frame.fields[0]);
    if (!topic) {
        return false;
    }
    const bool replayed = frame.verb == "PUBR";
    incoming().addMessage(
        {m_readTime, {*std::move(topic), frame.fields[1], replayed}, replayed, ++m_messageCount});
    return true;
}

bool ClassroomConnection::handleSuccess(const Frame &frame)
{
    const std::optional<Verb> verb = verbFromName(frame.fields.value(0));
    const auto topics = topicsFrom(frame.fields, 1);
    if (!verb || !topics || topics->isEmpty()) {
        return false;
    }
    const auto request = settle(*verb);
    if (!request) {
        return false;
    }
    const auto scope = answering(request->typed);
    switch (*verb) {
    case Verb::Sub:
        acceptSubscribed(*request, *topics);
        return true;
    case Verb::Unsub:
        dropSubscriptions(*topics);
        emit unsubscribed({request->topic, *topics});
        return true;
    case Verb::Pubr:
        emit publishAnswered({request->topic, request->payload, true, *topics});
        return true;
    default:
        return false;
    }
}

bool ClassroomConnection::handleList(const Frame &frame)
{
    const auto topics = topicsFrom(frame.fields, 0);
    if (!topics || countFrom(frame.verb) != topics->size()) {
        return false;
    }
    const auto request = settle(Verb::List);
    if (!request) {
        return false;
    }
    const quint64 generation = m_generation;
    adoptList(*topics);
    if (generation == m_generation) {
        const auto scope = answering(request->typed);
        emit subscriptionsListed(*topics);
    }
    return true;
}

bool ClassroomConnection::handleTopics(const Frame &frame)
{
    const auto topics = topicsFrom(frame.fields, 1);
    if (!topics || countFrom(frame.fields.value(0)) != topics->size()) {
        return false;
    }
    const auto request = settle(Verb::Topics);
    if (!request) {
        return false;
    }
    const auto scope = answering(request->typed);
    emit topicsListed(*topics);
    return true;
}

bool ClassroomConnection::handleTopicAdded(const Frame &frame)
{
    const auto topics = topicsFrom(frame.fields, 0);
    if (!topics || topics->size() != 1) {
        return false;
    }
    incoming().addTopic(topics->first());
    return true;
}

bool ClassroomConnection::handleHelp(const Frame &frame)
{
    if (frame.fields.size() != 2 || !m_pending.expects(Verb::Help)
        || m_help.size() >= maxHelpLines) {
        return false;
    }
    m_help.append({escapedForLog(frame.fields[0]), escapedForLog(frame.fields[1])});
    return true;
}

bool ClassroomConnection::handlePong(const Frame &frame)
{
    const auto request = frame.fields.isEmpty() ? settle(Verb::Ping) : std::nullopt;
    if (!request) {
        return false;
    }
    if (!request->internal) {
        const auto scope = answering(request->typed);
        emit pongReceived(std::chrono::milliseconds(request->age.elapsed()));
    }
    return true;
}

bool ClassroomConnection::handleError(const Frame &frame)
{
    if (frame.fields.size() != 3) {
        return false;
    }
    const std::optional<Verb> verb = verbFromName(frame.fields[0]);
    const QString sentence = escapedForLog(QByteArrayView(frame.fields[2]), 2'048);
    if (state() == State::Connecting) {
        end(ConnectionError::Kind::RefusedByServer,
            tr("%1 does not let this client in: %2").arg(address().toShortString(), sentence));
        return true;
    }
    const RequestFailure failure{
        .verb = verb, .code = classroomErrorFromCode(frame.fields[1]), .sentence = sentence};
    const auto request = verb ? settle(*verb) : std::nullopt;
    failRequest(request.value_or(PendingRequest{}), failure);
    return true;
}

bool ClassroomConnection::handleGoodbye(const Frame &)
{
    if (state() != State::Disconnecting) {
        return false;
    }
    const quint64 generation = m_generation;
    // The answers before it are settled by it; what is left was not answered.
    (void)settle(Verb::Disc);
    if (generation == m_generation) {
        leave();
    }
    return true;
}

std::optional<PendingRequest> ClassroomConnection::settle(Verb verb)
{
    auto settled = m_pending.settle(verb);
    if (!settled) {
        return std::nullopt;
    }
    for (const PendingRequest &done : std::as_const(settled->done)) {
        const auto scope = answering(done.typed);
        if (done.verb == Verb::Help) {
            emit helpReceived(std::exchange(m_help, {}));
        } else if (verb != Verb::Pub) {
            const auto topic = TopicName::parse(done.topic);
            emit publishAnswered({done.topic, done.payload, false,
                                  topic ? QList<TopicName>{*topic} : QList<TopicName>{}});
        }
    }
    return std::move(settled->request);
}

std::optional<TopicName> ClassroomConnection::topicFrom(const QByteArray &field)
{
    if (const auto known = m_topicCache.constFind(field); known != m_topicCache.cend()) {
        return *known;
    }
    auto topic = TopicName::parse(field);
    if (!topic) {
        return std::nullopt;
    }
    if (m_topicCache.size() >= maxCachedTopics) {
        m_topicCache.clear();
    }
    m_topicCache.insert(field, *topic);
    return *std::move(topic);
}

std::optional<QList<TopicName>> ClassroomConnection::topicsFrom(const QList<QByteArray> &fields,
                                                                qsizetype first)
{
    QList<TopicName> topics;
    topics.reserve(fields.size());
    for (qsizetype i = first; i < fields.size(); ++i) {
        auto topic = topicFrom(fields[i]);
        if (!topic) {
            return std::nullopt;
        }
        topics.append(*std::move(topic));
    }
    return topics;
}

void ClassroomConnection::acceptSubscribed(const PendingRequest &request,
                                           const QList<TopicName> &topics)
{
    SubscribeAnswer answer{request.topic, topics, m_readTime, request.restoring};
    if (request.restoring) {
        const auto restored = std::ranges::find_if(
            m_subscriptions, [&](const Subscription &s) { return s.own.topic == topics.first(); });
        if (restored == m_subscriptions.end()) {
            return;
        }
        restored->confirmed = true;
        answer.filter = restored->own.filter;
        answer.time = restored->own.since;
    } else {
        addSubscriptions(request.topic, topics, m_readTime);
    }
    emit subscribed(answer);
}

void ClassroomConnection::addSubscriptions(const QString &filter, const QList<TopicName> &topics,
                                           WallTime since)
{
    QSet<TopicName> known;
    for (const Subscription &subscription : std::as_const(m_subscriptions)) {
        known.insert(subscription.own.topic);
    }
    for (const TopicName &topic : topics) {
        if (!known.contains(topic)) {
            known.insert(topic);
            m_subscriptions.append({{topic, filter, since}, true});
        }
    }
}

void ClassroomConnection::dropSubscriptions(const QList<TopicName> &topics)
{
    const QSet<TopicName> gone(topics.begin(), topics.end());
    m_subscriptions.removeIf([&gone](const Subscription &subscription) {
        return gone.contains(subscription.own.topic);
    });
}

void ClassroomConnection::adoptList(const QList<TopicName> &topics)
{
    const quint64 generation = m_generation;
    QSet<TopicName> unknown(topics.begin(), topics.end());
    QList<TopicName> gone;
    for (const Subscription &subscription : std::as_const(m_subscriptions)) {
        if (!unknown.remove(subscription.own.topic) && subscription.confirmed) {
            gone.append(subscription.own.topic);
        }
    }
    if (!gone.isEmpty()) {
        dropSubscriptions(gone);
        emit unsubscribed({{}, gone});
    }
    for (const TopicName &topic : topics) {
        if (generation == m_generation && unknown.contains(topic)) {
            addSubscriptions(topic.toString(), {topic}, m_readTime);
            emit subscribed({topic.toString(), {topic}, m_readTime, false});
        }
    }
}

void ClassroomConnection::failRequest(const PendingRequest &request, const RequestFailure &failure)
{
    const quint64 generation = m_generation;
    const auto topic = TopicName::parse(request.topic);
    if (request.restoring && topic) {
        dropSubscriptions({*topic});
        emit unsubscribed({{}, {*topic}});
    }
    if (generation == m_generation) {
        const auto scope = answering(request.typed);
        emit requestFailed({failure.verb, failure.code, failure.sentence, request.topic,
                            request.payload, request.verb == Verb::Pubr});
    }
}

} // namespace corkboard
