#include "models/messagering.h"

#include <algorithm>
#include <utility>

namespace corkboard {

namespace {

constexpr size_t blockRows = size_t(MessageRing::evictionBlock);

/// What the allocator takes for a payload besides its bytes.
constexpr qsizetype payloadOverhead = 32;

} // namespace

qsizetype MessageRing::bytesOf(const ReceivedMessage &message)
{
    return qsizetype(sizeof(ReceivedMessage)) + payloadOverhead + message.message.payload.size();
}

const ReceivedMessage &MessageRing::at(quint64 position) const
{
    Q_ASSERT(position >= m_begin && position < m_end);
    const size_t index = size_t(position - m_begin) + size_t(m_headOffset);
    return m_blocks[index / blockRows][index % blockRows];
}

void MessageRing::append(ReceivedMessage message)
{
    if (m_blocks.empty() || m_blocks.back().size() == blockRows) {
        m_blocks.emplace_back().reserve(blockRows);
    }
    m_bytes += bytesOf(message);
    m_blocks.back().push_back(std::move(message));
    ++m_end;
}

void MessageRing::dropOldest(qsizetype count)
{
    for (qsizetype left = std::min(count, size()); left > 0; --left) {
        ReceivedMessage &oldest = m_blocks.front()[size_t(m_headOffset)];
        m_bytes -= bytesOf(oldest);
        oldest = {};
        ++m_begin;
        if (++m_headOffset == evictionBlock) {
            m_blocks.pop_front();
            m_headOffset = 0;
        }
    }
}

void MessageRing::clear()
{
    m_blocks.clear();
    m_headOffset = 0;
    m_begin = m_end;
    m_bytes = 0;
}

qsizetype MessageRing::countToEvict(qsizetype newRows, qsizetype newBytes, qsizetype maxRows,
                                    qsizetype maxBytes) const
{
    const qsizetype block = std::clamp(maxRows / 4, qsizetype(1), evictionBlock);
    const qsizetype over = std::max(size() + newRows - maxRows, qsizetype(0));
    qsizetype count = std::min((over + block - 1) / block * block, size());
    qsizetype bytesLeft = m_bytes;
    for (qsizetype i = 0; i < count; ++i) {
        bytesLeft -= bytesOf(at(m_begin + quint64(i)));
    }
    while (count < size() && bytesLeft + newBytes > maxBytes) {
        bytesLeft -= bytesOf(at(m_begin + quint64(count)));
        ++count;
    }
    return count;
}

} // namespace corkboard
