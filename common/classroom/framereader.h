#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <expected>
#include <optional>

namespace corkboard {

/// Why a FrameReader cannot go on.
enum class FrameReaderError {
    TooLong, ///< a line is longer than the limit; what follows it cannot be told apart any more
};

/**
 * Cuts a stream of bytes into the lines that carry one frame or command each.
 *
 * Any split of the same bytes gives the same lines. LF ends a line, a CR before it is dropped,
 * empty lines are passed over. At most maxLineBytes() of an unfinished line are kept, and one CR
 * behind them; a longer one is an error at the byte that exceeds this, before memory is taken for
 * it.
 *
 *     reader.feed(chunk);
 *     while (auto line = reader.next(); line && *line) { use(**line); }
 *
 * Complete lines inside one chunk are handed out as views into it and are not copied. Who must
 * stop before all lines are read calls keepRest(). Not thread-safe.
 */
class FrameReader {
public:
    /// @param maxLineBytes  limit for one line without its end (LF or CR LF), at least 1
    explicit FrameReader(qsizetype maxLineBytes);

    [[nodiscard]] qsizetype maxLineBytes() const { return m_maxLineBytes; }
    void setMaxLineBytes(qsizetype bytes);

    /// Hands over the next bytes. They must stay valid until next() has said that it needs more
    /// or has failed; only then may more be fed.
    void feed(QByteArrayView bytes);

    /**
     * The next line, without its end: valid until the next call of feed() or next().
     *
     * @return a line; an empty optional where more bytes are needed; FrameReaderError::TooLong, and
     *         from then on always
     */
    [[nodiscard]] std::expected<std::optional<QByteArrayView>, FrameReaderError> next();

    /// Copies what next() has not handed out yet, so that the bytes given to feed() may go. Lines
    /// handed out before become invalid.
    void keepRest();

    /// True where next() has not looked yet at all that was given to feed().
    [[nodiscard]] bool hasRest() const { return !m_chunk.isEmpty(); }

    /// The memory taken for what is kept between calls: unfinished lines and what keepRest() saved.
    [[nodiscard]] qsizetype heldBytes() const { return m_partial.capacity() + m_kept.capacity(); }

    /// True where a line has begun and its end has not come yet.
    [[nodiscard]] bool hasPartialLine() const { return !m_partial.isEmpty(); }

    /// The beginning of the line that has not ended yet. Only valid once next() needs more bytes.
    [[nodiscard]] QByteArrayView partialLine() const { return m_partial; }

private:
    qsizetype m_maxLineBytes;
    QByteArray m_partial; ///< a line whose end has not come
    QByteArray m_joined; ///< the line handed out last, where it came in several chunks
    QByteArray m_kept; ///< what keepRest() saved
    QByteArrayView m_chunk; ///< what feed() gave and next() has not looked at
    bool m_failed = false;
};

} // namespace corkboard
