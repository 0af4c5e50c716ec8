#pragma once

#include <QByteArray>

namespace corkboard {

class TopicCatalog;

/// The answer to TOPICS, encoded once for each state of the catalog: all who ask share the bytes.
class TopicsAnswer {
public:
    /// The whole line for @p catalog, always the same one; valid until the next call.
    [[nodiscard]] const QByteArray &line(const TopicCatalog &catalog);

private:
    QByteArray m_line;
    qsizetype m_count = -1; ///< topics in it: they are born and never die, so this is its version
};

} // namespace corkboard
