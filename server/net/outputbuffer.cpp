#include "net/outputbuffer.h"

#include "net/memorybudget.h"

#include <algorithm>
#include <utility>

namespace corkboard {

namespace {

/// Where a chunk of copied pieces ends and the next one begins.
constexpr qsizetype chunkBytes = 64 * 1024;

/// Memory for a turn's worth of short messages, so that they are not moved as they come.
constexpr qsizetype firstReserve = 2048;

} // namespace

OutputBuffer::OutputBuffer(MemoryBudget *budget)
    : m_budget(budget)
{
}

OutputBuffer::~OutputBuffer()
{
    clear();
}

/// Counts bytes of our own; fewer where @p bytes is negative.
void OutputBuffer::count(qsizetype bytes)
{
    if (m_budget != nullptr) {
        m_budget->add(bytes);
    }
}

void OutputBuffer::append(const QByteArray &bytes)
{
    if (bytes.isEmpty()) {
        return;
    }
    m_size += bytes.size();
    if (bytes.size() >= shareFromBytes) {
        m_chunks.append({bytes, true});
        if (m_budget != nullptr) {
            m_budget->share(bytes);
        }
        return;
    }
    if (m_chunks.isEmpty() || m_chunks.last().shared
        || m_chunks.last().bytes.size() + bytes.size() > chunkBytes) {
        m_chunks.append({QByteArray(), false});
        m_chunks.last().bytes.reserve(firstReserve);
    }
    m_chunks.last().bytes += bytes;
    count(bytes.size());
}

OutputBuffer::Pieces OutputBuffer::front(qsizetype most) const
{
    Pieces views;
    const qsizetype count = std::min<qsizetype>(m_chunks.size(), most);
    views.reserve(count);
    for (qsizetype i = 0; i < count; ++i) {
        const QByteArrayView chunk(m_chunks[i].bytes);
        views.append(i == 0 ? chunk.sliced(m_offset) : chunk);
    }
    return views;
}

void OutputBuffer::consume(qsizetype bytes)
{
    Q_ASSERT(bytes <= m_size);
    m_size -= bytes;
    while (bytes > 0) {
        const Chunk &first = m_chunks.first();
        const qsizetype inChunk = first.bytes.size() - m_offset;
        if (bytes < inChunk) {
            m_offset += bytes;
            return;
        }
        bytes -= inChunk;
        m_offset = 0;
        forget(first);
        m_chunks.erase(m_chunks.begin());
    }
    if (m_chunks.isEmpty()) {
        // Gives the memory back: most clients are idle most of the time.
        m_chunks.squeeze();
    }
}

/// A chunk counts as a whole, as the memory that it takes, until it is gone.
void OutputBuffer::forget(const Chunk &chunk)
{
    if (!chunk.shared) {
        count(-chunk.bytes.size());
    } else if (m_budget != nullptr) {
        m_budget->unshare(chunk.bytes);
    }
}

void OutputBuffer::clear()
{
    for (const Chunk &chunk : std::as_const(m_chunks)) {
        forget(chunk);
    }
    m_chunks.clear();
    m_chunks.squeeze();
    m_offset = 0;
    m_size = 0;
}

} // namespace corkboard
