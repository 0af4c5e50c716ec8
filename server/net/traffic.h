#pragma once

#include <QtGlobal>

namespace corkboard {

/// What all clients of a server have sent and were sent since it started.
struct Traffic {
    quint64 bytesReceived = 0; ///< off the connections, without what TCP itself needs
    quint64 bytesSent = 0; ///< taken by the system
    quint64 messagesReceived = 0; ///< packets, lines and commands of any kind
    quint64 messagesSent = 0; ///< the same, as they were queued
    quint64 droppedMessages = 0; ///< live messages not sent to clients that did not read
    quint64 connections = 0; ///< that were accepted
    quint64 refusedConnections = 0; ///< for want of room, or because they came too fast

    friend bool operator==(const Traffic &, const Traffic &) = default;
};

} // namespace corkboard
