#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace corkboard {

/**
 * A server that says what a test wants, to one client at a time.
 *
 * Without a script it behaves like a polite broker: it welcomes, lists four topics, subscribes and
 * unsubscribes whatever it is asked to, answers PUBR, PING, LIST (with nothing) and DISC.
 */
class FakeServer final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FakeServer)

public:
    /// What to answer to a line; empty for nothing.
    using Script = std::function<QByteArray(const QByteArray &line)>;

    explicit FakeServer(QObject *parent = nullptr);

    /// Listens on 127.0.0.1 and @p port, 0 for any.
    [[nodiscard]] bool listen(quint16 port = 0);
    [[nodiscard]] quint16 port() const { return m_port; }

    /// Stops listening; the port stays known, so that listen(port()) can follow.
    void close() { m_server.close(); }

    /// Answers to lines that begin with @p prefix, in the place of the polite answer.
    void setScript(const QByteArray &prefix, Script script)
    {
        m_scripts[prefix] = std::move(script);
    }

    /// The same bytes for every line that begins with @p prefix.
    void setAnswer(const QByteArray &prefix, const QByteArray &answer);

    /// Sends bytes as they are to the client of the moment.
    void send(const QByteArray &bytes);

    /// Closes the connection to the client, in an orderly way or by a reset.
    void dropClient();
    void resetClient();

    [[nodiscard]] QTcpSocket *client() const { return m_client; }

    /// All lines that came, from all clients, without their ends.
    [[nodiscard]] const QList<QByteArray> &lines() const { return m_lines; }

    /// The lines that begin with @p prefix.
    [[nodiscard]] QList<QByteArray> lines(const QByteArray &prefix) const;

    void clearLines() { m_lines.clear(); }

    /// How many connections there were.
    [[nodiscard]] int connectionCount() const { return m_connectionCount; }

signals:
    void lineReceived(const QByteArray &line);

private:
    void handleNewConnection();
    void handleReadyRead(QTcpSocket *socket);
    [[nodiscard]] QByteArray answerTo(const QByteArray &line) const;

    QTcpServer m_server;
    QPointer<QTcpSocket> m_client;
    QHash<QByteArray, Script> m_scripts;
    QList<QByteArray> m_lines;
    quint16 m_port = 0;
    int m_connectionCount = 0;
};

} // namespace corkboard
