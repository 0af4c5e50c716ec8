#include "connection/incomingbatcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace corkboard {

namespace {

/// So many messages are handed on at least: what is slow may be the batch and not the messages.
constexpr qsizetype fewestPerTick = 256;

/// The first guess, before anything was measured.
constexpr qsizetype firstPerTick = 2'048;

} // namespace

IncomingBatcher::IncomingBatcher(QObject *parent)
    : IncomingBatcher(Limits{}, parent)
{
}

IncomingBatcher::IncomingBatcher(const Limits &limits, QObject *parent)
    : QObject(parent)
    , m_limits(limits)
    , m_messagesPerTick(firstPerTick)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &IncomingBatcher::handleTick);
}

void IncomingBatcher::addMessage(ReceivedMessage message)
{
    m_waitingBytes += message.message.payload.size();
    m_messages.append(std::move(message));
    if (m_messages.size() >= m_limits.maxMessages || m_waitingBytes >= m_limits.maxBytes) {
        m_full = true;
    }
    schedule();
}

void IncomingBatcher::addTopic(const TopicName &topic)
{
    m_topics.append(topic);
    schedule();
}

void IncomingBatcher::addWireRecord(WireRecord record)
{
    if (m_wire.size() < maxWireRecords) {
        m_wire.append(std::move(record));
    } else {
        m_wire[m_wireStart] = std::move(record);
        m_wireStart = (m_wireStart + 1) % maxWireRecords;
        ++m_wireLeftOut;
    }
    schedule();
}

void IncomingBatcher::schedule()
{
    if (m_timer.isActive()) {
        return;
    }
    const auto passed = m_sinceTick.isValid() ? std::chrono::milliseconds(m_sinceTick.elapsed())
                                              : m_limits.interval;
    m_timer.start(std::max(m_limits.interval - passed, std::chrono::milliseconds::zero()));
}

QList<ReceivedMessage> IncomingBatcher::takeMessages()
{
    QList<ReceivedMessage> taken;
    if (m_messages.size() <= m_messagesPerTick) {
        taken = std::exchange(m_messages, {});
        m_waitingBytes = 0;
        return taken;
    }
    taken.reserve(m_messagesPerTick);
    std::move(m_messages.begin(), m_messages.begin() + m_messagesPerTick,
              std::back_inserter(taken));
    m_messages.remove(0, m_messagesPerTick);
    for (const ReceivedMessage &message : std::as_const(taken)) {
        m_waitingBytes -= message.message.payload.size();
    }
    return taken;
}

void IncomingBatcher::flush()
{
    if (m_handingOn) {
        return;
    }
    m_timer.stop();
    m_waitingBytes = 0;
    handOn(std::exchange(m_messages, {}));
}

void IncomingBatcher::handleTick()
{
    handOn(takeMessages());
}

void IncomingBatcher::handOn(const QList<ReceivedMessage> &messages)
{
    m_sinceTick.start();
    m_handingOn = true;
    // Everything is taken out before the first signal: a slot may add more, or run an event loop.
    const QList<TopicName> topics = std::exchange(m_topics, {});
    QList<WireRecord> wire = std::exchange(m_wire, {});
    std::ranges::rotate(wire, wire.begin() + std::exchange(m_wireStart, 0));
    const quint64 leftOut = std::exchange(m_wireLeftOut, 0);
    if (!m_messages.isEmpty()) {
        schedule();
    }
    QElapsedTimer spent;
    spent.start();
    if (!topics.isEmpty()) {
        emit topicsReady(topics);
    }
    if (!messages.isEmpty()) {
        emit messagesReady(messages);
    }
    if (!wire.isEmpty()) {
        emit wireReady(wire, leftOut);
    }
    learnCost(messages.size(), std::chrono::nanoseconds(spent.nsecsElapsed()));
    m_handingOn = false;
    const bool half
        = m_messages.size() <= m_limits.maxMessages / 2 && m_waitingBytes <= m_limits.maxBytes / 2;
    if (m_full && half) {
        m_full = false;
        emit roomAgain();
    }
}

void IncomingBatcher::learnCost(qsizetype count, std::chrono::nanoseconds spent)
{
    const bool tooSlow = spent > m_limits.budget;
    // A small batch says little about the cost of one message: most of it is the cost of a batch.
    if (count == 0 || (!tooSlow && count < m_messagesPerTick / 2)) {
        return;
    }
    const double fitting = double(count) * double(std::chrono::nanoseconds(m_limits.budget).count())
        / double(spent.count() + 1);
    const auto most = double(std::min(2 * m_messagesPerTick, m_limits.maxMessages));
    m_messagesPerTick = qsizetype(
        std::clamp(fitting, double(fewestPerTick), std::max(most, double(fewestPerTick))));
}

} // namespace corkboard
