#include "ui/stallreport.h"

#include "ui/mainwindow.h"
#include "ui/statusstrip.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// To a hundredth of a millisecond.
double rounded(StallMeter::Milliseconds gap)
{
    return double(qRound64(gap.count() * 100)) / 100;
}

} // namespace

StallReport::StallReport(MainWindow &window, std::chrono::seconds duration, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_duration(duration)
{
    window.statusStrip().setMeasuring(true);
    BrokerConnection &connection = window.connection();
    connect(&connection, &BrokerConnection::stateChanged, this,
            [&connection](BrokerConnection::State state) {
                if (state == BrokerConnection::State::Connected) {
                    connection.subscribe(u"#"_s);
                }
            });
    connect(&connection, &BrokerConnection::connectionFailed, this,
            [this](const ConnectionError &error) { emit failed(error.sentence); });
    connect(&connection, &BrokerConnection::messagesReceived, this,
            &StallReport::handleFirstMessage);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { emit finished(json()); });
}

QByteArray StallReport::json() const
{
    const StallMeter &meter = m_window.statusStrip().stallMeter();
    const MessageFeedModel::Counts counts = m_window.models().feed().counts();
    const QJsonObject figures{
        {u"seconds"_s, qint64(m_duration.count())},
        {u"received"_s, qint64(counts.received)},
        {u"kept"_s, qint64(counts.kept)},
        {u"hidden"_s, qint64(counts.hidden)},
        {u"dropped"_s, qint64(counts.evicted)},
        {u"stalls"_s, qint64(meter.count())},
        {u"p50_ms"_s, rounded(meter.percentile(50))},
        {u"p99_ms"_s, rounded(meter.percentile(99))},
        {u"p99_9_ms"_s, rounded(meter.percentile(99.9))},
        {u"max_ms"_s, rounded(meter.longest())},
    };
    return QJsonDocument(figures).toJson(QJsonDocument::Compact) + '\n';
}

void StallReport::handleFirstMessage()
{
    if (m_started) {
        return;
    }
    m_started = true;
    m_window.statusStrip().stallMeter().setBusy(true);
    m_window.statusStrip().stallMeter().reset();
    m_timer.start(m_duration);
}

} // namespace corkboard
