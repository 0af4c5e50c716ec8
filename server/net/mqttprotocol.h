#pragma once

#include "broker/broker.h"
#include "broker/subscriber.h"
#include "mqtt/packetreader.h"
#include "net/connectionlimits.h"
#include "net/mqttoutput.h"
#include "net/protocol.h"
#include "net/topicaliases.h"

#include <deque>

namespace corkboard {

/**
 * MQTT 3.1.1 and 5.0: turns packets into calls of the broker, and deliveries into packets.
 *
 *     Waiting ── CONNECT, CONNACK ─→ Connected ── DISCONNECT, an error, takeover ─→ Closing
 *
 * One packet that breaks the protocol ends the connection; in 5.0 with a DISCONNECT that says why.
 * What the broker keeps for the client outlives this object.
 */
class MqttProtocol final : public Protocol, private Subscriber {
public:
    /// @param broker  must outlive the protocol, as must the other two
    MqttProtocol(Broker &broker, ProtocolHost &host, const ConnectionLimits &limits);
    ~MqttProtocol() override;

    /// The server has no room: CONNECT is to be answered with @p reason, then the end.
    void refuseWith(mqtt::ReasonCode reason) { m_refuseWith = reason; }

    [[nodiscard]] QString language() const override;
    void receive(QByteArrayView bytes, bool more) override;
    void resume() override;
    void outputDrained() override;
    void serverStops() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] qsizetype heldBytes() const override { return m_reader.keptBytes(); }
    [[nodiscard]] TimePoint deadline() const override;
    void handleDeadline() override;
    void connectionClosed(const QString &reason) override;

private:
    enum class State { Waiting, Connected, Closing };

    /// A retained message that waits until the client takes it.
    struct Replay {
        TopicName topic; ///< the newest message is taken when its turn comes
        SubscriptionOptions options;
    };

    // Subscriber
    [[nodiscard]] bool deliver(const Delivery &delivery, WireForms &forms) override;
    void release(quint16 packetId) override;
    [[nodiscard]] bool hasRoom() const override;
    void takenOver() override;

    void processPackets();
    void handle(const mqtt::Connect &connect);
    void handle(const mqtt::Publish &publish);
    void handle(const mqtt::Puback &puback);
    void handle(const mqtt::Pubrec &pubrec);
    void handle(const mqtt::Pubrel &pubrel);
    void handle(const mqtt::Pubcomp &pubcomp);
    void handle(const mqtt::Subscribe &subscribe);
    void handle(const mqtt::Unsubscribe &unsubscribe);
    void handle(const mqtt::Pingreq &);
    void handle(const mqtt::Disconnect &disconnect);
    void handle(const mqtt::Auth &);
    /// What servers alone send; the reader has refused it before.
    template <typename SomePacket>
    void handle(const SomePacket &)
    {
        Q_UNREACHABLE();
    }

    [[nodiscard]] std::optional<mqtt::ReasonCode> problemOf(const mqtt::Connect &connect) const;
    [[nodiscard]] SessionRequest sessionRequest(const mqtt::Connect &connect,
                                                const QByteArray &clientId) const;
    [[nodiscard]] mqtt::Connack connackFor(const mqtt::Connect &connect,
                                           const ResumedSession &resumed) const;
    void refuseConnect(mqtt::ReasonCode reason);

    [[nodiscard]] std::optional<QByteArray> topicOf(const mqtt::Publish &publish);
    [[nodiscard]] std::optional<mqtt::ReasonCode> problemOf(const mqtt::Publish &publish) const;
    [[nodiscard]] mqtt::ReasonCode publish(const mqtt::Publish &publish, const TopicName &topic);
    void acknowledge(const mqtt::Publish &publish, mqtt::ReasonCode reason);

    [[nodiscard]] mqtt::ReasonCode subscribe(const mqtt::SubscriptionRequest &request,
                                             quint32 identifier);
    void sendReplays();

    void sayThatTheServerStops();
    void fail(mqtt::ReasonCode reason, const QString &why);
    void close(const QString &reason);
    void leaveSession(const QString &reason);

    Broker &m_broker;
    ProtocolHost &m_host;
    const ConnectionLimits &m_limits;
    mqtt::PacketReader m_reader;
    MqttOutput m_output;
    IncomingAliases m_aliases;
    State m_state = State::Waiting;
    Session *m_session = nullptr; ///< the broker's; while Connected
    WillFate m_will = WillFate::Publish;
    bool m_stops = false; ///< the server stops as soon as this is not busy
    bool m_inputWaits = false; ///< packets have come that had to wait
    std::optional<mqtt::ReasonCode> m_refuseWith;
    TimePoint m_lastPacketAt; ///< for the keep alive
    TimePoint m_packetBegunAt = TimePoint::max(); ///< max: no unfinished packet
    std::chrono::seconds m_keepAlive{0};
    std::deque<Replay> m_replays;
};

} // namespace corkboard
