#include "models/commandhistory.h"

namespace corkboard {

CommandHistory::CommandHistory(qsizetype maxLines)
    : m_maxLines(maxLines)
{
    Q_ASSERT(maxLines > 0);
}

void CommandHistory::setLines(const QStringList &lines)
{
    m_lines = lines.last(qMin(lines.size(), m_maxLines));
    m_position = m_lines.size();
    m_draft.clear();
}

void CommandHistory::add(const QString &line)
{
    if (!line.isEmpty() && (m_lines.isEmpty() || m_lines.last() != line)) {
        m_lines.append(line);
        if (m_lines.size() > m_maxLines) {
            m_lines.removeFirst();
        }
    }
    m_position = m_lines.size();
    m_draft.clear();
}

QString CommandHistory::previous(const QString &typed)
{
    if (m_lines.isEmpty()) {
        return typed;
    }
    if (m_position == m_lines.size()) {
        m_draft = typed;
    }
    m_position = qMax(m_position - 1, qsizetype(0));
    return m_lines[m_position];
}

QString CommandHistory::next(const QString &typed)
{
    if (m_position == m_lines.size()) {
        return typed;
    }
    ++m_position;
    return m_position == m_lines.size() ? m_draft : m_lines[m_position];
}

} // namespace corkboard
