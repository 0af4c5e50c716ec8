#include "net/mqttprotocol.h"

#include "base/escaping.h"

#include <QLoggingCategory>
#include <QUuid>

#include <algorithm>
#include <utility>
#include <variant>

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.net", QtInfoMsg)

using mqtt::ProtocolVersion;
using mqtt::ReasonCode;
using std::chrono::steady_clock;

QByteArray newClientId()
{
    return "auto-" + QUuid::createUuid().toByteArray(QUuid::Id128).left(20);
}

ReasonCode grantedFor(Qos qos)
{
    return ReasonCode(quint8(qos));
}

} // namespace

MqttProtocol::MqttProtocol(Broker &broker, ProtocolHost &host, const ConnectionLimits &limits)
    : m_broker(broker)
    , m_host(host)
    , m_limits(limits)
    , m_reader(mqtt::Sender::Client,
               std::min(limits.mqtt.maxPacketBytes, limits::maxPacketBytesBeforeConnect))
    , m_output(host)
    , m_aliases(limits.mqtt.topicAliasMaximum)
    , m_lastPacketAt(host.openedAt())
{
}

MqttProtocol::~MqttProtocol()
{
    MqttProtocol::connectionClosed({});
}

QString MqttProtocol::language() const
{
    return m_output.version() == ProtocolVersion::V5 ? QStringLiteral("MQTT 5.0")
                                                     : QStringLiteral("MQTT 3.1.1");
}

void MqttProtocol::connectionClosed(const QString &reason)
{
    m_state = State::Closing;
    leaveSession(reason);
}

void MqttProtocol::leaveSession(const QString &reason)
{
    if (m_session != nullptr) {
        m_broker.advance(steady_clock::now());
        m_broker.disconnectSession(*std::exchange(m_session, nullptr), reason, m_will);
    }
}

void MqttProtocol::receive(QByteArrayView bytes, bool)
{
    m_broker.advance(steady_clock::now());
    m_reader.feed(bytes);
    processPackets();
}

void MqttProtocol::resume()
{
    m_broker.advance(steady_clock::now());
    // The wait was not the client's fault.
    m_lastPacketAt = steady_clock::now();
    if (m_packetBegunAt != TimePoint::max()) {
        m_packetBegunAt = m_lastPacketAt;
    }
    processPackets();
}

void MqttProtocol::processPackets()
{
    m_inputWaits = false;
    for (bool isFirst = true; m_state != State::Closing; isFirst = false) {
        if (m_host.outputIsCongested()) {
            m_inputWaits = true;
            m_reader.keepRest();
            m_host.pauseInput();
            return;
        }
        if (!isFirst && m_host.turnIsUsedUp()) {
            m_inputWaits = true;
            m_reader.keepRest();
            m_host.continueNextTurn();
            return;
        }
        auto packet = m_reader.next();
        if (!packet) {
            const mqtt::ProtocolError &error = packet.error();
            if (m_state == State::Waiting && error.connackVersion) {
                m_output.configure(*error.connackVersion, m_limits.mqtt.maxPacketBytes, 0);
                refuseConnect(error.reason);
            } else {
                fail(error.reason, error.sentence);
            }
            return;
        }
        if (!*packet) {
            break;
        }
        m_host.countRequest();
        m_lastPacketAt = steady_clock::now();
        m_packetBegunAt = TimePoint::max();
        std::visit([this](const auto &each) { handle(each); }, **packet);
    }
    if (!m_reader.hasPartialPacket()) {
        m_packetBegunAt = TimePoint::max();
    } else if (m_packetBegunAt == TimePoint::max()) {
        m_packetBegunAt = steady_clock::now();
    }
    if (m_stops && !isBusy()) {
        sayThatTheServerStops();
    }
}

MqttProtocol::TimePoint MqttProtocol::deadline() const
{
    const Deadlines &deadlines = m_limits.deadlines;
    switch (m_state) {
    case State::Closing:
        return TimePoint::max();
    case State::Waiting:
        // Absolute: what comes in slowly does not move it (K02).
        return m_host.openedAt() + deadlines.connect;
    case State::Connected:
        break;
    }
    TimePoint next = TimePoint::max();
    if (m_packetBegunAt != TimePoint::max()) {
        next = m_packetBegunAt + deadlines.packet;
    }
    if (m_keepAlive.count() > 0) {
        // MQTT-3.1.2-22: one and a half times the keep alive.
        next = std::min<TimePoint>(next,
                                   m_lastPacketAt + std::chrono::milliseconds(m_keepAlive) * 3 / 2);
    }
    return next;
}

void MqttProtocol::handleDeadline()
{
    switch (m_state) {
    case State::Closing:
        break;
    case State::Waiting:
        close(QStringLiteral("it sent no CONNECT"));
        break;
    case State::Connected: {
        const bool unfinished = m_packetBegunAt != TimePoint::max()
            && m_packetBegunAt + m_limits.deadlines.packet <= steady_clock::now();
        if (unfinished) {
            fail(ReasonCode::MalformedPacket, QStringLiteral("it left a packet unfinished"));
        } else {
            fail(ReasonCode::KeepAliveTimeout, QStringLiteral("its keep alive is over"));
        }
        break;
    }
    }
}

void MqttProtocol::fail(ReasonCode reason, const QString &why)
{
    if (m_state == State::Closing) {
        return;
    }
    if (m_state == State::Connected && m_output.version() == ProtocolVersion::V5) {
        mqtt::Disconnect disconnect;
        disconnect.reason = reason;
        disconnect.properties.reasonString = why.toUtf8();
        m_output.send(disconnect);
    }
    close(why);
}

void MqttProtocol::close(const QString &reason)
{
    m_state = State::Closing;
    m_replays.clear();
    m_host.closeAfterOutput(reason);
    // Now, and not when the connection is gone: the client may be back before that.
    leaveSession(reason);
}

void MqttProtocol::serverStops()
{
    m_stops = true;
    if (!isBusy()) {
        sayThatTheServerStops();
    }
}

bool MqttProtocol::isBusy() const
{
    return m_state != State::Closing && (m_inputWaits || !m_replays.empty());
}

void MqttProtocol::sayThatTheServerStops()
{
    fail(ReasonCode::ServerShuttingDown, QStringLiteral("the server stops"));
}

void MqttProtocol::takenOver()
{
    m_session = nullptr;
    fail(ReasonCode::SessionTakenOver, QStringLiteral("another connection took its session over"));
}

// CONNECT

void MqttProtocol::refuseConnect(ReasonCode reason)
{
    mqtt::Connack connack;
    connack.reason = reason;
    m_output.send(connack);
    close(QStringLiteral("its CONNECT was refused: ") + mqtt::describe(reason));
}

std::optional<ReasonCode> MqttProtocol::problemOf(const mqtt::Connect &connect) const
{
    if (connect.properties.authenticationMethod) {
        return ReasonCode::BadAuthenticationMethod; // none is set up (MQTT-4.12.0-1)
    }
    if (connect.clientId.size() > limits::maxClientIdBytes) {
        return ReasonCode::ClientIdentifierNotValid;
    }
    if (connect.clientId.isEmpty() && !connect.cleanStart
        && connect.version == ProtocolVersion::V311) {
        return ReasonCode::ClientIdentifierNotValid; // MQTT 3.1.1, MQTT-3.1.3-8
    }
    if (!m_broker.mayTakeOver(connect.clientId)) {
        return ReasonCode::QuotaExceeded;
    }
    if (!connect.will) {
        return std::nullopt;
    }
    const mqtt::Will &will = *connect.will;
    if (!TopicName::parse(QByteArrayView(will.topic))) {
        return ReasonCode::TopicNameInvalid;
    }
    if (will.qos > m_limits.mqtt.maxQos) {
        return ReasonCode::QosNotSupported; // MQTT-3.2.2-12
    }
    if (will.retain && !m_limits.mqtt.retainAvailable) {
        return ReasonCode::RetainNotSupported; // MQTT-3.2.2-13
    }
    if (!hasPromisedFormat(will.properties, will.payload)) {
        return ReasonCode::PayloadFormatInvalid;
    }
    return std::nullopt;
}

SessionRequest MqttProtocol::sessionRequest(const mqtt::Connect &connect,
                                            const QByteArray &clientId) const
{
    SessionRequest request;
    request.clientId = clientId;
    request.cleanStart = connect.cleanStart;
    request.receiveMaximum = connect.properties.receiveMaximum.value_or(65'535);
    if (connect.version == ProtocolVersion::V5) {
        const quint32 expiry = connect.properties.sessionExpiryInterval.value_or(0);
        request.expiry = std::chrono::seconds(expiry);
    } else if (!connect.cleanStart) {
        request.expiry = m_limits.mqtt.sessionExpiry311;
    }
    if (connect.will) {
        const mqtt::Will &will = *connect.will;
        Will asked;
        asked.message.topic = *TopicName::parse(QByteArrayView(will.topic));
        asked.message.payload = will.payload;
        asked.message.qos = will.qos;
        asked.message.retain = will.retain;
        asked.message.properties = SharedProperties(will.properties);
        asked.delay = std::chrono::seconds(will.delayInterval.value_or(0));
        if (asked.message.topic.isReserved()) {
            qCWarning(log).noquote()
                << m_host.peerText() << "has a will for a topic of the broker, which is left out";
        } else {
            request.will = asked;
        }
    }
    return request;
}

mqtt::Connack MqttProtocol::connackFor(const mqtt::Connect &connect,
                                       const ResumedSession &resumed) const
{
    mqtt::Connack connack;
    connack.sessionPresent = resumed.present;
    if (connect.version == ProtocolVersion::V311) {
        return connack;
    }
    const MqttLimits &limits = m_limits.mqtt;
    const Session &session = *resumed.session;
    mqtt::ConnackProperties &properties = connack.properties;
    if (connect.clientId.isEmpty()) {
        properties.assignedClientId = session.clientId(); // MQTT-3.2.2-16
    }
    const quint32 askedExpiry = connect.properties.sessionExpiryInterval.value_or(0);
    if (session.expiry() != std::chrono::seconds(askedExpiry)) {
        properties.sessionExpiryInterval = quint32(session.expiry().count());
    }
    properties.receiveMaximum = limits.receiveMaximum;
    if (limits.maxQos != Qos::ExactlyOnce) {
        properties.maximumQos = limits.maxQos;
    }
    if (!limits.retainAvailable) {
        properties.retainAvailable = false;
    }
    properties.maximumPacketSize = quint32(limits.maxPacketBytes);
    if (limits.topicAliasMaximum > 0) {
        properties.topicAliasMaximum = limits.topicAliasMaximum;
    }
    if (m_keepAlive != std::chrono::seconds(connect.keepAlive)) {
        properties.serverKeepAlive = quint16(m_keepAlive.count()); // MQTT-3.2.2-21
    }
    if (connect.properties.requestResponseInformation.value_or(false)) {
        properties.responseInformation = "response/" + session.clientId() + '/';
    }
    return connack;
}

void MqttProtocol::handle(const mqtt::Connect &connect)
{
    const MqttLimits &limits = m_limits.mqtt;
    const auto mostBytes
        = connect.properties.maximumPacketSize.value_or(quint32(limits::maxMqttPacketBytes));
    m_output.configure(
        connect.version, mostBytes,
        std::min(connect.properties.topicAliasMaximum.value_or(0), limits.topicAliasMaximum));
    m_reader.setMaxPacketBytes(limits.maxPacketBytes);
    if (const auto problem = m_refuseWith ? m_refuseWith : problemOf(connect)) {
        refuseConnect(*problem);
        return;
    }
    m_keepAlive = std::chrono::seconds(connect.keepAlive);
    const bool tooLong = connect.keepAlive == 0 || m_keepAlive > limits.maxKeepAlive;
    if (connect.version == ProtocolVersion::V5 && tooLong) {
        m_keepAlive = limits.maxKeepAlive; // 3.1.1 cannot be told, so its own holds
    }
    const QByteArray clientId = connect.clientId.isEmpty() ? newClientId() : connect.clientId;
    const ResumedSession resumed
        = m_broker.resumeSession(*this, language() + QStringLiteral(", ") + m_host.peerText(),
                                 sessionRequest(connect, clientId));
    m_session = resumed.session;
    m_state = State::Connected;
    if (!m_output.send(connackFor(connect, resumed))) {
        // The client takes only shorter packets: the shortest CONNACK that is true. What it would
        // need to be told is lost where even that does not fit.
        mqtt::Connack shortest;
        shortest.sessionPresent = resumed.present;
        if (connect.clientId.isEmpty() || !m_output.send(shortest)) {
            close(QStringLiteral("it takes no packet as long as a CONNACK"));
            return;
        }
    }
    m_broker.sendWaiting(*m_session);
}

// PUBLISH and its answers

std::optional<QByteArray> MqttProtocol::topicOf(const mqtt::Publish &publish)
{
    if (!publish.topicAlias) {
        return publish.topic;
    }
    if (!m_aliases.isAllowed(*publish.topicAlias)) {
        fail(ReasonCode::TopicAliasInvalid,
             QStringLiteral("it used a topic alias beyond the maximum")); // MQTT-3.3.2-9
        return std::nullopt;
    }
    if (!publish.topic.isEmpty()) {
        m_aliases.set(*publish.topicAlias, publish.topic);
        return publish.topic;
    }
    const QByteArray topic = m_aliases.topic(*publish.topicAlias);
    if (topic.isEmpty()) {
        fail(ReasonCode::ProtocolError,
             QStringLiteral("it used a topic alias that stands for "
                            "nothing"));
        return std::nullopt;
    }
    return topic;
}

std::optional<ReasonCode> MqttProtocol::problemOf(const mqtt::Publish &publish) const
{
    if (publish.qos > m_limits.mqtt.maxQos) {
        return ReasonCode::QosNotSupported; // MQTT-3.2.2-11
    }
    if (publish.retain && !m_limits.mqtt.retainAvailable) {
        return ReasonCode::RetainNotSupported; // MQTT-3.2.2-14
    }
    const bool begins
        = publish.qos == Qos::ExactlyOnce && !m_session->isReceiving(publish.packetId);
    if (begins && m_session->receivingCount() >= m_limits.mqtt.receiveMaximum
        && m_output.version() == ProtocolVersion::V5) {
        return ReasonCode::ReceiveMaximumExceeded; // MQTT-3.3.4-9
    }
    return std::nullopt;
}

void MqttProtocol::handle(const mqtt::Publish &publish)
{
    const auto topicBytes = topicOf(publish);
    if (!topicBytes) {
        return;
    }
    const auto topic = TopicName::parse(QByteArrayView(*topicBytes));
    if (!topic) {
        fail(ReasonCode::TopicNameInvalid, describe(topic.error()));
        return;
    }
    if (const auto problem = problemOf(publish)) {
        fail(*problem, mqtt::describe(*problem));
        return;
    }
    if (!hasPromisedFormat(*publish.properties, publish.payload)) {
        if (publish.qos == Qos::AtMostOnce) {
            fail(ReasonCode::PayloadFormatInvalid,
                 mqtt::describe(ReasonCode::PayloadFormatInvalid));
        } else {
            acknowledge(publish, ReasonCode::PayloadFormatInvalid);
        }
        return;
    }
    if (publish.qos == Qos::ExactlyOnce && m_session->isReceiving(publish.packetId)) {
        acknowledge(publish, ReasonCode::Success); // the same message again (MQTT-4.3.3-10)
        return;
    }
    acknowledge(publish, this->publish(publish, *topic));
}

ReasonCode MqttProtocol::publish(const mqtt::Publish &publish, const TopicName &topic)
{
    if (topic.isReserved()) {
        qCDebug(log).noquote() << m_host.peerText() << "published to a topic of the broker:"
                               << escapedForLog(QByteArrayView(topic.utf8()), 128);
        return ReasonCode::NotAuthorized;
    }
    Message message;
    message.topic = topic;
    message.payload = publish.payload;
    message.qos = publish.qos;
    message.retain = publish.retain;
    message.properties = publish.properties;
    if (const auto expiry = publish.properties->messageExpiryInterval) {
        message.expiresAt = m_broker.now() + std::chrono::seconds(*expiry);
    }
    (void)m_broker.addTopic(topic);
    const PublishOutcome outcome = m_broker.publish(message, m_session);
    if (outcome.retainRefused) {
        return ReasonCode::QuotaExceeded;
    }
    return outcome.receivers == 0 ? ReasonCode::NoMatchingSubscribers : ReasonCode::Success;
}

void MqttProtocol::acknowledge(const mqtt::Publish &publish, ReasonCode reason)
{
    switch (publish.qos) {
    case Qos::AtMostOnce:
        break;
    case Qos::AtLeastOnce:
        m_output.send(mqtt::Puback{publish.packetId, reason, {}});
        break;
    case Qos::ExactlyOnce:
        // MQTT 3.1.1 has no word for "no", so the message is taken and goes nowhere.
        if (!mqtt::isError(reason) || m_output.version() == ProtocolVersion::V311) {
            m_session->beginReceiving(publish.packetId);
        }
        m_output.send(mqtt::Pubrec{publish.packetId, reason, {}});
        break;
    }
}

void MqttProtocol::handle(const mqtt::Puback &puback)
{
    (void)m_broker.acknowledge(*m_session, puback.packetId);
    sendReplays();
}

void MqttProtocol::handle(const mqtt::Pubrec &pubrec)
{
    if (mqtt::isError(pubrec.reason)) {
        (void)m_broker.refuse(*m_session, pubrec.packetId);
        sendReplays();
        return;
    }
    const bool known = m_broker.receive(*m_session, pubrec.packetId);
    m_output.send(mqtt::Pubrel{
        pubrec.packetId, known ? ReasonCode::Success : ReasonCode::PacketIdentifierNotFound, {}});
}

void MqttProtocol::handle(const mqtt::Pubrel &pubrel)
{
    const bool known = m_session->endReceiving(pubrel.packetId);
    m_output.send(mqtt::Pubcomp{
        pubrel.packetId, known ? ReasonCode::Success : ReasonCode::PacketIdentifierNotFound, {}});
}

void MqttProtocol::handle(const mqtt::Pubcomp &pubcomp)
{
    (void)m_broker.complete(*m_session, pubcomp.packetId);
    sendReplays();
}

// SUBSCRIBE and UNSUBSCRIBE

void MqttProtocol::handle(const mqtt::Subscribe &subscribe)
{
    for (const mqtt::SubscriptionRequest &request : subscribe.subscriptions) {
        const bool shared = request.filter.startsWith("$share/");
        if (shared && request.options.noLocal) {
            fail(ReasonCode::ProtocolError,
                 QStringLiteral("a shared subscription cannot be without local messages"));
            return; // MQTT-3.8.3-4
        }
    }
    mqtt::Suback suback;
    suback.packetId = subscribe.packetId;
    for (const mqtt::SubscriptionRequest &request : subscribe.subscriptions) {
        suback.reasons.append(
            this->subscribe(request, subscribe.subscriptionIdentifier.value_or(0)));
    }
    m_output.send(suback);
    sendReplays();
}

ReasonCode MqttProtocol::subscribe(const mqtt::SubscriptionRequest &request, quint32 identifier)
{
    const bool v5 = m_output.version() == ProtocolVersion::V5;
    const auto filter = SubscriptionFilter::parse(request.filter);
    if (!filter) {
        return v5 ? ReasonCode::TopicFilterInvalid : ReasonCode::UnspecifiedError;
    }
    const SubscriptionOptions options{.qos = std::min(request.options.qos, m_limits.mqtt.maxQos),
                                      .noLocal = request.options.noLocal,
                                      .retainAsPublished = request.options.retainAsPublished,
                                      .identifier = identifier};
    const auto outcome
        = m_broker.subscribe(*m_session, *filter, options, std::chrono::system_clock::now());
    if (outcome == Broker::SubscribeOutcome::Full) {
        return v5 ? ReasonCode::QuotaExceeded : ReasonCode::UnspecifiedError;
    }
    // MQTT-3.3.1-9 to -11; a shared subscription brings none (§4.8.2).
    const bool isNew = outcome == Broker::SubscribeOutcome::Added;
    const auto handling = request.options.retainHandling;
    const bool wantsRetained = handling == mqtt::RetainHandling::Send
        || (handling == mqtt::RetainHandling::SendIfNew && isNew);
    if (wantsRetained && !filter->isShared()) {
        m_broker.retained().forEachMatching(filter->filter(), [&](const Message &message) {
            m_replays.push_back({message.topic, options});
        });
    }
    return grantedFor(options.qos);
}

void MqttProtocol::sendReplays()
{
    while (m_state == State::Connected && !m_replays.empty() && m_host.hasRoomForReplay()) {
        const Replay &replay = m_replays.front();
        const Message *message = m_broker.retained().find(replay.topic);
        if (message != nullptr && !m_broker.replay(*m_session, *message, replay.options)) {
            return; // until some are acknowledged
        }
        m_replays.pop_front();
    }
}

void MqttProtocol::handle(const mqtt::Unsubscribe &unsubscribe)
{
    mqtt::Unsuback unsuback;
    unsuback.packetId = unsubscribe.packetId;
    const bool v5 = m_output.version() == ProtocolVersion::V5;
    for (const QByteArray &text : unsubscribe.filters) {
        const auto filter = SubscriptionFilter::parse(text);
        ReasonCode reason = ReasonCode::TopicFilterInvalid;
        if (filter) {
            reason = m_broker.unsubscribe(*m_session, *filter) ? ReasonCode::Success
                                                               : ReasonCode::NoSubscriptionExisted;
        }
        if (v5) {
            unsuback.reasons.append(reason);
        }
    }
    m_output.send(unsuback);
}

// The rest

void MqttProtocol::handle(const mqtt::Pingreq &)
{
    m_output.send(mqtt::Pingresp());
}

void MqttProtocol::handle(const mqtt::Disconnect &disconnect)
{
    if (const auto expiry = disconnect.properties.sessionExpiryInterval) {
        if (m_session->expiry().count() == 0 && *expiry != 0) {
            fail(ReasonCode::ProtocolError,
                 QStringLiteral("it wants to keep a session that it asked to end"));
            return; // MQTT-3.14.2.2.2
        }
        m_broker.setSessionExpiry(*m_session, std::chrono::seconds(*expiry));
    }
    const bool goodbye = disconnect.reason == ReasonCode::Success;
    m_will = goodbye ? WillFate::Discard : WillFate::Publish; // MQTT-3.14.4-3
    close(goodbye ? QStringLiteral("it said goodbye")
                  : QStringLiteral("it left: ") + mqtt::describe(disconnect.reason));
}

void MqttProtocol::handle(const mqtt::Auth &)
{
    fail(ReasonCode::ProtocolError, QStringLiteral("it sent AUTH, but uses no method for it"));
}

// Subscriber

bool MqttProtocol::deliver(const Delivery &delivery, WireForms &forms)
{
    return m_output.deliver(delivery, forms, m_broker.now());
}

void MqttProtocol::release(quint16 packetId)
{
    m_output.send(mqtt::Pubrel{packetId, ReasonCode::Success, {}});
}

bool MqttProtocol::hasRoom() const
{
    return m_state == State::Connected && m_host.hasRoomForReplay();
}

void MqttProtocol::outputDrained()
{
    if (m_state == State::Connected) {
        m_broker.sendWaiting(*m_session);
        sendReplays();
    }
    if (m_stops && !isBusy()) {
        sayThatTheServerStops();
    }
}

} // namespace corkboard
