#include "models/messagefeedfilter.h"
#include "modelvalues.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

using Kind = MessageFeedFilter::Kind;

class TestMessageFeedFilter final : public QObject {
    Q_OBJECT

private slots:
    void understandsTheText_data();
    void understandsTheText();
    void matches_data();
    void matches();
    void switches();
    void equality();
};

void TestMessageFeedFilter::understandsTheText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("description");
    QTest::newRow("nothing") << QString() << int(Kind::Everything) << u"All messages"_s;
    QTest::newRow("blanks") << u"  "_s << int(Kind::Everything) << u"All messages"_s;
    QTest::newRow("a word") << u"snow"_s << int(Kind::Text)
                            << u"Messages with \"snow\" in topic or text"_s;
    QTest::newRow("slash") << u"WEATHER/MN"_s << int(Kind::Topic)
                           << u"Topics that match WEATHER/MN. To look for it in the messages "
                              "type text:WEATHER/MN"_s;
    QTest::newRow("a fraction")
        << u"1/2"_s << int(Kind::Topic)
        << u"Topics that match 1/2. To look for it in the messages type text:1/2"_s;
    QTest::newRow("plus") << u"+"_s << int(Kind::Topic)
                          << u"Topics that match +. To look for it in the messages type text:+"_s;
    QTest::newRow("hash")
        << u" a/# "_s << int(Kind::Topic)
        << u"Topics that match a/#. To look for it in the messages type text:a/#"_s;
    QTest::newRow("no filter, so a text")
        << u"C#"_s << int(Kind::Text)
        << u"Messages with \"C#\" in topic or text; it is no topic filter"_s;
    QTest::newRow("a sum") << u"1+1"_s << int(Kind::Text)
                           << u"Messages with \"1+1\" in topic or text; it is no topic filter"_s;
    QTest::newRow("asked for both ways")
        << u"topic:a/b"_s << int(Kind::Topic) << u"Topics that match a/b"_s;
    QTest::newRow("topic:") << u"topic:NEWS"_s << int(Kind::Topic) << u"Topics that match NEWS"_s;
    QTest::newRow("Topic: with a blank")
        << u"Topic: NEWS"_s << int(Kind::Topic) << u"Topics that match NEWS"_s;
    QTest::newRow("topic: alone") << u"topic:"_s << int(Kind::Everything) << u"All messages"_s;
    QTest::newRow("text:") << u"text:a/b"_s << int(Kind::Text)
                           << u"Messages with \"a/b\" in topic or text"_s;
    QTest::newRow("text: alone") << u"text:"_s << int(Kind::Everything) << u"All messages"_s;
}

void TestMessageFeedFilter::understandsTheText()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(QString, description);
    const MessageFeedFilter filter(text);
    QCOMPARE(int(filter.kind()), kind);
    QCOMPARE(filter.description(), description);
    QCOMPARE(filter.text(), text);
    QVERIFY(filter.problem().isEmpty());
    QCOMPARE(filter.passesAll(), filter.kind() == Kind::Everything);
}

void TestMessageFeedFilter::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("topicName");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("expected");
    const QString news = u"NEWS"_s;
    QTest::newRow("in the payload") << u"day"_s << news << QByteArray("Snow day") << true;
    QTest::newRow("in the topic") << u"new"_s << news << QByteArray("x") << true;
    QTest::newRow("other case") << u"SNOW"_s << news << QByteArray("snow day") << true;
    QTest::newRow("not there") << u"rain"_s << news << QByteArray("Snow day") << false;
    QTest::newRow("at the end") << u"ay"_s << news << QByteArray("Snow day") << true;
    QTest::newRow("longer than the text") << u"Snow day!"_s << news << QByteArray("Snow") << false;
    QTest::newRow("other letters, other case")
        << u"ZWÖLF"_s << news << QByteArray("um zwölf Uhr") << true;
    QTest::newRow("in bytes") << u"x"_s << u"A"_s << QByteArray("\xFF\x00x", 3) << true;
    QTest::newRow("empty payload") << u"x"_s << u"A"_s << QByteArray() << false;
    QTest::newRow("filter takes the parent") << u"a/#"_s << u"a"_s << QByteArray() << true;
    QTest::newRow("filter takes below") << u"a/#"_s << u"a/b/c"_s << QByteArray() << true;
    QTest::newRow("filter is exact") << u"a/b"_s << u"a/b/c"_s << QByteArray() << false;
    QTest::newRow("filter minds the case") << u"A/B"_s << u"a/b"_s << QByteArray() << false;
    QTest::newRow("filter does not look into payloads")
        << u"a/b"_s << u"c"_s << QByteArray("a/b") << false;
    QTest::newRow("# does not take $") << u"#"_s << u"$SYS/x"_s << QByteArray() << false;
    QTest::newRow("invalid matches nothing")
        << u"topic:a/#/b"_s << u"a"_s << QByteArray("a/#/b") << false;
}

void TestMessageFeedFilter::matches()
{
    QFETCH(QString, text);
    QFETCH(QString, topicName);
    QFETCH(QByteArray, payload);
    QFETCH(bool, expected);
    QCOMPARE(MessageFeedFilter(text).matches(live(topicName, payload)), expected);
}

void TestMessageFeedFilter::switches()
{
    const MessageFeedFilter liveOnly({}, true, false);
    QVERIFY(!liveOnly.passesAll());
    QVERIFY(liveOnly.matches(live(u"A", "x")));
    QVERIFY(!liveOnly.matches(replayed(u"A", "x")));
    const MessageFeedFilter replayedX(u"x", false, true);
    QVERIFY(!replayedX.matches(live(u"A", "x")));
    QVERIFY(replayedX.matches(replayed(u"A", "x")));
    QVERIFY(!replayedX.matches(replayed(u"A", "y")));
    const MessageFeedFilter invalid(u"topic:a/#/b");
    QCOMPARE(invalid.kind(), Kind::Invalid);
    QVERIFY(!invalid.problem().isEmpty());
    QCOMPARE(invalid.description(), invalid.problem());
}

void TestMessageFeedFilter::equality()
{
    QVERIFY(MessageFeedFilter() == MessageFeedFilter(QString()));
    QVERIFY(MessageFeedFilter(u"a") == MessageFeedFilter(u"a", true, true));
    QVERIFY(!(MessageFeedFilter(u"a") == MessageFeedFilter(u"b")));
    QVERIFY(!(MessageFeedFilter(u"a") == MessageFeedFilter(u"a", false, true)));
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestMessageFeedFilter)
#include "tst_messagefeedfilter.moc"
