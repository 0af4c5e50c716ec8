#pragma once

#include "net/protocol.h"

namespace corkboard {

/**
 * What a client gets that the server has no room for: one error in its own language, then the end.
 */
class RefusalProtocol final : public Protocol {
public:
    /// @param words  the whole answer, with its line end
    RefusalProtocol(ProtocolHost &host, QByteArray words);

    [[nodiscard]] QString language() const override;
    void start() override;
    void receive(QByteArrayView, bool) override { }
    void connectionClosed(const QString &) override { }

private:
    ProtocolHost &m_host;
    QByteArray m_words;
};

} // namespace corkboard
