#include "mqttconversation.h"

#include "packetwords.h"

#include <QFile>
#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

using mqtt::ProtocolVersion;

QString differs(const QByteArray &name, const QByteArray &expected, const QByteArray &heard)
{
    return u"%1 was to hear\n    %2\nbut heard\n    %3"_s.arg(
        QString::fromUtf8(name), QString::fromUtf8(expected), QString::fromUtf8(heard));
}

/// `…` in a pattern stands for any text, also for none.
bool matches(const QByteArray &text, const QByteArray &pattern)
{
    QStringList parts = QString::fromUtf8(pattern).split(u'…');
    for (QString &part : parts) {
        part = QRegularExpression::escape(part);
    }
    const QRegularExpression form(QRegularExpression::anchoredPattern(parts.join(u".*"_s)));
    return form.match(QString::fromUtf8(text)).hasMatch();
}

/// `limits receive=2 …`: what the server of a conversation allows.
bool setLimit(MqttConversation &conversation, const QByteArray &word)
{
    const qsizetype sign = word.indexOf('=');
    const QByteArray name = sign < 0 ? word : word.first(sign);
    const int value = sign < 0 ? 0 : word.sliced(sign + 1).toInt();
    MqttLimits &mqtt = conversation.limits.mqtt;
    if (name == "receive") {
        mqtt.receiveMaximum = quint16(value);
    } else if (name == "max-qos") {
        mqtt.maxQos = Qos(value);
    } else if (name == "no-retain") {
        mqtt.retainAvailable = false;
    } else if (name == "aliases") {
        mqtt.topicAliasMaximum = quint16(value);
    } else if (name == "size") {
        mqtt.maxPacketBytes = value;
    } else if (name == "subscriptions") {
        conversation.brokerLimits.maxSubscriptionsPerClient = value;
    } else {
        return false;
    }
    return true;
}

/// A line that stands before the steps and says something about the whole. True where it is one.
bool readHeader(MqttConversation &conversation, bool &inBoth, const QByteArray &line)
{
    if (line == "in 3.1.1 and 5.0") {
        inBoth = true;
        return true;
    }
    if (line == "in 3.1.1") {
        conversation.version = ProtocolVersion::V311;
        return true;
    }
    if (!line.startsWith("limits ")) {
        return false;
    }
    for (const QByteArray &word : line.sliced(7).split(' ')) {
        if (!setLimit(conversation, word)) {
            return false;
        }
    }
    return true;
}

} // namespace

QList<MqttConversation> readMqttConversations(const QString &path, QString &failure)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        failure = file.errorString() + u": "_s + path;
        return {};
    }
    QList<MqttConversation> all;
    MqttConversation current;
    bool inBoth = false;
    const auto finish = [&] {
        if (!current.title.isEmpty()) {
            all.append(current);
            if (inBoth) {
                all.append(current);
                all.last().version = ProtocolVersion::V311;
            }
        }
    };
    int number = 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        ++number;
        if (line.startsWith("= ")) {
            finish();
            current = {};
            current.title = line.sliced(2);
            current.firstLine = number + 1;
            inBoth = false;
        } else {
            const bool isHeader = readHeader(current, inBoth, line);
            current.lines.append(isHeader ? QByteArray() : line);
        }
    }
    finish();
    if (all.isEmpty()) {
        failure = u"No conversation in "_s + path;
    }
    return all;
}

MqttConversationPlayer::MqttConversationPlayer(const MqttConversation &conversation)
    : m_conversation(conversation)
    , m_room(conversation.limits, conversation.brokerLimits)
{
}

QString MqttConversationPlayer::play()
{
    int number = m_conversation.firstLine;
    for (const QByteArray &line : std::as_const(m_conversation.lines)) {
        const int here = number++;
        if (line.isEmpty() || line.startsWith("# ")) {
            continue;
        }
        const QString failure = playLine(line);
        if (!failure.isEmpty()) {
            return u"Line %1: %2"_s.arg(here).arg(failure);
        }
    }
    for (const auto &[name, client] : m_clients) {
        const QString failure = silenceOf(name);
        if (!failure.isEmpty()) {
            return u"At the end: "_s + failure;
        }
    }
    return {};
}

MqttConversationPlayer::Client &MqttConversationPlayer::client(const QByteArray &name)
{
    return client(name, m_conversation.version);
}

MqttConversationPlayer::Client &MqttConversationPlayer::client(const QByteArray &name,
                                                               ProtocolVersion version)
{
    Client &found = m_clients[name];
    if (!found.peer) {
        found.peer = std::make_unique<MqttPeer>(m_room, version);
    }
    return found;
}

QString MqttConversationPlayer::playLine(const QByteArray &line)
{
    static const QRegularExpression form(u"^([a-z]*)(>{1,2}|<|:) (.*)$"_s);
    const QRegularExpressionMatch match = form.match(QString::fromUtf8(line));
    if (!match.hasMatch()) {
        return u"this is no step: "_s + QString::fromUtf8(line);
    }
    const QByteArray name = match.captured(1).toUtf8();
    const QByteArray text = match.captured(3).toUtf8();
    if (match.captured(2) == u">") {
        return send(name, text);
    }
    if (match.captured(2) == u">>") {
        client(name).peer->sendBytes(QByteArray::fromHex(text));
        return {};
    }
    if (match.captured(2) == u"<") {
        return hear(name, text);
    }
    return name.isEmpty() ? letPass(text) : act(name, text);
}

QString MqttConversationPlayer::send(const QByteArray &name, const QByteArray &words)
{
    QByteArrayList each = words.split(' ');
    ProtocolVersion version = m_conversation.version;
    if (each.removeOne("3.1.1")) {
        version = ProtocolVersion::V311;
    } else if (each.removeOne("5.0")) {
        version = ProtocolVersion::V5;
    }
    MqttPeer &peer = *client(name, version).peer;
    const auto packet = packetFromWords(each.join(' '), peer.version);
    if (!packet) {
        return packet.error();
    }
    peer.send(*packet);
    return {};
}

QString MqttConversationPlayer::hear(const QByteArray &name, const QByteArray &pattern)
{
    Client &listener = client(name);
    listener.heard += listener.peer->read();
    if (listener.heard.isEmpty()) {
        return differs(name, pattern, "nothing");
    }
    const QByteArray heard = wordsOf(listener.heard.takeFirst());
    return matches(heard, pattern) ? QString() : differs(name, pattern, heard);
}

QString MqttConversationPlayer::hearWelcome(const QByteArray &name, bool sessionPresent)
{
    Client &listener = client(name);
    listener.heard += listener.peer->read();
    const auto *connack = listener.heard.isEmpty()
        ? nullptr
        : std::get_if<mqtt::Connack>(&listener.heard.constFirst());
    if (connack == nullptr || connack->sessionPresent != sessionPresent) {
        return hear(name, sessionPresent ? "a CONNACK with its session" : "a CONNACK without one");
    }
    return hear(name, "CONNACK success…");
}

QString MqttConversationPlayer::silenceOf(const QByteArray &name)
{
    Client &listener = client(name);
    listener.heard += listener.peer->read();
    return listener.heard.isEmpty()
        ? QString()
        : differs(name, "nothing more", wordsOf(listener.heard.takeFirst()));
}

QString MqttConversationPlayer::act(const QByteArray &name, const QByteArray &action)
{
    const QByteArray word = action.split(' ').first();
    if (word == "joins") {
        const QString failure = send(name, "CONNECT " + name + action.sliced(word.size()));
        return failure.isEmpty() ? hearWelcome(name, false) : failure;
    }
    if (word == "returns") {
        const QString failure
            = send(name, "CONNECT " + name + " resume" + action.sliced(word.size()));
        return failure.isEmpty() ? hearWelcome(name, true) : failure;
    }
    if (word == "subscribes") {
        const QString failure = send(name, "SUBSCRIBE" + action.sliced(word.size()));
        return failure.isEmpty() ? hear(name, "SUBACK id 1, granted QoS …") : failure;
    }
    if (action == "quiet") {
        return silenceOf(name);
    }
    MqttPeer &peer = *client(name).peer;
    if (word == "due") {
        return checkDeadline(name, action.sliced(word.size()));
    }
    if (action == "is late") {
        peer.protocol->handleDeadline();
        (void)peer.read();
        return peer.host.isClosing ? QString() : u"its connection goes on"_s;
    }
    if (action == "stays") {
        return peer.host.isClosing ? u"%1's connection is closed"_s.arg(QString::fromUtf8(name))
                                   : silenceOf(name);
    }
    if (action == "closed" && !peer.host.isClosing) {
        return u"%1's connection is not closed"_s.arg(QString::fromUtf8(name));
    }
    if (action == "closed" || action == "vanishes") {
        const QString failure = silenceOf(name);
        m_clients.erase(name);
        return failure;
    }
    return u"no client can do \"%1\""_s.arg(QString::fromUtf8(action));
}

QString MqttConversationPlayer::checkDeadline(const QByteArray &name, const QByteArray &within)
{
    static const QRegularExpression form(u"^ within (\\d+) s$"_s);
    const std::chrono::seconds most(form.match(QString::fromUtf8(within)).captured(1).toInt());
    const auto due = client(name).peer->protocol->deadline();
    const auto now = std::chrono::steady_clock::now();
    // The keep alive began before now, and not long before.
    return due <= now + most && due > now + most / 2 ? QString() : u"that is not when it is due"_s;
}

QString MqttConversationPlayer::letPass(const QByteArray &time)
{
    static const QRegularExpression form(u"^(\\d+) s pass$"_s);
    const QRegularExpressionMatch match = form.match(QString::fromUtf8(time));
    if (!match.hasMatch()) {
        return u"only seconds pass, as in \": 5 s pass\""_s;
    }
    const std::chrono::seconds seconds(match.captured(1).toInt());
    m_room.broker.advance(m_room.broker.now() + seconds);
    return {};
}

} // namespace corkboard
