#include "net/clienthandler.h"

#include "net/flushqueue.h"
#include "net/memorybudget.h"
#include "net/pausablesocket.h"
#include "net/transport.h"
#include "net/websocketfactory.h"

#include <algorithm>
#include <utility>

namespace corkboard {

namespace {

using std::chrono::steady_clock;

/// Output that is written before the turn ends, so that a large fan-out does not pile up.
constexpr qsizetype earlyFlushBytes = 128 * 1024;

/// What begins a request for a WebSocket, "GET …", and nothing else that clients say.
constexpr char webSocketRequest = 'G';

/// A message of a WebSocket may have the longest packet in it, and small ones around that.
constexpr qsizetype aroundLongestPacket = 64 * 1024;

} // namespace

ClientHandler::ClientHandler(std::unique_ptr<Transport> transport, ClientEnvironment &environment,
                             const ProtocolFactory &factory, Start start, QObject *parent)
    : QObject(parent)
    , m_environment(environment)
    , m_factory(factory)
    , m_start(start)
    , m_output(&environment.memory)
    , m_openedAt(steady_clock::now())
{
    takeTransport(std::move(transport));
    m_peerAddress = m_transport->peerAddress();
}

void ClientHandler::takeTransport(std::unique_ptr<Transport> transport)
{
    m_transport = transport.release();
    m_transport->setParent(this);
    m_peerText = m_transport->peerText();
    connect(m_transport, &Transport::readable, this, &ClientHandler::handleReadable);
    connect(m_transport, &Transport::writable, this, &ClientHandler::handleWritable);
}

void ClientHandler::becomeWebSocket()
{
    m_isWebSocket = true;
    Transport *before = m_transport;
    before->disconnect(this);
    takeTransport(makeWebSocketTransport(
        before->releaseSocket(), m_environment.limits.mqtt.maxPacketBytes + aroundLongestPacket));
    before->deleteLater(); // it is what called us
    scheduleDeadline();
}

ClientHandler::~ClientHandler()
{
    if (m_state != State::Closed && m_protocol) {
        m_protocol->connectionClosed(QStringLiteral("the server stops"));
        m_protocol.reset();
        countInput();
    }
    m_environment.deadlines.cancel(this, m_scheduledAt);
    if (m_dirty) {
        m_environment.flushQueue.remove(this);
    }
}

void ClientHandler::start()
{
    if (m_start == Start::Greeting) {
        m_protocol = m_factory({}, *this);
        m_protocol->start();
    }
    scheduleDeadline();
}

void ClientHandler::handleReadable()
{
    if (m_state == State::Lingering) {
        discardInput();
        return;
    }
    if (m_state != State::Open || m_inputPaused || m_closing) {
        m_transport->setReading(false);
        return;
    }
    if (!m_protocol && !m_isWebSocket && webSocketIsBuiltIn()
        && m_transport->peek() == webSocketRequest) {
        becomeWebSocket();
        return;
    }
    // One read a turn: the system says again that there is more, and the others get their turn too.
    const std::span<char> scratch = m_environment.scratch;
    const Transport::ReadResult result = m_transport->read(scratch);
    switch (result.state) {
    case Transport::ReadState::Data:
        receive(QByteArrayView(scratch.data(), result.bytes),
                result.bytes == qsizetype(scratch.size()));
        break;
    case Transport::ReadState::Nothing:
        break;
    case Transport::ReadState::End:
        handleInputEnd();
        break;
    case Transport::ReadState::Failed:
        finish(QStringLiteral("the connection was lost"));
        break;
    }
}

void ClientHandler::receive(QByteArrayView bytes, bool more)
{
    if (!m_protocol) {
        m_protocol = m_factory(bytes, *this);
        m_protocol->start();
    }
    m_environment.traffic.bytesReceived += quint64(bytes.size());
    beginTurn();
    m_protocol->receive(bytes, more);
    countInput();
    scheduleDeadline();
}

void ClientHandler::handleInputEnd()
{
    m_inputEnded = true;
    if (m_protocol) {
        m_protocol->inputEnded();
    }
    closeWhenDone(m_outputLost ? QStringLiteral("the connection was lost")
                               : QStringLiteral("it closed the connection"));
}

void ClientHandler::discardInput()
{
    const Transport::ReadResult result = m_transport->read(m_environment.scratch);
    if (result.state == Transport::ReadState::End || result.state == Transport::ReadState::Failed) {
        finish(m_closeReason);
    }
}

void ClientHandler::sendAnswer(const QByteArray &bytes)
{
    ++m_environment.traffic.messagesSent;
    enqueue(bytes);
}

void ClientHandler::sendLive(const QByteArray &bytes)
{
    if (m_output.size() >= m_environment.limits.softOutputBytes) {
        dropLive();
        return;
    }
    ++m_environment.traffic.messagesSent;
    enqueue(bytes);
}

bool ClientHandler::sendMessage(const QByteArray &head, const QByteArray &payload, bool mayDrop)
{
    if (mayDrop && m_output.size() >= m_environment.limits.softOutputBytes) {
        dropLive();
        return false;
    }
    ++m_environment.traffic.messagesSent;
    enqueue(head);
    if (!payload.isEmpty()) {
        enqueue(payload);
    }
    return true;
}

void ClientHandler::dropLive()
{
    ++m_droppedMessages;
    ++m_environment.traffic.droppedMessages;
}

void ClientHandler::enqueue(const QByteArray &bytes)
{
    if (m_state != State::Open || m_outputLost) {
        return;
    }
    if (isOverHardBound()) {
        m_output.clear();
        closeAfterOutput(QStringLiteral("it does not read what it is sent"));
        return;
    }
    if (m_output.isEmpty()) {
        m_progressAt = steady_clock::now();
    }
    if (!outputIsCongested()) {
        m_takenWhole = bytes.size();
    }
    m_output.append(bytes);
    if (m_waitsForWritable) {
        return;
    }
    flushThisTurn();
    if (m_output.size() >= earlyFlushBytes) {
        flushNow();
    }
}

/// The hard bound is for what comes on top of a message or an answer that was taken whole, large as
/// it may be, while little waited: a client that reads it is not late.
bool ClientHandler::isOverHardBound() const
{
    return m_output.size() - m_takenWhole >= m_environment.limits.hardOutputBytes;
}

void ClientHandler::flushThisTurn()
{
    if (!m_dirty) {
        m_dirty = true;
        m_environment.flushQueue.add(this);
    }
}

void ClientHandler::writeSome()
{
    // A client that is gone is only noted here: the broker may be in the middle of a fan-out, and
    // what the client sent before it left is still carried out.
    while (!m_output.isEmpty() && m_state != State::Closed) {
        const qsizetype size = m_transport->write(m_output.front());
        if (size < 0) {
            m_outputLost = true;
            m_outputLostAt = steady_clock::now();
            m_output.clear();
            flushThisTurn();
        }
        if (size <= 0) {
            return;
        }
        m_environment.traffic.bytesSent += quint64(size);
        m_output.consume(size);
        m_progressAt = steady_clock::now();
    }
}

void ClientHandler::flush()
{
    m_dirty = false;
    if (m_state == State::Closed) {
        return;
    }
    writeSome();
    if (m_state != State::Open) {
        if (m_outputLost) {
            finish(m_closeReason);
            return;
        }
        endSession();
    }
    afterWriting();
}

void ClientHandler::handleWritable()
{
    flush();
}

void ClientHandler::afterWriting()
{
    if (m_waitsForWritable == m_output.isEmpty()) {
        m_waitsForWritable = !m_waitsForWritable;
        m_transport->setWriteNotification(m_waitsForWritable);
    }
    if (m_state == State::Draining && m_output.isEmpty()) {
        beginLingering();
        return;
    }
    if (m_state == State::Open && m_protocol && hasRoomForReplay()) {
        m_protocol->outputDrained();
    }
    goOnReading();
    closeIfDone();
    scheduleDeadline();
}

void ClientHandler::goOnReading()
{
    if (m_state != State::Open || !m_inputPaused || outputIsCongested()) {
        return;
    }
    m_inputPaused = false;
    beginTurn();
    m_protocol->resume();
    countInput();
    if (m_state == State::Open && !m_inputPaused && !m_closing) {
        m_transport->setReading(true);
    }
}

void ClientHandler::countInput()
{
    const qsizetype held = (m_protocol ? m_protocol->heldBytes() : 0) + m_transport->heldBytes();
    m_environment.memory.add(held - m_heldInput);
    m_heldInput = held;
}

void ClientHandler::beginTurn()
{
    m_turnEndsAt = steady_clock::now() + m_environment.limits.turnShare;
}

bool ClientHandler::turnIsUsedUp() const
{
    return steady_clock::now() >= m_turnEndsAt;
}

void ClientHandler::continueNextTurn()
{
    pauseInput();
    flushThisTurn(); // which goes on reading at its end
}

bool ClientHandler::outputIsCongested() const
{
    return m_output.size() >= m_environment.limits.pauseOutputBytes;
}

bool ClientHandler::hasRoomForReplay() const
{
    return m_output.size() < m_environment.limits.softOutputBytes;
}

void ClientHandler::pauseInput()
{
    m_inputPaused = true;
    m_transport->setReading(false);
}

void ClientHandler::closeAfterOutput(const QString &reason)
{
    if (m_state != State::Open) {
        return;
    }
    m_state = State::Draining;
    if (m_closeReason.isEmpty()) {
        m_closeReason = reason;
    }
    m_transport->setReading(false);
    flushThisTurn();
}

void ClientHandler::beginLingering()
{
    m_transport->shutdownOutput();
    if (m_inputEnded) {
        finish(m_closeReason);
        return;
    }
    // Closing a socket with unread input resets the connection, and the client might lose our last
    // words. So what it still sends is read and thrown away, until it closes or the time is over.
    m_state = State::Lingering;
    m_lingerUntil = steady_clock::now() + m_environment.limits.deadlines.linger;
    m_transport->setReading(true);
    scheduleDeadline();
}

void ClientHandler::shutDown()
{
    if (m_protocol && m_state == State::Open) {
        m_protocol->serverStops();
    }
    closeWhenDone(QStringLiteral("the server stops"));
}

void ClientHandler::closeForMemory()
{
    finish(QStringLiteral("it held the most when all clients together held too much"));
}

void ClientHandler::closeWhenDone(const QString &reason)
{
    if (m_state != State::Open || m_closing) {
        return;
    }
    m_closing = true;
    m_closeReason = reason;
    m_transport->setReading(false);
    closeIfDone();
}

void ClientHandler::closeIfDone()
{
    if (m_closing && (!m_protocol || !m_protocol->isBusy())) {
        closeAfterOutput(m_closeReason);
    }
}

void ClientHandler::endSession()
{
    if (m_protocol) {
        m_protocol->connectionClosed(m_closeReason);
        m_protocol.reset();
        countInput();
    }
}

void ClientHandler::finish(const QString &reason)
{
    if (m_state == State::Closed) {
        return;
    }
    m_state = State::Closed;
    if (m_closeReason.isEmpty()) {
        m_closeReason = reason;
    }
    m_output.clear();
    m_transport->close();
    endSession();
    m_environment.deadlines.cancel(this, m_scheduledAt);
    m_scheduledAt = DeadlineQueue::never;
    emit finished();
}

ClientHandler::TimePoint ClientHandler::nextDeadline() const
{
    const Deadlines &deadlines = m_environment.limits.deadlines;
    switch (m_state) {
    case State::Closed:
        return DeadlineQueue::never;
    case State::Lingering:
        return m_lingerUntil;
    case State::Open:
    case State::Draining:
        break;
    }
    TimePoint next = DeadlineQueue::never;
    if (m_waitsForWritable) {
        next = m_progressAt + deadlines.writeStall;
    }
    if (m_outputLost) {
        // The end of its input comes at once; this is for a system that does not say it.
        next = m_outputLostAt + deadlines.writeStall;
    }
    if (m_state == State::Open && !m_inputPaused) {
        const TimePoint first
            = m_openedAt + (m_isWebSocket ? deadlines.connect : deadlines.firstLine);
        next = std::min(next, m_protocol ? m_protocol->deadline() : first);
    }
    return next;
}

void ClientHandler::scheduleDeadline()
{
    const TimePoint next = nextDeadline();
    if (next < m_scheduledAt) {
        m_environment.deadlines.schedule(this, next, m_scheduledAt);
        m_scheduledAt = next;
    }
}

void ClientHandler::handleDeadline(TimePoint now)
{
    m_scheduledAt = DeadlineQueue::never;
    if (nextDeadline() <= now) {
        const bool stalled
            = m_waitsForWritable && m_progressAt + m_environment.limits.deadlines.writeStall <= now;
        if (m_state == State::Lingering) {
            finish(m_closeReason);
        } else if (stalled) {
            finish(QStringLiteral("it does not read what it is sent"));
        } else if (m_outputLost
                   && m_outputLostAt + m_environment.limits.deadlines.writeStall <= now) {
            finish(QStringLiteral("the connection was lost"));
        } else if (m_protocol) {
            m_protocol->handleDeadline();
        } else {
            finish(QStringLiteral("it said nothing"));
        }
        closeIfDone();
    }
    scheduleDeadline();
}

} // namespace corkboard
