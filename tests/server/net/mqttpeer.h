#pragma once

#include "broker/broker.h"
#include "fakehost.h"
#include "mqtt/packetreader.h"
#include "mqtt/packetwriter.h"
#include "net/mqttprotocol.h"

#include <QList>

#include <memory>

namespace corkboard {

/// A broker for MqttPeers.
struct MqttRoom {
    ConnectionLimits limits;
    Broker broker;

    explicit MqttRoom(const ConnectionLimits &its = {}, const BrokerLimits &itsBrokers = {})
        : limits(its)
        , broker(itsBrokers)
    {
    }
};

/// A client of MQTT on a connection that is none: writes its packets and reads the server's.
struct MqttPeer {
    explicit MqttPeer(MqttRoom &room, mqtt::ProtocolVersion itsVersion = mqtt::ProtocolVersion::V5)
        : version(itsVersion)
        , protocol(std::make_unique<MqttProtocol>(room.broker, host, room.limits))
        , reader(mqtt::Sender::Server, 1'000'000)
    {
        reader.setVersion(version);
        protocol->start();
    }

    ~MqttPeer()
    {
        if (protocol) {
            protocol->connectionClosed(QStringLiteral("the test is over"));
        }
    }
    Q_DISABLE_COPY_MOVE(MqttPeer)

    void sendBytes(const QByteArray &bytes)
    {
        if (host.isClosing) {
            return;
        }
        QByteArray segment(bytes.constData(), bytes.size());
        protocol->receive(segment, false);
        segment.fill('?');
    }

    void send(const mqtt::Packet &packet) { sendBytes(mqtt::write(packet, version)); }

    /// What the server has sent since the last call.
    QList<mqtt::Packet> read()
    {
        const QByteArray bytes = host.read();
        QList<mqtt::Packet> packets;
        reader.feed(bytes);
        while (true) {
            const auto packet = reader.next();
            if (!packet) {
                qFatal("The server broke the protocol: %s", qPrintable(packet.error().sentence));
            }
            if (!*packet) {
                return packets;
            }
            packets.append(**packet);
        }
    }

    QList<mqtt::Packet> ask(const mqtt::Packet &packet)
    {
        send(packet);
        return read();
    }

    /// The one packet of a kind that answers @p packet; a default one where others came.
    template <typename SomePacket>
    SomePacket answer(const mqtt::Packet &packet)
    {
        const QList<mqtt::Packet> packets = ask(packet);
        if (packets.size() != 1 || !std::holds_alternative<SomePacket>(packets[0])) {
            qWarning("%d other packets came", int(packets.size()));
            return {};
        }
        return std::get<SomePacket>(packets[0]);
    }

    mqtt::Connack connect(const QByteArray &clientId, bool cleanStart = true,
                          std::optional<quint32> expiry = {})
    {
        mqtt::Connect connect;
        connect.version = version;
        connect.clientId = clientId;
        connect.cleanStart = cleanStart;
        connect.properties.sessionExpiryInterval = expiry;
        return answer<mqtt::Connack>(connect);
    }

    mqtt::Suback subscribe(const QByteArray &filter, mqtt::SubscriptionOptions options = {},
                           std::optional<quint32> identifier = {})
    {
        mqtt::Subscribe subscribe;
        subscribe.packetId = 1;
        subscribe.subscriptions = {{filter, options}};
        subscribe.subscriptionIdentifier = identifier;
        return answer<mqtt::Suback>(subscribe);
    }

    static mqtt::Publish message(const QByteArray &topic, const QByteArray &payload,
                                 Qos qos = Qos::AtMostOnce, bool retain = false)
    {
        mqtt::Publish publish;
        publish.topic = topic;
        publish.payload = payload;
        publish.qos = qos;
        publish.retain = retain;
        publish.packetId = qos == Qos::AtMostOnce ? 0 : 1;
        return publish;
    }

    /// The reason of the DISCONNECT that came last; Success where none did.
    mqtt::ReasonCode disconnectReason()
    {
        const QList<mqtt::Packet> packets = read();
        if (packets.isEmpty() || !std::holds_alternative<mqtt::Disconnect>(packets.last())) {
            return mqtt::ReasonCode::Success;
        }
        return std::get<mqtt::Disconnect>(packets.last()).reason;
    }

    /// The connection is gone.
    void vanish()
    {
        protocol->connectionClosed(QStringLiteral("the connection was lost"));
        protocol.reset();
    }

    mqtt::ProtocolVersion version;
    FakeHost host;
    std::unique_ptr<MqttProtocol> protocol;
    mqtt::PacketReader reader;
};

} // namespace corkboard
