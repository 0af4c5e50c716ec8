#include "classroom/framereader.h"

#include <utility>

namespace corkboard {

namespace {

QByteArrayView withoutCarriageReturn(QByteArrayView line)
{
    return line.endsWith('\r') ? line.chopped(1) : line;
}

} // namespace

FrameReader::FrameReader(qsizetype maxLineBytes)
    : m_maxLineBytes(maxLineBytes)
{
    Q_ASSERT(maxLineBytes > 0);
}

void FrameReader::setMaxLineBytes(qsizetype bytes)
{
    Q_ASSERT(bytes > 0);
    m_maxLineBytes = bytes;
}

void FrameReader::feed(QByteArrayView bytes)
{
    Q_ASSERT(m_chunk.isEmpty());
    m_chunk = bytes;
}

void FrameReader::keepRest()
{
    // The view may already point into m_kept.
    QByteArray rest = m_chunk.toByteArray();
    m_kept = std::move(rest);
    m_chunk = m_kept;
}

std::expected<std::optional<QByteArrayView>, FrameReaderError> FrameReader::next()
{
    m_joined.clear();
    while (!m_failed) {
        const qsizetype end = m_chunk.indexOf('\n');
        const qsizetype size = end < 0 ? m_chunk.size() : end;
        // A CR in the last place may be half of the line's end, which does not count.
        const QByteArrayView tail = size > 0 ? m_chunk.first(size) : QByteArrayView(m_partial);
        const qsizetype counted = m_partial.size() + size - (tail.endsWith('\r') ? 1 : 0);
        if (counted > m_maxLineBytes) {
            m_failed = true;
            break;
        }
        if (end < 0) {
            m_partial += m_chunk;
            m_chunk = {};
            m_kept.clear();
            return std::nullopt;
        }
        QByteArrayView line = m_chunk.first(end);
        m_chunk = m_chunk.sliced(end + 1);
        if (!m_partial.isEmpty()) {
            m_joined = std::exchange(m_partial, {});
            m_joined += line;
            line = m_joined;
        }
        line = withoutCarriageReturn(line);
        if (!line.isEmpty()) {
            return line;
        }
    }
    m_chunk = {};
    m_kept.clear();
    m_partial.clear();
    return std::unexpected(FrameReaderError::TooLong);
}

} // namespace corkboard
