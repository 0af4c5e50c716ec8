#include "base/limits.h"
#include "topic/topicname.h"
#include "topic/topictext.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestTopicName : public QObject {
    Q_OBJECT

private slots:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void refusesHalfASurrogatePair();
    void acceptsTextAndBytesAlike();
    void findTextProblemAllowsWildcards();
    void splitsIntoLevels_data();
    void splitsIntoLevels();
    void levelsPointIntoTheTopic();
    void comparesByteByByte_data();
    void comparesByteByByte();
    void ordersByBytes();
    void topicsWithDollarAreReserved();
    void defaultIsEmpty();
    void describesEveryProblem_data();
    void describesEveryProblem();
};

namespace {

QByteArray levelsOf(qsizetype count)
{
    return QByteArray("a/").repeated(count - 1) + 'a';
}

} // namespace

void TestTopicName::accepts_data()
{
    QTest::addColumn<QByteArray>("topic");

    const auto row
        = [](const char *name, const QByteArray &topic) { QTest::newRow(name) << topic; };
    row("4.7.3 one character", "a");
    row("4.7.3 spaces count", "Accounts payable");
    row("4.7.3 a space alone", " ");
    row("4.7.3 a slash alone", "/");
    row("4.7.1.1 a slash at the start", "/finance");
    row("4.7.1.1 a slash at the end", "finance/");
    row("4.7.1.1 empty levels in the middle", "a//b");
    row("4.7.1.1 nothing but empty levels", "////");
    row("4.7.2 begins with $", "$SYS/broker/uptime");
    row("$ elsewhere", "price/$");
    row("punctuation of the classroom protocol", "a,b<c>d\\e");
    row("two bytes to a character", "M\xC3\xBCnchen");
    row("four bytes to a character", "note/\xF0\x9F\x93\x8C");
    row("1.5.4-3 U+FEFF is a character like others", "\xEF\xBB\xBFtopic");
    row("last character before the surrogates", "\xED\x9F\xBF");
    row("first character behind the surrogates", "\xEE\x80\x80");
    row("U+FFFD", "\xEF\xBF\xBD");
    row("U+00A0, the first behind C1", "\xC2\xA0");
    row("longest", QByteArray(limits::maxTopicBytes, 'a'));
    row("most levels", levelsOf(limits::maxTopicLevels));
    row("most levels, all empty", QByteArray(limits::maxTopicLevels - 1, '/'));
}

void TestTopicName::accepts()
{
    QFETCH(const QByteArray, topic);

    const auto name = TopicName::parse(topic);
    QVERIFY(name.has_value());
    QCOMPARE(name->utf8(), topic);
    QCOMPARE(name->toString(), QString::fromUtf8(topic));
    QVERIFY(!name->isEmpty());
}

void TestTopicName::refuses_data()
{
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<TopicError>("error");
    QTest::addColumn<qsizetype>("level");

    const auto row = [](const char *name, const QByteArray &topic, TopicError error,
                        qsizetype level = 0) { QTest::newRow(name) << topic << error << level; };
    row("4.7.3-1 nothing", "", TopicError::Empty);
    row("4.7.3-3 longest + 1", QByteArray(limits::maxTopicBytes + 1, 'a'), TopicError::TooLong);
    row("most levels + 1", levelsOf(limits::maxTopicLevels + 1), TopicError::TooManyLevels,
        limits::maxTopicLevels);
    row("3.3.2-2 W6 + in a name", "a/+", TopicError::WildcardInName, 1);
    row("3.3.2-2 W6 # in a name", "a/b/#", TopicError::WildcardInName, 2);
    row("W6 + inside a level", "b+", TopicError::WildcardInName, 0);
    row("W6 # inside a level", "a/b#c/d", TopicError::WildcardInName, 1);
    row("the first wildcard is named", "a/#/+", TopicError::WildcardInName, 1);
    row("4.7.3-2 U+0000", QByteArray("a/b\0c", 5), TopicError::ForbiddenCharacter, 1);
    row("line feed", "a\nb", TopicError::ForbiddenCharacter);
    row("escape", "a/b/\x1B[2J", TopicError::ForbiddenCharacter, 2);
    row("U+001F", "\x1F", TopicError::ForbiddenCharacter);
    row("U+007F", "\x7F", TopicError::ForbiddenCharacter);
    row("U+0080, the first of C1", "\xC2\x80", TopicError::ForbiddenCharacter);
    row("U+009F, the last of C1", "\xC2\x9F", TopicError::ForbiddenCharacter);
    row("non-character U+FDD0", "\xEF\xB7\x90", TopicError::ForbiddenCharacter);
    row("non-character U+FDEF", "\xEF\xB7\xAF", TopicError::ForbiddenCharacter);
    row("non-character U+FFFE", "\xEF\xBF\xBE", TopicError::ForbiddenCharacter);
    row("non-character U+FFFF", "\xEF\xBF\xBF", TopicError::ForbiddenCharacter);
    row("non-character U+1FFFF", "\xF0\x9F\xBF\xBF", TopicError::ForbiddenCharacter);
    row("non-character U+10FFFF", "\xF4\x8F\xBF\xBF", TopicError::ForbiddenCharacter);
    row("1.5.4-1 surrogate", "a/\xED\xA0\x80", TopicError::NotUtf8, 1);
    row("1.5.4-1 stray continuation byte", "\x80", TopicError::NotUtf8);
    row("1.5.4-1 overlong slash", "a\xC0\xAF", TopicError::NotUtf8);
    row("1.5.4-1 cut character", "a/b/\xF0\x9F\x93", TopicError::NotUtf8, 2);
    row("1.5.4-1 Latin-1", "M\xFCnchen", TopicError::NotUtf8);
    row("1.5.4-1 over U+10FFFF", "\xF4\x90\x80\x80", TopicError::NotUtf8);
    row("1.5.4-1 the byte FF", "\xFF", TopicError::NotUtf8);
}

void TestTopicName::refuses()
{
    QFETCH(const QByteArray, topic);
    QFETCH(const TopicError, error);
    QFETCH(const qsizetype, level);

    const auto name = TopicName::parse(topic);
    QVERIFY(!name.has_value());
    QCOMPARE(name.error().error, error);
    QCOMPARE(name.error().level, level);
}

void TestTopicName::refusesHalfASurrogatePair()
{
    const QString text = u"a/"_s + QChar(0xD83D);
    const auto name = TopicName::parse(QStringView(text));
    QVERIFY(!name.has_value());
    QCOMPARE(name.error().error, TopicError::NotUtf8);
}

void TestTopicName::acceptsTextAndBytesAlike()
{
    const QString text = u"München/\U0001F4CC"_s;
    const auto fromText = TopicName::parse(QStringView(text));
    const auto fromBytes = TopicName::parse(QByteArrayView(text.toUtf8()));
    QVERIFY(fromText.has_value());
    QVERIFY(fromBytes.has_value());
    QCOMPARE(*fromText, *fromBytes);
}

void TestTopicName::findTextProblemAllowsWildcards()
{
    QCOMPARE(findTextProblem("a/+/#"), std::nullopt);
    QCOMPARE(findTextProblem("a/+\x01"),
             std::optional(TopicProblem{TopicError::ForbiddenCharacter, 1}));
}

void TestTopicName::splitsIntoLevels_data()
{
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<QList<QByteArray>>("expected");

    const auto row
        = [](const char *name, const QByteArray &topic, const QList<QByteArray> &expected) {
              QTest::newRow(name) << topic << expected;
          };
    row("one level", "a", {"a"});
    row("three levels", "a/b/c", {"a", "b", "c"});
    row("W5 slash first", "/a", {"", "a"});
    row("W5 slash last", "a/", {"a", ""});
    row("W5 two slashes", "a//b", {"a", "", "b"});
    row("W5 one slash alone", "/", {"", ""});
    row("nothing is one empty level", "", {""});
    row("wildcards", "+/a/#", {"+", "a", "#"});
}

void TestTopicName::splitsIntoLevels()
{
    QFETCH(const QByteArray, topic);
    QFETCH(const QList<QByteArray>, expected);

    QList<QByteArray> levels;
    for (const QByteArrayView level : splitLevels(topic)) {
        levels.append(level.toByteArray());
    }
    QCOMPARE(levels, expected);
}

void TestTopicName::levelsPointIntoTheTopic()
{
    const auto name = TopicName::parse("WEATHER/WISCONSIN");
    QVERIFY(name.has_value());
    const TopicLevels levels = name->levels();
    QCOMPARE(levels.size(), 2);
    QCOMPARE(levels[1].data(), name->utf8().constData() + 8);
}

void TestTopicName::comparesByteByByte_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<bool>("same");

    const auto row = [](const char *name, const QByteArray &left, const QByteArray &right,
                        bool same) { QTest::newRow(name) << left << right << same; };
    row("the same", "a/b", "a/b", true);
    row("4.7.3 W7 case", "ACCOUNTS", "Accounts", false);
    row("W7 space at the end", "a", "a ", false);
    row("W5 slash first", "/a", "a", false);
    row("W5 slash last", "a/", "a", false);
    row("W5 two slashes", "a/b", "a//b", false);
    row("4.7.3-4 composed and decomposed are not made the same", "\xC3\xA9", "e\xCC\x81", false);
}

void TestTopicName::comparesByteByByte()
{
    QFETCH(const QByteArray, left);
    QFETCH(const QByteArray, right);
    QFETCH(const bool, same);

    const auto a = TopicName::parse(left);
    const auto b = TopicName::parse(right);
    QVERIFY(a && b);
    QCOMPARE(*a == *b, same);
    if (same) {
        QCOMPARE(qHash(*a), qHash(*b));
    }
}

void TestTopicName::ordersByBytes()
{
    const auto lower = TopicName::parse("A/Z");
    const auto higher = TopicName::parse("A/a");
    QVERIFY(lower && higher);
    QVERIFY(*lower < *higher);
    QVERIFY(!(*higher < *lower));
    QVERIFY(!(*lower < *lower));
}

void TestTopicName::topicsWithDollarAreReserved()
{
    QVERIFY(TopicName::parse("$SYS")->isReserved());
    QVERIFY(TopicName::parse("$")->isReserved());
    QVERIFY(!TopicName::parse("a/$SYS")->isReserved());
    QVERIFY(!TopicName::parse("/$SYS")->isReserved());
}

void TestTopicName::defaultIsEmpty()
{
    const TopicName name;
    QVERIFY(name.isEmpty());
    QVERIFY(!name.isReserved());
    QCOMPARE(name.utf8(), QByteArray());
}

void TestTopicName::describesEveryProblem_data()
{
    QTest::addColumn<TopicProblem>("problem");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char *name, TopicError error, const QString &expected) {
        QTest::newRow(name) << TopicProblem{error, 1} << expected;
    };
    row("empty", TopicError::Empty, u"A topic needs at least one character."_s);
    row("too long", TopicError::TooLong, u"The topic is longer than 65535 bytes."_s);
    row("too many levels", TopicError::TooManyLevels, u"The topic has more than 128 levels."_s);
    row("not UTF-8", TopicError::NotUtf8, u"The topic is not valid UTF-8 text."_s);
    row("forbidden", TopicError::ForbiddenCharacter,
        u"Level 2 has a character that no topic may have."_s);
    row("wildcard in a name", TopicError::WildcardInName,
        u"Level 2 has a wildcard; a topic name has neither + nor #."_s);
    row("# not last", TopicError::HashNotLast, u"Level 2 is #, which must be the last level."_s);
    row("# not alone", TopicError::HashNotAlone,
        u"Level 2 mixes # with other characters; # stands alone in its level."_s);
    row("+ not alone", TopicError::PlusNotAlone,
        u"Level 2 mixes + with other characters; + stands alone in its level."_s);
}

void TestTopicName::describesEveryProblem()
{
    QFETCH(const TopicProblem, problem);
    QFETCH(const QString, expected);

    QCOMPARE(describe(problem), expected);
}

QTEST_GUILESS_MAIN(TestTopicName)
#include "tst_topicname.moc"
