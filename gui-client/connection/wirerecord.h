#pragma once

#include "connection/walltime.h"

#include <QByteArray>

namespace corkboard {

/// One unit as it went over the wire: for the classroom protocol a line.
struct WireRecord {
    /// Which way it went, seen from this program.
    enum class Direction { Sent, Received };

    WallTime time;
    Direction direction = Direction::Sent;
    QByteArray line; ///< whole, with its escapes, without its line end; a password is shown as ***

    friend bool operator==(const WireRecord &, const WireRecord &) = default;
};

} // namespace corkboard
