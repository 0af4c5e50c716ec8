#pragma once

#include "models/filterpreview.h"
#include "topic/topicname.h"

#include <QAbstractListModel>
#include <QList>
#include <QString>

namespace corkboard {

/**
 * What a typed filter matches and why not, a line for each topic.
 *
 *     WEATHER: Level 2: + needs a level …   the topic chosen elsewhere, if there is one
 *     ✓ WEATHER/MN                          topics that match; "… and 4 more match"
 *     ✗ NEWS: Level 1: …                    the nearest that do not; "… and 75 more do not match"
 */
class FilterPreviewModel final : public QAbstractListModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FilterPreviewModel)

public:
    /// Topics that do not match, of which this says why.
    static constexpr qsizetype maxMisses = 20;

    explicit FilterPreviewModel(QObject *parent = nullptr);

    /// The lines for @p result. @p chosenLine comes first where it is not empty.
    void setResult(const FilterPreview::Result &result, const QString &chosenLine);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<QString> m_lines;
};

} // namespace corkboard
