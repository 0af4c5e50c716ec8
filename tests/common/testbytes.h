#pragma once

#include <QByteArray>
#include <QRandomGenerator>

/// Byte strings that the codec tests share.
namespace corkboard::testbytes {

/// All 256 values of a byte, in order.
inline QByteArray everyValue()
{
    QByteArray bytes;
    for (int value = 0; value < 256; ++value) {
        bytes += char(value);
    }
    return bytes;
}

/// Up to @p maxSize bytes of any value.
inline QByteArray random(QRandomGenerator &generator, int maxSize)
{
    QByteArray bytes(generator.bounded(maxSize + 1), Qt::Uninitialized);
    for (char &byte : bytes) {
        byte = char(generator.bounded(256));
    }
    return bytes;
}

} // namespace corkboard::testbytes
