#include "net/topicaliases.h"

#include <QTest>

using namespace corkboard;

class TestTopicAliases : public QObject {
    Q_OBJECT

private slots:
    void incomingWithinTheMaximum();
    void incomingReplaces();
    void outgoingToTheFirstTopics();
    void outgoingNone();
};

void TestTopicAliases::incomingWithinTheMaximum()
{
    const IncomingAliases aliases(2);
    QVERIFY(!aliases.isAllowed(0));
    QVERIFY(aliases.isAllowed(1));
    QVERIFY(aliases.isAllowed(2));
    QVERIFY(!aliases.isAllowed(3));
    QVERIFY(!IncomingAliases(0).isAllowed(1));
    QVERIFY(IncomingAliases(65'535).isAllowed(65'535));
}

void TestTopicAliases::incomingReplaces()
{
    IncomingAliases aliases(2);
    QVERIFY(aliases.topic(1).isEmpty());
    aliases.set(1, "a");
    aliases.set(2, "a");
    aliases.set(1, "b");
    QCOMPARE(aliases.topic(1), "b");
    QCOMPARE(aliases.topic(2), "a");
}

void TestTopicAliases::outgoingToTheFirstTopics()
{
    OutgoingAliases aliases(2);
    QCOMPARE(aliases.use("a")->alias, 1);
    QVERIFY(!aliases.use("a")->known);
    QCOMPARE(aliases.use("b")->alias, 1); // nothing was sent yet
    aliases.noteSent(1, "a");
    QVERIFY(aliases.use("a")->known);
    QCOMPARE(aliases.use("b")->alias, 2);
    aliases.noteSent(2, "b");
    QVERIFY(!aliases.use("c"));
    QCOMPARE(aliases.use("b")->alias, 2);
}

void TestTopicAliases::outgoingNone()
{
    QVERIFY(!OutgoingAliases(0).use("a"));
}

QTEST_GUILESS_MAIN(TestTopicAliases)
#include "tst_topicaliases.moc"
