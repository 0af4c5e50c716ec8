#include "models/filterpreviewmodel.h"

#include "models/payloadtext.h"
#include "models/plaintooltip.h"

using namespace Qt::StringLiterals;

namespace corkboard {

FilterPreviewModel::FilterPreviewModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void FilterPreviewModel::setResult(const FilterPreview::Result &result, const QString &chosenLine)
{
    QList<QString> lines;
    if (result.valid && !chosenLine.isEmpty()) {
        lines += chosenLine;
    }
    for (const TopicName &topic : result.matches) {
        lines += u"✓ "_s + wholePayloadText(topic.utf8());
    }
    if (result.matchCount > result.matches.size()) {
        lines += tr("… and %L1 more match").arg(result.matchCount - result.matches.size());
    }
    const QList<FilterPreview::Miss> misses = result.misses.mid(0, maxMisses);
    for (const FilterPreview::Miss &miss : misses) {
        lines += u"✗ %1: %2"_s.arg(wholePayloadText(miss.topic.utf8()), miss.reason);
    }
    if (result.missCount > misses.size()) {
        lines += tr("… and %L1 more do not match").arg(result.missCount - misses.size());
    }
    if (lines == m_lines) {
        return;
    }
    beginResetModel();
    m_lines = lines;
    endResetModel();
}

int FilterPreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant FilterPreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole:
        return m_lines[index.row()];
    case Qt::ToolTipRole:
        return plainToolTip(m_lines[index.row()]);
    default:
        return {};
    }
}

} // namespace corkboard
