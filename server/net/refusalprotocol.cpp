#include "net/refusalprotocol.h"

#include <utility>

namespace corkboard {

RefusalProtocol::RefusalProtocol(ProtocolHost &host, QByteArray words)
    : m_host(host)
    , m_words(std::move(words))
{
}

QString RefusalProtocol::language() const
{
    return QStringLiteral("refused");
}

void RefusalProtocol::start()
{
    m_host.sendAnswer(m_words);
    m_host.closeAfterOutput(QStringLiteral("it was refused"));
}

} // namespace corkboard
