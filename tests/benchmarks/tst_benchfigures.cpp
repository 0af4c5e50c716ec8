#include "deliverycheck.h"
#include "latencyhistogram.h"
#include "resulttable.h"
#include "speech.h"
#include "stamp.h"

#include <QTest>

#include <limits>
#include <sstream>

using namespace corkboard::bench;

/// What the benchmarks print is only as good as these.
class TestBenchFigures : public QObject {
    Q_OBJECT

private slots:
    void stampIsReadBack_data();
    void stampIsReadBack();
    void otherPayloadIsNoStamp_data();
    void otherPayloadIsNoStamp();
    void percentilesAreWithinTheirBucket_data();
    void percentilesAreWithinTheirBucket();
    void emptyHistogramHasNoTimes();
    void theServerIsHeardInAnySplit_data();
    void theServerIsHeardInAnySplit();
    void publishingIsUnderstood();
    void orderIsWatchedPerPublisher();
    void mediansAreInTheMiddle();
    void resultsAreReadBack();
    void tableShowsMediansAndSumsOfLosses();
};

namespace {

/// What a client understands of @p bytes: A answer, M message, E error; and what it replies.
std::string understood(Speech &speech, const std::string &bytes, std::size_t step)
{
    std::string words;
    std::string reply;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        speech.hear(std::string_view(bytes).substr(at, step), reply, [&](const Heard &heard) {
            const bool stamped = readStamp(heard.text).has_value();
            words += heard.kind == Heard::Kind::Answer ? "A"
                : heard.kind == Heard::Kind::Error     ? "E"
                : stamped                              ? "M"
                                                       : "?";
        });
    }
    return words + " " + QByteArray::fromStdString(reply).toHex().toStdString();
}

BenchOptions optionsFor(BenchLanguage language, std::uint32_t qos = 0)
{
    BenchOptions options;
    options.language = language;
    options.qos = qos;
    return options;
}

} // namespace

void TestBenchFigures::theServerIsHeardInAnySplit_data()
{
    QTest::addColumn<BenchLanguage>("language");
    QTest::addColumn<std::string>("bytes");
    QTest::addColumn<std::string>("expected");
    const Stamp::Payload payload = writeStamp({1, 2, 3});
    const std::string text(payload.data(), payload.size());
    const std::string topic(100, 't');
    QTest::newRow("classroom") << BenchLanguage::Classroom
                               << "<CONN_ACK>\n<PONG>\n<PUB, bench/0, " + text
            + ">\n<ERROR, PUB, x>\n"
                               << std::string("AME ");
    // A length of one byte, one of two, and a message at QoS 1, which is acknowledged.
    QTest::newRow("mqtt") << BenchLanguage::Mqtt
                          << std::string("\x20\x02\0\0\x90\x03\0\x01\0\xD0\0\x30\x43\0\x01t", 16)
            + text + "\x30\xA6\x01" + std::string("\0\x64", 2) + topic + text
            + std::string("\x32\x45\0\x01t\x01\x02", 7) + text + std::string("\x20\x02\0\x05", 4)
                          << std::string("AMMME 40020102");
}

void TestBenchFigures::theServerIsHeardInAnySplit()
{
    QFETCH(const BenchLanguage, language);
    QFETCH(const std::string, bytes);
    QFETCH(const std::string, expected);
    for (std::size_t step = 1; step <= bytes.size(); ++step) {
        const auto speech = makeSpeech(optionsFor(language));
        QCOMPARE(understood(*speech, bytes, step), expected);
    }
}

void TestBenchFigures::publishingIsUnderstood()
{
    // The packet that one client sends is what another reads.
    const auto speech = makeSpeech(optionsFor(BenchLanguage::Mqtt, 1));
    for (const std::size_t length : {1U, 7U, 58U, 59U, 60U, 200U}) {
        speech->setTopic(std::string(length, 't'));
        std::string bytes;
        speech->publish(bytes, writeStamp({}));
        speech->publish(bytes, writeStamp({}));
        QCOMPARE(understood(*makeSpeech(optionsFor(BenchLanguage::Mqtt)), bytes, bytes.size())
                     .substr(0, 3),
                 std::string("MM "));
    }
}

void TestBenchFigures::stampIsReadBack_data()
{
    QTest::addColumn<Stamp>("stamp");

    QTest::newRow("zeros") << Stamp{};
    QTest::newRow("ordinary") << Stamp{99, 123'456'789, 1'234'567'890'123};
    QTest::newRow("largest") << Stamp{0xFFFF'FFFF, 0xFFFF'FFFF'FFFF'FFFF, 0xFFFF'FFFF'FFFF'FFFF};
}

void TestBenchFigures::stampIsReadBack()
{
    QFETCH(const Stamp, stamp);

    const Stamp::Payload payload = writeStamp(stamp);
    const auto readBack = readStamp(std::string_view(payload.data(), payload.size()));
    QVERIFY(readBack.has_value());
    QVERIFY(*readBack == stamp);
}

void TestBenchFigures::otherPayloadIsNoStamp_data()
{
    QTest::addColumn<QByteArray>("payload");

    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("too short") << QByteArray(63, '0');
    QTest::newRow("too long") << QByteArray(40, '0') + QByteArray(25, 'x');
    QTest::newRow("no digit in the publisher")
        << QByteArray(40, '0').replace(3, 1, "g") + QByteArray(24, 'x');
    QTest::newRow("no digit in the time")
        << QByteArray(40, '0').replace(39, 1, " ") + QByteArray(24, 'x');
    QTest::newRow("something behind it") << QByteArray(40, '0') + QByteArray(23, 'x') + 'y';
}

void TestBenchFigures::otherPayloadIsNoStamp()
{
    QFETCH(const QByteArray, payload);

    QVERIFY(!readStamp(std::string_view(payload.constData(), size_t(payload.size()))));
}

void TestBenchFigures::percentilesAreWithinTheirBucket_data()
{
    QTest::addColumn<quint64>("unit");

    QTest::newRow("exact below 128 ns") << quint64(1);
    QTest::newRow("microseconds") << quint64(1'000);
    QTest::newRow("milliseconds") << quint64(1'000'000);
    QTest::newRow("hours") << quint64(3'600'000'000'000);
}

void TestBenchFigures::percentilesAreWithinTheirBucket()
{
    QFETCH(const quint64, unit);

    LatencyHistogram histogram;
    // Backwards, because the order of adding must not matter.
    for (quint64 i = 100; i > 0; --i) {
        histogram.add(i * unit);
    }
    QCOMPARE(histogram.count(), quint64(100));
    QCOMPARE(histogram.max(), 100 * unit);
    for (const double percent : {1.0, 50.0, 99.0, 99.9, 100.0}) {
        const double exact = std::ceil(percent) * double(unit);
        const auto shown = double(histogram.percentile(percent));
        QVERIFY2(shown >= exact && shown <= exact * (unit == 1 ? 1.0 : 1.008),
                 QByteArray::number(percent).constData());
    }
}

void TestBenchFigures::emptyHistogramHasNoTimes()
{
    LatencyHistogram histogram;
    QCOMPARE(histogram.percentile(50), quint64(0));
    histogram.add(std::numeric_limits<quint64>::max());
    QCOMPARE(histogram.percentile(50), std::numeric_limits<quint64>::max());
}

void TestBenchFigures::orderIsWatchedPerPublisher()
{
    DeliveryCheck check(2);
    for (const quint64 sequence : {0, 1, 2}) {
        check.note(0, sequence);
        check.note(1, sequence);
    }
    QCOMPARE(check.received(), quint64(6));
    QCOMPARE(check.outOfOrder(), quint64(0));
    check.note(0, 4); // 3 is missing: lost, unless it comes later
    QCOMPARE(check.outOfOrder(), quint64(0));
    check.note(0, 3); // late
    check.note(0, 4); // twice
    check.note(1, 3);
    QCOMPARE(check.outOfOrder(), quint64(2));
    QCOMPARE(check.received(), quint64(10));
}

void TestBenchFigures::mediansAreInTheMiddle()
{
    QCOMPARE(median({}), 0.0);
    QCOMPARE(median({3}), 3.0);
    QCOMPARE(median({9, 1, 5}), 5.0);
    QCOMPARE(median({9, 1, 5, 4}), 4.5);
}

void TestBenchFigures::resultsAreReadBack()
{
    const RunResult result{"pairs", "32", {{"cpu_us", 0.525}, {"lost", 0}}};
    const std::string line = writeResult(result);
    QCOMPARE(line, std::string("scenario=pairs window=32 cpu_us=0.5250 lost=0.0000"));
    std::istringstream lines("a line from elsewhere\n" + line + "\n");
    const auto results = readResults(lines);
    QCOMPARE(results.size(), size_t(1));
    QCOMPARE(results[0].scenario, result.scenario);
    QCOMPARE(results[0].window, result.window);
    QVERIFY(results[0].figures == result.figures);
}

void TestBenchFigures::tableShowsMediansAndSumsOfLosses()
{
    const auto run = [](double cpu, double lost) {
        return RunResult{"pairs", "1", {{"cpu_us", cpu}, {"lost", lost}}};
    };
    const RunResult idle{"idle", "-", {{"bytes_per_connection", 9'000}}};
    const std::string expected = "scenario  window  runs  CPU us/delivered  lost\n"
                                 "pairs          1     3             1.500     2\n"
                                 "\n"
                                 "scenario  window  runs  bytes/connection\n"
                                 "idle           -     1              9000\n";
    QCOMPARE(medianTables({run(9, 2), idle, run(1.5, 0), run(1, 0)}), expected);
}

QTEST_GUILESS_MAIN(TestBenchFigures)
#include "tst_benchfigures.moc"
