#pragma once

#include "mqttpeer.h"

#include <QString>

#include <map>
#include <memory>

namespace corkboard {

/// A conversation between clients of MQTT and the broker, as it stands in a file.
struct MqttConversation {
    QByteArray title; ///< begins with the statement that it shows
    mqtt::ProtocolVersion version = mqtt::ProtocolVersion::V5; ///< of clients that say nothing else
    ConnectionLimits limits;
    BrokerLimits brokerLimits;
    QByteArrayList lines; ///< the steps, blank lines and remarks
    int firstLine = 0; ///< where they begin in the file

    /// The statement, for example "MQTT-3.1.2-4".
    [[nodiscard]] QByteArray statement() const { return title.split(' ').first(); }
};

/**
 * Reads a file of conversations; README.md says how one is written. A conversation "in 3.1.1 and
 * 5.0" is there twice.
 *
 * @param failure  set to the reason where the file cannot be read or a line means nothing
 */
[[nodiscard]] QList<MqttConversation> readMqttConversations(const QString &path, QString &failure);

/**
 * Plays a conversation with a broker of its own and says where it went differently. There are no
 * sockets and no clock: an answer is there at once, and time passes where the conversation says so.
 * Everything that a client hears has to be in the conversation.
 */
class MqttConversationPlayer {
public:
    explicit MqttConversationPlayer(const MqttConversation &conversation);

    /// Empty, or the first difference in words.
    [[nodiscard]] QString play();

private:
    struct Client {
        std::unique_ptr<MqttPeer> peer;
        QList<mqtt::Packet> heard; ///< and not looked at yet
    };

    [[nodiscard]] QString playLine(const QByteArray &line);
    [[nodiscard]] QString send(const QByteArray &name, const QByteArray &words);
    [[nodiscard]] QString hear(const QByteArray &name, const QByteArray &pattern);
    [[nodiscard]] QString hearWelcome(const QByteArray &name, bool sessionPresent);
    [[nodiscard]] QString act(const QByteArray &name, const QByteArray &action);
    [[nodiscard]] QString checkDeadline(const QByteArray &name, const QByteArray &within);
    [[nodiscard]] QString letPass(const QByteArray &time);
    [[nodiscard]] QString silenceOf(const QByteArray &name);
    Client &client(const QByteArray &name);
    Client &client(const QByteArray &name, mqtt::ProtocolVersion version);

    MqttConversation m_conversation;
    MqttRoom m_room;
    std::map<QByteArray, Client> m_clients;
};

} // namespace corkboard
