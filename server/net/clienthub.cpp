#include "net/clienthub.h"

#include "broker/broker.h"
#include "classroom/framewriter.h"
#include "net/classroomprotocol.h"
#include "net/mqttprotocol.h"
#include "net/originaldialect.h"
#include "net/refusalprotocol.h"
#include "net/transport.h"

#include <QLoggingCategory>

#include <chrono>

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.net", QtInfoMsg)

constexpr size_t scratchBytes = 64 * 1024;

/// Clients that are being refused at the same time; more are closed without a word.
constexpr qsizetype maxRefused = 64;

/// At most one line a second is about refusals: whoever knocks fast does not fill the log.
constexpr auto refusalLogPause = std::chrono::seconds(1);

using Verdict = ConnectionGate::Verdict;

QByteArray refusalSentence(Verdict verdict, const ConnectionLimits &limits)
{
    switch (verdict) {
    case Verdict::FullForAddress:
        return "The server has " + QByteArray::number(limits.maxConnectionsPerAddress)
            + " clients from your address; try again when one of them has left.";
    case Verdict::TooFast:
        return "Too many clients connect at the same time; try again in a second.";
    case Verdict::Full:
    case Verdict::Admitted:
        break;
    }
    return "The server has its " + QByteArray::number(limits.maxConnections)
        + " clients; try again when somebody has left.";
}

QString refusalReason(Verdict verdict, const ConnectionLimits &limits)
{
    switch (verdict) {
    case Verdict::FullForAddress:
        return QStringLiteral("there are already %1 clients from that address")
            .arg(limits.maxConnectionsPerAddress);
    case Verdict::TooFast:
        return QStringLiteral("more than %1 clients connect in a second")
            .arg(limits.connectionsPerSecond);
    case Verdict::Full:
    case Verdict::Admitted:
        break;
    }
    return QStringLiteral("there are already %1 clients").arg(limits.maxConnections);
}

} // namespace

ClientHub::ClientHub(Broker &broker, const ConnectionLimits &limits, QObject *parent)
    : QObject(parent)
    , m_broker(broker)
    , m_limits(limits)
    , m_refusalLimits(limits)
    , m_mqttLimits(limits)
    , m_scratch(scratchBytes)
    , m_memory(limits.maxHeldBytes)
    , m_gate(m_limits)
    , m_environment{m_flushQueue, m_deadlines, m_limits, m_scratch, m_memory, m_traffic}
    , m_refusalEnvironment{m_flushQueue, m_deadlines, m_refusalLimits,
                           m_scratch,    m_memory,    m_traffic}
    , m_mqttEnvironment{m_flushQueue, m_deadlines, m_mqttLimits, m_scratch, m_memory, m_traffic}
{
    m_refusalLimits.deadlines.firstLine = limits.deadlines.lineBeforeConnect;
    m_mqttLimits.deadlines.firstLine = limits.deadlines.connect;
    m_classroom = [this](QByteArrayView first, ProtocolHost &host) {
        return makeProtocol(Dialect::Classroom, first, host);
    };
    m_mqtt = [this](QByteArrayView first, ProtocolHost &host) {
        return makeProtocol(Dialect::Mqtt, first, host);
    };
    m_original = [this](QByteArrayView, ProtocolHost &host) {
        return std::make_unique<OriginalDialect>(m_broker, host, m_limits);
    };
    for (const Verdict verdict : {Verdict::Full, Verdict::FullForAddress, Verdict::TooFast}) {
        const QByteArray sentence = refusalSentence(verdict, m_limits);
        const QByteArray frame
            = writeFrame({"ERROR", {"CONN", toCode(ClassroomError::Limit), sentence}});
        m_refusals[verdict] = {.spokenTo =
                                   [this, frame](QByteArrayView first, ProtocolHost &host) {
                                       return makeRefusal(first, host, frame);
                                   },
                               .original =
                                   [sentence](QByteArrayView, ProtocolHost &host) {
                                       return std::make_unique<RefusalProtocol>(host, sentence);
                                   }};
    }
    m_refusalTimer.setSingleShot(true);
    m_refusalTimer.setInterval(refusalLogPause);
    connect(&m_refusalTimer, &QTimer::timeout, this, &ClientHub::logUntoldRefusals);
    connect(&m_memory, &MemoryBudget::exceeded, this, &ClientHub::shed);
}

ClientHub::~ClientHub()
{
    // The handlers use what the hub owns, so they go before it does, and so do those that have
    // finished and only wait for their deleteLater().
    qDeleteAll(findChildren<ClientHandler *>(Qt::FindDirectChildrenOnly));
}

std::unique_ptr<Protocol> ClientHub::makeProtocol(Dialect dialect, QByteArrayView first,
                                                  ProtocolHost &host)
{
    const auto language = languageOf(dialect, first);
    if (host.isWebSocket() && language != Language::Mqtt) {
        qCWarning(log).noquote() << host.peerText()
                                 << "is closed: through a WebSocket only MQTT is spoken";
        return std::make_unique<RefusalProtocol>(host, QByteArray());
    }
    if (!language) {
        qCWarning(log).noquote() << host.peerText() << "is closed:" << whyForeign(first);
        return std::make_unique<RefusalProtocol>(host, QByteArray());
    }
    if (*language == Language::Mqtt) {
        return std::make_unique<MqttProtocol>(m_broker, host, m_limits);
    }
    return std::make_unique<ClassroomProtocol>(m_broker, host, m_limits, m_topicsAnswer);
}

std::unique_ptr<Protocol> ClientHub::makeRefusal(QByteArrayView first, ProtocolHost &host,
                                                 const QByteArray &frame)
{
    if (languageOf(Dialect::Classroom, first) == Language::Mqtt) {
        auto refusal = std::make_unique<MqttProtocol>(m_broker, host, m_refusalLimits);
        refusal->refuseWith(mqtt::ReasonCode::ServerBusy);
        return refusal;
    }
    return std::make_unique<RefusalProtocol>(host, frame);
}

void ClientHub::add(std::unique_ptr<Transport> transport, Dialect dialect)
{
    if (m_stopping) {
        return;
    }
    const Verdict verdict
        = m_gate.admit(transport->peerAddress(), std::chrono::steady_clock::now());
    if (verdict != Verdict::Admitted) {
        refuse(std::move(transport), dialect, verdict);
        return;
    }
    ++m_traffic.connections;
    switch (dialect) {
    case Dialect::Classroom:
        start(new ClientHandler(std::move(transport), m_environment, m_classroom,
                                ClientHandler::Start::FirstByte, this),
              m_handlers);
        break;
    case Dialect::Mqtt:
        start(new ClientHandler(std::move(transport), m_mqttEnvironment, m_mqtt,
                                ClientHandler::Start::FirstByte, this),
              m_handlers);
        break;
    case Dialect::Original:
        start(new ClientHandler(std::move(transport), m_environment, m_original,
                                ClientHandler::Start::Greeting, this),
              m_handlers);
        break;
    }
}

void ClientHub::refuse(std::unique_ptr<Transport> transport, Dialect dialect, Verdict verdict)
{
    ++m_traffic.refusedConnections;
    logRefusal(transport->peerText(), verdict);
    if (m_refused.size() >= maxRefused) {
        return;
    }
    const bool greets = dialect == Dialect::Original;
    start(new ClientHandler(
              std::move(transport), m_refusalEnvironment,
              greets ? m_refusals[verdict].original : m_refusals[verdict].spokenTo,
              greets ? ClientHandler::Start::Greeting : ClientHandler::Start::FirstByte, this),
          m_refused);
}

void ClientHub::logRefusal(const QString &peer, Verdict verdict)
{
    if (m_refusalTimer.isActive()) {
        ++m_untoldRefusals;
        return;
    }
    qCWarning(log).noquote() << peer << "is refused:" << refusalReason(verdict, m_limits);
    m_refusalTimer.start();
}

void ClientHub::logUntoldRefusals()
{
    if (m_untoldRefusals > 0) {
        qCWarning(log) << m_untoldRefusals << "more connections were refused in the last second";
        m_untoldRefusals = 0;
        m_refusalTimer.start();
    }
}

void ClientHub::shed()
{
    while (m_memory.isExceeded()) {
        ClientHandler *greediest = nullptr;
        for (ClientHandler *handler : std::as_const(m_handlers)) {
            if (handler->heldBytes() > (greediest != nullptr ? greediest->heldBytes() : 0)) {
                greediest = handler;
            }
        }
        if (greediest == nullptr) {
            return; // those that are refused hold little, and not for long
        }
        ++m_shedClients;
        qCWarning(log).noquote() << greediest->peerText() << "is closed: all clients together hold"
                                 << "more than" << m_limits.maxHeldBytes << "bytes, this one"
                                 << greediest->heldBytes();
        greediest->closeForMemory();
    }
}

void ClientHub::start(ClientHandler *handler, Handlers &handlers)
{
    handlers.insert(handler);
    connect(handler, &ClientHandler::finished, this,
            [this, handler, &handlers] { handleFinished(handler, handlers); });
    handler->start();
}

void ClientHub::handleFinished(ClientHandler *handler, Handlers &handlers)
{
    handlers.remove(handler);
    if (&handlers == &m_handlers) {
        m_gate.leave(handler->peerAddress());
    }
    if (handler->droppedMessages() > 0) {
        qCWarning(log).noquote() << handler->peerText() << "did not read fast enough and missed"
                                 << handler->droppedMessages() << "messages";
    }
    handler->deleteLater();
    if (m_stopping && &handlers == &m_handlers && m_handlers.isEmpty()) {
        emit allClosed();
    }
}

void ClientHub::shutDown()
{
    m_stopping = true;
    if (m_handlers.isEmpty()) {
        emit allClosed();
        return;
    }
    for (ClientHandler *handler : std::as_const(m_handlers)) {
        handler->shutDown();
    }
}

} // namespace corkboard
