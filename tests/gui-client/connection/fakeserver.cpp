#include "fakeserver.h"

namespace corkboard {

namespace {

/// The first field of `<VERB, FIELD…>`.
QByteArray firstField(const QByteArray &line)
{
    const qsizetype comma = line.indexOf(", ");
    return comma < 0 ? QByteArray() : line.sliced(comma + 2).chopped(1).split(',').first();
}

QByteArray politeAnswer(const QByteArray &line)
{
    const QByteArray verb = line.sliced(1).split(',').first();
    const QByteArray field = firstField(line);
    if (verb == "CONN") {
        return "<CONN_ACK, " + field + ">\n";
    }
    if (verb == "SUB" || verb == "UNSUB" || verb == "PUBR") {
        return "<SUCCESS, " + verb + ", " + field + ">\n";
    }
    static const QHash<QByteArray, QByteArray> fixed{
        {"CONN>", "<CONN_ACK>\n"}, {"TOPICS>", "<TOPICS, 4, HEALTH, NEWS, SECURITY, WEATHER>\n"},
        {"PING>", "<PONG>\n"},     {"LIST>", "<0>\n"},
        {"DISC>", "<DISC_ACK>\n"},
    };
    return fixed.value(verb);
}

} // namespace

FakeServer::FakeServer(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, &FakeServer::handleNewConnection);
}

bool FakeServer::listen(quint16 port)
{
    const bool listens = m_server.listen(QHostAddress::LocalHost, port);
    if (listens) {
        m_port = m_server.serverPort();
    }
    return listens;
}

void FakeServer::setAnswer(const QByteArray &prefix, const QByteArray &answer)
{
    setScript(prefix, [answer](const QByteArray &) { return answer; });
}

void FakeServer::send(const QByteArray &bytes)
{
    Q_ASSERT(m_client);
    m_client->write(bytes);
}

void FakeServer::dropClient()
{
    Q_ASSERT(m_client);
    m_client->disconnectFromHost();
}

void FakeServer::resetClient()
{
    Q_ASSERT(m_client);
    // No lingering: the kernel sends a reset in the place of a goodbye.
    m_client->abort();
}

QList<QByteArray> FakeServer::lines(const QByteArray &prefix) const
{
    QList<QByteArray> found;
    for (const QByteArray &line : m_lines) {
        if (line.startsWith(prefix)) {
            found.append(line);
        }
    }
    return found;
}

void FakeServer::handleNewConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        ++m_connectionCount;
        socket->setParent(this);
        m_client = socket;
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { handleReadyRead(socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QTcpSocket::deleteLater);
        handleReadyRead(socket);
    }
}

void FakeServer::handleReadyRead(QTcpSocket *socket)
{
    while (socket->canReadLine()) {
        const QByteArray line = socket->readLine().trimmed();
        m_lines.append(line);
        emit lineReceived(line);
        const QByteArray answer = answerTo(line);
        if (!answer.isEmpty()) {
            socket->write(answer);
        }
        if (answer == "<DISC_ACK>\n") {
            socket->disconnectFromHost();
        }
    }
}

QByteArray FakeServer::answerTo(const QByteArray &line) const
{
    for (auto script = m_scripts.cbegin(); script != m_scripts.cend(); ++script) {
        if (line.startsWith(script.key())) {
            return script.value()(line);
        }
    }
    return politeAnswer(line);
}

} // namespace corkboard
