#include "support/conversation.h"
#include "support/conversationfile.h"
#include "support/serverprocess.h"

#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

/// A conversation must notice every difference: else the tests made of them would prove nothing.
class TestConversation : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void playsWhatTheServerSays_data();
    void playsWhatTheServerSays();
    void noticesADifference_data();
    void noticesADifference();
    void matchesPatterns_data();
    void matchesPatterns();
    void readsAFile();
    void refusesALineThatIsNoStep();
    void cleanupTestCase();

private:
    QString play(const QByteArray &script);

    ServerProcess m_server;
};

void TestConversation::initTestCase()
{
    QCOMPARE(m_server.start(), QString());
}

QString TestConversation::play(const QByteArray &script)
{
    QString failure;
    const QList<ConversationStep> steps = Conversation::parse(script.split('\n'), 1, failure);
    return failure.isEmpty() ? Conversation(m_server.port()).play(steps) : failure;
}

void TestConversation::playsWhatTheServerSays_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("lines") << "anna> <PING>\nanna< <PONG>"_ba;
    QTest::newRow("bytes") << "anna>> <PI\nanna>> NG>%0A\nanna<< <PONG>%0A"_ba;
    QTest::newRow("single bytes") << "anna>>> <PING>%0A\nanna< <PONG>"_ba;
    QTest::newRow("any text") << "anna> <LIST>\nanna< <ERROR, LIST, not-connected, …>"_ba;
    QTest::newRow("quiet") << "anna: connects\nanna: quiet"_ba;
    QTest::newRow("closed") << "anna: half-closes\nanna: closed"_ba;
    QTest::newRow("a second connection") << "anna: connects\nanna: resets\nanna: quiet"_ba;
}

void TestConversation::playsWhatTheServerSays()
{
    QFETCH(const QByteArray, script);
    QCOMPARE(play(script), QString());
}

void TestConversation::noticesADifference_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::newRow("another line") << "anna> <PING>\nanna< <PANG>"_ba;
    QTest::newRow("a line that goes on") << "anna> <PING>\nanna< <PONG"_ba;
    QTest::newRow("other bytes") << "anna> <PING>\nanna<< <PANG>%0A"_ba;
    QTest::newRow("not quiet") << "anna> <LIST>\nanna: quiet"_ba;
    QTest::newRow("more before the close") << "anna> <PING>\nanna: half-closes\nanna: closed"_ba;
    QTest::newRow("closed, not a line") << "anna: half-closes\nanna< <PONG>"_ba;
    QTest::newRow("an unknown action") << "anna: dances"_ba;
}

void TestConversation::noticesADifference()
{
    QFETCH(const QByteArray, script);
    QVERIFY(!play(script).isEmpty());
}

void TestConversation::matchesPatterns_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<bool>("expected");
    QTest::newRow("the same") << "<PONG>"_ba << "<PONG>"_ba << true;
    QTest::newRow("some text") << "<ERROR, a>"_ba << "<ERROR, …>"_ba << true;
    QTest::newRow("empty text") << "<ERROR, >"_ba << "<ERROR, …>"_ba << false;
    QTest::newRow("around a word") << "<E, no X here>"_ba << "<E, …X…>"_ba << true;
    QTest::newRow("word missing") << "<E, no Y here>"_ba << "<E, …X…>"_ba << false;
    QTest::newRow("something behind") << "<E, a> b"_ba << "<E, …>"_ba << false;
}

void TestConversation::matchesPatterns()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, pattern);
    QTEST(Conversation::matches(text, pattern), "expected");
}

void TestConversation::readsAFile()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("# A remark\n\n= One\nserver --topic A --topic B\nanna> <PING>\n\n= Two\n"
               "# Another\nben: quiet\nben< <PUB, T, ends in a space> \n");
    file.flush();
    QString failure;
    const QList<WrittenConversation> all = readConversations(file.fileName(), failure);
    QCOMPARE(failure, QString());
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[0].title, "One"_ba);
    QCOMPARE(all[0].arguments, QStringList({u"--topic"_s, u"A"_s, u"--topic"_s, u"B"_s}));
    QCOMPARE(all[0].steps.size(), 1);
    QCOMPARE(all[0].steps[0].line, 5);
    QCOMPARE(all[1].arguments, QStringList());
    QCOMPARE(all[1].steps.size(), 2);
    QCOMPARE(all[1].steps[1].line, 10);
    QCOMPARE(all[1].steps[1].text, "<PUB, T, ends in a space> "_ba);
}

void TestConversation::refusesALineThatIsNoStep()
{
    QString failure;
    QVERIFY(Conversation::parse({"anna> <PING>", "anna, are you there?"}, 1, failure).isEmpty());
    QVERIFY2(failure.contains(u"Line 2"), qPrintable(failure));
}

void TestConversation::cleanupTestCase()
{
    QCOMPARE(m_server.shutDown(), QString());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestConversation)
#include "tst_conversation.moc"
