#pragma once

#include <QObject>
#include <QTimer>

namespace corkboard {

class Broker;

/**
 * Tells a Broker what time it is when something of it is due: delayed wills, sessions and retained
 * messages that expire. Lives in the broker's thread.
 */
class BrokerClock final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrokerClock)
public:
    /// @param broker  must outlive the clock
    explicit BrokerClock(Broker &broker, QObject *parent = nullptr);

private:
    void tick();
    void schedule();

    Broker &m_broker;
    QTimer m_timer;
};

} // namespace corkboard
