#pragma once

#include <QByteArray>
#include <QString>

#include <atomic>
#include <thread>

namespace corkboard {

/**
 * A pair of clients that keeps exchanging messages while a test attacks the server.
 *
 * One publishes numbered messages on a topic of its own and both wait for each of them, in a thread
 * beside the test's, until finish() is called. A message that is lost, late beyond
 * TestClient::patience(), doubled or out of order is a failure.
 */
class Bystanders {
public:
    /// Starts the exchange on the classroom port @p port of a server on this computer.
    explicit Bystanders(quint16 port);

    /// Stops the exchange if finish() was not called.
    ~Bystanders();
    Q_DISABLE_COPY_MOVE(Bystanders)

    /// The messages exchanged so far.
    [[nodiscard]] int exchanged() const { return m_exchanged; }

    /**
     * Lets one more message be exchanged, ends the exchange and closes both connections.
     *
     * @return empty where every message arrived at both, else what happened
     */
    [[nodiscard]] QString finish();

private:
    void run(quint16 port);

    std::atomic<bool> m_stopping = false;
    std::atomic<int> m_exchanged = 0;
    QString m_failure; ///< the thread's until it has been joined
    std::thread m_thread;
};

} // namespace corkboard
