#pragma once

#include "connection/walltime.h"
#include "message/message.h"

#include <QtGlobal>

namespace corkboard {

/**
 * A message as it came in: what, when, and whether it came out of the broker's store.
 *
 * A value; copies share topic and payload.
 */
struct ReceivedMessage {
    WallTime time; ///< when its bytes were read
    Message message; ///< retain is true for a replayed copy only
    bool replayed = false; ///< a stored copy, sent because we subscribed; else it is live
    quint64 number = 0; ///< counts the messages of one connection object, from 1, without gaps

    friend bool operator==(const ReceivedMessage &, const ReceivedMessage &) = default;
};

} // namespace corkboard
