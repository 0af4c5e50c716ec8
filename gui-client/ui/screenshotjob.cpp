#include "ui/screenshotjob.h"

#include "ui/mainwindow.h"

#include <QPixmap>

#include <chrono>

namespace corkboard {

using namespace std::chrono_literals;

ScreenshotJob::ScreenshotJob(MainWindow &window, const QString &file, quint64 messages,
                             QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_file(file)
    , m_messages(messages)
{
    m_look.setInterval(100ms);
    connect(&m_look, &QTimer::timeout, this, &ScreenshotJob::look);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        write(tr("only %1 of %2 messages came in time; the picture shows what there was")
                  .arg(m_window.models().feed().counts().received)
                  .arg(m_messages));
    });
    m_look.start();
    m_deadline.start(20s);
}

void ScreenshotJob::look()
{
    if (m_window.models().feed().counts().received >= m_messages) {
        write({});
    }
}

void ScreenshotJob::write(const QString &problem)
{
    m_look.stop();
    m_deadline.stop();
    if (!m_window.grab().save(m_file)) {
        emit finished(tr("cannot write the picture %1").arg(m_file));
        return;
    }
    emit finished(problem);
}

} // namespace corkboard
