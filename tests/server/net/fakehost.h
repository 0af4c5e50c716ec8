#pragma once

#include "net/protocol.h"

#include <QByteArrayList>

#include <limits>
#include <utility>

namespace corkboard {

/// The connection of a protocol under test: keeps what it is given until the test reads it.
class FakeHost final : public ProtocolHost {
public:
    void sendAnswer(const QByteArray &bytes) override { enqueue(bytes); }
    void sendLive(const QByteArray &bytes) override { enqueue(bytes); }
    bool sendMessage(const QByteArray &head, const QByteArray &payload, bool mayDrop) override
    {
        if (mayDrop && !hasRoomForReplay()) {
            dropLive();
            return false;
        }
        enqueue(head + payload);
        return true;
    }
    void dropLive() override { ++dropped; }
    void countRequest() override { ++requests; }

    void flushNow() override
    {
        if (flushed < waiting.size() && !takesNothing) {
            writes.append(waiting.sliced(flushed));
            flushed = waiting.size();
        }
    }

    [[nodiscard]] bool outputIsCongested() const override { return waiting.size() >= pauseAt; }
    [[nodiscard]] bool hasRoomForReplay() const override { return waiting.size() < roomAt; }
    [[nodiscard]] bool outputIsWritten() const override { return flushed == waiting.size(); }
    void pauseInput() override
    {
        ++pauses;
        isPaused = true;
    }
    [[nodiscard]] bool turnIsUsedUp() const override { return turnsAreShort; }
    void continueNextTurn() override
    {
        ++turnsContinued;
        isPaused = true;
    }
    void closeAfterOutput(const QString &reason) override
    {
        if (!isClosing) {
            isClosing = true;
            closeReason = reason;
        }
    }
    [[nodiscard]] std::chrono::steady_clock::time_point openedAt() const override { return opened; }
    [[nodiscard]] bool isWebSocket() const override { return false; }
    [[nodiscard]] QString peerText() const override { return QStringLiteral("fake:1"); }

    /// The client reads everything that waits for it.
    QByteArray read()
    {
        flushed = 0;
        return std::exchange(waiting, {});
    }

    QByteArray waiting; ///< sent, and not read by the client
    QByteArrayList writes; ///< what flushNow() wrote, each on its own
    qsizetype pauseAt = std::numeric_limits<qsizetype>::max(); ///< as in ConnectionLimits
    qsizetype roomAt = std::numeric_limits<qsizetype>::max(); ///< where live messages are dropped
    qsizetype flushed = 0; ///< bytes of waiting that flushNow() wrote
    bool takesNothing = false; ///< the system's buffers are full
    std::chrono::steady_clock::time_point opened = std::chrono::steady_clock::now();
    int dropped = 0;
    int requests = 0;
    int pauses = 0;
    int turnsContinued = 0;
    bool turnsAreShort = false; ///< one request has used its turn up
    bool isPaused = false;
    bool isClosing = false;
    QString closeReason;

private:
    void enqueue(const QByteArray &bytes)
    {
        if (!isClosing) {
            waiting += bytes;
        }
    }
};

} // namespace corkboard
