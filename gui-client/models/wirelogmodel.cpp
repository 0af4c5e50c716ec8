#include "models/wirelogmodel.h"

#include "base/escaping.h"
#include "classroom/command.h"
#include "models/payloadtext.h"
#include "models/plaintooltip.h"

#include <QDateTime>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

constexpr qsizetype toolTipBytes = 4'096;

bool isSent(const WireRecord &record)
{
    return record.direction == WireRecord::Direction::Sent;
}

qsizetype bytesOf(const WireRecord &record)
{
    return qsizetype(sizeof(WireRecord)) + record.line.size();
}

QString arrow(const WireRecord &record)
{
    return isSent(record) ? u"→"_s : u"←"_s;
}

/// True for what a terminal can be given as it is, and a person can read.
bool isPlain(QByteArrayView piece, char32_t codePoint)
{
    if (codePoint < 0x80) {
        return !isControl(codePoint);
    }
    return codePoint != invalidUtf8 && !escapedForLog(piece).startsWith(u'\\');
}

bool isPlain(QByteArrayView line)
{
    bool plain = true;
    forEachCodePoint(line, [&plain](QByteArrayView piece, char32_t codePoint) {
        plain = plain && isPlain(piece, codePoint);
    });
    return plain;
}

/// In single quotes nothing is special to a POSIX shell but the quote itself.
QString quotedForShell(QString text)
{
    return u'\'' + text.replace(u'\'', "'\\''"_L1) + u'\'';
}

/// What printf's %b turns into @p line: bytes that are no plain text as \0 and three octal digits.
QString escapedForPrintf(QByteArrayView line)
{
    QString text;
    forEachCodePoint(line, [&text](QByteArrayView piece, char32_t codePoint) {
        if (codePoint == U'\\') {
            text += u"\\\\"_s;
        } else if (isPlain(piece, codePoint)) {
            text += QString::fromUtf8(piece);
        } else {
            for (const char byte : piece) {
                text += u"\\0%1"_s.arg(uint(uchar(byte)), 3, 8, QLatin1Char('0'));
            }
        }
    });
    return text;
}

/// The printf command that writes @p lines, byte by byte, with a line end behind each.
QString printfOf(const QList<QByteArray> &lines)
{
    const bool plain = std::ranges::all_of(
        lines, [](const QByteArray &line) { return isPlain(QByteArrayView(line)); });
    QString text = plain ? u"printf '%s\\n'"_s : u"printf '%b\\n'"_s;
    for (const QByteArray &line : lines) {
        text += u' ' + quotedForShell(plain ? QString::fromUtf8(line) : escapedForPrintf(line));
    }
    return text;
}

/// What must go before @p command so that it does the same in a connection of its own.
QList<Command> preparationsFor(const Command &command)
{
    switch (command.verb) {
    case Verb::Conn:
    case Verb::Help:
    case Verb::Ping:
        return {};
    case Verb::Pub:
    case Verb::Pubr:
    case Verb::Unsub:
        return {{Verb::Conn, {}, false}, {Verb::Sub, {command.fields[0]}, false}};
    default:
        return {{Verb::Conn, {}, false}};
    }
}

} // namespace

WireLogModel::WireLogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

int WireLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int WireLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant WireLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case DirectionColumn:
        return tr("Way");
    case LineColumn:
        return tr("Line");
    default:
        return {};
    }
}

QString WireLogModel::displayText(const WireRecord &record, int column) const
{
    switch (column) {
    case TimeColumn:
        return exactClockText(record.time);
    case DirectionColumn:
        return arrow(record);
    case LineColumn:
        return payloadText(record.line, shownLineBytes);
    default:
        return {};
    }
}

QVariant WireLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const WireRecord &record = m_records[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return displayText(record, index.column());
    case Qt::ToolTipRole:
        return index.column() == LineColumn && isCutInText(record.line, shownLineBytes)
            ? plainToolTip(payloadText(record.line, toolTipBytes))
            : QString();
    case Qt::AccessibleTextRole:
        return (isSent(record) ? tr("sent: %1") : tr("received: %1"))
            .arg(displayText(record, LineColumn));
    case TimeRole:
        return QDateTime::fromMSecsSinceEpoch(record.time.time_since_epoch().count());
    case SentRole:
        return isSent(record);
    case LineRole:
        return record.line;
    default:
        return {};
    }
}

void WireLogModel::setNcTarget(const QString &host, quint16 port)
{
    m_host = host;
    m_port = port;
}

QString WireLogModel::lineForNc(int row) const
{
    if (row < 0 || row >= rowCount() || !isSent(m_records[size_t(row)])) {
        return {};
    }
    const QByteArray &line = m_records[size_t(row)].line;
    QList<QByteArray> lines;
    if (const auto command = parseCommand(line)) {
        for (const Command &preparation : preparationsFor(*command)) {
            lines.append(writeCommand(preparation).chopped(1));
        }
    }
    lines.append(line);
    // A host came from a person, who may have typed anything.
    const bool plainHost = !m_host.startsWith(u'-') && std::ranges::all_of(m_host, [](QChar c) {
        return c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u':' || c == u'_';
    });
    const QString host = plainHost ? m_host : u"-- "_s + quotedForShell(m_host);
    // Without -N nc keeps the connection open behind the last line, and never ends.
    return printfOf(lines) + u" | nc -N %1 %2"_s.arg(host, QString::number(m_port));
}

QString WireLogModel::rowsAsText(const QList<int> &rows) const
{
    QString text;
    for (const int row : rows) {
        if (row >= 0 && row < rowCount()) {
            const WireRecord &record = m_records[size_t(row)];
            text += QStringList{exactClockText(record.time), arrow(record),
                                wholePayloadText(record.line)}
                        .join(u'\t')
                + u'\n';
        }
    }
    return text;
}

void WireLogModel::append(const QList<WireRecord> &records, quint64 leftOut)
{
    const quint64 before = m_leftOut;
    m_leftOut += leftOut;
    // Of a batch over the bounds only the end can stay.
    qsizetype first = records.size();
    qsizetype bytes = 0;
    while (first > 0 && records.size() - first < maxRows
           && (bytes == 0 || bytes + bytesOf(records[first - 1]) <= maxBytes)) {
        --first;
        bytes += bytesOf(records[first]);
    }
    m_leftOut += quint64(first);
    const qsizetype count = records.size() - first;
    if (count > 0) {
        evictFor(count, bytes);
        const int row = rowCount();
        beginInsertRows({}, row, row + int(count) - 1);
        m_records.insert(m_records.end(), records.cbegin() + first, records.cend());
        m_bytes += bytes;
        endInsertRows();
    }
    if (m_leftOut != before) {
        emit leftOutChanged(m_leftOut);
    }
}

void WireLogModel::evictFor(qsizetype newRows, qsizetype newBytes)
{
    const auto size = qsizetype(m_records.size());
    const qsizetype over = std::max(size + newRows - maxRows, qsizetype(0));
    qsizetype count = std::min((over + evictionBlock - 1) / evictionBlock * evictionBlock, size);
    qsizetype bytesLeft = m_bytes;
    for (qsizetype i = 0; i < count; ++i) {
        bytesLeft -= bytesOf(m_records[size_t(i)]);
    }
    while (count < size && bytesLeft + newBytes > maxBytes) {
        bytesLeft -= bytesOf(m_records[size_t(count)]);
        ++count;
    }
    if (count == 0) {
        return;
    }
    beginRemoveRows({}, 0, int(count) - 1);
    m_records.erase(m_records.begin(), m_records.begin() + count);
    m_bytes = bytesLeft;
    m_leftOut += quint64(count);
    endRemoveRows();
}

void WireLogModel::clear()
{
    beginResetModel();
    m_records.clear();
    m_bytes = 0;
    endResetModel();
    if (m_leftOut != 0) {
        m_leftOut = 0;
        emit leftOutChanged(0);
    }
}

} // namespace corkboard
