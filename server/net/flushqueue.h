#pragma once

#include <QObject>

#include <vector>

namespace corkboard {

class ClientHandler;

/**
 * The clients that have output waiting, written once per turn of the event loop.
 *
 * However many messages a turn brings, each client costs one system call for all of them, and the
 * turn costs one posted event. Lives in the broker's thread.
 */
class FlushQueue : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FlushQueue)
public:
    explicit FlushQueue(QObject *parent = nullptr);

    /// Has @p handler flushed at the end of this turn. A handler is added once per turn.
    void add(ClientHandler *handler);

    /// Forgets @p handler, which is about to go away.
    void remove(ClientHandler *handler);

    /// Flushes all of them now.
    void flush();

protected:
    void customEvent(QEvent *event) override;

private:
    std::vector<ClientHandler *> m_handlers;
};

} // namespace corkboard
