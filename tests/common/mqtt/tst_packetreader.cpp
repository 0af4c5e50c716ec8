#include "base/limits.h"
#include "goldenpackets.h"
#include "mqtt/packetreader.h"
#include "mqtt/packetwriter.h"

#include <QRandomGenerator>
#include <QTest>

#include <memory>

using namespace corkboard;
using namespace corkboard::mqtt;
using golden::hex;

class TestPacketReader : public QObject {
    Q_OBJECT

private slots:
    void readsGoldenBytes_data();
    void readsGoldenBytes();
    void everySplitInTwoGivesTheSame_data();
    void everySplitInTwoGivesTheSame();
    void oneByteAtATimeGivesTheSame_data();
    void oneByteAtATimeGivesTheSame();
    void truncationsAreAnswered_data();
    void truncationsAreAnswered();
    void anyPiecesOfAStreamGiveTheSame_data();
    void anyPiecesOfAStreamGiveTheSame();
    void damagedStreamsGiveTheSameInAnyPieces();
    void thousandPacketsInOneChunk();
    void refusesHeaders_data();
    void refusesHeaders();
    void saysHowToAnswerAConnect_data();
    void saysHowToAnswerAConnect();
    void versionComesFromTheConnect();
    void onlyTheFirstPacketMayBeAConnect_data();
    void onlyTheFirstPacketMayBeAConnect();
    void lengthsMayBePaddedInV311();
    void packetLimit_data();
    void packetLimit();
    void limitIsAskedBeforeMemoryIsTaken();
    void memoryGrowsWithWhatHasCome();
    void limitCanGrowBetweenPackets();
    void largePayloadsInPieces_data();
    void largePayloadsInPieces();
    void staysFailed();
    void keptRestOutlivesItsChunk();
    void emptyChunksChangeNothing();
};

namespace {

constexpr qsizetype anySize = limits::maxMqttPacketBytes;

struct Outcome {
    QList<Packet> packets;
    std::optional<ProtocolError> error;
    bool isPartial = false;

    friend bool operator==(const Outcome &, const Outcome &) = default;
};

Outcome readAll(PacketReader &reader, const QByteArrayList &chunks)
{
    Outcome outcome;
    for (const QByteArray &chunk : chunks) {
        // Its bytes go away before the next ones come.
        const golden::ExactBytes bytes(chunk);
        reader.feed(bytes.view());
        while (true) {
            auto packet = reader.next();
            if (!packet) {
                outcome.error = packet.error();
                return outcome;
            }
            if (!*packet) {
                break;
            }
            outcome.packets.append(**std::move(packet));
        }
    }
    outcome.isPartial = reader.hasPartialPacket();
    return outcome;
}

Outcome readAll(const golden::Golden &row, const QByteArrayList &chunks)
{
    PacketReader reader(row.sender, anySize);
    reader.setVersion(row.version);
    return readAll(reader, chunks);
}

QByteArrayList randomPieces(QRandomGenerator &generator, const QByteArray &bytes, int maxSize)
{
    QByteArrayList pieces;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype size = qMin(bytes.size() - at, qsizetype(generator.bounded(1, maxSize)));
        pieces.append(bytes.sliced(at, size));
        at += size;
    }
    return pieces;
}

QByteArrayList singleBytes(const QByteArray &bytes)
{
    QByteArrayList pieces;
    for (const char byte : bytes) {
        pieces.append(QByteArray(1, byte));
    }
    return pieces;
}

/// All golden packets that one side sends in one version, after one CONNECT.
QByteArray stream(Sender sender, ProtocolVersion version)
{
    QByteArray bytes;
    bool hasConnect = false;
    for (const golden::Golden &row : golden::all()) {
        const bool isConnect = typeOf(row.packet) == PacketType::Connect;
        if (row.sender != sender || row.version != version || (isConnect && hasConnect)) {
            continue;
        }
        hasConnect = hasConnect || isConnect;
        bytes += row.bytes;
    }
    return bytes;
}

void addGoldenRows()
{
    QTest::addColumn<int>("row");

    const auto rows = golden::all();
    for (int i = 0; i < int(rows.size()); ++i) {
        QTest::addRow("%s %s", rows[i].version == ProtocolVersion::V5 ? "5.0" : "3.1.1",
                      rows[i].name)
            << i;
    }
}

golden::Golden fetchGolden()
{
    QFETCH(const int, row);
    return golden::all().at(row);
}

} // namespace

void TestPacketReader::readsGoldenBytes_data()
{
    addGoldenRows();
}

void TestPacketReader::readsGoldenBytes()
{
    const golden::Golden row = fetchGolden();
    const Outcome outcome = readAll(row, {row.bytes});
    QVERIFY2(!outcome.error, outcome.error ? qPrintable(outcome.error->sentence) : "");
    QCOMPARE(outcome.packets.size(), 1);
    QCOMPARE(outcome.packets.first().index(), row.packet.index());
    QVERIFY(outcome.packets.first() == row.packet);
    QVERIFY(!outcome.isPartial);
}

void TestPacketReader::everySplitInTwoGivesTheSame_data()
{
    addGoldenRows();
}

void TestPacketReader::everySplitInTwoGivesTheSame()
{
    const golden::Golden row = fetchGolden();
    for (qsizetype cut = 0; cut <= row.bytes.size(); ++cut) {
        const Outcome outcome = readAll(row, {row.bytes.first(cut), row.bytes.sliced(cut)});
        QVERIFY2(outcome == (Outcome{{row.packet}, {}, false}), qPrintable(QString::number(cut)));

        const Outcome beginning = readAll(row, {row.bytes.first(cut)});
        const bool isWhole = cut == row.bytes.size();
        QCOMPARE(beginning.packets.size(), isWhole ? 1 : 0);
        QCOMPARE(beginning.isPartial, cut > 0 && !isWhole);
        QVERIFY(!beginning.error);
    }
}

void TestPacketReader::oneByteAtATimeGivesTheSame_data()
{
    addGoldenRows();
}

void TestPacketReader::oneByteAtATimeGivesTheSame()
{
    const golden::Golden row = fetchGolden();
    QVERIFY(readAll(row, singleBytes(row.bytes)) == (Outcome{{row.packet}, {}, false}));
}

void TestPacketReader::truncationsAreAnswered_data()
{
    addGoldenRows();
}

// F03, F13, F18: every beginning of every packet, with its remaining length corrected.
void TestPacketReader::truncationsAreAnswered()
{
    const golden::Golden row = fetchGolden();
    const QByteArray body = golden::bodyOf(row.bytes);
    for (qsizetype size = 0; size < body.size(); ++size) {
        const QByteArray shorter = golden::packetOf(quint8(row.bytes[0]), body.first(size));
        const Outcome outcome = readAll(row, {shorter});
        QVERIFY(!outcome.isPartial);
        QCOMPARE(outcome.packets.size(), outcome.error ? 0 : 1);
        QVERIFY(outcome == readAll(row, singleBytes(shorter)));
        if (outcome.error) {
            QVERIFY(outcome.error->reason == ReasonCode::MalformedPacket
                    || outcome.error->reason == ReasonCode::ProtocolError);
            QVERIFY(!outcome.error->sentence.isEmpty());
        } else {
            // Some packets may end earlier; then it is a packet like any other.
            const QByteArray again = write(outcome.packets.first(), row.version);
            QVERIFY(readAll(row, {again}) == outcome);
        }
    }
}

void TestPacketReader::anyPiecesOfAStreamGiveTheSame_data()
{
    QTest::addColumn<Sender>("sender");
    QTest::addColumn<ProtocolVersion>("version");

    QTest::newRow("3.1.1 client") << Sender::Client << ProtocolVersion::V311;
    QTest::newRow("3.1.1 server") << Sender::Server << ProtocolVersion::V311;
    QTest::newRow("5.0 client") << Sender::Client << ProtocolVersion::V5;
    QTest::newRow("5.0 server") << Sender::Server << ProtocolVersion::V5;
}

void TestPacketReader::anyPiecesOfAStreamGiveTheSame()
{
    QFETCH(const Sender, sender);
    QFETCH(const ProtocolVersion, version);

    const QByteArray bytes = stream(sender, version);
    const auto readPieces = [&](const QByteArrayList &pieces) {
        PacketReader reader(sender, anySize);
        if (sender == Sender::Server) {
            reader.setVersion(version);
        }
        return readAll(reader, pieces);
    };
    const Outcome whole = readPieces({bytes});
    QVERIFY(!whole.error);
    QVERIFY(whole.packets.size() >= 8);
    // F06: a whole session, one byte at a time.
    QVERIFY(readPieces(singleBytes(bytes)) == whole);

    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    for (int round = 0; round < 200; ++round) {
        QVERIFY(readPieces(randomPieces(generator, bytes, generator.bounded(2, 60))) == whole);
    }
}

void TestPacketReader::damagedStreamsGiveTheSameInAnyPieces()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    int errors = 0;
    for (int round = 0; round < 1'000; ++round) {
        const auto sender = generator.bounded(2) ? Sender::Client : Sender::Server;
        const auto version = generator.bounded(2) ? ProtocolVersion::V5 : ProtocolVersion::V311;
        QByteArray bytes = stream(sender, version);
        for (int changes = generator.bounded(1, 4); changes > 0; --changes) {
            bytes[generator.bounded(bytes.size())] = char(generator.bounded(256));
        }
        const auto readPieces = [&](const QByteArrayList &pieces) {
            PacketReader reader(sender, anySize);
            if (sender == Sender::Server) {
                reader.setVersion(version);
            }
            return readAll(reader, pieces);
        };
        const Outcome whole = readPieces({bytes});
        errors += whole.error ? 1 : 0;
        QVERIFY(readPieces(singleBytes(bytes)) == whole);
        QVERIFY(readPieces(randomPieces(generator, bytes, 40)) == whole);
    }
    QVERIFY(errors > 0);
}

void TestPacketReader::thousandPacketsInOneChunk()
{
    // F07: 1,000 in one segment, in order.
    QByteArray bytes;
    QList<Packet> expected;
    for (int i = 0; i < 1'000; ++i) {
        Publish publish;
        publish.topic = "T";
        publish.payload = QByteArray::number(i);
        expected.append(publish);
        bytes += write(publish, ProtocolVersion::V5);
    }
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V5);
    QVERIFY(readAll(reader, {bytes}).packets == expected);
}

void TestPacketReader::refusesHeaders_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qsizetype>("at");
    QTest::addColumn<ReasonCode>("reason");

    const auto row = [](const char *name, const char *bytes, qsizetype at,
                        ReasonCode reason = ReasonCode::MalformedPacket) {
        QTest::newRow(name) << hex(bytes) << at << reason;
    };
    constexpr auto protocol = ReasonCode::ProtocolError;
    row("F01 a remaining length of five bytes", "30 ffffffff7f", 5);
    row("F01 of five bytes, in a PINGREQ", "c0 8080808000", 5);
    row("F08 packet type 0", "00 00", 1);
    row("F08 packet type 0 with flags", "0f 00", 1);
    row("F09 MQTT-3.8.1-1 SUBSCRIBE 0x80", "80 06 0001 0001 61 00", 1);
    row("F09 SUBSCRIBE 0x83", "83 06 0001 0001 61 00", 1);
    row("F09 MQTT-3.6.1-1 PUBREL 0x60", "60 02 0001", 1);
    row("F09 MQTT-3.10.1-1 UNSUBSCRIBE 0xA0", "a0 05 0001 0001 61", 1);
    row("F09 PINGREQ 0xC1", "c1 00", 1);
    row("F09 PUBACK 0x42", "42 02 0001", 1);
    row("F09 MQTT-3.14.1-1 DISCONNECT 0xE1", "e1 00", 1);
    row("F09 CONNECT 0x11", "11 00", 1);
    row("F10 CONNACK from a client", "20 02 0000", 1, protocol);
    row("F10 SUBACK from a client", "90 03 0001 00", 1, protocol);
    row("F10 UNSUBACK from a client", "b0 02 0001", 1, protocol);
    row("F10 PINGRESP from a client", "d0 00", 1, protocol);
    row("F10 before a length that is wrong", "20 ffffffffff", 1, protocol);
}

void TestPacketReader::refusesHeaders()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const qsizetype, at);
    QFETCH(const ReasonCode, reason);

    for (const auto version : {ProtocolVersion::V311, ProtocolVersion::V5}) {
        PacketReader reader(Sender::Client, anySize);
        reader.setVersion(version);
        // The error comes with the first byte that shows it.
        const Outcome before = readAll(reader, {bytes.first(at - 1)});
        QVERIFY(!before.error);
        const Outcome outcome = readAll(reader, {bytes.sliced(at - 1)});
        QVERIFY(outcome.error.has_value());
        QCOMPARE(outcome.error->reason, reason);
        QCOMPARE(outcome.error->connackVersion, std::nullopt);

        PacketReader other(Sender::Client, anySize);
        other.setVersion(version);
        QVERIFY(readAll(other, {bytes}) == outcome);
    }
}

void TestPacketReader::saysHowToAnswerAConnect_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ReasonCode>("reason");
    QTest::addColumn<int>("connackVersion");

    const auto row
        = [](const char *name, const char *bytes, ReasonCode reason, int connackVersion) {
              QTest::newRow(name) << hex(bytes) << reason << connackVersion;
          };
    constexpr auto malformed = ReasonCode::MalformedPacket;
    constexpr auto unsupported = ReasonCode::UnsupportedProtocolVersion;
    constexpr int none = 0;
    row("MQTT-3.1.0-1 the first packet is PINGREQ", "c0 00", ReasonCode::ProtocolError, none);
    row("MQTT-3.1.0-1 the first packet is PUBLISH", "30 04 0001 61 62", ReasonCode::ProtocolError,
        none);
    row("the first packet is AUTH", "f0 00", ReasonCode::ProtocolError, none);
    row("MQTT-3.1.2-1 another protocol", "10 0c 0004 48545450 04 02 0000 0000", unsupported, none);
    row("MQTT-3.1.2-1 in lower case", "10 0c 0004 6d717474 04 02 0000 0000", unsupported, none);
    row("MQTT-3.1.2-1 no name", "10 08 0000 04 02 0000 0000", unsupported, none);
    row("MQTT-3.1.2-2 MQTT 3.1", "10 0e 0006 4d5149736470 03 02 0000 0000", unsupported, 4);
    row("MQTT-3.1.2-2 level 3", "10 0c 0004 4d515454 03 02 0000 0000", unsupported, 4);
    row("MQTT-3.1.2-2 level 0", "10 0c 0004 4d515454 00 02 0000 0000", unsupported, 4);
    row("MQTT-3.1.2-2 level 6", "10 0c 0004 4d515454 06 02 0000 0000", unsupported, 5);
    row("MQTT-3.1.2-2 level 0x84, a bridge", "10 0c 0004 4d515454 84 02 0000 0000", unsupported, 5);
    row("nothing behind an unknown level is read", "10 07 0004 4d515454 06", unsupported, 5);
    row("the name of 3.1 with the level of 5.0", "10 0e 0006 4d5149736470 05 02 0000 0000",
        unsupported, 4);
    row("an empty CONNECT", "10 00", malformed, none);
    row("F18 the name runs past the end", "10 05 0004 4d5154", malformed, none);
    row("no level", "10 06 0004 4d515454", malformed, none);
    row("5.0 ends behind the level", "10 07 0004 4d515454 05", malformed, 5);
    row("3.1.1 ends behind the level", "10 07 0004 4d515454 04", malformed, none);
    row("5.0 is malformed further on", "10 0d 0004 4d515454 05 03 0000 00 0000", malformed, 5);
    row("3.1.1 is malformed further on", "10 0c 0004 4d515454 04 03 0000 0000", malformed, none);
    row("5.0 breaks the protocol", "10 10 0004 4d515454 05 02 0000 03 21 0000 0000",
        ReasonCode::ProtocolError, 5);
    row("MQTT-1.5.5-1 the length is padded", "10 8d00 0004 4d515454 05 02 0000 00 0000", malformed,
        5);
    row("F05 the largest length", "10 ffffff7f", ReasonCode::PacketTooLarge, none);
}

void TestPacketReader::saysHowToAnswerAConnect()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const ReasonCode, reason);
    QFETCH(const int, connackVersion);

    PacketReader reader(Sender::Client, limits::maxPacketBytesBeforeConnect);
    const Outcome outcome = readAll(reader, {bytes});
    QVERIFY(outcome.error.has_value());
    QCOMPARE(outcome.error->reason, reason);
    QCOMPARE(int(outcome.error->connackVersion.value_or(ProtocolVersion(0))), connackVersion);
    QVERIFY(!reader.version());

    PacketReader byteReader(Sender::Client, limits::maxPacketBytesBeforeConnect);
    QVERIFY(readAll(byteReader, singleBytes(bytes)) == outcome);
}

void TestPacketReader::versionComesFromTheConnect()
{
    for (const auto version : {ProtocolVersion::V311, ProtocolVersion::V5}) {
        Connect connect;
        connect.version = version;
        const QByteArray bytes = write(connect, version);
        PacketReader reader(Sender::Client, anySize);
        QVERIFY(!reader.version());
        QVERIFY(readAll(reader, {bytes}) == (Outcome{{connect}, {}, false}));
        QCOMPARE(reader.version(), std::optional(version));

        // MQTT-3.1.0-2: once is enough, and the second one is not even read.
        const Outcome second = readAll(reader, {bytes.first(1)});
        QVERIFY(second.error.has_value());
        QCOMPARE(second.error->reason, ReasonCode::ProtocolError);
        QCOMPARE(second.error->connackVersion, std::nullopt);
    }
    // F08: type 15 is AUTH in 5.0, and nothing in 3.1.1.
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V311);
    QCOMPARE(readAll(reader, {hex("f0 00")}).error->reason, ReasonCode::MalformedPacket);
}

void TestPacketReader::onlyTheFirstPacketMayBeAConnect_data()
{
    QTest::addColumn<QByteArray>("before");

    QTest::newRow("MQTT-3.1.0-2 a second one") << write(Connect{}, ProtocolVersion::V5);
    // A fuzzer found that the version changed in the middle of a stream.
    QTest::newRow("MQTT-3.1.0-1 behind a PUBLISH by alias") << hex("32 08 0000 0032 03 230003");
    QTest::newRow("MQTT-3.1.0-1 behind a PINGREQ") << hex("c0 00");
}

void TestPacketReader::onlyTheFirstPacketMayBeAConnect()
{
    QFETCH(const QByteArray, before);

    Connect connect;
    connect.version = ProtocolVersion::V311;
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V5);
    const Outcome outcome = readAll(reader, {before + write(connect, ProtocolVersion::V311)});
    QCOMPARE(outcome.packets.size(), 1);
    QCOMPARE(outcome.error->reason, ReasonCode::ProtocolError);
    QCOMPARE(outcome.error->connackVersion, std::nullopt);
    QCOMPARE(reader.version(), std::optional(ProtocolVersion::V5));
}

void TestPacketReader::lengthsMayBePaddedInV311()
{
    for (const char *bytes : {"c0 8000", "c0 808000", "c0 80808000"}) {
        PacketReader old(Sender::Client, anySize);
        old.setVersion(ProtocolVersion::V311);
        QVERIFY(readAll(old, {hex(bytes)}).packets == QList<Packet>{Pingreq{}});
        // MQTT-1.5.5-1.
        PacketReader reader(Sender::Client, anySize);
        reader.setVersion(ProtocolVersion::V5);
        QCOMPARE(readAll(reader, {hex(bytes)}).error->reason, ReasonCode::MalformedPacket);
    }
}

void TestPacketReader::packetLimit_data()
{
    QTest::addColumn<qsizetype>("limit");

    QTest::newRow("one byte of length") << qsizetype(2 + 127);
    QTest::newRow("two bytes of length") << qsizetype(3 + 128);
    QTest::newRow("before CONNECT") << limits::maxPacketBytesBeforeConnect;
    QTest::newRow("after CONNECT") << limits::maxPacketBytes(limits::defaultMaxMessageBytes);
}

void TestPacketReader::packetLimit()
{
    QFETCH(const qsizetype, limit);

    Publish publish;
    publish.topic = "T";
    publish.payload = QByteArray(limit, 'x');
    while (write(publish, ProtocolVersion::V5).size() > limit) {
        publish.payload.chop(1);
    }
    const QByteArray fits = write(publish, ProtocolVersion::V5);
    QCOMPARE(fits.size(), limit);
    publish.payload += 'x';
    const QByteArray tooLarge = write(publish, ProtocolVersion::V5);
    const auto read = [limit](const QByteArrayList &chunks) {
        PacketReader reader(Sender::Client, limit);
        reader.setVersion(ProtocolVersion::V5);
        return readAll(reader, chunks);
    };
    QVERIFY(!read({fits}).error);
    QCOMPARE(read({fits}).packets.size(), 1);
    QCOMPARE(read({tooLarge}).error->reason, ReasonCode::PacketTooLarge);
    QVERIFY(read({tooLarge.first(1), tooLarge.sliced(1)}) == read({tooLarge}));
    // The header is enough to know.
    QCOMPARE(read({tooLarge.first(5)}).error->reason, ReasonCode::PacketTooLarge);
}

void TestPacketReader::limitIsAskedBeforeMemoryIsTaken()
{
    // F05.
    PacketReader reader(Sender::Client, limits::maxPacketBytesBeforeConnect);
    const Outcome outcome = readAll(reader, {hex("10 ffffff7f")});
    QCOMPARE(outcome.error->reason, ReasonCode::PacketTooLarge);
    QCOMPARE(reader.keptBytes(), 0);
}

void TestPacketReader::memoryGrowsWithWhatHasCome()
{
    // F04: the largest packet is promised, and comes slowly.
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V5);
    qsizetype fed = 0;
    const auto feed = [&](const QByteArray &bytes) {
        QVERIFY(!readAll(reader, {bytes}).error);
        fed += bytes.size();
        QVERIFY(reader.keptBytes() <= 2 * fed + 64);
    };
    feed(hex("30 ffffff7f 0001 61 00"));
    for (int i = 0; i < 300; ++i) {
        feed(QByteArray(1'000, 'x'));
    }
    QVERIFY(reader.hasPartialPacket());
}

void TestPacketReader::limitCanGrowBetweenPackets()
{
    // A CONNECT and a larger packet may come in one chunk: the limit grows once CONNECT is
    // accepted.
    Publish publish;
    publish.topic = "T";
    publish.payload = QByteArray(200, 'x');
    const QByteArray bytes
        = write(Connect{}, ProtocolVersion::V5) + write(publish, ProtocolVersion::V5);
    PacketReader reader(Sender::Client, 100);
    QCOMPARE(reader.maxPacketBytes(), 100);
    reader.feed(bytes);
    QVERIFY(**reader.next() == Packet(Connect{}));
    reader.setMaxPacketBytes(300);
    QCOMPARE(reader.maxPacketBytes(), 300);
    QVERIFY(**reader.next() == Packet(publish));
    QVERIFY(!reader.next()->has_value());
}

void TestPacketReader::largePayloadsInPieces_data()
{
    QTest::addColumn<qsizetype>("payloadBytes");
    QTest::addColumn<qsizetype>("topicBytes");

    QTest::newRow("1,023 bytes are copied") << qsizetype(1'023) << qsizetype(1);
    QTest::newRow("1,024 bytes are taken") << qsizetype(1'024) << qsizetype(1);
    QTest::newRow("less than what is before it") << qsizetype(2'000) << qsizetype(3'000);
    QTest::newRow("1 MiB") << qsizetype(1'024 * 1'024) << qsizetype(65'535);
}

void TestPacketReader::largePayloadsInPieces()
{
    QFETCH(const qsizetype, payloadBytes);
    QFETCH(const qsizetype, topicBytes);

    Publish publish;
    publish.topic = QByteArray(topicBytes, 't');
    publish.payload = QByteArray(payloadBytes, 'x');
    publish.payload.back() = 'y';
    const QByteArray bytes = write(publish, ProtocolVersion::V5);
    QByteArrayList pieces;
    for (qsizetype at = 0; at < bytes.size(); at += 700) {
        pieces.append(bytes.sliced(at, qMin(qsizetype(700), bytes.size() - at)));
    }
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V5);
    Outcome outcome = readAll(reader, pieces);
    QVERIFY(outcome == (Outcome{{publish}, {}, false}));
    // It is bytes like others: there is a NUL behind them, and more can be added.
    auto &read = std::get<Publish>(outcome.packets.first());
    QCOMPARE(read.payload.constData()[read.payload.size()], '\0');
    // What stood before it does not stay in memory for longer than it is worth.
    QVERIFY(read.payload.capacity() <= 2 * payloadBytes + 64);
    read.payload += "more";
    QCOMPARE(read.payload.size(), payloadBytes + 4);
}

void TestPacketReader::staysFailed()
{
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V5);
    const QByteArray bytes = hex("c1 00 c0 00");
    reader.feed(bytes);
    const auto first = reader.next();
    QVERIFY(!first.has_value());
    QCOMPARE(reader.next().error(), first.error());
    reader.feed(bytes);
    QCOMPARE(reader.next().error(), first.error());
    QVERIFY(!reader.hasPartialPacket());
}

void TestPacketReader::keptRestOutlivesItsChunk()
{
    // The reader stops after every packet and keeps the rest, also where that was kept before.
    for (const auto sender : {Sender::Client, Sender::Server}) {
        const QByteArray bytes = stream(sender, ProtocolVersion::V311) + char(0x30);
        PacketReader wholeReader(sender, anySize);
        wholeReader.setVersion(ProtocolVersion::V311);
        const QList<Packet> expected = readAll(wholeReader, {bytes}).packets;
        for (qsizetype cut = 0; cut <= bytes.size(); ++cut) {
            PacketReader reader(sender, anySize);
            reader.setVersion(ProtocolVersion::V311);
            QList<Packet> packets;
            for (const QByteArray &chunk : {bytes.first(cut), bytes.sliced(cut)}) {
                auto copy = std::make_unique<golden::ExactBytes>(chunk);
                reader.feed(copy->view());
                reader.keepRest();
                copy.reset();
                for (auto packet = reader.next(); packet && *packet; packet = reader.next()) {
                    packets.append(**packet);
                    reader.keepRest();
                }
            }
            QVERIFY(packets == expected);
            QVERIFY(reader.hasPartialPacket());
        }
    }
}

void TestPacketReader::emptyChunksChangeNothing()
{
    PacketReader reader(Sender::Client, anySize);
    reader.setVersion(ProtocolVersion::V311);
    QVERIFY(readAll(reader, {"", hex("c0"), "", hex("00"), ""})
            == (Outcome{{Pingreq{}}, {}, false}));
}

QTEST_GUILESS_MAIN(TestPacketReader)
#include "tst_packetreader.moc"
