#include "models/filterpreview.h"
#include "modelvalues.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

FilterPreview previewOf(const QStringList &topics)
{
    FilterPreview preview;
    preview.setTopics(topicList(topics));
    return preview;
}

} // namespace

class TestFilterPreview final : public QObject {
    Q_OBJECT

private slots:
    void emptyTextSaysNothing();
    void problemsNameTheLevel_data();
    void problemsNameTheLevel();
    void matchesAreListedAndCounted();
    void missesHaveTheirReason();
    void theNearestMissesComeFirst();
    void plainNames_data();
    void plainNames();
    void listsAreBoundedAndCountsAreNot();
    void agreesWithTheFilterItself();
    void explainsOneTopic();
};

void TestFilterPreview::emptyTextSaysNothing()
{
    const auto result = previewOf({u"A"_s}).evaluate({});
    QVERIFY(!result.valid);
    QVERIFY(result.problem.isEmpty());
    QVERIFY(result.summary.isEmpty());
}

void TestFilterPreview::problemsNameTheLevel_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("level");
    QTest::newRow("# not last") << u"a/#/b"_s << 1;
    QTest::newRow("# not alone") << u"a/b/c#"_s << 2;
    QTest::newRow("+ not alone") << u"a+"_s << 0;
    QTest::newRow("control character") << u"a/\t"_s << 0;
}

void TestFilterPreview::problemsNameTheLevel()
{
    QFETCH(QString, text);
    QFETCH(int, level);
    const auto result = previewOf({u"a"_s}).evaluate(text);
    QVERIFY(!result.valid);
    QVERIFY(!result.problem.isEmpty());
    QCOMPARE(result.summary, result.problem);
    QCOMPARE(result.problemLevel, TopicFilter::parse(text).error().level);
    if (level > 0) {
        QCOMPARE(result.problemLevel, level);
    }
    QCOMPARE(result.matchCount, 0);
}

void TestFilterPreview::matchesAreListedAndCounted()
{
    const auto result = previewOf({u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s, u"NEWS"_s})
                            .evaluate(u"WEATHER/#");
    QVERIFY(result.valid);
    QVERIFY(result.hasWildcard);
    QVERIFY(!result.createsTopic);
    QCOMPARE(result.problemLevel, -1);
    QCOMPARE(namesOf(result.matches),
             QStringList({u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s}));
    QCOMPARE(result.matchCount, 3);
    QCOMPARE(result.missCount, 1);
    QVERIFY2(result.summary.contains(u"3 of the 4"_s), qPrintable(result.summary));
    const auto none = previewOf({u"NEWS"_s}).evaluate(u"WEATHER/+");
    QVERIFY2(none.summary.contains(u"not match the one topic"_s), qPrintable(none.summary));
}

void TestFilterPreview::missesHaveTheirReason()
{
    const auto result = previewOf({u"sport"_s}).evaluate(u"sport/+");
    QCOMPARE(result.misses.size(), 1);
    QCOMPARE(result.misses[0].topic, topic(u"sport"));
    QCOMPARE(result.misses[0].failingLevel, 1);
    QVERIFY2(result.misses[0].reason.startsWith(u"Level 2:"_s),
             qPrintable(result.misses[0].reason));
}

void TestFilterPreview::theNearestMissesComeFirst()
{
    const auto result
        = previewOf({u"x"_s, u"a/x"_s, u"a/b/x"_s, u"y"_s, u"a/b"_s}).evaluate(u"a/b/c");
    QStringList names;
    for (const FilterPreview::Miss &miss : result.misses) {
        names += miss.topic.toString();
    }
    QCOMPARE(names, QStringList({u"a/b/x"_s, u"a/b"_s, u"a/x"_s, u"x"_s, u"y"_s}));
}

void TestFilterPreview::plainNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("creates");
    QTest::addColumn<QString>("inSummary");
    QTest::newRow("exists") << u"NEWS"_s << false << u"takes it alone"_s;
    QTest::newRow("new") << u"SPORT/TENNIS"_s << true << u"creates it"_s;
    QTest::newRow("other case is another topic") << u"news"_s << true << u"creates it"_s;
    QTest::newRow("the broker's") << u"$SYS/x"_s << false << u"belong to the broker"_s;
    QTest::newRow("longest") << QString(256, u'a') << true << u"creates it"_s;
    QTest::newRow("too long") << QString(257, u'a') << false << u"256 bytes"_s;
}

void TestFilterPreview::plainNames()
{
    QFETCH(QString, text);
    QFETCH(bool, creates);
    QFETCH(QString, inSummary);
    const auto result = previewOf({u"NEWS"_s, u"NEWS/LOCAL"_s}).evaluate(text);
    QVERIFY(result.valid);
    QVERIFY(!result.hasWildcard);
    QCOMPARE(result.createsTopic, creates);
    QVERIFY2(result.summary.contains(inSummary), qPrintable(result.summary));
}

void TestFilterPreview::listsAreBoundedAndCountsAreNot()
{
    QList<TopicName> topics;
    for (int i = 0; i < 10'000; ++i) {
        topics += topic(u"%1/%2"_s.arg(i % 2 == 0 ? u"even"_s : u"odd"_s).arg(i));
    }
    FilterPreview preview;
    preview.setTopics(topics);
    QCOMPARE(preview.topics().size(), 10'000);
    const auto result = preview.evaluate(u"even/#");
    QCOMPARE(result.matchCount, 5'000);
    QCOMPARE(result.missCount, 5'000);
    QCOMPARE(result.matches.size(), FilterPreview::maxListed);
    QCOMPARE(result.misses.size(), FilterPreview::maxListed);
}

void TestFilterPreview::agreesWithTheFilterItself()
{
    const QStringList names{u"a"_s,   u"/"_s,    u"/a"_s,     u"a/"_s,
                            u"a/b"_s, u"a//b"_s, u"$SYS/x"_s, u"a/b/c"_s};
    const FilterPreview preview = previewOf(names);
    for (const QString &text :
         {u"#"_s, u"+"_s, u"+/+"_s, u"/+"_s, u"a/#"_s, u"+/b"_s, u"$SYS/#"_s, u"a/+/#"_s}) {
        const auto result = preview.evaluate(text);
        QStringList expected;
        for (const QString &name : names) {
            if (TopicFilter::parse(text)->matches(topic(name))) {
                expected += name;
            }
        }
        QCOMPARE(namesOf(result.matches), expected);
        QCOMPARE(result.misses.size(), names.size() - expected.size());
    }
}

void TestFilterPreview::explainsOneTopic()
{
    QVERIFY(FilterPreview::explain(u"a/+", topic(u"a/b")).contains(u"+ took \"b\""_s));
    QVERIFY(FilterPreview::explain(u"a/+", topic(u"a")).startsWith(u"Level 2:"_s));
    QVERIFY(!FilterPreview::explain(u"a/#/b", topic(u"a")).isEmpty());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestFilterPreview)
#include "tst_filterpreview.moc"
