#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace corkboard {

class MainWindow;

/**
 * Writes the window as a picture once there is something to see.
 *
 * With messages awaited it writes when as many have been seen and drawn, at the latest after 20 s,
 * which is a failure.
 */
class ScreenshotJob final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ScreenshotJob)

public:
    /// @param messages  how many must have been received first; 0: as soon as it is drawn
    ScreenshotJob(MainWindow &window, const QString &file, quint64 messages,
                  QObject *parent = nullptr);

signals:
    /// Written, or not; @p problem is then a sentence, else empty.
    void finished(const QString &problem);

private:
    void look();
    void write(const QString &problem);

    MainWindow &m_window;
    QString m_file;
    quint64 m_messages;
    QTimer m_look;
    QTimer m_deadline;
};

} // namespace corkboard
