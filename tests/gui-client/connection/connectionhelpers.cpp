#include "connectionhelpers.h"

#include "patience.h"

#include <QSignalSpy>

using namespace std::chrono_literals;

namespace corkboard {

ClassroomConnection::Timing quickTiming()
{
    ClassroomConnection::Timing timing;
    timing.connectTimeout = 1h;
    timing.welcomeTimeout = 1h;
    timing.goodbyeTimeout = 1h;
    timing.pongTimeout = 1h;
    timing.firstPause = 5ms;
    timing.longestPause = 40ms;
    return timing;
}

BrokerAddress addressOf(const FakeServer &server)
{
    return {QStringLiteral("127.0.0.1"), server.port()};
}

bool connectTo(ClassroomConnection &connection, const FakeServer &server, const QString &name)
{
    QSignalSpy topics(&connection, &BrokerConnection::topicsListed);
    connection.connectToBroker(addressOf(server), name);
    return topics.wait(patience) && connection.isConnected();
}

QStringList namesOf(const QList<TopicName> &topics)
{
    QStringList names;
    for (const TopicName &topic : topics) {
        names.append(topic.toString());
    }
    return names;
}

QStringList subscribedTopics(const ClassroomConnection &connection)
{
    QStringList names;
    for (const OwnSubscription &each : connection.subscriptions()) {
        names.append(each.topic.toString());
    }
    return names;
}

} // namespace corkboard
