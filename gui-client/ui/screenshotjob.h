#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>

namespace corkboard {

class MainWindow;

/// Writes the window as a picture once there is something to see.
class ScreenshotJob final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScreenshotJob)

public:
    /// What to write, and what must be seen first; without that, as soon as the window is drawn.
    struct Task {
        QString file;
        quint64 messages = 0; ///< so many must have been received
        bool topics = false; ///< the broker's topics; without a connection there is no picture
        std::chrono::seconds patience{60}; ///< then the picture shows what there is: a failure
    };

    ScreenshotJob(MainWindow &window, Task task, QObject *parent = nullptr);

signals:
    /// Written, or not; @p problem is then a sentence, else empty.
    void finished(const QString &problem);

private:
    void look();
    void write(const QString &problem);
    void fail(const QString &problem);

    MainWindow &m_window;
    Task m_task;
    bool m_topicsListed = false;
    QTimer m_look;
    QTimer m_deadline;
};

} // namespace corkboard
