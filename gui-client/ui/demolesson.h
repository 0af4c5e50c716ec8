#pragma once

#include "connection/brokeraddress.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace corkboard {

class BrokerConnection;
struct ConnectionError;

/**
 * A small lesson for a broker of its own: a few clients that make topics, leave a stored message or
 * two, and publish slowly.
 *
 * begin() connects the helpers and creates the topics; ready() says that a window can subscribe and
 * has something to see. Then one message every interval, at most maxMessages in all. It is over
 * when a helper has lost the broker: nobody is to go on teaching, or trying, behind a stopped
 * broker.
 */
class DemoLesson final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DemoLesson)

public:
    static constexpr int maxMessages = 600;

    explicit DemoLesson(QObject *parent = nullptr);
    ~DemoLesson() override;

    /// Does nothing where the lesson has begun already.
    void begin(const BrokerAddress &address);

    /// True from begin() until the broker is lost.
    [[nodiscard]] bool isRunning() const { return m_running; }

    /// What the window subscribes to at the start of the lesson.
    [[nodiscard]] static QStringList openingFilters();

signals:
    /// All topics exist and the stored messages are stored.
    void ready();

    /// The helpers could not do their part; a sentence.
    void failed(const QString &sentence);

private:
    struct Helper;
    void addHelper(const QString &name, const QStringList &topics);
    void handleReady(Helper &helper);
    void handleAnswer(Helper &helper);
    void handleConnectionFailed(const ConnectionError &error);
    void end();
    void publishNext();

    BrokerAddress m_address;
    std::vector<std::unique_ptr<Helper>> m_helpers;
    qsizetype m_waitingFor = 0; ///< helpers that are not ready yet
    int m_published = 0;
    bool m_running = false;
    QTimer m_timer;
};

} // namespace corkboard
