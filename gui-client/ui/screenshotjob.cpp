#include "ui/screenshotjob.h"

#include "ui/mainwindow.h"

#include <QPixmap>

#include <utility>

namespace corkboard {

using namespace std::chrono_literals;

ScreenshotJob::ScreenshotJob(MainWindow &window, Task task, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_task(std::move(task))
{
    m_look.setInterval(100ms);
    connect(&m_look, &QTimer::timeout, this, &ScreenshotJob::look);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        write(m_task.messages > 0
                  ? tr("only %1 of %2 messages came in time; the picture shows what there was")
                        .arg(m_window.models().feed().counts().received)
                        .arg(m_task.messages)
                  : tr("the topics did not come in time; the picture shows what there was"));
    });
    connect(&window.connection(), &BrokerConnection::topicsListed, this,
            [this] { m_topicsListed = true; });
    connect(&window.connection(), &BrokerConnection::connectionFailed, this,
            [this](const ConnectionError &error) { fail(error.sentence); });
    connect(&window.brokerControl(), &BrokerControl::failed, this, &ScreenshotJob::fail);
    m_look.start();
    m_deadline.start(m_task.patience);
}

void ScreenshotJob::look()
{
    const bool enough = m_window.models().feed().counts().received >= m_task.messages;
    if (enough && (m_topicsListed || !m_task.topics)) {
        write({});
    }
}

void ScreenshotJob::write(const QString &problem)
{
    m_look.stop();
    m_deadline.stop();
    if (!m_window.grab().save(m_task.file)) {
        emit finished(tr("cannot write the picture %1").arg(m_task.file));
        return;
    }
    emit finished(problem);
}

void ScreenshotJob::fail(const QString &problem)
{
    m_look.stop();
    m_deadline.stop();
    emit finished(problem);
}

} // namespace corkboard
