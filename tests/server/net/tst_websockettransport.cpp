#include "loopbackpair.h"
#include "net/pausablesocket.h"
#include "net/websockettransport.h"
#include "support/websocketframes.h"

#include <QSignalSpy>
#include <QTest>

#include <array>
#include <vector>

using namespace corkboard;
namespace ws = websocket;

/// A WebSocket over a real connection, without a server around it.
class TestWebSocketTransport : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void readsMessagesAsOneStream();
    void takesOneMessageAtATime();
    void readingOffLeavesMessagesWithThePeer();
    void writesMessagesOfABoundedSize();
    void aPeerThatTakesNothingStopsWriting();
    void theEndComesBehindTheBytes();
    void shutdownOutputSaysClose();
    void closeIsSilentAndFinal();
    void cannotBeGivenAway();
    void knowsItsPeer();

private:
    void shakeHands();
    QByteArray readAll();
    qsizetype write(const QByteArray &bytes);

    std::unique_ptr<LoopbackPair> m_pair;
    std::unique_ptr<WebSocketTransport> m_transport;
};

namespace {

constexpr qsizetype longest = 100'000;
constexpr int smallBuffer = 8'192;

} // namespace

void TestWebSocketTransport::init()
{
    m_pair = std::make_unique<LoopbackPair>(smallBuffer);
    auto socket = std::make_unique<PausableSocket>();
    QVERIFY(socket->setSocketDescriptor(m_pair->takeDescriptor()));
    m_transport = std::make_unique<WebSocketTransport>(std::move(socket), longest);
    shakeHands();
}

void TestWebSocketTransport::cleanup()
{
    m_transport.reset();
    m_pair.reset();
}

void TestWebSocketTransport::shakeHands()
{
    QCOMPARE(m_pair->send(ws::request()), ws::request().size());
    QByteArray answer;
    QTRY_VERIFY((answer += m_pair->receive()).endsWith("\r\n\r\n"));
}

QByteArray TestWebSocketTransport::readAll()
{
    QByteArray all;
    std::vector<char> buffer(65'536);
    for (;;) {
        const Transport::ReadResult result = m_transport->read(buffer);
        if (result.state != Transport::ReadState::Data) {
            return all;
        }
        all += QByteArrayView(buffer.data(), result.bytes);
    }
}

qsizetype TestWebSocketTransport::write(const QByteArray &bytes)
{
    const std::array pieces{QByteArrayView(bytes)};
    return m_transport->write(pieces);
}

void TestWebSocketTransport::readsMessagesAsOneStream()
{
    QVERIFY(!m_transport->peek());
    const QSignalSpy readable(m_transport.get(), &Transport::readable);
    m_pair->send(ws::frame(ws::Binary, "abc"));
    QTRY_VERIFY(readable.size() > 0);
    QCOMPARE(m_transport->peek(), 'a');
    std::array<char, 2> two{};
    QCOMPARE(m_transport->read(two).bytes, 2);
    QCOMPARE(m_transport->peek(), 'c');
    QCOMPARE(readAll(), "c");
    m_pair->send(ws::frame(ws::Binary, "d") + ws::frame(ws::Binary, "ef"));
    QByteArray received;
    QTRY_COMPARE(received += readAll(), "def");
}

void TestWebSocketTransport::takesOneMessageAtATime()
{
    // Ten messages wait; while the first has not been read, the others stay with the socket.
    const QByteArray message(1'000, 'm');
    const QSignalSpy readable(m_transport.get(), &Transport::readable);
    m_pair->send(ws::frame(ws::Binary, message).repeated(4));
    QTRY_VERIFY(readable.size() > 0);
    std::array<char, 2'000> buffer{};
    QCOMPARE(m_transport->read(buffer).bytes, message.size());
    QCOMPARE(m_transport->read(buffer).bytes, 0);
    QByteArray received;
    QTRY_COMPARE((received += readAll()).size(), 3 * message.size());
}

void TestWebSocketTransport::readingOffLeavesMessagesWithThePeer()
{
    m_transport->setReading(false);
    const QSignalSpy readable(m_transport.get(), &Transport::readable);
    // The system and the socket take so much and no more, however long the peer tries.
    const QByteArray frame = ws::frame(ws::Binary, QByteArray(10'000, 'm'));
    qsizetype sent = 0;
    qsizetype before = -1;
    while (sent != before) {
        before = sent;
        for (int i = 0; i < 20; ++i) {
            const qsizetype size = m_pair->send(frame);
            sent += std::max<qsizetype>(size, 0);
            QCoreApplication::processEvents();
        }
        QVERIFY2(sent < 50 * longest, "nothing holds the peer back");
    }
    QVERIFY(m_transport->heldBytes() > 0);
    QVERIFY(m_transport->heldBytes() < 3 * longest);
    QCOMPARE(readable.size(), 0);
    m_transport->setReading(true);
    QTRY_VERIFY(readable.size() > 0);
}

void TestWebSocketTransport::writesMessagesOfABoundedSize()
{
    QCOMPARE(write("hello"), 5);
    QByteArray received;
    QTRY_COMPARE(received += m_pair->receive(), QByteArray("\x82\x05hello"));
    const QByteArray much(200'000, 'x');
    const qsizetype taken = write(much);
    QVERIFY(taken > 0 && taken < much.size());
}

void TestWebSocketTransport::aPeerThatTakesNothingStopsWriting()
{
    const QByteArray much(60'000, 'x');
    QSignalSpy writable(m_transport.get(), &Transport::writable);
    int taken = 0;
    while (write(much) > 0) {
        ++taken;
        QVERIFY(taken < 1'000);
    }
    m_transport->setWriteNotification(true);
    QCOMPARE(write(much), 0);
    QTRY_VERIFY_WITH_TIMEOUT((m_pair->receive(), writable.size() > 0), 30'000);
    QVERIFY(write(much) > 0);
}

void TestWebSocketTransport::theEndComesBehindTheBytes()
{
    m_pair->send(ws::frame(ws::Binary, "last words") + ws::frame(ws::Close, ws::closeCode(1000)));
    QByteArray received;
    QTRY_COMPARE(received += readAll(), "last words");
    m_pair->closePeer();
    std::array<char, 8> buffer{};
    QTRY_COMPARE(m_transport->read(buffer).state, Transport::ReadState::End);
    QCOMPARE(write("x"), -1);
}

void TestWebSocketTransport::shutdownOutputSaysClose()
{
    m_transport->shutdownOutput();
    QByteArray received;
    QTRY_COMPARE((received += m_pair->receive()).first(std::min<qsizetype>(received.size(), 4)),
                 QByteArray("\x88\x02") + ws::closeCode(1000));
    // What still comes is read and not heard.
    m_pair->send(ws::frame(ws::Binary, "too late"));
    m_pair->send(ws::frame(ws::Close, ws::closeCode(1000)));
    std::array<char, 8> buffer{};
    QTRY_COMPARE(m_transport->read(buffer).state, Transport::ReadState::End);
}

void TestWebSocketTransport::closeIsSilentAndFinal()
{
    const QSignalSpy readable(m_transport.get(), &Transport::readable);
    m_transport->close();
    QTRY_VERIFY((m_pair->receive(), m_pair->hasEnded() || m_pair->wasReset()));
    QCOMPARE(readable.size(), 0);
    QCOMPARE(write("x"), -1);
}

void TestWebSocketTransport::cannotBeGivenAway()
{
    QVERIFY(m_transport->releaseSocket() == nullptr);
}

void TestWebSocketTransport::knowsItsPeer()
{
    QCOMPARE(m_transport->peerAddress(), QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(m_transport->peerText(),
             QStringLiteral("127.0.0.1:%1 (WebSocket)").arg(m_pair->peerPort()));
}

QTEST_GUILESS_MAIN(TestWebSocketTransport)
#include "tst_websockettransport.moc"
