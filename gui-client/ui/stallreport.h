#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace corkboard {

class MainWindow;

/**
 * Measures a window under load: subscribes to every topic, waits, and gives the stalls as JSON.
 *
 * The time begins when the first message has come, so that starting is not measured.
 */
class StallReport final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StallReport)

public:
    StallReport(MainWindow &window, std::chrono::seconds duration, QObject *parent = nullptr);

    /**
     * The figures now, one object in one line:
     * `{"seconds":…,"received":…,"kept":…,"hidden":…,"dropped":…,"stalls":…,"p50_ms":…,"p99_ms":…,
     * "p99_9_ms":…,"max_ms":…}`
     */
    [[nodiscard]] QByteArray json() const;

signals:
    void finished(const QByteArray &json);

    /// There is no connection: nothing can be measured.
    void failed(const QString &sentence);

private:
    void handleFirstMessage();

    MainWindow &m_window;
    std::chrono::seconds m_duration;
    QTimer m_timer;
    bool m_started = false;
};

} // namespace corkboard
