#pragma once

#include "connection/brokerconnection.h"
#include "ui/stallmeter.h"

#include <QStatusBar>
#include <QString>
#include <QTimer>

class QUndoStack;

namespace corkboard {

class ElidedLabel;
class MessageFeedModel;

/**
 * The status bar: rules in force, rates, what the feed keeps, the longest stall, what Ctrl+Z does.
 *
 * Nothing in it makes the window wider: what has no room is cut. The figures are renewed once a
 * second. It also runs the stall meter, which ticks fast only while
 * messages arrive.
 */
class StatusStrip final : public QStatusBar {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusStrip)

public:
    /// All of them must outlive the strip.
    StatusStrip(const BrokerConnection &connection, const MessageFeedModel &feed,
                const QUndoStack &undo, QWidget *parent = nullptr);

    [[nodiscard]] StallMeter &stallMeter() { return m_meter; }

    /// Keeps the stall meter ticking fast, whatever arrives; for reports.
    void setMeasuring(bool measuring) { m_measuring = measuring; }

    /// The rules in force, for the title: "classroom rules".
    [[nodiscard]] static QString rulesText(RuleSet rules);

private:
    ElidedLabel *addField(const QString &name, int share, const QString &toolTip);
    void handleSecond();
    void updateConnection();
    void updateUndo();

    const BrokerConnection &m_connection;
    const MessageFeedModel &m_feed;
    const QUndoStack &m_undo;
    StallMeter m_meter;
    QTimer m_second;
    quint64 m_in = 0; ///< messages in this second
    quint64 m_out = 0;
    bool m_measuring = false;
    ElidedLabel *m_rules;
    ElidedLabel *m_rates;
    ElidedLabel *m_kept;
    ElidedLabel *m_stall;
    ElidedLabel *m_undoHint;
};

} // namespace corkboard
