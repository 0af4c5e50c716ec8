#include "ui/statusstrip.h"

#include "models/messagefeedmodel.h"
#include "ui/elidedlabel.h"

#include <QLocale>
#include <QUndoStack>

#include <algorithm>
#include <chrono>

namespace corkboard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double bytesPerMegabyte = 1024.0 * 1024.0;

/// What the fields have of the strip: about the letters of their usual texts.
constexpr int rulesShare = 34;
constexpr int ratesShare = 20;
constexpr int keptShare = 36;
constexpr int stallShare = 30;
constexpr int undoShare = 44;

} // namespace

StatusStrip::StatusStrip(const BrokerConnection &connection, const MessageFeedModel &feed,
                         const QUndoStack &undo, QWidget *parent)
    : QStatusBar(parent)
    , m_connection(connection)
    , m_feed(feed)
    , m_undo(undo)
    , m_rules(addField(u"rules"_s, rulesShare, tr("The rules that this connection is under")))
    , m_rates(addField(u"rates"_s, ratesShare,
                       tr("Messages received and published in the last second")))
    , m_kept(addField(u"kept"_s, keptShare, tr("What the feed keeps of what it may keep")))
    , m_stall(addField(u"stall"_s, stallShare,
                       tr("How long this window was held up at most, in the last second "
                          "and since its start; 5 ms is none")))
    , m_undoHint(addField(u"undoHint"_s, undoShare, tr("What can be taken back")))
{
    setSizeGripEnabled(false);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, &StatusStrip::handleSecond);
    connect(&connection, &BrokerConnection::stateChanged, this, &StatusStrip::updateConnection);
    connect(&connection, &BrokerConnection::messagesReceived, this,
            [this](const QList<ReceivedMessage> &messages) { m_in += quint64(messages.size()); });
    connect(&connection, &BrokerConnection::publishAnswered, this, [this] { ++m_out; });
    connect(&undo, &QUndoStack::undoTextChanged, this, &StatusStrip::updateUndo);
    connect(&undo, &QUndoStack::canUndoChanged, this, &StatusStrip::updateUndo);
    m_meter.start();
    m_second.start();
    updateConnection();
    updateUndo();
    handleSecond();
}

ElidedLabel *StatusStrip::addField(const QString &name, int share, const QString &toolTip)
{
    auto *label = new ElidedLabel(this);
    label->setObjectName(name);
    label->setToolTip(toolTip);
    label->setContentsMargins(4, 0, 8, 0);
    addWidget(label, share);
    return label;
}

QString StatusStrip::rulesText(RuleSet rules)
{
    return rules == RuleSet::Classroom ? tr("classroom rules") : tr("MQTT rules");
}

void StatusStrip::handleSecond()
{
    const QLocale locale;
    m_rates->setText(tr("in %1/s  out %2/s").arg(locale.toString(m_in), locale.toString(m_out)));
    m_kept->setText(
        tr("feed %1 of %2, %3 of %4 MB")
            .arg(locale.toString(m_feed.counts().kept), locale.toString(m_feed.maxRows()),
                 locale.toString(double(m_feed.bytes()) / bytesPerMegabyte, 'f', 1),
                 locale.toString(double(m_feed.maxBytes()) / bytesPerMegabyte, 'f', 0)));
    m_stall->setText(tr("longest stall %1 ms (%2 ms)")
                         .arg(locale.toString(m_meter.takeRecentLongest().count(), 'f', 0),
                              locale.toString(m_meter.longest().count(), 'f', 0)));
    m_meter.setBusy(m_measuring || m_in > 0);
    m_in = 0;
    m_out = 0;
}

void StatusStrip::updateConnection()
{
    m_rules->setText(m_connection.isConnected()
                         ? tr("● connected, %1").arg(rulesText(m_connection.ruleSet()))
                         : tr("○ not connected"));
}

void StatusStrip::updateUndo()
{
    m_undoHint->setText(m_undo.canUndo() ? tr("Ctrl+Z: undo %1").arg(m_undo.undoText())
                                         : QString());
}

} // namespace corkboard
