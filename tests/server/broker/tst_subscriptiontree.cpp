#include "broker/session.h"
#include "broker/subscriptiontree.h"
#include "topics.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

using namespace corkboard;
using testtopics::name;

class TestSubscriptionTree : public QObject {
    Q_OBJECT

private slots:
    void matches_data() { testtopics::addMatchingRows(); }
    void matches();
    void aSessionIsHeldOncePerFilter();
    void removeTakesOneSessionFromOneFilter();
    void aSessionComesOncePerMatchingFilter();
    void optionsAreThoseSetLast();
    void groupsAreApart();
    void agreesWithTheNaiveMatcher();
};

namespace {

SubscriptionFilter filter(const QByteArray &text)
{
    return *SubscriptionFilter::parse(text);
}

/// The sessions that @p tree visits, sorted, a session once per visit.
std::vector<const Session *> visited(const SubscriptionTree &tree, const QByteArray &topic)
{
    std::vector<const Session *> result;
    tree.forEachMatch(
        name(topic),
        [&result](const SubscriptionTree::Entry &each) { result.push_back(each.session); },
        [](const SubscriptionTree::Group &) { QFAIL("There is no group"); });
    std::ranges::sort(result);
    return result;
}

} // namespace

void TestSubscriptionTree::matches()
{
    QFETCH(const QByteArray, filter);
    QFETCH(const QByteArray, topic);
    QFETCH(const bool, expected);

    Session session;
    SubscriptionTree tree;
    QVERIFY(tree.insert(*SubscriptionFilter::parse(filter), &session));
    QCOMPARE(visited(tree, topic).size(), size_t(expected ? 1 : 0));
}

void TestSubscriptionTree::aSessionIsHeldOncePerFilter()
{
    Session anna;
    Session bert;
    SubscriptionTree tree;
    QVERIFY(tree.insert(filter("a"), &anna));
    QVERIFY(!tree.insert(filter("a"), &anna));
    QVERIFY(tree.insert(filter("a"), &bert));
    QCOMPARE(tree.size(), 2);
    QCOMPARE(visited(tree, "a").size(), size_t(2));
}

void TestSubscriptionTree::removeTakesOneSessionFromOneFilter()
{
    Session anna;
    Session bert;
    SubscriptionTree tree;
    tree.insert(filter("a/+"), &anna);
    tree.insert(filter("a/+"), &bert);
    tree.insert(filter("a/b"), &anna);

    QVERIFY(!tree.remove(filter("a"), &anna));
    QVERIFY(!tree.remove(filter("a/b"), &bert));
    QVERIFY(tree.remove(filter("a/+"), &anna));
    QVERIFY(!tree.remove(filter("a/+"), &anna));
    QCOMPARE(tree.size(), 2);
    QCOMPARE(visited(tree, "a/x"), std::vector<const Session *>{&bert});
    QVERIFY(tree.remove(filter("a/+"), &bert));
    QVERIFY(visited(tree, "a/x").empty());
    QCOMPARE(visited(tree, "a/b"), std::vector<const Session *>{&anna});
}

void TestSubscriptionTree::aSessionComesOncePerMatchingFilter()
{
    Session anna;
    SubscriptionTree tree;
    for (const char *each : {"a/b", "a/+", "+/b", "a/#", "#", "x"}) {
        tree.insert(filter(each), &anna);
    }
    QCOMPARE(visited(tree, "a/b").size(), size_t(5));
}

void TestSubscriptionTree::optionsAreThoseSetLast()
{
    Session anna;
    SubscriptionTree tree;
    QVERIFY(tree.insert(filter("a"), &anna, {.qos = Qos::ExactlyOnce, .identifier = 1}));
    QVERIFY(!tree.insert(filter("a"), &anna, {.qos = Qos::AtLeastOnce, .identifier = 2}));
    QList<SubscriptionOptions> options;
    tree.forEachMatch(
        name("a"),
        [&options](const SubscriptionTree::Entry &each) { options.append(each.options); },
        [](const SubscriptionTree::Group &) { QFAIL("There is no group"); });
    QCOMPARE(options.size(), 1);
    QVERIFY(options[0] == (SubscriptionOptions{.qos = Qos::AtLeastOnce, .identifier = 2}));
}

void TestSubscriptionTree::groupsAreApart()
{
    Session anna;
    Session bert;
    SubscriptionTree tree;
    QVERIFY(tree.insert(filter("a/+"), &anna));
    QVERIFY(tree.insert(filter("$share/g/a/+"), &anna));
    QVERIFY(tree.insert(filter("$share/g/a/+"), &bert));
    QVERIFY(!tree.insert(filter("$share/g/a/+"), &bert));
    QVERIFY(tree.insert(filter("$share/h/a/+"), &bert));
    QCOMPARE(tree.size(), 4);
    QMap<QByteArray, std::size_t> members;
    int own = 0;
    const auto look = [&] {
        members.clear();
        own = 0;
        tree.forEachMatch(
            name("a/b"), [&own](const SubscriptionTree::Entry &) { ++own; },
            [&members](const SubscriptionTree::Group &group) {
                members.insert(group.filter.shareName(), group.members.size());
            });
    };
    look();
    QCOMPARE(own, 1);
    QCOMPARE(members, (QMap<QByteArray, std::size_t>{{"g", 2}, {"h", 1}}));
    QVERIFY(tree.findGroup(filter("$share/h/a/+")) != nullptr);
    QVERIFY(tree.findGroup(filter("$share/x/a/+")) == nullptr);
    // T13: leaving one leaves the others.
    QVERIFY(tree.remove(filter("a/+"), &anna));
    QVERIFY(!tree.remove(filter("a/+"), &bert));
    QVERIFY(tree.remove(filter("$share/h/a/+"), &bert));
    look();
    QCOMPARE(own, 0);
    QCOMPARE(members, (QMap<QByteArray, std::size_t>{{"g", 2}}));
    QVERIFY(tree.remove(filter("$share/g/a/+"), &anna));
    QVERIFY(tree.remove(filter("$share/g/a/+"), &bert));
    QVERIFY(!tree.remove(filter("$share/g/a/+"), &bert));
    QCOMPARE(tree.size(), 0);
    look();
    QVERIFY(members.isEmpty());
}

void TestSubscriptionTree::agreesWithTheNaiveMatcher()
{
    QRandomGenerator generator(testtopics::printedSeed());
    std::array<Session, 5> sessions;
    SubscriptionTree tree;
    std::set<std::pair<QByteArray, Session *>> naive;
    for (int round = 0; round < 1'500; ++round) {
        const QByteArray wanted = testtopics::randomTopic(generator, true);
        Session *session = &sessions[generator.bounded(quint32(sessions.size()))];
        if (generator.bounded(5) < 3) {
            QCOMPARE(tree.insert(filter(wanted), session), naive.insert({wanted, session}).second);
        } else {
            QCOMPARE(tree.remove(filter(wanted), session), naive.erase({wanted, session}) == 1);
        }
        const QByteArray topic = testtopics::randomTopic(generator, false);
        std::vector<const Session *> expected;
        for (const auto &[each, subscriber] : naive) {
            if (testtopics::naivelyMatches(each, topic)) {
                expected.push_back(subscriber);
            }
        }
        std::ranges::sort(expected);
        QVERIFY2(visited(tree, topic) == expected, topic.constData());
        QCOMPARE(tree.size(), qsizetype(naive.size()));
    }
    for (const auto &[each, subscriber] : naive) {
        QVERIFY(tree.remove(filter(each), subscriber));
    }
    QCOMPARE(tree.size(), 0);
}

QTEST_GUILESS_MAIN(TestSubscriptionTree)
#include "tst_subscriptiontree.moc"
