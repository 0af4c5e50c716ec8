#pragma once

#include <QString>
#include <QStringList>

namespace corkboard {

/**
 * The lines that were entered, for the Up and Down keys; bounded. A value.
 *
 * What is being typed is not lost: it is what Down ends with.
 */
class CommandHistory {
public:
    static constexpr qsizetype defaultMaxLines = 200;

    explicit CommandHistory(qsizetype maxLines = defaultMaxLines);

    /// The lines, oldest first, for saving.
    [[nodiscard]] const QStringList &lines() const { return m_lines; }

    /// Takes saved lines; of too many the newest.
    void setLines(const QStringList &lines);

    /// A line was entered. Empty ones and repetitions of the last are not kept.
    void add(const QString &line);

    /// Up: the line before. @p typed is what stands in the box. At the oldest it stays there.
    [[nodiscard]] QString previous(const QString &typed);

    /// Down: the line behind, at last what was being typed. @p typed is returned where Up was not
    /// used.
    [[nodiscard]] QString next(const QString &typed);

private:
    qsizetype m_maxLines;
    QStringList m_lines;
    qsizetype m_position = 0; ///< m_lines.size() where nothing of the history is shown
    QString m_draft;
};

} // namespace corkboard
