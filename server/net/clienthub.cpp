#include "net/clienthub.h"

#include "broker/broker.h"
#include "classroom/framewriter.h"
#include "net/classroomprotocol.h"
#include "net/originaldialect.h"
#include "net/refusalprotocol.h"
#include "net/transport.h"

#include <QLoggingCategory>

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.net", QtInfoMsg)

constexpr size_t scratchBytes = 64 * 1024;

/// Clients that are being refused at the same time; more are closed without a word.
constexpr qsizetype maxRefused = 64;

QByteArray fullSentence(qsizetype maxConnections)
{
    return "The server has its " + QByteArray::number(maxConnections)
        + " clients; try again when somebody has left.";
}

} // namespace

ClientHub::ClientHub(Broker &broker, const ConnectionLimits &limits, QObject *parent)
    : QObject(parent)
    , m_broker(broker)
    , m_limits(limits)
    , m_refusalLimits(limits)
    , m_scratch(scratchBytes)
    , m_environment{m_flushQueue, m_deadlines, m_limits, m_scratch}
    , m_refusalEnvironment{m_flushQueue, m_deadlines, m_refusalLimits, m_scratch}
{
    m_refusalLimits.deadlines.firstLine = limits.deadlines.lineBeforeConnect;
    m_classroom
        = [this](QByteArrayView first, ProtocolHost &host) { return makeClassroom(first, host); };
    m_original = [this](QByteArrayView, ProtocolHost &host) {
        return std::make_unique<OriginalDialect>(m_broker, host, m_limits);
    };
    m_classroomRefusal = [this](QByteArrayView, ProtocolHost &host) {
        return std::make_unique<RefusalProtocol>(
            host,
            writeFrame(
                {"ERROR",
                 {"CONN", toCode(ClassroomError::Limit), fullSentence(m_limits.maxConnections)}}));
    };
    m_originalRefusal = [this](QByteArrayView, ProtocolHost &host) {
        return std::make_unique<RefusalProtocol>(host, fullSentence(m_limits.maxConnections));
    };
}

ClientHub::~ClientHub()
{
    // The handlers use what the hub owns, so they go before it does, and so do those that have
    // finished and only wait for their deleteLater().
    qDeleteAll(findChildren<ClientHandler *>(Qt::FindDirectChildrenOnly));
}

std::unique_ptr<Protocol> ClientHub::makeClassroom(QByteArrayView first, ProtocolHost &host)
{
    if (const QString foreign = foreignLanguage(first); !foreign.isEmpty()) {
        qCWarning(log).noquote() << host.peerText() << "is closed:" << foreign;
        return std::make_unique<RefusalProtocol>(host, QByteArray());
    }
    return std::make_unique<ClassroomProtocol>(m_broker, host, m_limits);
}

void ClientHub::add(std::unique_ptr<Transport> transport, Dialect dialect)
{
    if (m_stopping) {
        return;
    }
    if (count() >= m_limits.maxConnections) {
        refuse(std::move(transport), dialect);
        return;
    }
    const bool greets = dialect == Dialect::Original;
    start(new ClientHandler(
              std::move(transport), m_environment, greets ? m_original : m_classroom,
              greets ? ClientHandler::Start::Greeting : ClientHandler::Start::FirstByte, this),
          m_handlers);
}

void ClientHub::refuse(std::unique_ptr<Transport> transport, Dialect dialect)
{
    qCWarning(log).noquote() << transport->peerText() << "is refused: there are already" << count()
                             << "clients";
    if (m_refused.size() >= maxRefused) {
        return;
    }
    const bool greets = dialect == Dialect::Original;
    start(new ClientHandler(
              std::move(transport), m_refusalEnvironment,
              greets ? m_originalRefusal : m_classroomRefusal,
              greets ? ClientHandler::Start::Greeting : ClientHandler::Start::FirstByte, this),
          m_refused);
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
