#pragma once

#include "broker/subscriber.h"
#include "mqtt/packet.h"
#include "mqtt/protocolversion.h"
#include "net/topicaliases.h"

namespace corkboard {

class ProtocolHost;

/**
 * Writes a server's packets to one client of MQTT, within what the client said that it takes.
 */
class MqttOutput {
public:
    /// @param host  must outlive this
    explicit MqttOutput(ProtocolHost &host);

    /**
     * What the client's CONNECT says.
     *
     * @param maxPacketBytes  the longest packet that it takes
     * @param aliases         topic aliases that it and the server allow
     */
    void configure(mqtt::ProtocolVersion version, qsizetype maxPacketBytes, quint16 aliases);

    [[nodiscard]] mqtt::ProtocolVersion version() const { return m_version; }

    /**
     * Queues an answer. One that is too long for the client loses its reason string and user
     * properties first (MQTT-3.2.2-19 and others).
     *
     * @return false where it does not fit even so, and is not sent
     */
    bool send(mqtt::Packet packet);

    /**
     * Queues a message.
     *
     * @param now  for the time that is left to a message that expires
     * @return false where it is longer than what the client takes: it is as good as sent
     *         (MQTT-3.1.2-25)
     */
    [[nodiscard]] bool deliver(const Delivery &delivery, WireForms &forms, Message::TimePoint now);

    /// Messages that were not sent because they are longer than what the client takes.
    [[nodiscard]] quint64 tooLarge() const { return m_tooLarge; }

private:
    [[nodiscard]] QByteArray head(const Delivery &delivery, Message::TimePoint now,
                                  const std::optional<OutgoingAliases::Use> &alias) const;

    ProtocolHost &m_host;
    mqtt::ProtocolVersion m_version = mqtt::ProtocolVersion::V5;
    qsizetype m_maxPacketBytes;
    OutgoingAliases m_aliases{0};
    quint64 m_tooLarge = 0;
};

} // namespace corkboard
