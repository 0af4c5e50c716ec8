#include "base/limits.h"
#include "topic/topicfilter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestTopicFilter : public QObject {
    Q_OBJECT

private slots:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void refusesHalfASurrogatePair();
    void matches_data();
    void matches();
    void threeMatchersAgree();
    void emptyValuesMatchNothing();
    void nameAsFilterMatchesItself();
    void comparesByteByByte();
    void explains_data();
    void explains();
    void explainsWhatEachWildcardTook();
    void describes_data();
    void describes();
};

namespace {

/// MQTT 5.0 §4.7 once more, in another shape than the class: recursive, over whole lists.
bool naiveMatch(const QByteArrayList &filter, const QByteArrayList &topic)
{
    if (filter.isEmpty() || filter.first() == "#") {
        return !filter.isEmpty() || topic.isEmpty();
    }
    if (topic.isEmpty() || (filter.first() != "+" && filter.first() != topic.first())) {
        return false;
    }
    return naiveMatch(filter.mid(1), topic.mid(1));
}

bool naiveMatch(const QByteArray &filter, const QByteArray &topic)
{
    const bool fenced = topic.startsWith('$') && (filter[0] == '+' || filter[0] == '#');
    return !fenced && naiveMatch(filter.split('/'), topic.split('/'));
}

/// One to five levels of a few short texts, so that random pairs match often.
QByteArray randomTopic(QRandomGenerator &generator, bool wildcards)
{
    static const QByteArrayList words{"", "a", "b", "A", "ab", "$", "$SYS", " ", "\xC3\xA9"};
    QByteArrayList levels;
    const int count = generator.bounded(1, 6);
    for (int i = 0; i < count; ++i) {
        const bool wild = wildcards && generator.bounded(3) == 0;
        const bool last = i + 1 == count;
        if (wild) {
            levels += last && generator.bounded(2) == 0 ? QByteArray("#") : QByteArray("+");
        } else {
            levels += words[generator.bounded(words.size())];
        }
    }
    const QByteArray topic = levels.join('/');
    return topic.isEmpty() ? QByteArray("a") : topic;
}

} // namespace

void TestTopicFilter::accepts_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<bool>("wildcard");

    const auto row = [](const char *name, const QByteArray &filter, bool wildcard) {
        QTest::newRow(name) << filter << wildcard;
    };
    row("4.7.1.2 # alone", "#", true);
    row("4.7.1.2 # last", "sport/tennis/#", true);
    row("4.7.1.3 + alone", "+", true);
    row("4.7.1.3 + and #", "+/tennis/#", true);
    row("4.7.1.3 + in the middle", "sport/+/player1", true);
    row("4.7.1.3 + several times", "+/+/+", true);
    row("4.7.1.1 empty levels around +", "/+/", true);
    row("/#", "/#", true);
    row("$SYS/#", "$SYS/#", true);
    row("a topic name is a filter", "sport/tennis", false);
    row("longest", QByteArray(limits::maxTopicBytes, 'a'), false);
    row("most levels", QByteArray("+/").repeated(limits::maxTopicLevels - 1) + '#', true);
}

void TestTopicFilter::accepts()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const bool, wildcard);

    const auto parsed = TopicFilter::parse(filter);
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->utf8(), filter);
    QCOMPARE(parsed->toString(), QString::fromUtf8(filter));
    QCOMPARE(parsed->hasWildcard(), wildcard);
    QVERIFY(!parsed->isEmpty());
    if (!wildcard) {
        QCOMPARE(parsed->toName().utf8(), filter);
    }
}

void TestTopicFilter::refuses_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<TopicError>("error");
    QTest::addColumn<qsizetype>("level");

    const auto row = [](const char *name, const QByteArray &filter, TopicError error,
                        qsizetype level = 0) { QTest::newRow(name) << filter << error << level; };
    row("4.7.1-1 W1 # not last", "sport/tennis/#/ranking", TopicError::HashNotLast, 2);
    row("W1 # first of several", "#/a", TopicError::HashNotLast, 0);
    row("W1 # before an empty level", "a/#/", TopicError::HashNotLast, 1);
    row("W1 two #", "#/#", TopicError::HashNotLast, 0);
    row("4.7.1-1 W1 # behind other characters", "sport/tennis#", TopicError::HashNotAlone, 1);
    row("W1 # before other characters", "#a", TopicError::HashNotAlone, 0);
    row("W1 ##", "##", TopicError::HashNotAlone, 0);
    row("W1 +#", "a/+#", TopicError::HashNotAlone, 1);
    row("4.7.1-2 W2 + behind other characters", "sport+", TopicError::PlusNotAlone, 0);
    row("W2 + before other characters", "a/+b/c", TopicError::PlusNotAlone, 1);
    row("W2 ++", "a/b/++", TopicError::PlusNotAlone, 2);
    row("the first problem is named", "a+/#/b", TopicError::PlusNotAlone, 0);
    row("4.7.3-1 nothing", "", TopicError::Empty);
    row("4.7.3-2 U+0000", QByteArray("+/\0", 3), TopicError::ForbiddenCharacter, 1);
    row("1.5.4-1 not UTF-8", "+/\xFF", TopicError::NotUtf8, 1);
    row("4.7.3-3 longest + 1", QByteArray(limits::maxTopicBytes + 1, 'a'), TopicError::TooLong);
    row("most levels + 1", QByteArray("+/").repeated(limits::maxTopicLevels) + '#',
        TopicError::TooManyLevels, limits::maxTopicLevels);
}

void TestTopicFilter::refuses()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const TopicError, error);
    QFETCH(const qsizetype, level);

    const auto parsed = TopicFilter::parse(filter);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().error, error);
    QCOMPARE(parsed.error().level, level);
}

void TestTopicFilter::refusesHalfASurrogatePair()
{
    const QString text = u"+/"_s + QChar(0xDC00);
    const auto filter = TopicFilter::parse(QStringView(text));
    QVERIFY(!filter.has_value());
    QCOMPARE(filter.error().error, TopicError::NotUtf8);
}

void TestTopicFilter::matches_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<bool>("expected");

    const auto row = [](const char *name, const QByteArray &filter, const QByteArray &topic,
                        bool expected) { QTest::newRow(name) << filter << topic << expected; };
    row("4.7.1.2 # includes the parent W3", "sport/tennis/player1/#", "sport/tennis/player1", true);
    row("4.7.1.2 # takes one level", "sport/tennis/player1/#", "sport/tennis/player1/ranking",
        true);
    row("4.7.1.2 # takes two levels", "sport/tennis/player1/#",
        "sport/tennis/player1/score/wimbledon", true);
    row("4.7.1.2 sport/# takes sport W3", "sport/#", "sport", true);
    row("4.7.1.2 # alone takes all", "#", "a/b/c", true);
    row("4.7.1.2 # takes an empty level", "a/#", "a/", true);
    row("4.7.1.2 # takes no sibling", "sport/#", "sports", false);
    row("4.7.1.2 # takes no grandparent", "a/b/#", "a", false);
    row("/# takes the empty first level", "/#", "/a", true);
    row("/# does not take a topic without slash", "/#", "a", false);
    row("+/# takes one level", "+/#", "a", true);
    row("+/# takes two levels", "+/#", "a/b", true);
    row("a/+/# needs the +", "a/+/#", "a", false);
    row("a/+/# takes the +'s parent", "a/+/#", "a/b", true);
    row("4.7.1.3 + takes one level W2", "sport/tennis/+", "sport/tennis/player1", true);
    row("4.7.1.3 + does not take two levels W2", "sport/tennis/+", "sport/tennis/player1/ranking",
        false);
    row("4.7.1.3 sport/+ does not take sport", "sport/+", "sport", false);
    row("4.7.1.3 sport/+ takes sport/ W5", "sport/+", "sport/", true);
    row("4.7.1.3 +/+ takes /finance W5", "+/+", "/finance", true);
    row("4.7.1.3 /+ takes /finance W5", "/+", "/finance", true);
    row("4.7.1.3 + does not take /finance W5", "+", "/finance", false);
    row("+ in the middle", "a/+/c", "a/b/c", true);
    row("+ takes an empty level in the middle", "a/+/c", "a//c", true);
    row("+ first", "+/b", "a/b", true);
    row("two +", "+/b/+", "a/b/c", true);
    row("4.7.2-1 # does not take $ W4", "#", "$SYS/broker", false);
    row("4.7.2-1 + does not take $ W4", "+/monitor/Clients", "$SYS/monitor/Clients", false);
    row("4.7.2-1 +/# does not take $ W4", "+/#", "$SYS", false);
    row("4.7.2 $SYS/# takes $SYS/… W4", "$SYS/#", "$SYS/broker/uptime", true);
    row("4.7.2 $SYS/# takes $SYS", "$SYS/#", "$SYS", true);
    row("4.7.2 $SYS/+ takes one level", "$SYS/monitor/+", "$SYS/monitor/Clients", true);
    row("$ behind the first character is ordinary", "#", "a/$SYS", true);
    row("a first empty level is no $", "+/$SYS", "/$SYS", true);
    row("4.7.3 case counts W7", "Accounts", "ACCOUNTS", false);
    row("4.7.3 spaces count W7", "Accounts payable", "Accountspayable", false);
    row("space at the end W7", "a ", "a", false);
    row("4.7.3 a slash first makes another topic W5", "/finance", "finance", false);
    row("a slash last makes another topic W5", "a/", "a", false);
    row("a slash last in the topic", "a", "a/", false);
    row("empty level in the middle W5", "a//b", "a/b", false);
    row("the same empty levels", "a//b", "a//b", true);
    row("the filter is a beginning of the topic", "a/b", "a/b/c", false);
    row("the topic is a beginning of the filter", "a/b/c", "a/b", false);
    row("a level is a beginning of the other", "a/b", "a/bc", false);
    row("not only ASCII", "\xC3\xA9/+", "\xC3\xA9/\xC3\xA8", true);
}

void TestTopicFilter::matches()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, topic);
    QFETCH(const bool, expected);

    const auto parsed = TopicFilter::parse(filter);
    const auto name = TopicName::parse(topic);
    QVERIFY(parsed && name);
    QCOMPARE(parsed->matches(*name), expected);
    QCOMPARE(parsed->explain(*name).matches(), expected);
    QCOMPARE(naiveMatch(filter, topic), expected);
}

void TestTopicFilter::threeMatchersAgree()
{
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator generator(seed);
    constexpr int pairs = 200'000;
    int matching = 0;
    for (int i = 0; i < pairs; ++i) {
        const QByteArray filterText = randomTopic(generator, true);
        const QByteArray topicText = randomTopic(generator, false);
        const auto filter = TopicFilter::parse(filterText);
        const auto topic = TopicName::parse(topicText);
        QVERIFY2(filter && topic, (filterText + " and " + topicText).constData());
        const bool expected = naiveMatch(filterText, topicText);
        if (filter->matches(*topic) != expected || filter->explain(*topic).matches() != expected) {
            QFAIL((filterText + " and " + topicText + ": the matchers disagree").constData());
        }
        matching += expected ? 1 : 0;
    }
    // Both outcomes must be common, or the comparison says nothing.
    QVERIFY2(matching > pairs / 50, QByteArray::number(matching).constData());
    QVERIFY2(matching < pairs / 2, QByteArray::number(matching).constData());
}

void TestTopicFilter::emptyValuesMatchNothing()
{
    const TopicFilter none;
    const TopicFilter all = TopicFilter::parse("#").value();
    const TopicFilter one = TopicFilter::parse("+").value();
    const TopicName topic = TopicName::parse("a").value();
    QVERIFY(none.isEmpty());
    for (const TopicFilter &filter : {none, all, one}) {
        QVERIFY(!filter.matches(TopicName()));
        QVERIFY(!filter.explain(TopicName()).matches());
    }
    QVERIFY(!none.matches(topic));
    QVERIFY(!none.explain(topic).matches());
}

void TestTopicFilter::nameAsFilterMatchesItself()
{
    const TopicName name = TopicName::parse("a//b").value();
    const TopicFilter filter(name);
    QVERIFY(!filter.hasWildcard());
    QVERIFY(filter.matches(name));
    QCOMPARE(filter.toName(), name);
    QCOMPARE(filter, TopicFilter::parse("a//b").value());
    QVERIFY(TopicFilter(TopicName::parse("$SYS").value()).isReserved());
    QVERIFY(!filter.isReserved());
}

void TestTopicFilter::comparesByteByByte()
{
    const TopicFilter filter = TopicFilter::parse("a/+").value();
    QCOMPARE(filter, TopicFilter::parse(u"a/+").value());
    QCOMPARE(qHash(filter), qHash(TopicFilter::parse("a/+").value()));
    QVERIFY(filter != TopicFilter::parse("A/+").value());
    QVERIFY(filter != TopicFilter::parse("a/#").value());
}

void TestTopicFilter::explains_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<MismatchReason>("reason");
    QTest::addColumn<qsizetype>("failingLevel");

    const auto row = [](const char *name, const QByteArray &filter, const QByteArray &topic,
                        MismatchReason reason, qsizetype failingLevel) {
        QTest::newRow(name) << filter << topic << reason << failingLevel;
    };
    row("match", "a/+", "a/b", MismatchReason::None, -1);
    row("first level differs", "a/b", "x/b", MismatchReason::LevelDiffers, 0);
    row("last level differs", "a/+/c", "a/b/x", MismatchReason::LevelDiffers, 2);
    row("empty level differs W5", "a//b", "a/x/b", MismatchReason::LevelDiffers, 1);
    row("the first difference counts", "a/b/c", "a/x/y", MismatchReason::LevelDiffers, 1);
    row("topic ends at a name", "a/b/c", "a/b", MismatchReason::TopicEnds, 2);
    row("topic ends at + W2", "sport/+", "sport", MismatchReason::TopicEnds, 1);
    row("topic ends before #'s parent", "a/b/#", "a", MismatchReason::TopicEnds, 1);
    row("topic goes on behind a name", "a", "a/b", MismatchReason::TopicGoesOn, 1);
    row("topic goes on behind + W2", "a/+", "a/b/c", MismatchReason::TopicGoesOn, 2);
    row("topic goes on with an empty level W5", "a", "a/", MismatchReason::TopicGoesOn, 1);
    row("fence before # W4", "#", "$SYS/a", MismatchReason::DollarFence, 0);
    row("fence before + W4", "+/a", "$SYS/b", MismatchReason::DollarFence, 0);
}

void TestTopicFilter::explains()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, topic);
    QFETCH(const MismatchReason, reason);
    QFETCH(const qsizetype, failingLevel);

    const MatchExplanation explanation
        = TopicFilter::parse(filter)->explain(TopicName::parse(topic).value());
    QCOMPARE(explanation.reason, reason);
    QCOMPARE(explanation.failingLevel, failingLevel);
    QCOMPARE(explanation.matches(), reason == MismatchReason::None);
    for (qsizetype i = 0; i < explanation.levels.size(); ++i) {
        QCOMPARE(explanation.levels[i].matches, i != failingLevel);
    }
    if (failingLevel >= 0) {
        QCOMPARE(explanation.levels.size(), failingLevel + 1);
    }
}

void TestTopicFilter::explainsWhatEachWildcardTook()
{
    const auto explain = [](const char *filter, const char *topic) {
        return TopicFilter::parse(filter)->explain(TopicName::parse(topic).value()).levels;
    };
    const QList<LevelMatch> some{
        {"a", {"a"}, true}, {"+", {"b"}, true}, {"#", {"c", "", "d"}, true}};
    QCOMPARE(explain("a/+/#", "a/b/c//d"), some);
    const QList<LevelMatch> zeroLevels{{"a", {"a"}, true}, {"#", {}, true}};
    QCOMPARE(explain("a/#", "a"), zeroLevels);
    const QList<LevelMatch> rest{{"a", {"a"}, true}, {"", {"b", "c"}, false}};
    QCOMPARE(explain("a", "a/b/c"), rest);
    const QList<LevelMatch> ends{{"a", {"a"}, true}, {"+", {}, false}};
    QCOMPARE(explain("a/+", "a"), ends);
}

void TestTopicFilter::describes_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<QString>("expected");

    const auto row
        = [](const char *name, const char *filter, const char *topic, const QString &expected) {
              QTest::newRow(name) << QByteArray(filter) << QByteArray(topic) << expected;
          };
    row("no wildcard", "a/b", "a/b", u"Matches: every level is the same."_s);
    row("+ W2", "a/+", "a/b", u"Matches: + took \"b\"."_s);
    row("+ and an empty level W5", "+/a", "/a", u"Matches: + took \"(empty)\"."_s);
    row("# with zero levels W3", "a/#", "a", u"Matches: # took 0 levels."_s);
    row("# with one level", "a/#", "a/b", u"Matches: # took 1 level."_s);
    row("+ and #", "+/#", "a/b/c", u"Matches: + took \"a\", # took 2 levels."_s);
    row("level differs W7", "a/Rain", "a/rain", u"Level 2: \"Rain\" is not \"rain\"."_s);
    row("place markers in the topic stay as they are", "%1/%2", "%2/%1",
        u"Level 1: \"%1\" is not \"%2\"."_s);
    row("topic ends", "a/+", "a", u"Level 2: + needs a level, and the topic ends here."_s);
    row("topic goes on", "a/+", "a/b/c",
        u"Level 3: the filter ends here, and the topic goes on with \"c\"."_s);
    row("fence W4", "#", "$SYS",
        u"Level 1: a leading wildcard never takes a topic that begins with $."_s);
}

void TestTopicFilter::describes()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, topic);
    QFETCH(const QString, expected);

    QCOMPARE(describe(TopicFilter::parse(filter)->explain(TopicName::parse(topic).value())),
             expected);
}

QTEST_GUILESS_MAIN(TestTopicFilter)
#include "tst_topicfilter.moc"
