#pragma once

#include <QHeaderView>
#include <QString>

namespace corkboard {

/// The width at which a column shows its heading and @p sample without a cut.
[[nodiscard]] int columnWidth(const QHeaderView &header, int column, const QString &sample);

} // namespace corkboard
