#include "models/topicnode.h"
#include "modelvalues.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

QStringList levelsOf(const TopicNode &node)
{
    QStringList levels;
    for (qsizetype row = 0; row < node.childCount(); ++row) {
        levels.append(QString::fromUtf8(node.child(row)->level()));
    }
    return levels;
}

} // namespace

class TestTopicNode final : public QObject {
    Q_OBJECT

private slots:
    void childrenAreSorted_data();
    void childrenAreSorted();
    void everyLevelIsFoundAgain();
    void rowsFollowInsertionsAndRemovals();
    void pathsHaveTheirEmptyLevels();
    void countsGoToAllAncestors();
    void movedChildrenGetTheirNewParent();
};

void TestTopicNode::childrenAreSorted_data()
{
    QTest::addColumn<bool>("firstLevel");
    QTest::addColumn<QStringList>("levels");
    QTest::newRow("first level: $ last")
        << true
        << QStringList({u""_s, u"/x"_s, u"0"_s, u"A"_s, u"a"_s, u"B"_s, u"b"_s, u"news"_s,
                        u"NEWS2"_s, u"ä"_s, u"$CLASS"_s, u"$SYS"_s});
    QTest::newRow("below: $ as any other")
        << false << QStringList({u""_s, u"$SYS"_s, u"0"_s, u"A"_s, u"a"_s, u"ab"_s, u"B"_s});
}

void TestTopicNode::childrenAreSorted()
{
    QFETCH(bool, firstLevel);
    QFETCH(QStringList, levels);
    TopicNode root({}, nullptr);
    TopicNode *node = firstLevel ? &root : root.addChild("x");
    QStringList shuffled = levels;
    for (qsizetype i = 0; i < shuffled.size(); ++i) {
        shuffled.swapItemsAt(i, (i * 7 + 3) % shuffled.size());
    }
    for (const QString &level : shuffled) {
        node->addChild(level.toUtf8());
    }
    QCOMPARE(levelsOf(*node), levels);
}

void TestTopicNode::everyLevelIsFoundAgain()
{
    TopicNode root({}, nullptr);
    for (int i = 0; i < 500; ++i) {
        root.addChild(QByteArray::number(i * 7919 % 500));
    }
    for (int i = 0; i < 500; ++i) {
        const TopicNode *child = root.findChild(QByteArray::number(i));
        QVERIFY(child != nullptr);
        QCOMPARE(child->level(), QByteArray::number(i));
        QCOMPARE(root.child(child->row()), child);
    }
    QVERIFY(root.findChild("500") == nullptr);
    QVERIFY(root.findChild("") == nullptr);
}

void TestTopicNode::rowsFollowInsertionsAndRemovals()
{
    TopicNode root({}, nullptr);
    const TopicNode *m = root.addChild("m");
    QCOMPARE(m->row(), 0);
    root.addChild("a");
    QCOMPARE(m->row(), 1);
    root.addChild("z");
    QCOMPARE(m->row(), 1);
    root.removeChild(0);
    QCOMPARE(m->row(), 0);
    QCOMPARE(root.row(), 0);
}

void TestTopicNode::pathsHaveTheirEmptyLevels()
{
    TopicNode root({}, nullptr);
    QCOMPARE(root.path(), QByteArray());
    TopicNode *empty = root.addChild("");
    QCOMPARE(empty->path(), QByteArray());
    QCOMPARE(empty->addChild("finance")->path(), QByteArray("/finance"));
    TopicNode *a = root.addChild("a");
    QCOMPARE(a->path(), QByteArray("a"));
    QCOMPARE(a->addChild("")->path(), QByteArray("a/"));
    QCOMPARE(a->findChild("")->addChild("b")->path(), QByteArray("a//b"));
}

void TestTopicNode::countsGoToAllAncestors()
{
    TopicNode root({}, nullptr);
    TopicNode *a = root.addChild("a");
    TopicNode *b = a->addChild("b");
    TopicNode *c = b->addChild("c");
    c->addToAncestors(1, 2);
    b->addToAncestors(3, 0);
    QCOMPARE(c->subscribedBelow(), 0);
    QCOMPARE(b->subscribedBelow(), 1);
    QCOMPARE(a->subscribedBelow(), 4);
    QCOMPARE(root.subscribedBelow(), 4);
    QCOMPARE(a->lateBelow(), 2);
    c->addToAncestors(-1, -2);
    QCOMPARE(root.lateBelow(), 0);
    QCOMPARE(b->subscribedBelow(), 0);
}

void TestTopicNode::movedChildrenGetTheirNewParent()
{
    TopicNode from({}, nullptr);
    from.addChild("b")->addChild("x");
    from.addChild("c");
    TopicNode to({}, nullptr);
    to.addChild("a");
    to.addChild("d");
    to.insertChildren(1, from.takeChildren());
    QCOMPARE(from.childCount(), 0);
    QCOMPARE(levelsOf(to), QStringList({u"a"_s, u"b"_s, u"c"_s, u"d"_s}));
    QCOMPARE(to.child(1)->parent(), &to);
    QCOMPARE(to.child(1)->child(0)->path(), QByteArray("b/x"));
    QCOMPARE(to.child(3)->row(), 3);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestTopicNode)
#include "tst_topicnode.moc"
