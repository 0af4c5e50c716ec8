#include "base/limits.h"
#include "broker/topictree.h"
#include "topics.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <map>
#include <new>

using namespace corkboard;
using testtopics::filter;
using testtopics::name;

namespace {

/// Blocks that operator new gave and operator delete has not got back.
std::atomic<qint64> liveBlocks = 0;

void *counted(std::size_t size)
{
    void *block = std::malloc(size > 0 ? size : 1);
    if (block == nullptr) {
        std::abort();
    }
    ++liveBlocks;
    return block;
}

void uncounted(void *block)
{
    if (block != nullptr) {
        --liveBlocks;
        std::free(block);
    }
}

} // namespace

void *operator new(std::size_t size)
{
    return counted(size);
}

void *operator new[](std::size_t size)
{
    return counted(size);
}

void operator delete(void *block) noexcept
{
    uncounted(block);
}

void operator delete[](void *block) noexcept
{
    uncounted(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    uncounted(block);
}

void operator delete[](void *block, std::size_t) noexcept
{
    uncounted(block);
}

class TestTopicTree : public QObject {
    Q_OBJECT

private slots:
    void findsOnlyWhatWasInserted();
    void insertGivesTheValueThatIsThere();
    void referencesStayValid();
    void removeTakesOnlyItsOwnValue();
    void removedNodesAreFreed();
    void wildcardSiblingsComeAndGo();
    void deepPathsWork();
    void filtersMatchAName_data() { testtopics::addMatchingRows(); }
    void filtersMatchAName();
    void namesMatchAFilter_data() { testtopics::addMatchingRows(); }
    void namesMatchAFilter();
    void emptyValuesMatchNothing();
    void namesAgreeWithTheNaiveMatcher();
};

void TestTopicTree::findsOnlyWhatWasInserted()
{
    TopicTree<int> tree;
    tree.insert("a/b/c") = 1;
    tree.insert("a/+/#") = 2;
    tree.insert("/") = 3;

    QCOMPARE(tree.size(), 3);
    QCOMPARE(*tree.find("a/b/c"), 1);
    QCOMPARE(*tree.find("a/+/#"), 2);
    QCOMPARE(*tree.find("/"), 3);
    // Nodes on the way have no value, and wildcards in a path are ordinary text.
    for (const char *path : {"a", "a/b", "a/+", "a/b/c/d", "a/x/c", "", "b", "a/#", "//"}) {
        QVERIFY2(tree.find(path) == nullptr, path);
    }
    const TopicTree<int> &constant = tree;
    QCOMPARE(*constant.find("a/b/c"), 1);
    QVERIFY(constant.find("a/b") == nullptr);
}

void TestTopicTree::insertGivesTheValueThatIsThere()
{
    TopicTree<int> tree;
    QCOMPARE(tree.insert("a"), 0);
    tree.insert("a") = 7;
    QCOMPARE(tree.insert("a"), 7);
    QCOMPARE(tree.size(), 1);
}

void TestTopicTree::referencesStayValid()
{
    TopicTree<int> tree;
    int &value = tree.insert("a/b");
    value = 1;
    for (int i = 0; i < 1'000; ++i) {
        tree.insert("a/" + QByteArray::number(i)) = i;
    }
    for (int i = 0; i < 1'000; ++i) {
        QVERIFY(tree.remove("a/" + QByteArray::number(i)));
    }
    QCOMPARE(value, 1);
    QCOMPARE(tree.find("a/b"), &value);
}

void TestTopicTree::removeTakesOnlyItsOwnValue()
{
    TopicTree<int> tree;
    tree.insert("a") = 1;
    tree.insert("a/b/c") = 2;
    tree.insert("a/b/d") = 3;

    QVERIFY(!tree.remove("a/b"));
    QVERIFY(!tree.remove("x"));
    QVERIFY(!tree.remove(""));
    QVERIFY(tree.remove("a/b/c"));
    QVERIFY(!tree.remove("a/b/c"));
    QCOMPARE(tree.size(), 2);
    QVERIFY(tree.remove("a"));
    QVERIFY(tree.find("a") == nullptr);
    QCOMPARE(*tree.find("a/b/d"), 3);
    QVERIFY(tree.remove("a/b/d"));
    QCOMPARE(tree.size(), 0);
}

void TestTopicTree::removedNodesAreFreed()
{
    TopicTree<int> tree;
    const auto fillAndEmpty = [&tree](const QByteArray &prefix) {
        QByteArrayList paths;
        for (int i = 0; i < 500; ++i) {
            paths.append(prefix + '/' + QByteArray::number(i % 7) + "/x/" + QByteArray::number(i));
        }
        for (const QByteArray &path : std::as_const(paths)) {
            tree.insert(path) = 1;
        }
        for (const QByteArray &path : std::as_const(paths)) {
            QVERIFY(tree.remove(path));
        }
    };
    fillAndEmpty("first"); // the table of edges keeps the size that it has now
    const qint64 before = liveBlocks;
    QVERIFY(before > 0);
    fillAndEmpty("second");
    QCOMPARE(tree.size(), 0);
    QCOMPARE(liveBlocks.load(), before);

    // What is still needed stays: the value and the nodes above it.
    tree.insert("third/a") = 1;
    const qint64 withParent = liveBlocks;
    tree.insert("third/a/b/c/d") = 2;
    QVERIFY(liveBlocks > withParent);
    QVERIFY(tree.remove("third/a/b/c/d"));
    QCOMPARE(liveBlocks.load(), withParent);
    QCOMPARE(*tree.find("third/a"), 1);
}

void TestTopicTree::wildcardSiblingsComeAndGo()
{
    TopicTree<int> tree;
    const auto sum = [&tree](const char *topic) {
        int result = 0;
        tree.forEachFilterMatching(name(topic), [&result](int value) { result += value; });
        return result;
    };
    tree.insert("a/b") = 1;
    QCOMPARE(sum("a/b"), 1);
    tree.insert("a/+") = 10;
    tree.insert("a/#") = 100;
    tree.insert("+/b") = 1'000;
    QCOMPARE(sum("a/b"), 1'111);
    QVERIFY(tree.remove("a/+"));
    QCOMPARE(sum("a/b"), 1'101);
    QVERIFY(tree.remove("a/#"));
    QVERIFY(tree.remove("+/b"));
    QCOMPARE(sum("a/b"), 1);
    tree.insert("a/+") = 10;
    QCOMPARE(sum("a/b"), 11);
}

void TestTopicTree::deepPathsWork()
{
    const QByteArray deepest = QByteArray("a/").repeated(limits::maxTopicLevels - 1) + 'a';
    TopicTree<int> tree;
    tree.insert(deepest) = 1;
    tree.insert("a/#") = 2;
    int found = 0;
    tree.forEachFilterMatching(name(deepest), [&found](int value) { found += value; });
    QCOMPARE(found, 3);
    QVERIFY(tree.remove(deepest));
    QVERIFY(tree.find(deepest) == nullptr);
}

void TestTopicTree::filtersMatchAName()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, topic);
    QFETCH(const bool, expected);

    TopicTree<int> tree;
    tree.insert(filter) = 1;
    tree.insert("something/else") = 2;
    int visits = 0;
    tree.forEachFilterMatching(name(topic), [&visits](int value) {
        QCOMPARE(value, 1);
        ++visits;
    });
    QCOMPARE(visits, expected ? 1 : 0);
}

void TestTopicTree::namesMatchAFilter()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, topic);
    QFETCH(const bool, expected);

    TopicTree<int> tree;
    tree.insert(topic) = 1;
    int visits = 0;
    tree.forEachNameMatching(testtopics::filter(filter), [&visits](int) { ++visits; });
    QCOMPARE(visits, expected ? 1 : 0);
    QCOMPARE(tree.anyNameMatches(testtopics::filter(filter)), expected);
}

void TestTopicTree::emptyValuesMatchNothing()
{
    TopicTree<int> tree;
    tree.insert("#") = 1;
    tree.insert("a") = 2;
    int visits = 0;
    tree.forEachFilterMatching(TopicName(), [&visits](int) { ++visits; });
    tree.forEachNameMatching(TopicFilter(), [&visits](int) { ++visits; });
    QCOMPARE(visits, 0);
    QVERIFY(!tree.anyNameMatches(TopicFilter()));
    QVERIFY(!TopicTree<int>().anyNameMatches(filter("#")));
}

void TestTopicTree::namesAgreeWithTheNaiveMatcher()
{
    QRandomGenerator generator(testtopics::printedSeed());
    TopicTree<QByteArray> tree;
    std::map<QByteArray, bool> names;
    for (int round = 0; round < 1'500; ++round) {
        const QByteArray topic = testtopics::randomTopic(generator, false);
        if (generator.bounded(3) != 0) {
            tree.insert(topic) = topic;
            names[topic] = true;
        } else {
            QCOMPARE(tree.remove(topic), names.erase(topic) == 1);
        }
        const QByteArray wanted = testtopics::randomTopic(generator, true);
        QByteArrayList expected;
        for (const auto &[each, present] : names) {
            if (testtopics::naivelyMatches(wanted, each)) {
                expected.append(each);
            }
        }
        QByteArrayList found;
        tree.forEachNameMatching(filter(wanted),
                                 [&found](const QByteArray &value) { found.append(value); });
        std::ranges::sort(found);
        QCOMPARE(found, expected);
        QCOMPARE(tree.anyNameMatches(filter(wanted)), !expected.isEmpty());
        QCOMPARE(tree.size(), qsizetype(names.size()));
    }
}

QTEST_GUILESS_MAIN(TestTopicTree)
#include "tst_topictree.moc"
