#include "app/systopics.h"

#include "broker/broker.h"
#include "net/clienthub.h"

#include <algorithm>
#include <cmath>
#include <utility>

#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
#include <malloc.h>
#define CORKBOARD_KNOWS_ITS_HEAP
#endif

namespace corkboard {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

struct Average {
    minutes over;
    const char *name;
};

constexpr std::array averages{Average{minutes(1), "/1min"}, Average{minutes(5), "/5min"},
                              Average{minutes(15), "/15min"}};

} // namespace

SysTopics::SysTopics(Broker &broker, const ClientHub &clients, QObject *parent)
    : QObject(parent)
    , m_broker(broker)
    , m_clients(clients)
{
    connect(&broker, &Broker::clientJoined, this, &SysTopics::handleJoined);
    connect(&broker, &Broker::sessionExpired, this, [this] { ++m_expiredSessions; });
    connect(&broker, &Broker::published, this, [this](const Message &message, qsizetype receivers) {
        if (message.topic.isReserved()) {
            return;
        }
        const auto size = quint64(message.payload.size());
        ++m_publishReceived;
        m_publishBytesReceived += size;
        m_publishSent += quint64(receivers);
        m_publishBytesSent += quint64(receivers) * size;
    });
    connect(&m_timer, &QTimer::timeout, this, [this] { update(interval); });
    m_timer.start(interval);
    set("version", "corkboard-server version " CORKBOARD_VERSION);
    update(seconds(0));
}

void SysTopics::handleJoined()
{
    ++m_joined;
    m_mostClients = std::max(m_mostClients, quint64(m_broker.onlineCount()));
}

void SysTopics::set(const QByteArray &name, const QByteArray &value)
{
    QByteArray &before = m_values[name];
    if (before == value) {
        return;
    }
    m_valueBytes += value.size() - before.size();
    before = value;
    const auto topic = TopicName::parse(QByteArrayView("$SYS/broker/" + name));
    Q_ASSERT(topic);
    (void)m_broker.publish({*topic, value, true});
}

void SysTopics::setLoad(const QByteArray &name, quint64 total, seconds elapsed)
{
    Load &load = m_loads[name];
    const quint64 counted = total - std::exchange(load.before, total);
    for (std::size_t i = 0; i < averages.size(); ++i) {
        if (elapsed.count() > 0) {
            const double share
                = double(elapsed.count()) / double(seconds(averages[i].over).count());
            const double now = double(counted) * 60.0 / double(elapsed.count());
            load.perMinute[i] = now + std::exp(-share) * (load.perMinute[i] - now);
        }
        set("load/" + name + averages[i].name, QByteArray::number(load.perMinute[i], 'f', 2));
    }
}

void SysTopics::setClients()
{
    const auto online = quint64(m_broker.onlineCount());
    const auto all = quint64(m_broker.sessionCount());
    set("clients/connected", online);
    set("clients/active", online);
    set("clients/disconnected", all - online);
    set("clients/inactive", all - online);
    set("clients/total", all);
    set("clients/maximum", m_mostClients);
    set("clients/expired", m_expiredSessions);
    set("clients/shed", m_clients.shedClients());
    set("connections/socket/count", quint64(m_clients.count()));
    set("connections/refused", m_clients.traffic().refusedConnections);
}

void SysTopics::setStore()
{
    // Without our own, which nobody asked to be kept.
    const auto retained = quint64(m_broker.retained().count() - m_values.size());
    const Broker::QueuedMessages queued = m_broker.queuedMessages();
    set("subscriptions/count", quint64(m_broker.subscriptionCount()));
    set("shared_subscriptions/count", quint64(m_broker.sharedSubscriptionCount()));
    set("retained messages/count", retained);
    set("messages/stored", retained + quint64(queued.count));
    set("store/messages/count", retained + quint64(queued.count));
    set("store/messages/bytes",
        quint64(m_broker.retained().payloadBytes() - m_valueBytes + queued.bytes));
    set("packet/out/bytes", quint64(m_clients.heldBytes()));
}

void SysTopics::setTraffic(seconds elapsed)
{
    const Traffic &traffic = m_clients.traffic();
    const quint64 dropped = traffic.droppedMessages + m_broker.droppedMessages();
    set("bytes/received", traffic.bytesReceived);
    set("bytes/sent", traffic.bytesSent);
    set("messages/received", traffic.messagesReceived);
    set("messages/sent", traffic.messagesSent);
    set("publish/messages/received", m_publishReceived);
    set("publish/messages/sent", m_publishSent);
    set("publish/messages/dropped", dropped);
    set("publish/bytes/received", m_publishBytesReceived);
    set("publish/bytes/sent", m_publishBytesSent);
    setLoad("bytes/received", traffic.bytesReceived, elapsed);
    setLoad("bytes/sent", traffic.bytesSent, elapsed);
    setLoad("messages/received", traffic.messagesReceived, elapsed);
    setLoad("messages/sent", traffic.messagesSent, elapsed);
    setLoad("publish/received", m_publishReceived, elapsed);
    setLoad("publish/sent", m_publishSent, elapsed);
    setLoad("publish/dropped", dropped, elapsed);
    setLoad("sockets", traffic.connections, elapsed);
    setLoad("connections", m_joined, elapsed);
}

void SysTopics::setHeap()
{
#ifdef CORKBOARD_KNOWS_ITS_HEAP
    const quint64 used = ::mallinfo2().uordblks;
    m_mostHeap = std::max(m_mostHeap, used);
    set("heap/current", used);
    set("heap/maximum", m_mostHeap);
#endif
}

void SysTopics::update(seconds elapsed)
{
    m_uptime += elapsed;
    set("uptime", QByteArray::number(qint64(m_uptime.count())) + " seconds");
    setClients();
    setTraffic(elapsed);
    setHeap();
    setStore();
}

} // namespace corkboard
