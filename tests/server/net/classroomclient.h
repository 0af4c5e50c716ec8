#pragma once

#include "fakehost.h"
#include "net/classroomprotocol.h"
#include "net/topicsanswer.h"
#include "topics.h"

#include <memory>

namespace corkboard {

/// A client of a broker with the four default topics.
struct ClassroomClient {
    explicit ClassroomClient(const ConnectionLimits &its = {}, const BrokerLimits &itsBrokers = {})
        : limits(its)
        , broker(itsBrokers)
        , protocol(std::make_unique<ClassroomProtocol>(broker, host, limits, topicsAnswer))
    {
        for (const char *topic : {"WEATHER", "NEWS", "HEALTH", "SECURITY"}) {
            (void)broker.addTopic(testtopics::name(topic));
        }
        protocol->start();
    }

    /// Sends @p bytes in one segment, whose memory is gone afterwards. Nobody reads it any more
    /// once the connection is closing.
    void say(const QByteArray &bytes) const
    {
        if (host.isClosing) {
            return;
        }
        QByteArray segment(bytes.constData(), bytes.size());
        protocol->receive(segment, false);
        segment.fill('?');
    }

    /// Sends a line and gives what waits then.
    QByteArray ask(const QByteArray &line)
    {
        say(line + '\n');
        return host.read();
    }

    /// Does what a ClientHandler does after it has written something.
    void turn()
    {
        if (host.hasRoomForReplay()) {
            protocol->outputDrained();
        }
        if (host.isPaused && !host.outputIsCongested()) {
            host.isPaused = false;
            protocol->resume();
        }
    }

    /// Reads and goes on until nothing more comes.
    QByteArray readAll()
    {
        QByteArray all = host.read();
        for (;;) {
            turn();
            const QByteArray more = host.read();
            if (more.isEmpty() && !host.isPaused) {
                return all;
            }
            all += more;
        }
    }

    void publish(const char *topic, const QByteArray &payload, bool retain = false)
    {
        (void)broker.publish({testtopics::name(topic), payload, retain});
    }

    ConnectionLimits limits;
    Broker broker;
    TopicsAnswer topicsAnswer;
    FakeHost host;
    std::unique_ptr<ClassroomProtocol> protocol;
};

/// How an error begins, up to its sentence.
inline QByteArray errorLine(const char *verb, const char *code)
{
    return QByteArray("<ERROR, ") + verb + ", " + code + ", ";
}

} // namespace corkboard
