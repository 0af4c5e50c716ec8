#include "ui/answertext.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestAnswerText : public QObject {
    Q_OBJECT

private slots:
    void longListsAreCutAndCounted();
    void subscribing();
    void unsubscribing();
    void publishing_data();
    void publishing();
    void helpIsALinePerCommand();
};

namespace {

QList<TopicName> topics(const QStringList &names)
{
    QList<TopicName> result;
    for (const QString &name : names) {
        result.append(TopicName::parse(QStringView(name)).value_or(TopicName()));
    }
    return result;
}

} // namespace

void TestAnswerText::longListsAreCutAndCounted()
{
    QCOMPARE(answertext::topicList(topics({u"A"_s})), u"A"_s);
    QCOMPARE(answertext::topicList(topics({u"A"_s, u"B"_s, u"C"_s})), u"A, B, C"_s);
    QCOMPARE(answertext::topicList(topics({u"A"_s, u"B"_s, u"C"_s, u"D"_s, u"E"_s})),
             u"A, B, C and 2 more"_s);
}

void TestAnswerText::subscribing()
{
    SubscribeAnswer answer{.filter = u"A"_s, .topics = topics({u"A"_s}), .time = {}};
    QCOMPARE(answertext::sentence(answer), u"Subscribed to A."_s);
    answer.filter = u"#"_s;
    QCOMPARE(answertext::sentence(answer), u"# subscribed to one topic: A."_s);
    answer.topics = topics({u"A"_s, u"B"_s});
    QCOMPARE(answertext::sentence(answer), u"# subscribed to 2 topics: A, B."_s);
}

void TestAnswerText::unsubscribing()
{
    UnsubscribeAnswer answer{.filter = u"A"_s, .topics = topics({u"A"_s})};
    QCOMPARE(answertext::sentence(answer), u"Left A."_s);
    answer = {.filter = u"+"_s, .topics = topics({u"A"_s, u"B"_s})};
    QCOMPARE(answertext::sentence(answer), u"+ left 2 topics: A, B."_s);
}

void TestAnswerText::publishing_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("retain");
    QTest::addColumn<QStringList>("named");
    QTest::addColumn<QStringList>("reached");
    QTest::addColumn<QString>("sentence");
    const QStringList none;
    const QStringList one{u"A"_s};
    const QStringList two{u"A"_s, u"B"_s};
    QTest::newRow("plain") << QByteArray("x") << false << one << none << u"Published to A."_s;
    QTest::newRow("plain to many, worked out by us")
        << QByteArray("x") << false << none << two << u"Published to 2 topics: A, B."_s;
    QTest::newRow("retained") << QByteArray("x") << true << one << none
                              << u"Published to A, which keeps it for latecomers."_s;
    QTest::newRow("retained on many") << QByteArray("x") << true << two << none
                                      << u"Published and kept for latecomers on 2 topics: A, B."_s;
    QTest::newRow("cleared") << QByteArray() << true << one << none
                             << u"A keeps no message any more."_s;
    QTest::newRow("cleared on many")
        << QByteArray() << true << two << none << u"Cleared what 2 topics kept: A, B."_s;
    QTest::newRow("nothing known")
        << QByteArray("x") << false << none << none << u"Published to the asked."_s;
}

void TestAnswerText::publishing()
{
    QFETCH(QByteArray, payload);
    QFETCH(bool, retain);
    QFETCH(QStringList, named);
    QFETCH(QStringList, reached);
    const PublishAnswer answer{
        .topic = u"the asked"_s, .payload = payload, .retain = retain, .topics = topics(named)};
    QTEST(answertext::sentence(answer, topics(reached)), "sentence");
}

void TestAnswerText::helpIsALinePerCommand()
{
    QCOMPARE(answertext::helpText({{u"LIST"_s, u"lists"_s}, {u"PING"_s, u"pings"_s}}),
             u"LIST: lists\nPING: pings\n"_s);
}

QTEST_GUILESS_MAIN(TestAnswerText)
#include "tst_answertext.moc"
