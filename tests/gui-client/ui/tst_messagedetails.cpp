#include "ui/messagedetails.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestMessageDetails : public QObject {
    Q_OBJECT

private slots:
    void textIsShownWhole();
    void bytesAreShownInHex();
    void hexDumpHasItsColumns();
    void storedCopyIsNamed();
    void aLongTopicDoesNotWidenIt();
    void aMessageThatIsGoneKeepsItsText();
    void clearSaysThatNothingIsSelected();

private:
    static ReceivedMessage message(const QByteArray &payload, bool replayed = false)
    {
        ReceivedMessage result;
        result.message.topic = TopicName::parse(u"WEATHER").value_or(TopicName());
        result.message.payload = payload;
        result.replayed = replayed;
        return result;
    }
    static QString heading(const MessageDetails &details)
    {
        return details.findChild<QLabel *>(u"detailsHeading"_s)->text();
    }
    static QString shown(const MessageDetails &details)
    {
        return details.findChild<QPlainTextEdit *>(u"detailsPayload"_s)->toPlainText();
    }
};

void TestMessageDetails::textIsShownWhole()
{
    MessageDetails details;
    const QString text = u"line one\n\tline two ä ☃"_s + QString(100'000, u'x');
    details.showMessage(message(text.toUtf8()));
    QCOMPARE(shown(details), text);
    QVERIFY(heading(details).startsWith(u"WEATHER · "_s));
    QVERIFY(heading(details).contains("live"_L1));
    QVERIFY(heading(details).contains(QLocale().toString(text.toUtf8().size())));
}

void TestMessageDetails::bytesAreShownInHex()
{
    MessageDetails details;
    details.showMessage(message(QByteArray("\xFF\0A", 3)));
    QVERIFY(shown(details).startsWith("00000000  ff 00 41"_L1));
    QVERIFY(heading(details).contains("hex"_L1));
    // A control character that could steer a terminal is no text either.
    details.showMessage(message("\x1B[2J"));
    QVERIFY(shown(details).contains("1b 5b 32 4a"_L1));
}

void TestMessageDetails::hexDumpHasItsColumns()
{
    QByteArray bytes;
    for (int i = 0; i < 18; ++i) {
        bytes.append(char(0x3F + i));
    }
    const QStringList lines = MessageDetails::hexDump(bytes).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0],
             u"00000000  3f 40 41 42 43 44 45 46 47 48 49 4a 4b 4c 4d 4e  ?@ABCDEFGHIJKLMN"_s);
    QVERIFY(lines[1].startsWith("00000010  4f 50 "_L1));
    QVERIFY(lines[1].endsWith("  OP"_L1));
    QCOMPARE(lines[1].indexOf("OP"_L1), lines[0].indexOf("?@"_L1));
    QCOMPARE(MessageDetails::hexDump({}), QString());
}

void TestMessageDetails::storedCopyIsNamed()
{
    MessageDetails details;
    details.showMessage(message("x", true));
    QVERIFY(heading(details).contains("stored copy"_L1));
    QVERIFY(heading(details).contains("1 byte"_L1));
}

void TestMessageDetails::aLongTopicDoesNotWidenIt()
{
    MessageDetails details;
    const QSize hint = details.sizeHint();
    const QSize minimum = details.minimumSizeHint();
    ReceivedMessage received = message("x");
    received.message.topic
        = TopicName::parse(u"long/"_s.repeated(49) + u"topic"_s).value_or(TopicName());
    details.showMessage(received);
    QVERIFY(heading(details).contains(received.message.topic.toString()));
    QCOMPARE(details.sizeHint(), hint);
    QCOMPARE(details.minimumSizeHint(), minimum);
}

void TestMessageDetails::aMessageThatIsGoneKeepsItsText()
{
    MessageDetails details;
    details.showMessage(message("x"));
    const QString before = heading(details);
    details.setKept(false);
    QCOMPARE(heading(details), before + u" · no longer in the feed"_s);
    QCOMPARE(shown(details), u"x"_s);
    details.setKept(true);
    QCOMPARE(heading(details), before);
    details.setKept(false);
    details.showMessage(message("y"));
    QVERIFY(!heading(details).contains("no longer"_L1));
}

void TestMessageDetails::clearSaysThatNothingIsSelected()
{
    MessageDetails details;
    details.showMessage(message("x"));
    details.clear();
    QCOMPARE(shown(details), QString());
    QCOMPARE(heading(details), u"No message selected"_s);
}

QTEST_MAIN(TestMessageDetails)
#include "tst_messagedetails.moc"
