#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <array>
#include <chrono>

namespace corkboard {

class Broker;
class ClientHub;
class Session;

/**
 * The topics `$SYS/broker/…`: figures about the server as retained messages, under the names that
 * mosquitto's users and tools know (mosquitto(8), "Broker status").
 *
 * They are published at the start and then every ten seconds, those that have changed. Clients may
 * subscribe to them and never publish to them; publishing them does not count in them. Lives in the
 * broker's thread.
 */
class SysTopics final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SysTopics)
public:
    /// How often they are published.
    static constexpr std::chrono::seconds interval{10};

    /// @param broker, clients  must outlive the object
    SysTopics(Broker &broker, const ClientHub &clients, QObject *parent = nullptr);

    /// Publishes what has changed; @p elapsed  since the last time, for the moving averages.
    void update(std::chrono::seconds elapsed);

private:
    /// Something that is counted, with its moving averages per minute.
    struct Load {
        quint64 before = 0;
        std::array<double, 3> perMinute{}; ///< over 1, 5 and 15 minutes
    };

    void handleJoined();
    void set(const QByteArray &name, const QByteArray &value);
    void set(const QByteArray &name, quint64 value) { set(name, QByteArray::number(value)); }
    void setLoad(const QByteArray &name, quint64 total, std::chrono::seconds elapsed);
    void setClients();
    void setStore();
    void setTraffic(std::chrono::seconds elapsed);
    void setHeap();

    Broker &m_broker;
    const ClientHub &m_clients;
    QTimer m_timer;
    std::chrono::seconds m_uptime{0};
    quint64 m_joined = 0;
    quint64 m_mostClients = 0;
    quint64 m_expiredSessions = 0;
    quint64 m_publishReceived = 0;
    quint64 m_publishSent = 0;
    quint64 m_publishBytesReceived = 0;
    quint64 m_publishBytesSent = 0;
    quint64 m_mostHeap = 0;
    QHash<QByteArray, QByteArray> m_values; ///< as they were published last
    qsizetype m_valueBytes = 0; ///< of those
    QHash<QByteArray, Load> m_loads;
};

} // namespace corkboard
