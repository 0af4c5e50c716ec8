#pragma once

#include "loopbackpair.h"
#include "net/transport.h"

#include <QObject>

#include <functional>
#include <memory>

namespace corkboard {

/**
 * What every Transport over a socket of the system does; the tests of each kind derive from it.
 *
 * All over real connections on loopback.
 */
class TransportSuite : public QObject {
    Q_OBJECT

public:
    using Factory = std::function<std::unique_ptr<Transport>(qintptr descriptor)>;

    explicit TransportSuite(Factory factory)
        : m_factory(std::move(factory))
    {
    }

    [[nodiscard]] std::unique_ptr<Transport> make(LoopbackPair &pair) const
    {
        return m_factory(pair.takeDescriptor());
    }

    /// Reads until there is nothing more, @p buffer bytes at a time.
    static QByteArray readAll(Transport &transport, qsizetype buffer = 65'536);

private slots:
    void readsWhatThePeerSends();
    void saysReadableUntilAllIsRead();
    void readingOffLeavesBytesWithThePeer();
    void peekingLeavesTheByte();
    void theSocketCanBeGivenAway();
    void readsTheEndAfterTheBytes();
    void writesPiecesInTheirOrder();
    void morePiecesThanOneSystemCallTakes();
    void fullSystemTakesNoMore();
    void writableComesOnlyWhileAskedFor();
    void resetEndsReadingAndWriting();
    void shutdownOutputIsTheEndForThePeer();
    void closeIsSilentAndFinal();
    void destructionCloses();
    void knowsItsPeer();

private:
    Factory m_factory;
};

} // namespace corkboard
