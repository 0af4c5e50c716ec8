#include "broker/topiccatalog.h"
#include "topics.h"

#include <QTest>

using namespace corkboard;
using testtopics::filter;
using testtopics::name;
using testtopics::texts;
using Outcome = TopicCatalog::Outcome;

class TestTopicCatalog : public QObject {
    Q_OBJECT

private slots:
    void aTopicIsAddedOnce();
    void theLimitHolds();
    void defaultLimitIs10000();
    void allComesOldestFirst();
    void matching_data();
    void matching();
    void agreesWithTheNaiveMatcher();
    void oldestFirstPutsTopicsInOrder();
};

void TestTopicCatalog::aTopicIsAddedOnce()
{
    TopicCatalog catalog;
    QVERIFY(!catalog.contains(name("a/b")));
    QCOMPARE(catalog.add(name("a/b")), Outcome::Added);
    QCOMPARE(catalog.add(name("a/b")), Outcome::Existed);
    QVERIFY(catalog.contains(name("a/b")));
    QVERIFY(!catalog.contains(name("a"))); // a parent is not born with its child
    QVERIFY(!catalog.contains(name("A/b")));
    QCOMPARE(catalog.count(), 1);
}

void TestTopicCatalog::theLimitHolds()
{
    TopicCatalog catalog(2);
    QCOMPARE(catalog.maxTopics(), 2);
    QCOMPARE(catalog.add(name("a")), Outcome::Added);
    QCOMPARE(catalog.add(name("b")), Outcome::Added);
    QCOMPARE(catalog.add(name("c")), Outcome::Full);
    QCOMPARE(catalog.add(name("a")), Outcome::Existed);
    QVERIFY(!catalog.contains(name("c")));
    QCOMPARE(texts(catalog.matching(filter("#"))), (QByteArrayList{"a", "b"}));
}

void TestTopicCatalog::defaultLimitIs10000()
{
    TopicCatalog catalog;
    for (int i = 0; i < 10'000; ++i) {
        QCOMPARE(catalog.add(name("t/" + QByteArray::number(i))), Outcome::Added);
    }
    QCOMPARE(catalog.add(name("one more")), Outcome::Full);
    QCOMPARE(catalog.count(), 10'000);
    QCOMPARE(catalog.matching(filter("t/+")).size(), 10'000);
}

void TestTopicCatalog::allComesOldestFirst()
{
    TopicCatalog catalog;
    const QByteArrayList order{"NEWS", "a/b", "WEATHER", "a", "/"};
    for (const QByteArray &topic : order) {
        (void)catalog.add(name(topic));
    }
    QCOMPARE(texts(catalog.all()), order);
}

void TestTopicCatalog::matching_data()
{
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QByteArrayList>("expected");

    QTest::newRow("# takes all") << QByteArray("#")
                                 << QByteArrayList{"b", "a/y", "a", "a/x", "a/y/z"};
    QTest::newRow("# with its parent")
        << QByteArray("a/#") << QByteArrayList{"a/y", "a", "a/x", "a/y/z"};
    QTest::newRow("+ alone") << QByteArray("+") << QByteArrayList{"b", "a"};
    QTest::newRow("+ below") << QByteArray("a/+") << QByteArrayList{"a/y", "a/x"};
    QTest::newRow("no wildcard") << QByteArray("a/x") << QByteArrayList{"a/x"};
    QTest::newRow("nothing") << QByteArray("c/#") << QByteArrayList{};
}

void TestTopicCatalog::matching()
{
    QFETCH(const QByteArray, wanted);
    QFETCH(const QByteArrayList, expected);

    TopicCatalog catalog;
    for (const char *topic : {"b", "a/y", "a", "a/x", "a/y/z"}) {
        (void)catalog.add(name(topic));
    }
    QCOMPARE(texts(catalog.matching(filter(wanted))), expected);
    QCOMPARE(catalog.hasMatch(filter(wanted)), !expected.isEmpty());
}

void TestTopicCatalog::oldestFirstPutsTopicsInOrder()
{
    TopicCatalog catalog;
    for (const char *topic : {"b", "a", "c"}) {
        (void)catalog.add(name(topic));
    }
    QCOMPARE(texts(catalog.oldestFirst({name("c"), name("unborn"), name("b")})),
             (QByteArrayList{"b", "c"}));
    QCOMPARE(catalog.oldestFirst({}), QList<TopicName>{});
}

void TestTopicCatalog::agreesWithTheNaiveMatcher()
{
    QRandomGenerator generator(testtopics::printedSeed());
    TopicCatalog catalog;
    QByteArrayList order;
    for (int round = 0; round < 2'000; ++round) {
        const QByteArray topic = testtopics::randomTopic(generator, false);
        if (!topic.startsWith('$')) {
            const bool isNew = !order.contains(topic);
            QCOMPARE(catalog.add(name(topic)), isNew ? Outcome::Added : Outcome::Existed);
            if (isNew) {
                order.append(topic);
            }
        }
        const QByteArray wanted = testtopics::randomTopic(generator, true);
        QByteArrayList expected;
        for (const QByteArray &each : std::as_const(order)) {
            if (testtopics::naivelyMatches(wanted, each)) {
                expected.append(each);
            }
        }
        QCOMPARE(texts(catalog.matching(filter(wanted))), expected);
    }
}

QTEST_GUILESS_MAIN(TestTopicCatalog)
#include "tst_topiccatalog.moc"
