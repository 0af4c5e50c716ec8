#include "net/topicaliases.h"

namespace corkboard {

std::optional<OutgoingAliases::Use> OutgoingAliases::use(const QByteArray &topic) const
{
    if (m_maximum == 0) {
        return std::nullopt;
    }
    if (const auto known = m_aliases.constFind(topic); known != m_aliases.cend()) {
        return Use{*known, true};
    }
    if (m_aliases.size() >= m_maximum) {
        return std::nullopt;
    }
    return Use{quint16(m_aliases.size() + 1), false};
}

void OutgoingAliases::noteSent(quint16 alias, const QByteArray &topic)
{
    m_aliases.insert(topic, alias);
}

} // namespace corkboard
