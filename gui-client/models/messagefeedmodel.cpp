#include "models/messagefeedmodel.h"

#include "models/payloadtext.h"
#include "models/plaintooltip.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

/// While filtering the clock is looked at after so many messages, or so many bytes of them.
constexpr int messagesPerLook = 256;
constexpr qsizetype bytesPerLook = 64 * 1024;

constexpr qsizetype shownTopicBytes = 512;
constexpr qsizetype toolTipBytes = 2'048;

QDateTime toDateTime(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

QString mark(const ReceivedMessage &message)
{
    return message.replayed ? u"S"_s : u">"_s;
}

} // namespace

MessageFeedModel::MessageFeedModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    connect(&m_scanTimer, &QTimer::timeout, this, &MessageFeedModel::scanSlice);
    m_forgetTimer.setSingleShot(true);
    m_forgetTimer.setInterval(defaultUndoTime);
    connect(&m_forgetTimer, &QTimer::timeout, this, &MessageFeedModel::forgetCleared);
}

int MessageFeedModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid()) {
        return 0;
    }
    return m_filterPassesAll ? int(m_ring.size()) : int(m_shown.size());
}

int MessageFeedModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant MessageFeedModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    return value(messageAt(index.row()), index.column(), role);
}

void MessageFeedModel::multiData(const QModelIndex &index, QModelRoleDataSpan roles) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return;
    }
    const ReceivedMessage &message = messageAt(index.row());
    for (QModelRoleData &each : roles) {
        each.setData(value(message, index.column(), each.role()));
    }
}

QVariant MessageFeedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case TimeColumn:
        return tr("Time");
    case MarkColumn:
        return tr("Mark");
    case TopicColumn:
        return tr("Topic");
    case PayloadColumn:
        return tr("Message");
    default:
        return {};
    }
}

QString MessageFeedModel::displayText(const ReceivedMessage &message, int column) const
{
    switch (column) {
    case TimeColumn:
        return exactClockText(message.time);
    case MarkColumn:
        return mark(message);
    case TopicColumn:
        return payloadText(message.message.topic.utf8(), shownTopicBytes);
    case PayloadColumn:
        return payloadText(message.message.payload, shownPayloadBytes);
    default:
        return {};
    }
}

QString MessageFeedModel::toolTip(const ReceivedMessage &message, int column) const
{
    const QByteArray &payload = message.message.payload;
    if (column == MarkColumn) {
        return message.replayed ? tr("Stored copy: the broker kept it and sent it because this "
                                     "client subscribed")
                                : tr("Live: it was published just then");
    }
    if (column == PayloadColumn && isCutInText(payload, shownPayloadBytes)) {
        return plainToolTip(payloadText(payload, toolTipBytes));
    }
    return {};
}

QVariant MessageFeedModel::value(const ReceivedMessage &message, int column, int role) const
{
    const QByteArray &payload = message.message.payload;
    switch (role) {
    case Qt::DisplayRole:
        return displayText(message, column);
    case Qt::ToolTipRole:
        return toolTip(message, column);
    case Qt::AccessibleTextRole:
        return u"%1, %2, %3: %4"_s.arg(
            displayText(message, TimeColumn), message.replayed ? tr("stored copy") : tr("live"),
            displayText(message, TopicColumn), displayText(message, PayloadColumn));
    case TimeRole:
        return toDateTime(message.time);
    case ReplayedRole:
        return message.replayed;
    case TopicRole:
        return message.message.topic.toString();
    case PayloadRole:
        return payload;
    case PayloadSizeRole:
        return payload.size();
    case CutRole:
        return isCutInText(payload, shownPayloadBytes);
    case NumberRole:
        return message.number;
    default:
        return {};
    }
}

quint64 MessageFeedModel::positionOfRow(int row) const
{
    return m_filterPassesAll ? m_ring.begin() + quint64(row) : m_shown[size_t(row)];
}

bool MessageFeedModel::isKept(quint64 position) const
{
    return position >= m_ring.begin() && position < m_ring.end();
}

const ReceivedMessage &MessageFeedModel::messageAt(int row) const
{
    return m_ring.at(positionOfRow(row));
}

QString MessageFeedModel::rowsAsText(const QList<int> &rows) const
{
    QString text;
    for (const int row : rows) {
        if (row >= 0 && row < rowCount()) {
            const ReceivedMessage &message = messageAt(row);
            const QStringList fields{exactClockText(message.time), mark(message),
                                     wholePayloadText(message.message.topic.utf8()),
                                     wholePayloadText(message.message.payload)};
            text += fields.join(u'\t') + u'\n';
        }
    }
    return text;
}

MessageFeedModel::Counts MessageFeedModel::counts() const
{
    Counts counts;
    counts.received = m_received;
    counts.kept = quint64(m_ring.size());
    counts.shown = quint64(rowCount());
    counts.hidden = counts.kept - counts.shown;
    counts.evicted = m_evicted;
    counts.waiting = quint64(m_waiting.size());
    counts.restorable = quint64(m_cleared.size());
    return counts;
}

qsizetype MessageFeedModel::bytes() const
{
    return m_ring.bytes() + m_waiting.bytes();
}

void MessageFeedModel::setMaxRows(qsizetype rows)
{
    Q_ASSERT(rows > 0);
    m_maxRows = rows;
    enforceBounds();
}

void MessageFeedModel::setMaxBytes(qsizetype bytes)
{
    Q_ASSERT(bytes > 0);
    m_maxBytes = bytes;
    enforceBounds();
}

void MessageFeedModel::enforceBounds()
{
    dropCleared(0, 0);
    evictForWaiting(0, 0);
    dropWaiting(0, 0);
    emit countsChanged();
}

void MessageFeedModel::dropCleared(qsizetype newRows, qsizetype newBytes)
{
    m_cleared.dropOldest(m_cleared.countToEvict(newRows, newBytes,
                                                m_maxRows - m_ring.size() - m_waiting.size(),
                                                m_maxBytes - m_ring.bytes() - m_waiting.bytes()));
}

void MessageFeedModel::evictForWaiting(qsizetype newRows, qsizetype newBytes)
{
    const qsizetype waitingRows = m_waiting.size() + newRows;
    const qsizetype waitingBytes = m_waiting.bytes() + newBytes;
    evict(m_ring.countToEvict(
        0, 0, waitingRows > 0 ? std::max(m_maxRows / 2, m_maxRows - waitingRows) : m_maxRows,
        waitingBytes > 0 ? std::max(m_maxBytes / 2, m_maxBytes - waitingBytes) : m_maxBytes));
}

void MessageFeedModel::dropWaiting(qsizetype newRows, qsizetype newBytes)
{
    const qsizetype gone = m_waiting.countToEvict(newRows, newBytes, m_maxRows - m_ring.size(),
                                                  m_maxBytes - m_ring.bytes());
    m_waiting.dropOldest(gone);
    m_evicted += quint64(gone);
}

void MessageFeedModel::append(const QList<ReceivedMessage> &messages)
{
    if (messages.isEmpty()) {
        return;
    }
    m_received += quint64(messages.size());
    if (m_paused) {
        appendToWaiting(messages);
    } else {
        appendToRing(messages);
    }
    emit countsChanged();
}

void MessageFeedModel::appendToWaiting(const QList<ReceivedMessage> &messages)
{
    qsizetype newBytes = 0;
    for (const ReceivedMessage &message : messages) {
        newBytes += MessageRing::bytesOf(message);
    }
    dropCleared(messages.size(), newBytes);
    evictForWaiting(messages.size(), newBytes);
    for (const ReceivedMessage &message : messages) {
        dropWaiting(1, MessageRing::bytesOf(message));
        m_waiting.append(message);
    }
}

qsizetype MessageFeedModel::firstThatFits(const QList<ReceivedMessage> &messages,
                                          qsizetype &bytes) const
{
    qsizetype first = messages.size();
    bytes = 0;
    while (first > 0 && messages.size() - first < m_maxRows) {
        const qsizetype size = MessageRing::bytesOf(messages[first - 1]);
        if (bytes > 0 && bytes + size > m_maxBytes) {
            break;
        }
        bytes += size;
        --first;
    }
    return first;
}

void MessageFeedModel::appendToRing(const QList<ReceivedMessage> &messages)
{
    qsizetype newBytes = 0;
    const qsizetype first = firstThatFits(messages, newBytes);
    const qsizetype count = messages.size() - first;
    m_evicted += quint64(first);
    dropCleared(count, newBytes);
    evict(m_ring.countToEvict(count, newBytes, m_maxRows, m_maxBytes));
    if (m_filterPassesAll) {
        const int row = rowCount();
        beginInsertRows({}, row, row + int(count) - 1);
        for (qsizetype i = first; i < messages.size(); ++i) {
            m_ring.append(messages[i]);
        }
        endInsertRows();
        return;
    }
    QList<quint64> passed;
    for (qsizetype i = first; i < messages.size(); ++i) {
        if (m_filter.matches(messages[i])) {
            passed.append(m_ring.end());
        }
        m_ring.append(messages[i]);
    }
    if (!passed.isEmpty()) {
        const int row = rowCount();
        beginInsertRows({}, row, row + int(passed.size()) - 1);
        m_shown.insert(m_shown.end(), passed.cbegin(), passed.cend());
        endInsertRows();
    }
}

void MessageFeedModel::evict(qsizetype count)
{
    if (count == 0) {
        return;
    }
    const bool wasFiltering = isFiltering();
    const auto firstLeft = std::ranges::lower_bound(m_shown, m_ring.begin() + quint64(count));
    const qsizetype rows = m_filterPassesAll ? count : firstLeft - m_shown.begin();
    if (rows > 0) {
        beginRemoveRows({}, 0, int(rows) - 1);
    }
    m_shown.erase(m_shown.begin(), firstLeft);
    m_found.erase(m_found.begin(),
                  std::ranges::lower_bound(m_found, m_ring.begin() + quint64(count)));
    m_ring.dropOldest(count);
    m_evicted += quint64(count);
    if (rows > 0) {
        endRemoveRows();
    }
    if (wasFiltering && !isFiltering()) {
        showFound();
        finishScan();
    }
}

void MessageFeedModel::setPaused(bool paused)
{
    if (paused == m_paused) {
        return;
    }
    m_paused = paused;
    if (!paused && m_waiting.size() > 0) {
        QList<ReceivedMessage> messages;
        messages.reserve(m_waiting.size());
        for (quint64 position = m_waiting.begin(); position < m_waiting.end(); ++position) {
            messages.append(m_waiting.at(position));
        }
        m_waiting.clear();
        appendToRing(messages);
    }
    emit pausedChanged(paused);
    emit countsChanged();
}

void MessageFeedModel::clear()
{
    const bool wasFiltering = isFiltering();
    beginResetModel();
    for (quint64 position = m_waiting.begin(); position < m_waiting.end(); ++position) {
        m_ring.append(m_waiting.at(position));
    }
    if (m_ring.size() > 0) {
        m_cleared = std::exchange(m_ring, MessageRing(m_ring.end()));
        m_clearedReceived = m_received;
        m_forgetTimer.start();
    }
    m_waiting.clear();
    m_shown.clear();
    m_found.clear();
    m_received = 0;
    m_evicted = 0;
    m_scanEnd = m_ring.begin();
    endResetModel();
    if (wasFiltering) {
        finishScan();
    }
    emit countsChanged();
}

void MessageFeedModel::undoClear()
{
    if (m_cleared.size() == 0) {
        return;
    }
    const bool wasFiltering = isFiltering();
    beginResetModel();
    m_received += m_clearedReceived;
    m_evicted += m_clearedReceived - quint64(m_cleared.size());
    // What was cleared is dropped before anything newer is, so the positions go on without a gap.
    Q_ASSERT(m_cleared.end() == m_ring.begin());
    for (quint64 position = m_ring.begin(); position < m_ring.end(); ++position) {
        m_cleared.append(m_ring.at(position));
    }
    m_ring = std::exchange(m_cleared, {});
    m_forgetTimer.stop();
    startScan();
    endResetModel();
    continueScan(wasFiltering);
}

void MessageFeedModel::forgetCleared()
{
    m_cleared.clear();
    emit countsChanged();
}

void MessageFeedModel::setFilter(const MessageFeedFilter &filter)
{
    if (filter == m_filter) {
        return;
    }
    const bool wasFiltering = isFiltering();
    beginResetModel();
    m_filter = filter;
    m_filterPassesAll = filter.passesAll();
    startScan();
    endResetModel();
    continueScan(wasFiltering);
}

void MessageFeedModel::startScan()
{
    m_shown.clear();
    m_found.clear();
    m_scanEnd = m_filterPassesAll ? m_ring.begin() : m_ring.end();
}

void MessageFeedModel::continueScan(bool wasFiltering)
{
    if (isFiltering()) {
        if (!wasFiltering) {
            emit filteringChanged(true);
        }
        // What the first slice finds is shown at once.
        m_sinceFoundShown.invalidate();
        m_scanTimer.start(0);
        scanSlice();
        return;
    }
    if (wasFiltering) {
        finishScan();
    }
    emit countsChanged();
}

void MessageFeedModel::scanSlice()
{
    QElapsedTimer spent;
    spent.start();
    int looked = 0;
    qsizetype bytes = 0;
    while (isFiltering()) {
        --m_scanEnd;
        const ReceivedMessage &message = m_ring.at(m_scanEnd);
        if (m_filter.matches(message)) {
            m_found.push_front(m_scanEnd);
        }
        bytes += message.message.payload.size();
        if (++looked == messagesPerLook || bytes >= bytesPerLook) {
            if (spent.elapsed() >= m_sliceTime.count()) {
                break;
            }
            looked = 0;
            bytes = 0;
        }
    }
    if (!isFiltering()) {
        showFound();
        finishScan();
        emit countsChanged();
    } else if (!m_sinceFoundShown.isValid()
               || m_sinceFoundShown.elapsed() >= m_updateTime.count()) {
        showFound();
        emit countsChanged();
    }
}

void MessageFeedModel::showFound()
{
    m_sinceFoundShown.start();
    if (m_found.empty()) {
        return;
    }
    beginInsertRows({}, 0, int(m_found.size()) - 1);
    m_shown.insert(m_shown.begin(), m_found.cbegin(), m_found.cend());
    m_found.clear();
    endInsertRows();
}

void MessageFeedModel::finishScan()
{
    m_scanTimer.stop();
    emit filteringChanged(false);
}

} // namespace corkboard
