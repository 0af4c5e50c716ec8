#pragma once

#include "connection/wirerecord.h"

#include <QAbstractTableModel>
#include <QList>
#include <QString>

#include <deque>

namespace corkboard {

/// What went over the wire, both directions, newest last; bounded in rows and bytes.
class WireLogModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WireLogModel)

public:
    enum Column {
        TimeColumn, ///< "10:02:11.204"
        DirectionColumn, ///< "→" sent, "←" received
        LineColumn, ///< the line; a long one is cut with its true size, and a tool tip has more
        ColumnCount
    };

    enum Role {
        TimeRole = Qt::UserRole, ///< QDateTime, local
        SentRole, ///< bool: sent by us; else received
        LineRole, ///< QByteArray, whole
    };

    static constexpr qsizetype maxRows = 5'000;
    static constexpr qsizetype maxBytes = 16 * 1024 * 1024; ///< the newest row stays in any case
    static constexpr qsizetype evictionBlock = 256; ///< rows that go together

    /// Bytes of a line that the line column shows.
    static constexpr qsizetype shownLineBytes = 512;

    explicit WireLogModel(QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    /// The estimated memory of the rows.
    [[nodiscard]] qsizetype bytes() const { return m_bytes; }

    /// Records that went by and are not in the rows any more, because of the bounds.
    [[nodiscard]] quint64 leftOut() const { return m_leftOut; }

    /// The host and port that lineForNc() writes.
    void setNcTarget(const QString &host, quint16 port);

    /**
     * A shell line that does with nc what this sent line did, or empty for a received one.
     *
     * For example `printf '%s\n' '<CONN>' '<SUB, WEATHER>' | nc -N localhost 8092`. The CONN that a
     * client begins with, and the SUB that publishing needs, are in it, so that it works by itself.
     * It is one line of plain text for any POSIX shell, whatever bytes the line has: controls,
     * bytes that are no UTF-8 and characters that mislead are written in octal.
     */
    [[nodiscard]] QString lineForNc(int row) const;

    /// Rows as text for the clipboard: time, direction and whole line, separated by tabs.
    [[nodiscard]] QString rowsAsText(const QList<int> &rows) const;

public slots:
    /// A batch; @p leftOut records before its first were not handed over.
    void append(const QList<corkboard::WireRecord> &records, quint64 leftOut);

    void clear();

signals:
    /// leftOut() has changed.
    void leftOutChanged(quint64 count);

private:
    void evictFor(qsizetype newRows, qsizetype newBytes);
    [[nodiscard]] QString displayText(const WireRecord &record, int column) const;

    std::deque<WireRecord> m_records;
    qsizetype m_bytes = 0;
    quint64 m_leftOut = 0;
    QString m_host = QStringLiteral("localhost");
    quint16 m_port = 8092;
};

} // namespace corkboard
