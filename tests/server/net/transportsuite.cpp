#include "transportsuite.h"

#include "net/pausablesocket.h"

#include <QSignalSpy>
#include <QTest>

#include <array>
#include <vector>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

using ReadState = Transport::ReadState;

qsizetype write(Transport &transport, const QByteArray &bytes)
{
    const std::array pieces{QByteArrayView(bytes)};
    return transport.write(pieces);
}

/// What a read finds once there is something: the bytes or the end.
ReadState nextState(Transport &transport)
{
    std::array<char, 256> buffer{};
    ReadState state = ReadState::Nothing;
    (void)QTest::qWaitFor([&] {
        state = transport.read(buffer).state;
        return state != ReadState::Nothing;
    });
    return state;
}

} // namespace

QByteArray TransportSuite::readAll(Transport &transport, qsizetype buffer)
{
    QByteArray all;
    std::vector<char> bytes(static_cast<size_t>(buffer));
    for (;;) {
        const Transport::ReadResult result = transport.read(bytes);
        if (result.state != ReadState::Data) {
            return all;
        }
        all += QByteArrayView(bytes.data(), result.bytes);
    }
}

void TransportSuite::readsWhatThePeerSends()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    QCOMPARE(readAll(*transport), QByteArray());
    QCOMPARE(pair.send("<CONN>\n"), 7);
    QTRY_VERIFY(readable.size() > 0);
    QCOMPARE(readAll(*transport), "<CONN>\n");
    QCOMPARE(readAll(*transport), QByteArray());
}

void TransportSuite::saysReadableUntilAllIsRead()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    QByteArray received;
    int turns = 0;
    connect(transport.get(), &Transport::readable, this, [&] {
        std::array<char, 3> buffer{};
        const Transport::ReadResult result = transport->read(buffer);
        received += QByteArrayView(buffer.data(), result.bytes);
        ++turns;
    });
    QCOMPARE(pair.send("0123456789"), 10);
    // One read a turn, and still all of it comes.
    QTRY_COMPARE(received, "0123456789");
    QVERIFY(turns >= 4);
}

void TransportSuite::readingOffLeavesBytesWithThePeer()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    transport->setReading(false);
    qsizetype sent = 0;
    qsizetype last = 1;
    // At some point the system takes no more: nothing is read into memory meanwhile.
    while (last > 0) {
        last = pair.send(QByteArray(65'536, 'x'));
        sent += std::max<qsizetype>(last, 0);
        QCoreApplication::processEvents();
        QVERIFY(sent < 100 * 1024 * 1024);
    }
    QCOMPARE(readable.size(), 0);

    qsizetype received = 0;
    connect(transport.get(), &Transport::readable, this,
            [&] { received += readAll(*transport).size(); });
    transport->setReading(true);
    QTRY_COMPARE(received, sent);
}

void TransportSuite::peekingLeavesTheByte()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    QVERIFY(!transport->peek());
    pair.send("GET");
    QTRY_COMPARE(transport->peek(), 'G');
    QCOMPARE(transport->peek(), 'G');
    QByteArray received;
    QTRY_COMPARE(received += readAll(*transport), "GET");
}

void TransportSuite::theSocketCanBeGivenAway()
{
    LoopbackPair pair;
    auto transport = make(pair);
    pair.send("before ");
    QTRY_VERIFY(transport->peek());
    const std::unique_ptr<PausableSocket> socket = transport->releaseSocket();
    QVERIFY(socket != nullptr);
    transport.reset();
    pair.send("after");
    QByteArray received;
    QTRY_COMPARE(received += socket->readAll(), "before after");
    QCOMPARE(socket->write("answer"), 6);
    QByteArray answer;
    QTRY_COMPARE(answer += pair.receive(), "answer");
}

void TransportSuite::readsTheEndAfterTheBytes()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    QByteArray received;
    QList<ReadState> states;
    connect(transport.get(), &Transport::readable, this, [&] {
        std::array<char, 4> buffer{};
        const Transport::ReadResult result = transport->read(buffer);
        received += QByteArrayView(buffer.data(), result.bytes);
        states.append(result.state);
        if (result.state == ReadState::End) {
            transport->setReading(false);
        }
    });
    QCOMPARE(pair.send("/LIST\n"), 6);
    pair.shutDownPeer();
    QTRY_VERIFY(states.contains(ReadState::End));
    QCOMPARE(received, "/LIST\n");
    QCOMPARE(states.count(ReadState::End), 1);
    QCOMPARE(states.last(), ReadState::End);
    QCOMPARE(nextState(*transport), ReadState::End); // and it stays so
}

void TransportSuite::writesPiecesInTheirOrder()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    const std::array pieces{QByteArrayView("one "), QByteArrayView("two "),
                            QByteArrayView("three")};
    QCOMPARE(transport->write(pieces), 13);
    QByteArray received;
    QTRY_COMPARE(received += pair.receive(), "one two three");
}

void TransportSuite::morePiecesThanOneSystemCallTakes()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    const QByteArray text = "0123456789";
    const std::vector<QByteArrayView> pieces(200, text);
    const qsizetype taken = transport->write(pieces);
    QVERIFY(taken > 0);
    QVERIFY(taken <= 2'000);
    QByteArray received;
    QTRY_COMPARE((received += pair.receive()).size(), taken);
    QCOMPARE(received, text.repeated(200).first(taken));
}

void TransportSuite::fullSystemTakesNoMore()
{
    LoopbackPair pair(4'096);
    const auto transport = make(pair);
    QByteArray sent;
    qsizetype last = 1;
    char letter = 'a';
    while (last > 0) {
        const QByteArray bytes(20'000, letter);
        last = write(*transport, bytes);
        QVERIFY(last >= 0);
        sent += bytes.first(last);
        letter = letter == 'z' ? 'a' : char(letter + 1);
        QVERIFY(sent.size() < 100 * 1024 * 1024);
    }
    // What was not taken is not sent either, and goes on where it stopped.
    QByteArray received;
    const QByteArray rest(50'000, '!');
    qsizetype written = 0;
    connect(transport.get(), &Transport::writable, this, [&] {
        const qsizetype size = write(*transport, rest.sliced(written));
        QVERIFY(size >= 0);
        written += size;
        transport->setWriteNotification(written < rest.size());
    });
    transport->setWriteNotification(true);
    QTRY_COMPARE_WITH_TIMEOUT((received += pair.receive()).size(), sent.size() + rest.size(),
                              20'000);
    QVERIFY(received == sent + rest);
}

void TransportSuite::writableComesOnlyWhileAskedFor()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    QSignalSpy writable(transport.get(), &Transport::writable);
    QCOMPARE(write(*transport, "x"), 1);
    QByteArray received;
    QTRY_COMPARE(received += pair.receive(), "x");
    QCOMPARE(writable.size(), 0);
    transport->setWriteNotification(true);
    QTRY_VERIFY(writable.size() > 0);
    transport->setWriteNotification(false);
    writable.clear();
    QCOMPARE(write(*transport, "y"), 1);
    QTRY_COMPARE(received += pair.receive(), "xy");
    QCOMPARE(writable.size(), 0);
}

void TransportSuite::resetEndsReadingAndWriting()
{
    // K08: no signal of the system ends the program, and both directions say that it is over.
    LoopbackPair pair;
    const auto transport = make(pair);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    pair.resetPeer();
    QTRY_VERIFY(readable.size() > 0);
    const ReadState state = nextState(*transport);
    QVERIFY(state == ReadState::Failed || state == ReadState::End);
    QTRY_COMPARE(write(*transport, "x"), -1);
    QCOMPARE(write(*transport, "x"), -1);
}

void TransportSuite::shutdownOutputIsTheEndForThePeer()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    QCOMPARE(write(*transport, "last words"), 10);
    transport->shutdownOutput();
    QByteArray received;
    QTRY_VERIFY((received += pair.receive(), pair.hasEnded()));
    QCOMPARE(received, "last words");
    pair.closePeer();
    QCOMPARE(nextState(*transport), ReadState::End);
}

void TransportSuite::closeIsSilentAndFinal()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    transport->setWriteNotification(true);
    const QSignalSpy readable(transport.get(), &Transport::readable);
    const QSignalSpy writable(transport.get(), &Transport::writable);
    transport->close();
    transport->close();
    QTRY_VERIFY((pair.receive(), pair.hasEnded() || pair.wasReset()));
    transport->setReading(true);
    transport->setWriteNotification(true);
    transport->shutdownOutput();
    QCoreApplication::processEvents();
    QCOMPARE(writable.size(), 0);
    QCOMPARE(write(*transport, "x"), -1);
    const ReadState state = nextState(*transport);
    QVERIFY(state == ReadState::Failed || state == ReadState::End);
}

void TransportSuite::destructionCloses()
{
    LoopbackPair pair;
    auto transport = make(pair);
    transport.reset();
    QTRY_VERIFY((pair.receive(), pair.hasEnded() || pair.wasReset()));
}

void TransportSuite::knowsItsPeer()
{
    LoopbackPair pair;
    const auto transport = make(pair);
    QCOMPARE(transport->peerText(), u"127.0.0.1:%1"_s.arg(pair.peerPort()));
    QCOMPARE(transport->peerAddress(), QHostAddress(QHostAddress::LocalHost));
    transport->close();
    QVERIFY(transport->peerAddress().isNull());
    QCOMPARE(transport->peerText(), u"an unknown address"_s);
}

} // namespace corkboard
