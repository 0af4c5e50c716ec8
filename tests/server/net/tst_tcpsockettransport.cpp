#include "net/tcpsockettransport.h"
#include "transportsuite.h"

#include <QSignalSpy>
#include <QTest>

#include <array>

using namespace corkboard;

/// The suite of all transports, and what only this one does.
class TestTcpSocketTransport : public TransportSuite {
    Q_OBJECT

public:
    TestTcpSocketTransport()
        : TransportSuite(
              [](qintptr descriptor) { return std::make_unique<TcpSocketTransport>(descriptor); })
    {
    }

private slots:
    void descriptorThatIsNoSocketEndsAtOnce();
    void signalsAreNeverSentFromInside();
};

void TestTcpSocketTransport::descriptorThatIsNoSocketEndsAtOnce()
{
    TcpSocketTransport transport(-1);
    QSignalSpy readable(&transport, &Transport::readable);
    QVERIFY(readable.wait());
    std::array<char, 16> buffer{};
    QCOMPARE(transport.read(buffer).state, Transport::ReadState::End);
    const std::array pieces{QByteArrayView("x")};
    QCOMPARE(transport.write(pieces), -1);
}

void TestTcpSocketTransport::signalsAreNeverSentFromInside()
{
    // A handler that is called back from its own read() or write() would begin a second time.
    LoopbackPair pair;
    const auto transport = make(pair);
    int depth = 0;
    int turns = 0;
    connect(transport.get(), &Transport::readable, this, [&] {
        QCOMPARE(++depth, 1);
        std::array<char, 2> buffer{};
        (void)transport->read(buffer);
        transport->setReading(false);
        transport->setReading(true);
        transport->setWriteNotification(true);
        const std::array pieces{QByteArrayView("x")};
        (void)transport->write(pieces);
        ++turns;
        --depth;
    });
    connect(transport.get(), &Transport::writable, this, [&] {
        QCOMPARE(++depth, 1);
        transport->setWriteNotification(false);
        --depth;
    });
    QCOMPARE(pair.send("0123456789"), 10);
    QTRY_VERIFY(turns >= 5);
}

QTEST_GUILESS_MAIN(TestTcpSocketTransport)
#include "tst_tcpsockettransport.moc"
