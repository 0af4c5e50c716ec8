#pragma once

#include "connection/receivedmessage.h"
#include "models/messagefeedfilter.h"
#include "models/messagering.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QList>
#include <QString>
#include <QTimer>

#include <chrono>
#include <deque>

namespace corkboard {

/**
 * The feed: the messages received, newest last, bounded, filtered without a proxy.
 *
 * A batch is one insertion; what falls out of the bounds goes in blocks of 1,024 rows. After a new
 * filter the kept messages are looked at from the newest to the oldest in slices of a few
 * milliseconds from the event loop; isFiltering() says that this is still going on. Rows keep their
 * order always. One pair of bounds is for all messages that take memory here.
 */
class MessageFeedModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageFeedModel)

public:
    enum Column {
        TimeColumn, ///< "10:02:11.204"
        MarkColumn, ///< ">" live, "S" replayed from the broker's store
        TopicColumn,
        PayloadColumn, ///< one line; control characters escaped; cut with its true size
        ColumnCount
    };

    /// Raw values; every column of a row gives all of them.
    enum Role {
        TimeRole = Qt::UserRole, ///< QDateTime, local
        ReplayedRole, ///< bool
        TopicRole, ///< QString
        PayloadRole, ///< QByteArray, whole
        PayloadSizeRole, ///< qlonglong, bytes
        CutRole, ///< bool: the display does not show the whole payload
        NumberRole, ///< qulonglong, ReceivedMessage::number
    };

    static constexpr qsizetype defaultMaxRows = 100'000;
    static constexpr qsizetype defaultMaxBytes = 128 * 1024 * 1024;

    /// Bytes of a payload that the payload column shows.
    static constexpr qsizetype shownPayloadBytes = 256;

    /// How long what clear() removed can come back, unless set.
    static constexpr std::chrono::minutes defaultUndoTime{5};

    /// Exact figures since the start or the last clear(): received = kept + evicted + waiting.
    struct Counts {
        quint64 received = 0; ///< handed to append()
        quint64 kept = 0; ///< in the feed, shown or hidden
        quint64 shown = 0; ///< rows
        quint64 hidden
            = 0; ///< kept, but not passed by the filter; kept = shown + hidden once filtered
        quint64 evicted = 0; ///< dropped because of the bounds, also while paused
        quint64 waiting = 0; ///< came while paused, shown on resuming
        quint64 restorable = 0; ///< removed by clear(), and undoClear() brings them back

        friend bool operator==(const Counts &, const Counts &) = default;
    };

    explicit MessageFeedModel(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    void multiData(const QModelIndex &index, QModelRoleDataSpan roles) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// The message of a row, 0 ≤ @p row < rowCount().
    [[nodiscard]] const ReceivedMessage &messageAt(int row) const;

    /// Rows as text for the clipboard: a line each, fields separated by tabs, payloads whole and
    /// escaped. Rows that do not exist are passed over.
    [[nodiscard]] QString rowsAsText(const QList<int> &rows) const;

    [[nodiscard]] Counts counts() const;

    /// The estimated memory of what is kept and waits, in bytes; never over maxBytes() but for a
    /// single message.
    [[nodiscard]] qsizetype bytes() const;

    [[nodiscard]] qsizetype maxRows() const { return m_maxRows; }
    [[nodiscard]] qsizetype maxBytes() const { return m_maxBytes; }

    /**
     * The bounds of all there is: what is kept, what waits and what undoClear() can bring back.
     *
     * What was cleared goes first, then the oldest rows. While paused, what waits takes no more
     * than half of the bounds from the rows; then the oldest of what waits go.
     *
     * @param rows  1,000 to 1,000,000 make sense; at least 1
     */
    void setMaxRows(qsizetype rows);
    /// @param bytes  at least 1; a single message over it is kept until the next comes
    void setMaxBytes(qsizetype bytes);

    [[nodiscard]] bool isPaused() const { return m_paused; }

    [[nodiscard]] const MessageFeedFilter &filter() const { return m_filter; }

    /// How long one slice of filtering may take, 4 ms unless set; at zero it is 256 messages or
    /// 64 KiB long.
    void setSliceTime(std::chrono::milliseconds time) { m_sliceTime = time; }

    /// How long what the slices find is collected before it is shown, 33 ms unless set.
    void setUpdateTime(std::chrono::milliseconds time) { m_updateTime = time; }

    /// How long undoClear() can bring back what was cleared.
    void setUndoTime(std::chrono::milliseconds time) { m_forgetTimer.setInterval(time); }

    /// The position of a row's message, which never changes; see MessageRing.
    [[nodiscard]] quint64 positionOfRow(int row) const;

    /// True while the message at a position is kept, shown or hidden.
    [[nodiscard]] bool isKept(quint64 position) const;

    /// True while kept messages still have to be looked at after setFilter().
    [[nodiscard]] bool isFiltering() const { return m_scanEnd > m_ring.begin(); }

public slots:
    /// Takes a batch. While paused it waits and is counted.
    void append(const QList<corkboard::ReceivedMessage> &messages);

    /// Paused: rows stay as they are. Resuming shows what waited, as one insertion.
    void setPaused(bool paused);

    /// Removes all rows and what waits, and counts from zero again. For a time undoClear() can
    /// bring them back, as far as the bounds have room for them.
    void clear();

    /// Brings back what the last clear() removed, before what came since; its counts too.
    void undoClear();

    /// Shows what @p filter passes.
    void setFilter(const corkboard::MessageFeedFilter &filter);

signals:
    /// counts() or bytes() have changed; at most once per call or slice.
    void countsChanged();

    void pausedChanged(bool paused);

    /// isFiltering() has changed.
    void filteringChanged(bool filtering);

private:
    [[nodiscard]] QString displayText(const ReceivedMessage &message, int column) const;
    [[nodiscard]] QString toolTip(const ReceivedMessage &message, int column) const;
    [[nodiscard]] QVariant value(const ReceivedMessage &message, int column, int role) const;
    /// The first of @p messages that can be kept beside those behind it, and what these take.
    [[nodiscard]] qsizetype firstThatFits(const QList<ReceivedMessage> &messages,
                                          qsizetype &bytes) const;
    void appendToRing(const QList<ReceivedMessage> &messages);
    void appendToWaiting(const QList<ReceivedMessage> &messages);
    void dropCleared(qsizetype newRows, qsizetype newBytes);
    void dropWaiting(qsizetype newRows, qsizetype newBytes);
    void evictForWaiting(qsizetype newRows, qsizetype newBytes);
    void evict(qsizetype count);
    void enforceBounds();
    void startScan();
    void continueScan(bool wasFiltering);
    void scanSlice();
    void showFound();
    void forgetCleared();
    void finishScan();

    MessageRing m_ring;
    MessageRing m_waiting; ///< came while paused
    MessageRing m_cleared; ///< what undoClear() brings back; ends where m_ring begins
    quint64 m_clearedReceived = 0; ///< Counts::received when it was cleared
    QTimer m_forgetTimer;
    std::deque<quint64> m_shown; ///< positions of the rows; unused while the filter passes all
    MessageFeedFilter m_filter;
    bool m_filterPassesAll = true;
    quint64 m_scanEnd = 0; ///< positions from here on were looked at; those before are still to be
    std::deque<quint64> m_found; ///< by the slices and not shown yet; all before those in m_shown
    QElapsedTimer m_sinceFoundShown;
    QTimer m_scanTimer;
    std::chrono::milliseconds m_sliceTime{4};
    std::chrono::milliseconds m_updateTime{33};
    qsizetype m_maxRows = defaultMaxRows;
    qsizetype m_maxBytes = defaultMaxBytes;
    quint64 m_received = 0;
    quint64 m_evicted = 0;
    bool m_paused = false;
};

} // namespace corkboard
