#include "broker/retainedstore.h"
#include "topics.h"

#include <QTest>

using namespace corkboard;
using testtopics::name;

class TestRetainedStore : public QObject {
    Q_OBJECT

private slots:
    void newestMessageWins();
    void emptyPayloadClears();
    void topicsAreApart();
    void knowsWhetherAMessageIsTheNewest();
    void defaultLimitsAreThoseOfTheProject();
    void payloadLimit_data();
    void payloadLimit();
    void messageLimit();
    void byteLimit();
    void replacingCountsOnlyTheDifference();
    void refusedMessageLeavesTheOldOne();
    void bytesAreAccountedFor();
};

namespace {

Message message(const char *topic, const QByteArray &payload)
{
    return {name(topic), payload, true};
}

} // namespace

void TestRetainedStore::newestMessageWins()
{
    RetainedStore store;
    QVERIFY(store.find(name("a")) == nullptr);
    QCOMPARE(store.store(message("a", "first")), StoreOutcome::Stored);
    QCOMPARE(store.store(message("a", "second")), StoreOutcome::Stored);
    QCOMPARE(store.count(), 1);
    QCOMPARE(*store.find(name("a")), message("a", "second"));
}

void TestRetainedStore::emptyPayloadClears()
{
    RetainedStore store;
    QCOMPARE(store.store(message("a", {})), StoreOutcome::Cleared);
    QCOMPARE(store.count(), 0);
    QCOMPARE(store.store(message("a", "kept")), StoreOutcome::Stored);
    QCOMPARE(store.store(message("a", "")), StoreOutcome::Cleared);
    QVERIFY(store.find(name("a")) == nullptr);
    QCOMPARE(store.count(), 0);
    QCOMPARE(store.payloadBytes(), 0);
}

void TestRetainedStore::topicsAreApart()
{
    RetainedStore store;
    (void)store.store(message("a", "parent"));
    (void)store.store(message("a/b", "child"));
    (void)store.store(message("A", "other case"));
    QCOMPARE(store.count(), 3);
    QCOMPARE(store.store(message("a", {})), StoreOutcome::Cleared);
    QCOMPARE(store.find(name("a/b"))->payload, "child");
    QCOMPARE(store.find(name("A"))->payload, "other case");
    QVERIFY(store.find(name("a/b/c")) == nullptr);
}

void TestRetainedStore::knowsWhetherAMessageIsTheNewest()
{
    RetainedStore store({.messages = 100, .bytes = 1'000, .payloadBytes = 10});
    QVERIFY(store.isNewest({name("a"), {}, true})); // nothing to clear
    QVERIFY(!store.isNewest({name("a"), "1", true}));
    (void)store.store({name("a"), "1", true});
    QVERIFY(store.isNewest({name("a"), "1", true}));
    QVERIFY(!store.isNewest({name("a"), "1", false})); // it was not to be kept
    QVERIFY(!store.isNewest({name("a"), {}, true}));
    const Message large{name("a"), QByteArray(11, 'x'), true};
    QCOMPARE(store.store(large), StoreOutcome::Full);
    QVERIFY(!store.isNewest(large));
}

void TestRetainedStore::defaultLimitsAreThoseOfTheProject()
{
    const RetainedLimits limits;
    QCOMPARE(limits.messages, 100'000);
    QCOMPARE(limits.bytes, 64 * 1024 * 1024);
    QCOMPARE(limits.payloadBytes, 256 * 1024);
    RetainedStore store;
    QCOMPARE(store.store(message("a", QByteArray(256 * 1024, 'x'))), StoreOutcome::Stored);
    QCOMPARE(store.store(message("b", QByteArray(256 * 1024 + 1, 'x'))), StoreOutcome::Full);
}

void TestRetainedStore::payloadLimit_data()
{
    QTest::addColumn<int>("bytes");
    QTest::addColumn<StoreOutcome>("expected");

    QTest::newRow("one byte") << 1 << StoreOutcome::Stored;
    QTest::newRow("the maximum") << 10 << StoreOutcome::Stored;
    QTest::newRow("one over") << 11 << StoreOutcome::Full;
}

void TestRetainedStore::payloadLimit()
{
    QFETCH(const int, bytes);
    QFETCH(const StoreOutcome, expected);

    RetainedStore store({.messages = 100, .bytes = 1'000, .payloadBytes = 10});
    QCOMPARE(store.store(message("a", QByteArray(bytes, 'x'))), expected);
    QCOMPARE(store.count(), expected == StoreOutcome::Stored ? 1 : 0);
}

void TestRetainedStore::messageLimit()
{
    RetainedStore store({.messages = 2, .bytes = 1'000, .payloadBytes = 10});
    QCOMPARE(store.store(message("a", "1")), StoreOutcome::Stored);
    QCOMPARE(store.store(message("b", "2")), StoreOutcome::Stored);
    QCOMPARE(store.store(message("c", "3")), StoreOutcome::Full);
    QVERIFY(store.find(name("c")) == nullptr);
    QCOMPARE(store.store(message("a", "new")), StoreOutcome::Stored);
    QCOMPARE(store.store(message("c", {})), StoreOutcome::Cleared);
    QCOMPARE(store.store(message("b", {})), StoreOutcome::Cleared);
    QCOMPARE(store.store(message("c", "3")), StoreOutcome::Stored);
    QCOMPARE(store.count(), 2);
}

void TestRetainedStore::byteLimit()
{
    RetainedStore store({.messages = 100, .bytes = 20, .payloadBytes = 15});
    QCOMPARE(store.store(message("a", QByteArray(15, 'x'))), StoreOutcome::Stored);
    QCOMPARE(store.store(message("b", QByteArray(6, 'x'))), StoreOutcome::Full);
    QCOMPARE(store.store(message("b", QByteArray(5, 'x'))), StoreOutcome::Stored);
    QCOMPARE(store.payloadBytes(), 20);
    QCOMPARE(store.store(message("c", "x")), StoreOutcome::Full);
    QCOMPARE(store.store(message("b", {})), StoreOutcome::Cleared);
    QCOMPARE(store.store(message("c", "x")), StoreOutcome::Stored);
    QCOMPARE(store.payloadBytes(), 16);
}

void TestRetainedStore::replacingCountsOnlyTheDifference()
{
    RetainedStore store({.messages = 100, .bytes = 20, .payloadBytes = 20});
    (void)store.store(message("a", QByteArray(10, 'x')));
    (void)store.store(message("b", QByteArray(10, 'x')));
    QCOMPARE(store.store(message("a", QByteArray(11, 'y'))), StoreOutcome::Full);
    QCOMPARE(store.store(message("a", QByteArray(10, 'y'))), StoreOutcome::Stored);
    QCOMPARE(store.store(message("a", QByteArray(3, 'y'))), StoreOutcome::Stored);
    QCOMPARE(store.payloadBytes(), 13);
    QCOMPARE(store.store(message("b", QByteArray(17, 'y'))), StoreOutcome::Stored);
    QCOMPARE(store.payloadBytes(), 20);
}

void TestRetainedStore::refusedMessageLeavesTheOldOne()
{
    RetainedStore store({.messages = 100, .bytes = 100, .payloadBytes = 5});
    (void)store.store(message("a", "old"));
    QCOMPARE(store.store(message("a", "too long")), StoreOutcome::Full);
    QCOMPARE(store.find(name("a"))->payload, "old");
    QCOMPARE(store.payloadBytes(), 3);
}

void TestRetainedStore::bytesAreAccountedFor()
{
    QRandomGenerator generator(testtopics::printedSeed());
    const RetainedLimits limits{.messages = 20, .bytes = 300, .payloadBytes = 40};
    RetainedStore store(limits);
    QHash<TopicName, QByteArray> naive;
    for (int round = 0; round < 5'000; ++round) {
        const TopicName topic = name(testtopics::randomTopic(generator, false));
        const QByteArray payload(generator.bounded(45), 'x');
        const StoreOutcome outcome = store.store({topic, payload, true});
        if (outcome == StoreOutcome::Stored) {
            naive.insert(topic, payload);
        } else if (outcome == StoreOutcome::Cleared) {
            QVERIFY(payload.isEmpty());
            naive.remove(topic);
        }
        qsizetype bytes = 0;
        for (const QByteArray &each : std::as_const(naive)) {
            bytes += each.size();
        }
        QCOMPARE(store.payloadBytes(), bytes);
        QCOMPARE(store.count(), naive.size());
        QVERIFY(bytes <= limits.bytes);
        QVERIFY(store.count() <= limits.messages);
        const Message *kept = store.find(topic);
        QCOMPARE(kept != nullptr ? kept->payload : QByteArray(), naive.value(topic));
    }
}

QTEST_GUILESS_MAIN(TestRetainedStore)
#include "tst_retainedstore.moc"
