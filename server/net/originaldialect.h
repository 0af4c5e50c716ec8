#pragma once

#include "broker/classroomrules.h"
#include "broker/subscriber.h"
#include "net/connectionlimits.h"
#include "net/protocol.h"
#include "net/replayqueue.h"

namespace corkboard {

/**
 * What the original system's client speaks: no line ends, no lengths, plain sentences.
 *
 * The server greets with CONN_ACK. What arrives together is one command. CONN_ACK and DISC_ACK
 * arrive alone, and every message is written at once. The rules are those of the classroom
 * protocol, only the answers differ; server/README.md lists them.
 */
class OriginalDialect final : public Protocol, private Subscriber {
public:
    /// All three must outlive the protocol.
    OriginalDialect(Broker &broker, ProtocolHost &host, const ConnectionLimits &limits);
    ~OriginalDialect() override;

    [[nodiscard]] QString language() const override;
    void start() override;
    void receive(QByteArrayView bytes, bool more) override;
    void inputEnded() override;
    void resume() override;
    void outputDrained() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] qsizetype heldBytes() const override { return m_pending.capacity(); }
    [[nodiscard]] TimePoint deadline() const override;
    void handleDeadline() override;
    void connectionClosed(const QString &reason) override;

private:
    /// Greeted → Talking → Leaving (deliveries have stopped) → Acknowledged (DISC_ACK is sent)
    enum class State { Greeted, Talking, Leaving, Acknowledged, Closed };

    // Subscriber
    [[nodiscard]] bool deliver(const Delivery &delivery, WireForms &forms) override;

    void takePending();
    void carryOutPending();
    void takeGreetingAnswer();
    void sendReplays();
    void sendKept(const TopicName &topic);
    void pauseBeforeAcknowledging();
    void handleText(const QByteArray &text);
    void subscribe(const QByteArray &text);
    void unsubscribe(const QByteArray &text);
    void publish(const QByteArray &text, bool retain);
    void list();
    void leave();
    void endSession(const QString &reason);
    void say(const QByteArray &text);

    Broker &m_broker;
    ClassroomRules m_rules;
    ProtocolHost &m_host;
    const ConnectionLimits &m_limits;
    Session *m_session = nullptr; ///< the broker's
    State m_state = State::Greeted;
    QByteArray m_pending; ///< what came and may go on
    ReplayQueue m_replays; ///< what of an answer waits until the client has read the rest
    bool m_greetingAnswered = false;
    bool m_waits = false; ///< the pending command may not go on yet
    bool m_overlong = false; ///< the pending command is over the limit and is thrown away
    TimePoint m_deadline = TimePoint::max();
};

} // namespace corkboard
