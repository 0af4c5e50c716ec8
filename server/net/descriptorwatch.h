#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>

namespace corkboard {

/**
 * Notices that the process has no file descriptor left, and that it has one again.
 *
 * Needed because QTcpServer cannot tell: once one of its accepts has found nothing to accept, its
 * socket engine keeps that error and takes "too many open files" for it too (Qt 6.4), so it would
 * try again without a pause for as long as somebody waits. Shared by all listeners: the last
 * descriptor may go to any of them. Lives in the broker's thread.
 */
class DescriptorWatch final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DescriptorWatch)

public:
    explicit DescriptorWatch(QObject *parent = nullptr);

    /// Looks whether another connection could be accepted; to be called after each one.
    void check();

    [[nodiscard]] bool isExhausted() const { return m_timer.isActive(); }

signals:
    /// No connection can be accepted until available().
    void exhausted();

    /// There is a descriptor again; comes at most 200 ms after it was freed.
    void available();

private:
    void handleTimeout();

    QTimer m_timer; ///< runs while exhausted
    std::chrono::steady_clock::time_point m_mayLogAt; ///< a shortage may come and go for long
};

} // namespace corkboard
