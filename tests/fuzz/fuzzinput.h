#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QByteArrayView>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

/// What the fuzz targets share.
namespace corkboard::fuzz {

/// Ends the program, so that the fuzzer keeps the input, where @p condition does not hold.
inline void require(bool condition, const char *what)
{
    if (!condition) {
        std::fputs("This does not hold: ", stderr);
        std::fputs(what, stderr);
        std::fputs("\n", stderr);
        std::abort();
    }
}

/// The bytes that a fuzzer made up; the first of them say what to do with the rest.
class FuzzInput {
public:
    FuzzInput(const std::uint8_t *data, std::size_t size)
        : m_rest(data, qsizetype(size))
    {
    }

    /// The next byte; 0 where none is left.
    std::uint8_t byte()
    {
        if (m_rest.isEmpty()) {
            return 0;
        }
        const auto value = std::uint8_t(m_rest.front());
        m_rest = m_rest.sliced(1);
        return value;
    }

    /// The next bytes, at most @p size.
    QByteArray bytes(qsizetype size)
    {
        const QByteArrayView taken = m_rest.first(qMin(size, m_rest.size()));
        m_rest = m_rest.sliced(taken.size());
        return taken.toByteArray();
    }

    QByteArray rest() { return bytes(m_rest.size()); }

private:
    QByteArrayView m_rest;
};

/// @p bytes in pieces whose sizes come from @p pattern, over and over; 0 is an empty piece.
inline QByteArrayList inPieces(const QByteArray &bytes, std::uint32_t pattern)
{
    QByteArrayList pieces;
    for (qsizetype at = 0; at < bytes.size();) {
        // One of the four sizes is at least 1, so that this ends.
        const auto size = qsizetype((pattern & 0xFFU) | (pieces.size() % 4 == 3 ? 1U : 0U));
        pattern = pattern >> 8U | pattern << 24U;
        pieces.append(bytes.sliced(at, qMin(size, bytes.size() - at)));
        at += pieces.last().size();
    }
    return pieces;
}

/// A copy without a spare byte, so that a sanitizer sees who reads beyond the end.
inline std::vector<char> exactCopy(QByteArrayView bytes)
{
    return {bytes.begin(), bytes.end()};
}

inline QByteArrayView viewOf(const std::vector<char> &bytes)
{
    return {bytes.data(), qsizetype(bytes.size())};
}

} // namespace corkboard::fuzz

/// What libFuzzer, and the driver for the corpus, call with each input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);
