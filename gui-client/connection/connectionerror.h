#pragma once

#include <QString>

namespace corkboard {

/// Why there is no connection (any more), with a sentence that names the next step.
struct ConnectionError {
    enum class Kind {
        Refused, ///< the host answers, but nothing listens on that port
        HostNotFound, ///< the name has no address
        Unreachable, ///< no way to the host: network down, or no route
        Lost, ///< it was connected and the other end went away
        TimedOut, ///< nothing answered in time
        ProtocolError, ///< what answers does not keep to the protocol
        RefusedByServer, ///< the server answered and does not want us, for example because it is
                         ///< full
        InvalidName, ///< the name asked for cannot be one; nothing was sent
    };

    Kind kind = Kind::Refused;
    QString sentence; ///< for a person, complete, with the next step
    bool willRetry = false; ///< the connection tries again by itself

    friend bool operator==(const ConnectionError &, const ConnectionError &) = default;
};

} // namespace corkboard
