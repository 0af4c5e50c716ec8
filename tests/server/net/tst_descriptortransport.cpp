#include "net/descriptortransport.h"
#include "transportsuite.h"

#include <QSignalSpy>
#include <QTest>

#include <array>
#include <netinet/tcp.h>

using namespace corkboard;

/// The suite of all transports, and what only this one does.
class TestDescriptorTransport : public TransportSuite {
    Q_OBJECT

public:
    TestDescriptorTransport()
        : TransportSuite(
              [](qintptr descriptor) { return std::make_unique<DescriptorTransport>(descriptor); })
    {
    }

private slots:
    void answersReachAPeerThatClosedItsHalf();
    void resetIsAFailure();
#ifdef Q_OS_LINUX
    void whatCameBeforeAResetIsThere();
#endif
    void socketOptionsAreSet();
    void closedDescriptorIsNotUsedAgain();
};

void TestDescriptorTransport::answersReachAPeerThatClosedItsHalf()
{
    // K07: printf '/LIST\n' | nc works.
    LoopbackPair pair;
    const auto transport = make(pair);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    pair.shutDownPeer();
    QTRY_VERIFY(readable.size() > 0);
    std::array<char, 16> buffer{};
    QCOMPARE(transport->read(buffer).state, Transport::ReadState::End);
    const std::array pieces{QByteArrayView("<0>\n")};
    QCOMPARE(transport->write(pieces), 4);
    QByteArray received;
    QTRY_COMPARE(received += pair.receive(), "<0>\n");
}

void TestDescriptorTransport::resetIsAFailure()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    pair.resetPeer();
    QTRY_VERIFY(readable.size() > 0);
    std::array<char, 16> buffer{};
    QCOMPARE(transport->read(buffer).state, Transport::ReadState::Failed);
}

#ifdef Q_OS_LINUX
void TestDescriptorTransport::whatCameBeforeAResetIsThere()
{
    // A client that closes without reading: its requests have come, its answers go nowhere.
    LoopbackPair pair;
    const auto transport = make(pair);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    QCOMPARE(pair.send("/PUB NEWS 1\n"), 12);
    QTRY_VERIFY(readable.size() > 0);
    pair.resetPeer();
    const std::array pieces{QByteArrayView("<0>\n")};
    QTRY_COMPARE(transport->write(pieces), -1);
    std::array<char, 16> buffer{};
    const Transport::ReadResult result = transport->read(buffer);
    QCOMPARE(result.state, Transport::ReadState::Data);
    QCOMPARE(result.bytes, 12);
    const Transport::ReadState after = transport->read(buffer).state;
    QVERIFY(after == Transport::ReadState::End || after == Transport::ReadState::Failed);
}
#endif

void TestDescriptorTransport::socketOptionsAreSet()
{
    LoopbackPair pair;
    const int descriptor = pair.takeDescriptor();
    const DescriptorTransport transport(descriptor);
    const auto option = [descriptor](int level, int name) {
        int value = -1;
        socklen_t size = sizeof value;
        ::getsockopt(descriptor, level, name, &value, &size);
        return value;
    };
    QVERIFY(option(IPPROTO_TCP, TCP_NODELAY) != 0);
    QVERIFY(option(SOL_SOCKET, SO_KEEPALIVE) != 0);
#ifdef TCP_KEEPIDLE
    QCOMPARE(option(IPPROTO_TCP, TCP_KEEPIDLE), 60);
    QCOMPARE(option(IPPROTO_TCP, TCP_KEEPINTVL), 15);
    QCOMPARE(option(IPPROTO_TCP, TCP_KEEPCNT), 4);
#endif
    QVERIFY((::fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0);
    QVERIFY((::fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0);
}

void TestDescriptorTransport::closedDescriptorIsNotUsedAgain()
{
    LoopbackPair first;
    const auto closed = make(first);
    const QSignalSpy readable(closed.get(), &Transport::readable);
    closed->close();
    // The system gives the number to somebody else.
    LoopbackPair second;
    const auto transport = make(second);
    QCOMPARE(second.send("for the second"), 14);
    QByteArray received;
    QTRY_COMPARE(received += readAll(*transport), "for the second");
    QCOMPARE(readable.size(), 0);
    std::array<char, 16> buffer{};
    QCOMPARE(closed->read(buffer).state, Transport::ReadState::Failed);
}

QTEST_GUILESS_MAIN(TestDescriptorTransport)
#include "tst_descriptortransport.moc"
