#pragma once

#include "net/pausablesocket.h"
#include "net/transport.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <limits>

namespace corkboard {

/// A connection without a system below: the test says what comes in and what can go out.
class FakeTransport final : public Transport {
public:
    /// @p bytes arrive; whoever reads is told until they are read or reading is off.
    void say(const QByteArray &bytes)
    {
        input += bytes;
        tellReader();
    }

    /// The peer sends no more.
    void endInput()
    {
        inputEnds = true;
        tellReader();
    }

    /// The connection breaks: reading and writing fail from now on.
    void lose()
    {
        lost = true;
        tellReader();
    }

    /// The system takes @p bytes more; a writer that waits for that is told.
    void makeRoom(qsizetype bytes = std::numeric_limits<int>::max())
    {
        room += bytes;
        if (writeNotification && room > 0) {
            Q_EMIT writable();
        }
    }

    void tellReader()
    {
        // As a level-triggered notifier does, once a turn.
        bool more = true;
        while (more && reading && !closed) {
            const qsizetype before = input.size();
            Q_EMIT readable();
            more = !input.isEmpty() && input.size() < before;
        }
        if (reading && !closed && (lost || inputEnds)) {
            Q_EMIT readable();
        }
    }

    std::optional<char> peek() override
    {
        return input.isEmpty() ? std::nullopt : std::optional(input.front());
    }
    std::unique_ptr<PausableSocket> releaseSocket() override { return nullptr; }

    ReadResult read(std::span<char> buffer) override
    {
        ++reads;
        if (lost) {
            return {ReadState::Failed};
        }
        const qsizetype size = std::min(input.size(), qsizetype(buffer.size()));
        if (size > 0) {
            std::copy_n(input.constData(), size, buffer.data());
            input.remove(0, size);
            return {ReadState::Data, size};
        }
        return {inputEnds ? ReadState::End : ReadState::Nothing};
    }

    qsizetype write(std::span<const QByteArrayView> pieces) override
    {
        ++writes;
        if (lost || outputLost || closed) {
            return -1;
        }
        qsizetype taken = 0;
        for (const QByteArrayView piece : pieces) {
            const qsizetype size = std::min(piece.size(), room);
            written += piece.first(size);
            room -= size;
            taken += size;
        }
        return taken;
    }

    void setReading(bool on) override { reading = on; }
    void setWriteNotification(bool on) override { writeNotification = on; }
    void shutdownOutput() override { outputShutDown = true; }
    void close() override { closed = true; }
    [[nodiscard]] QHostAddress peerAddress() const override { return address; }
    [[nodiscard]] QString peerText() const override
    {
        return closed ? QStringLiteral("an unknown address") : QStringLiteral("fake:1");
    }

    QByteArray input; ///< has arrived and is not read
    QByteArray written; ///< all that the system took
    qsizetype room = std::numeric_limits<int>::max(); ///< bytes that the system takes
    int reads = 0;
    int writes = 0; ///< calls of write()
    bool inputEnds = false;
    bool lost = false;
    bool outputLost = false; ///< the peer takes nothing any more; what it sent is still there
    QHostAddress address{QHostAddress::LocalHost};
    bool reading = true;
    bool writeNotification = false;
    bool outputShutDown = false;
    bool closed = false;
};

} // namespace corkboard
