#include "net/outputbuffer.h"

#include <algorithm>

namespace corkboard {

namespace {

/// Where a chunk of copied pieces ends and the next one begins.
constexpr qsizetype chunkBytes = 64 * 1024;

} // namespace

void OutputBuffer::append(const QByteArray &bytes)
{
    if (bytes.isEmpty()) {
        return;
    }
    m_size += bytes.size();
    if (bytes.size() >= shareFromBytes) {
        m_chunks.append({bytes, true});
        return;
    }
    if (m_chunks.isEmpty() || m_chunks.last().shared
        || m_chunks.last().bytes.size() + bytes.size() > chunkBytes) {
        m_chunks.append({QByteArray(), false});
    }
    m_chunks.last().bytes += bytes;
}

std::vector<QByteArrayView> OutputBuffer::front(qsizetype most) const
{
    std::vector<QByteArrayView> views;
    const qsizetype count = std::min(m_chunks.size(), most);
    views.reserve(size_t(count));
    for (qsizetype i = 0; i < count; ++i) {
        const QByteArrayView chunk(m_chunks[i].bytes);
        views.push_back(i == 0 ? chunk.sliced(m_offset) : chunk);
    }
    return views;
}

void OutputBuffer::consume(qsizetype bytes)
{
    Q_ASSERT(bytes <= m_size);
    m_size -= bytes;
    while (bytes > 0) {
        const qsizetype inChunk = m_chunks.constFirst().bytes.size() - m_offset;
        if (bytes < inChunk) {
            m_offset += bytes;
            return;
        }
        bytes -= inChunk;
        m_offset = 0;
        m_chunks.removeFirst();
    }
    if (m_chunks.isEmpty()) {
        // Gives the memory back: most clients are idle most of the time.
        m_chunks = {};
    }
}

void OutputBuffer::clear()
{
    m_chunks = {};
    m_offset = 0;
    m_size = 0;
}

} // namespace corkboard
