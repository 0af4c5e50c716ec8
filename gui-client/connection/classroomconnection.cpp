#include "connection/classroomconnection.h"

#include <QNetworkProxy>

#include <algorithm>
#include <utility>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// Bytes that wait in the socket at most; with more, TCP makes the broker wait.
constexpr qint64 socketBufferBytes = 256 * 1024;

/// Bytes of one line from the broker: 10,000 topics of 256 bytes, all escaped, are 10 MB.
constexpr qsizetype maxIncomingLineBytes = 32 * 1024 * 1024;

} // namespace

ClassroomConnection::ClassroomConnection(QObject *parent)
    : ClassroomConnection(Timing{}, parent)
{
}

ClassroomConnection::ClassroomConnection(const Timing &timing, QObject *parent)
    : ClassroomConnection(timing, IncomingBatcher::Limits{}, parent)
{
}

ClassroomConnection::ClassroomConnection(const Timing &timing,
                                         const IncomingBatcher::Limits &limits, QObject *parent)
    : BrokerConnection(limits, parent)
    , m_timing(timing)
    , m_reconnect(timing.firstPause, timing.longestPause)
    , m_reader(maxIncomingLineBytes)
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.setReadBufferSize(socketBufferBytes);
    m_deadline.setSingleShot(true);
    m_idle.setSingleShot(true);
    connect(&m_socket, &QTcpSocket::connected, this, &ClassroomConnection::handleSocketConnected);
    connect(&m_socket, &QTcpSocket::disconnected, this,
            &ClassroomConnection::handleSocketDisconnected);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, &ClassroomConnection::handleSocketError);
    connect(&m_socket, &QTcpSocket::readyRead, this, &ClassroomConnection::handleReadyRead);
    connect(&m_deadline, &QTimer::timeout, this, &ClassroomConnection::handleDeadline);
    connect(&m_idle, &QTimer::timeout, this, &ClassroomConnection::handleIdle);
    connect(&incoming(), &IncomingBatcher::roomAgain, this, &ClassroomConnection::handleReadyRead);
}

ClassroomConnection::~ClassroomConnection()
{
    // The socket emits while it is destroyed, when this object is none of its own class any more.
    m_socket.disconnect(this);
}

std::chrono::milliseconds ClassroomConnection::timeToNextAttempt() const
{
    if (state() != State::WaitingToReconnect) {
        return std::chrono::milliseconds::zero();
    }
    return std::max(m_deadline.remainingTimeAsDuration(), std::chrono::milliseconds::zero());
}

QList<OwnSubscription> ClassroomConnection::subscriptions() const
{
    QList<OwnSubscription> all;
    all.reserve(m_subscriptions.size());
    for (const Subscription &subscription : m_subscriptions) {
        all.append(subscription.own);
    }
    return all;
}

void ClassroomConnection::connectToBroker(const BrokerAddress &address, const QString &name)
{
    if (const QString problem = nameProblem(name); !problem.isEmpty()) {
        emit connectionFailed({ConnectionError::Kind::InvalidName, problem, false});
        return;
    }
    if (state() == State::Connected) {
        write({Verb::Disc, {}, false}, {.verb = Verb::Disc, .internal = true});
        m_socket.flush();
    }
    if (!leave()) {
        return;
    }
    setAddress(address);
    setClientName(name);
    m_wantedName = name;
    m_hadConnection = false;
    m_reconnect.reset();
    openSocket();
}

void ClassroomConnection::disconnectFromBroker()
{
    switch (state()) {
    case State::Disconnected:
    case State::Disconnecting:
        break;
    case State::Connecting:
    case State::WaitingToReconnect:
        leave();
        break;
    case State::Connected:
        write({Verb::Disc, {}, false}, {.verb = Verb::Disc, .internal = true});
        m_deadline.start(m_timing.goodbyeTimeout);
        setState(State::Disconnecting);
        break;
    }
}

void ClassroomConnection::retryNow()
{
    if (state() == State::WaitingToReconnect) {
        openSocket();
    }
}

void ClassroomConnection::openSocket()
{
    closeSocket();
    m_reader = FrameReader(maxIncomingLineBytes);
    m_help.clear();
    m_pingSent = false;
    m_deadline.start(m_timing.connectTimeout);
    const quint64 attempt = m_generation;
    // Later, because a refusal can come at once: nobody is to be told before the call has returned.
    QMetaObject::invokeMethod(
        this, [this, attempt] { connectSocket(attempt, address().host); }, Qt::QueuedConnection);
    setState(State::Connecting);
}

void ClassroomConnection::connectSocket(quint64 attempt, const QString &host)
{
    if (attempt == m_generation) {
        m_socket.connectToHost(host, address().port);
    }
}

void ClassroomConnection::closeSocket()
{
    ++m_generation;
    m_deadline.stop();
    m_idle.stop();
    m_tcpStands = false;
    m_closing = true;
    m_socket.abort();
    m_closing = false;
}

void ClassroomConnection::handleSocketConnected()
{
    m_tcpStands = true;
    m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_deadline.start(m_timing.welcomeTimeout);
    QList<QByteArray> fields;
    if (!m_wantedName.isEmpty()) {
        fields.append(m_wantedName.toUtf8());
    }
    write({Verb::Conn, fields, false}, {.verb = Verb::Conn, .internal = true});
}

void ClassroomConnection::finishConnecting(const QString &shownName)
{
    m_deadline.stop();
    m_hadConnection = true;
    m_connectedFor.start();
    m_idle.start(m_timing.idleBeforePing);
    setClientName(shownName.isEmpty() ? m_wantedName : shownName);
    write({Verb::Topics, {}, false}, {.verb = Verb::Topics, .internal = true});
    restoreSubscriptions();
    setState(State::Connected);
}

void ClassroomConnection::restoreSubscriptions()
{
    for (const Subscription &subscription : std::as_const(m_subscriptions)) {
        const TopicName &topic = subscription.own.topic;
        write({Verb::Sub, {topic.utf8()}, false},
              {.verb = Verb::Sub, .topic = topic.toString(), .restoring = true, .internal = true});
    }
}

void ClassroomConnection::handleSocketDisconnected()
{
    if (m_closing) {
        return;
    }
    const quint64 generation = m_generation;
    if (!m_reading) {
        readLines(m_socket.readAll());
    }
    if (generation != m_generation) {
        return;
    }
    if (state() == State::Disconnecting) {
        leave();
    } else {
        end(ConnectionError::Kind::Lost, sentenceFor(ConnectionError::Kind::Lost));
    }
}

void ClassroomConnection::handleSocketError(QAbstractSocket::SocketError error)
{
    // Once TCP stands, disconnected() follows every error and is the one to act on.
    if (m_closing || m_tcpStands) {
        return;
    }
    if (error == QAbstractSocket::HostNotFoundError && m_socket.peerName() == "localhost"_L1) {
        // A machine without /etc/hosts, as a small container is, does not know this name.
        const quint64 attempt = m_generation;
        QMetaObject::invokeMethod(
            this, [this, attempt] { connectSocket(attempt, u"127.0.0.1"_s); },
            Qt::QueuedConnection);
        return;
    }
    const ConnectionError::Kind kind = kindOf(error);
    end(kind, sentenceFor(kind));
}

void ClassroomConnection::handleDeadline()
{
    switch (state()) {
    case State::Connecting:
        end(ConnectionError::Kind::TimedOut, sentenceFor(ConnectionError::Kind::TimedOut));
        break;
    case State::WaitingToReconnect:
        openSocket();
        break;
    case State::Disconnecting:
        leave();
        break;
    case State::Disconnected:
    case State::Connected:
        break;
    }
}

void ClassroomConnection::handleIdle()
{
    // Where we do not read, silence says nothing about the other end.
    if (incoming().isFull() || m_socket.bytesAvailable() > 0) {
        m_idle.start(m_timing.idleBeforePing);
    } else if (!m_pingSent) {
        m_pingSent = true;
        m_idle.start(m_timing.pongTimeout);
        write({Verb::Ping, {}, false}, {.verb = Verb::Ping, .internal = true});
    } else {
        end(ConnectionError::Kind::Lost,
            tr("%1 does not answer any more, so the connection was given up.")
                .arg(address().toShortString()));
    }
}

void ClassroomConnection::end(ConnectionError::Kind kind, const QString &sentence)
{
    const bool wasUp = state() == State::Connected || state() == State::Disconnecting;
    closeSocket();
    const quint64 generation = m_generation;
    const bool hopeless = kind == ConnectionError::Kind::ProtocolError
        || kind == ConnectionError::Kind::InvalidName;
    const bool retry = m_hadConnection && !hopeless && state() != State::Disconnecting;
    if (wasUp && m_connectedFor.elapsed() >= m_timing.stableAfter.count()) {
        m_reconnect.reset();
    }
    for (Subscription &subscription : m_subscriptions) {
        subscription.confirmed = false;
    }
    // The subscriptions first: what may have been published is the last word on the screen.
    if (!retry) {
        forgetSubscriptions();
    }
    if (generation == m_generation) {
        failPendingRequests();
    }
    if (generation == m_generation) {
        incoming().flush();
    }
    if (generation != m_generation) {
        return;
    }
    if (retry) {
        m_deadline.start(m_reconnect.nextPause());
    }
    const QString next = retry ? tr("It is tried again by itself.") : QString();
    emit connectionFailed({kind, next.isEmpty() ? sentence : sentence + u' ' + next, retry});
    if (generation == m_generation) {
        setState(retry ? State::WaitingToReconnect : State::Disconnected);
    }
}

bool ClassroomConnection::leave()
{
    closeSocket();
    const quint64 generation = m_generation;
    forgetSubscriptions();
    if (generation == m_generation) {
        failPendingRequests();
    }
    if (generation == m_generation) {
        incoming().flush();
    }
    if (generation == m_generation) {
        setState(State::Disconnected);
    }
    return generation == m_generation;
}

void ClassroomConnection::failPendingRequests()
{
    const QList<PendingRequest> requests = m_pending.takeAll();
    for (const PendingRequest &request : requests) {
        if (request.internal) {
            continue;
        }
        const bool publish = request.verb == Verb::Pub || request.verb == Verb::Pubr;
        refuse(request, std::nullopt,
               publish ? tr("The connection ended before the server answered: the message to %1 "
                            "may or may not have been published.")
                             .arg(request.topic)
                       : tr("The connection ended before the server answered."));
    }
}

void ClassroomConnection::forgetSubscriptions()
{
    if (!m_subscriptions.isEmpty()) {
        m_subscriptions.clear();
        emit subscriptionsCleared();
    }
}

ConnectionError::Kind ClassroomConnection::kindOf(QAbstractSocket::SocketError error) const
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return ConnectionError::Kind::Refused;
    case QAbstractSocket::HostNotFoundError:
        return ConnectionError::Kind::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return ConnectionError::Kind::TimedOut;
    case QAbstractSocket::RemoteHostClosedError:
        return ConnectionError::Kind::Lost;
    default:
        return ConnectionError::Kind::Unreachable;
    }
}

QString ClassroomConnection::sentenceFor(ConnectionError::Kind kind) const
{
    const QString where = address().toShortString();
    switch (kind) {
    case ConnectionError::Kind::Refused:
        return tr("Nothing listens on %1. Start a broker there, or check the port.").arg(where);
    case ConnectionError::Kind::HostNotFound:
        return tr("There is no computer called \"%1\". Check the spelling, or write its address "
                  "in numbers.")
            .arg(address().host);
    case ConnectionError::Kind::Unreachable:
        return tr("%1 cannot be reached. Check this computer's network and the address.")
            .arg(where);
    case ConnectionError::Kind::Lost:
        return m_hadConnection
            ? tr("The connection to %1 was lost: the other end closed it.").arg(where)
            : tr("%1 closed the connection before it said a word. Check whether a Corkboard "
                 "server listens there.")
                  .arg(where);
    case ConnectionError::Kind::TimedOut:
        return m_pending.isEmpty()
            ? tr("%1 did not answer. Check the address, and whether a firewall is in the way.")
                  .arg(where)
            : tr("%1 took the connection, but said nothing. Check whether a Corkboard server "
                 "listens there.")
                  .arg(where);
    case ConnectionError::Kind::ProtocolError:
    case ConnectionError::Kind::RefusedByServer:
    case ConnectionError::Kind::InvalidName:
        break;
    }
    return tr("There is no connection to %1.").arg(where);
}

} // namespace corkboard
