#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QVarLengthArray>
#include <QtGlobal>

namespace corkboard {

class MemoryBudget;

/**
 * Bytes that wait to be written to one client.
 *
 * Small pieces are copied together, so that one system call carries many of them; large ones are
 * shared with all other clients that receive the same bytes. Takes no memory while empty.
 */
class OutputBuffer {
public:
    /// @param budget  what the bytes count towards; must outlive the buffer; may be nullptr
    explicit OutputBuffer(MemoryBudget *budget = nullptr);
    ~OutputBuffer();
    Q_DISABLE_COPY_MOVE(OutputBuffer)

    /// From this many bytes on a piece is shared and not copied.
    static constexpr qsizetype shareFromBytes = 4096;

    /// What one system call writes; more than a few pieces are rare.
    using Pieces = QVarLengthArray<QByteArrayView, 8>;

    void append(const QByteArray &bytes);

    [[nodiscard]] qsizetype size() const { return m_size; }
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }

    /// Views of the first chunks, at most @p most; valid until the next call of another function.
    [[nodiscard]] Pieces front(qsizetype most = 64) const;

    /// Removes the first @p bytes bytes, which have been written; at most size().
    void consume(qsizetype bytes);

    void clear();

private:
    struct Chunk {
        QByteArray bytes;
        bool shared; ///< nothing may be appended to it; counted once for all who hold it
    };

    void count(qsizetype bytes);
    void forget(const Chunk &chunk);

    MemoryBudget *m_budget;
    QVarLengthArray<Chunk, 1> m_chunks; ///< mostly one: it needs no list on the heap
    qsizetype m_offset = 0; ///< bytes of the first chunk that are gone
    qsizetype m_size = 0;
};

} // namespace corkboard
