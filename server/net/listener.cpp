#include "net/listener.h"

#include "net/clienthub.h"
#include "net/transportfactory.h"

#include <QLoggingCategory>

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.net", QtInfoMsg)

constexpr auto resumeAfter = std::chrono::milliseconds(200);

} // namespace

Listener::Listener(ClientHub &hub, Dialect dialect, QObject *parent)
    : QTcpServer(parent)
    , m_hub(hub)
    , m_dialect(dialect)
{
    setListenBacklogSize(backlog);
    m_resumeTimer.setSingleShot(true);
    m_resumeTimer.setInterval(resumeAfter);
    connect(&m_resumeTimer, &QTimer::timeout, this, &Listener::resume);
    connect(this, &QTcpServer::acceptError, this, &Listener::handleAcceptError);
    connect(&hub.descriptors(), &DescriptorWatch::exhausted, this, &QTcpServer::pauseAccepting);
    connect(&hub.descriptors(), &DescriptorWatch::available, this, &Listener::resume);
}

void Listener::incomingConnection(qintptr descriptor)
{
    m_saidError = false;
    m_hub.add(makeTransport(descriptor), m_dialect);
    m_hub.descriptors().check();
}

void Listener::handleAcceptError(QAbstractSocket::SocketError)
{
    if (!m_saidError) {
        m_saidError = true;
        qCWarning(log).noquote() << "Cannot accept connections on port" << serverPort()
                                 << "at the moment:" << errorString()
                                 << "- trying again until it works";
    }
    m_resumeTimer.start();
}

void Listener::resume()
{
    if (isListening() && !m_hub.descriptors().isExhausted()) {
        resumeAccepting();
    }
}

} // namespace corkboard
