#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <vector>

namespace corkboard {

/**
 * Measures how long the event loop let things wait: a 5 ms timer notes the gaps between its ticks.
 *
 * A gap includes the 5 ms of the timer itself. While setBusy(false) the timer ticks every 100 ms to
 * save power; the longer tick is subtracted, so that gaps compare. Memory is fixed: gaps are
 * counted in steps of 0.1 ms up to 2 s, longer ones in the last step; the maximum is kept exactly.
 */
class StallMeter final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StallMeter)

public:
    using Milliseconds = std::chrono::duration<double, std::milli>;

    explicit StallMeter(QObject *parent = nullptr);

    void start();
    void stop();

    /// Whether messages arrive: 5 ms ticks; otherwise 100 ms ticks.
    void setBusy(bool busy);

    /// Forgets all gaps.
    void reset();

    /// Notes one gap; the timer does this by itself.
    void record(Milliseconds gap);

    /// How many gaps were noted.
    [[nodiscard]] quint64 count() const { return m_count; }

    /// The longest gap since reset().
    [[nodiscard]] Milliseconds longest() const { return m_longest; }

    /// The longest gap since the last call of this function, for a display that is refreshed.
    [[nodiscard]] Milliseconds takeRecentLongest();

    /**
     * The gap that @p percent of the gaps do not exceed, rounded up to 0.1 ms.
     *
     * @param percent  over 0, to 100
     * @return zero where nothing was noted
     */
    [[nodiscard]] Milliseconds percentile(double percent) const;

private:
    void tick();

    QTimer m_timer;
    QElapsedTimer m_clock;
    std::vector<quint64> m_steps;
    quint64 m_count = 0;
    Milliseconds m_longest{0};
    Milliseconds m_recentLongest{0};
};

} // namespace corkboard
