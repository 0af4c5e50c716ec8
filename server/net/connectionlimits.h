#pragma once

#include "base/limits.h"
#include "net/mqttlimits.h"

#include <chrono>

namespace corkboard {

/// How long a client may take; all of them may be shortened for tests.
struct Deadlines {
    /// From connecting to the first complete line: people read before they type.
    std::chrono::milliseconds firstLine = std::chrono::minutes(5);
    /// From the first byte of a line to its end, before CONN.
    std::chrono::milliseconds lineBeforeConnect = std::chrono::seconds(10);
    /// The same after CONN.
    std::chrono::milliseconds line = std::chrono::seconds(60);
    /// From connecting to the end of MQTT's CONNECT; absolute (K02).
    std::chrono::milliseconds connect = std::chrono::seconds(10);
    /// From the first byte of an MQTT packet to its end, after CONNECT.
    std::chrono::milliseconds packet = std::chrono::seconds(30);
    /// With output waiting and none of it taken by the client.
    std::chrono::milliseconds writeStall = std::chrono::seconds(30);
    /// From our last word to the client's closing, which gives it time to read that word.
    std::chrono::milliseconds linger = std::chrono::seconds(2);
    /// The original's client reads DISC_ACK only when it comes alone.
    std::chrono::milliseconds originalDisconnectPause = std::chrono::milliseconds(50);

    friend bool operator==(const Deadlines &, const Deadlines &) = default;
};

/// The bounds of every connection, and of all of them together.
struct ConnectionLimits {
    qsizetype maxConnections = 2'000;
    /// From one address, except from this computer's own.
    qsizetype maxConnectionsPerAddress = 100;
    /// New ones in a second, and as many at once; this computer's own do not count.
    qsizetype connectionsPerSecond = 200;
    qsizetype connectionBurst = 400;
    /// Whether the two bounds above are also for this computer's own connections; for tests.
    bool limitsLoopback = false;
    /// What all clients together may hold of waiting output and unfinished lines. Beyond it the
    /// client that holds the most is closed.
    qsizetype maxHeldBytes = 256 * 1024 * 1024;
    qsizetype maxMessageBytes = limits::defaultMaxMessageBytes;
    /// From this much waiting output on live messages to the client are dropped and counted.
    qsizetype softOutputBytes = 256 * 1024;
    /// From this much waiting output on the client's requests wait, so that answers stay bounded.
    qsizetype pauseOutputBytes = 512 * 1024;
    /// A client with this much waiting output that is to get more is closed.
    qsizetype hardOutputBytes = 1024 * 1024;
    /// What the requests of one client take of a turn before the others have theirs. Long enough
    /// that output is still gathered for many subscribers.
    std::chrono::milliseconds turnShare = std::chrono::milliseconds(5);
    Deadlines deadlines;
    MqttLimits mqtt = {};

    friend bool operator==(const ConnectionLimits &, const ConnectionLimits &) = default;
};

} // namespace corkboard
