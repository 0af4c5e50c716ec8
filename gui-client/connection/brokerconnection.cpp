#include "connection/brokerconnection.h"

#include "base/escaping.h"
#include "base/limits.h"
#include "classroom/command.h"

#include <QUtf8StringView>

#include <algorithm>

namespace corkboard {

BrokerConnection::BrokerConnection(const IncomingBatcher::Limits &limits, QObject *parent)
    : QObject(parent)
    , m_incoming(new IncomingBatcher(limits, this))
{
    connect(m_incoming, &IncomingBatcher::topicsReady, this, &BrokerConnection::topicsAdded);
    connect(m_incoming, &IncomingBatcher::messagesReady, this, &BrokerConnection::messagesReceived);
    connect(m_incoming, &IncomingBatcher::wireReady, this, &BrokerConnection::wireTraffic);
}

BrokerConnection::~BrokerConnection() = default;

QString BrokerConnection::stateText() const
{
    const QString where = m_address.toShortString();
    switch (m_state) {
    case State::Disconnected:
        return tr("Not connected");
    case State::Connecting:
        return tr("Connecting to %1 …").arg(where);
    case State::Connected:
        return m_clientName.isEmpty() ? tr("Connected to %1").arg(where)
                                      : tr("Connected to %1 as %2").arg(where, m_clientName);
    case State::WaitingToReconnect: {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(timeToNextAttempt());
        return tr("Lost %1, trying again in %n s", nullptr, int(seconds.count())).arg(where);
    }
    case State::Disconnecting:
        return tr("Leaving %1 …").arg(where);
    }
    Q_UNREACHABLE();
}

QString BrokerConnection::nameProblem(QStringView name)
{
    if (name.toUtf8().size() > limits::maxClientNameBytes) {
        return tr("The name is too long. It may have %1 bytes, which is about as many letters.")
            .arg(limits::maxClientNameBytes);
    }
    if (!name.isValidUtf16()
        || std::ranges::any_of(name, [](QChar c) { return isControl(c.unicode()); })) {
        return tr("The name has a character in it that cannot be shown.");
    }
    return {};
}

std::expected<void, QString> BrokerConnection::runTyped(const QString &line)
{
    const QByteArray utf8 = line.toUtf8();
    if (!utf8.startsWith('/') && !utf8.startsWith('<')) {
        return std::unexpected(
            tr("A command begins with / or <, for example /SUB WEATHER. /HELP lists them."));
    }
    const auto command = parseCommand(utf8);
    if (!command) {
        return std::unexpected(
            QString::fromUtf8(syntaxHint(command.error(), utf8.startsWith('/'))));
    }
    if (command->verb == Verb::Conn && m_state == State::Disconnected) {
        return askToConnect(command->fields);
    }
    if (!isConnected()) {
        return std::unexpected(notConnectedSentence());
    }
    const QScopedValueRollback typing(m_typing, true);
    const QByteArray first = command->fields.value(0);
    if (!QUtf8StringView(first.constData(), first.size()).isValidUtf8()) {
        return std::unexpected(tr("That topic is not valid UTF-8."));
    }
    const QString topic = QString::fromUtf8(first);
    switch (command->verb) {
    case Verb::Conn:
        requestConnect(command->fields);
        break;
    case Verb::Disc:
        disconnectFromBroker();
        break;
    case Verb::Pub:
        publish(topic, command->fields[1], false);
        break;
    case Verb::Pubr:
        publish(topic, command->fields[1], true);
        break;
    case Verb::Sub:
        subscribe(topic);
        break;
    case Verb::Unsub:
        unsubscribe(topic);
        break;
    case Verb::List:
        requestSubscriptions();
        break;
    case Verb::Topics:
        requestTopics();
        break;
    case Verb::Help:
        requestHelp();
        break;
    case Verb::Ping:
        ping();
        break;
    }
    return {};
}

std::expected<void, QString> BrokerConnection::askToConnect(const QList<QByteArray> &fields)
{
    if (fields.size() > 1) {
        return std::unexpected(
            tr("This program connects without a password: type /CONN and a name."));
    }
    emit connectAsked(QString::fromUtf8(fields.value(0)));
    return {};
}

QString BrokerConnection::notConnectedSentence() const
{
    const QString where = m_address.toShortString();
    switch (m_state) {
    case State::Disconnected:
        break;
    case State::Connecting:
        return tr("Nothing was sent: the connection to %1 is still being made. Try again in a "
                  "moment.")
            .arg(where);
    case State::Connected:
        return {};
    case State::WaitingToReconnect:
        return tr("Nothing was sent: the connection to %1 was lost. It is tried again by itself.")
            .arg(where);
    case State::Disconnecting:
        return tr("Nothing was sent: %1 is being left. Connect again first.").arg(where);
    }
    return tr("Not connected, so nothing was sent. Press Connect first.");
}

QScopedValueRollback<bool> BrokerConnection::answering(bool typed)
{
    return QScopedValueRollback<bool>(m_answersTyped, typed);
}

void BrokerConnection::setState(State state)
{
    if (m_state == state) {
        return;
    }
    m_state = state;
    emit stateChanged(state);
}

} // namespace corkboard
