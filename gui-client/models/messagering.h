#pragma once

#include "connection/receivedmessage.h"

#include <QtGlobal>

#include <deque>
#include <vector>

namespace corkboard {

/**
 * The messages that a feed keeps: bounded in rows and in bytes, the oldest go first.
 *
 * Every message has a position that never changes: 0 for the first ever appended, counting up.
 * Kept are the positions begin() ≤ p < end(). A value without signals.
 */
class MessageRing {
public:
    MessageRing() = default;

    /// An empty one whose first message gets position @p begin.
    explicit MessageRing(quint64 begin)
        : m_begin(begin)
        , m_end(begin)
    {
    }

    /// Rows that are evicted together when the row limit is reached.
    static constexpr qsizetype evictionBlock = 1'024;

    [[nodiscard]] quint64 begin() const { return m_begin; }
    [[nodiscard]] quint64 end() const { return m_end; }
    [[nodiscard]] qsizetype size() const { return qsizetype(m_end - m_begin); }

    /// Memory taken, estimated: payloads and a fixed amount per message; topics are shared.
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

    /// The estimate for one message.
    [[nodiscard]] static qsizetype bytesOf(const ReceivedMessage &message);

    /// The message at @p position, which is kept.
    [[nodiscard]] const ReceivedMessage &at(quint64 position) const;

    void append(ReceivedMessage message);

    /// Drops the @p count oldest, at most all.
    void dropOldest(qsizetype count);

    /// Drops all; positions go on counting.
    void clear();

    /**
     * How many of the oldest must go so that @p newRows more rows and @p newBytes fit: none, a
     * multiple of a block for the rows, or as many as the bytes need. A block is evictionBlock, or
     * a quarter of @p maxRows where that is smaller.
     */
    [[nodiscard]] qsizetype countToEvict(qsizetype newRows, qsizetype newBytes, qsizetype maxRows,
                                         qsizetype maxBytes) const;

private:
    std::deque<std::vector<ReceivedMessage>> m_blocks; ///< all full but the last
    qsizetype m_headOffset = 0; ///< dropped messages at the front of the first block
    quint64 m_begin = 0;
    quint64 m_end = 0;
    qsizetype m_bytes = 0;
};

} // namespace corkboard
