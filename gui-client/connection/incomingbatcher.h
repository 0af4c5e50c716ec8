#pragma once

#include "connection/receivedmessage.h"
#include "connection/wirerecord.h"
#include "topic/topicname.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace corkboard {

/**
 * Gathers what comes in and hands it on in batches, so that a window is not woken per message.
 *
 * At most once per interval() everything that waits is handed on, in the order topicsReady,
 * messagesReady, wireReady, each at most once. The receivers' time is measured: a tick takes as
 * many messages as fitted into budget() before, and leaves the rest for the next tick. isFull()
 * asks the owner to stop reading; roomAgain() says when to go on. Messages are never dropped; of
 * the wire records only the newest maxWireRecords per tick are kept, and the rest is counted.
 *
 * Lives in one thread, together with its owner and the receivers.
 */
class IncomingBatcher final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IncomingBatcher)

public:
    static constexpr qsizetype maxWireRecords = 5'000;

    /// What may wait, and how much work is handed on at a time.
    struct Limits {
        std::chrono::milliseconds interval{33}; ///< at most one batch in this time
        std::chrono::microseconds budget{8'000}; ///< for the receivers, per tick
        qsizetype maxMessages = 65'536; ///< waiting; then isFull()
        qsizetype maxBytes = 32 * 1024 * 1024; ///< payload waiting; then isFull()
    };

    explicit IncomingBatcher(QObject *parent = nullptr);
    explicit IncomingBatcher(const Limits &limits, QObject *parent = nullptr);

    void addMessage(ReceivedMessage message);
    void addTopic(const TopicName &topic);
    void addWireRecord(WireRecord record);

    /**
     * Hands on everything that waits now, in one batch of each kind, however long the receivers
     * take: what belongs to a connection is told before its end.
     *
     * Inside of a receiver it does nothing; what waits follows that batch.
     */
    void flush();

    /// Messages that wait to be handed on.
    [[nodiscard]] qsizetype waitingMessages() const { return m_messages.size(); }

    /// True from when a limit is reached until half of it is free: the owner is to stop adding
    /// messages until roomAgain().
    [[nodiscard]] bool isFull() const { return m_full; }

    /// The time between two batches at least.
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_limits.interval; }

signals:
    /// Topics that the broker announced since the last batch.
    void topicsReady(const QList<corkboard::TopicName> &topics);

    /// Messages in the order in which they came.
    void messagesReady(const QList<corkboard::ReceivedMessage> &messages);

    /// Wire records in order; @p leftOut older ones of this tick were dropped before the first.
    void wireReady(const QList<corkboard::WireRecord> &records, quint64 leftOut);

    /// isFull() was true and is not any more.
    void roomAgain();

private:
    void schedule();
    void handleTick();
    void handOn(const QList<ReceivedMessage> &messages);
    [[nodiscard]] QList<ReceivedMessage> takeMessages();
    void learnCost(qsizetype count, std::chrono::nanoseconds spent);

    Limits m_limits;
    QTimer m_timer;
    QElapsedTimer m_sinceTick;
    QList<TopicName> m_topics;
    QList<ReceivedMessage> m_messages;
    qsizetype m_waitingBytes = 0;
    qsizetype m_messagesPerTick; ///< what fits into the budget, as far as is known
    QList<WireRecord> m_wire; ///< a ring once it has maxWireRecords
    qsizetype m_wireStart = 0;
    quint64 m_wireLeftOut = 0;
    bool m_full = false;
    bool m_handingOn = false;
};

} // namespace corkboard
