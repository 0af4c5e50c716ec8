#include "models/payloadtext.h"
#include "models/plaintooltip.h"
#include "models/topictreemodel.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

/// All rows, depth first, as "path" or "(path)" for a mere branch.
void collect(const TopicTreeModel &model, const QModelIndex &parent, QStringList &rows)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const QString path = index.data(TopicTreeModel::PathRole).toString();
        rows += index.data(TopicTreeModel::IsTopicRole).toBool() ? path : u'(' + path + u')';
        collect(model, index, rows);
    }
}

QStringList rowsOf(const TopicTreeModel &model)
{
    QStringList rows;
    collect(model, {}, rows);
    return rows;
}

QVariant at(const TopicTreeModel &model, QStringView path, int column, int role = Qt::DisplayRole)
{
    const QModelIndex index = model.indexOfPath(path);
    return index.siblingAtColumn(column).data(role);
}

QString retainedAt(const TopicTreeModel &model, QStringView path)
{
    switch (RetainedKnowledge(at(model, path, 0, TopicTreeModel::RetainedRole).toInt())) {
    case RetainedKnowledge::NotKnown:
        return u"not known"_s;
    case RetainedKnowledge::Held:
        return u"held"_s;
    case RetainedKnowledge::Empty:
        return u"empty"_s;
    }
    return {};
}

} // namespace

/// The tree itself: its rows, values, counts and rates.
class TestTopicTreeModel final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void topicsAreSortedByLevel();
    void emptyLevelsAreKeptAndShown();
    void aBatchIsOneInsertionPerRun();
    void randomBatchesGiveTheSameTree();
    void rowsKeepTheirOrderAndIndexes();
    void aBranchBecomesATopic();
    void setTopicsRemovesWhatIsGone();
    void pathsAndFilters();
    void messagesGiveValuesAndCounts();
    void messagesOfUnknownTopicsAddThem();
    void aBatchIsOneChangePerParent();
    void ratesAreMessagesOfTheLastSecond();
    void manyParentsAreToldInSlices();
    void longPayloadsAreNotKeptWhole();
    void topicsAreNamedInTheOrderOfTheTree();
    void heldTopicsWaitAndAreCounted();
    void whatIsNeededIsNotHeld();
    void markedTopicsSaySo();
    void retainedKnowledge();
    void clearEmptiesIt();
    void aHundredThousandTopics();
};

void TestTopicTreeModel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestTopicTreeModel::topicsAreSortedByLevel()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"WEATHER/WI/NINE"_s, u"$SYS/load"_s, u"NEWS"_s, u"WEATHER"_s,
                               u"WEATHER/MN"_s, u"health"_s, u"HEALTH"_s}));
    QCOMPARE(rowsOf(model),
             QStringList({u"HEALTH"_s, u"health"_s, u"NEWS"_s, u"WEATHER"_s, u"WEATHER/MN"_s,
                          u"(WEATHER/WI)"_s, u"WEATHER/WI/NINE"_s, u"($SYS)"_s, u"$SYS/load"_s}));
    QCOMPARE(model.topicCount(), 7);
    QCOMPARE(model.topics().size(), 7);
    QCOMPARE(columnTexts(model, TopicTreeModel::TopicColumn, model.indexOfPath(u"WEATHER")),
             QStringList({u"MN"_s, u"WI"_s}));
    QCOMPARE(at(model, u"$SYS", 0, TopicTreeModel::IsReservedRole).toBool(), true);
    QCOMPARE(at(model, u"$SYS/load", 0, TopicTreeModel::IsReservedRole).toBool(), true);
    QCOMPARE(at(model, u"NEWS", 0, TopicTreeModel::IsReservedRole).toBool(), false);
    QCOMPARE(model.indexOf(topic(u"WEATHER/MN")), model.indexOfPath(u"WEATHER/MN"));
    QVERIFY(!model.indexOf(topic(u"WEATHER/WI")).isValid());
    QVERIFY(model.indexOfPath(u"WEATHER/WI").isValid());
    QVERIFY(!model.indexOfPath(u"weather").isValid());
}

void TestTopicTreeModel::emptyLevelsAreKeptAndShown()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"/a"_s, u"a"_s, u"a/"_s, u"a//b"_s, u"/"_s}));
    QCOMPARE(rowsOf(model), QStringList({u"()"_s, u"/"_s, u"/a"_s, u"a"_s, u"a/"_s, u"a//b"_s}));
    QCOMPARE(model.index(0, 0).data().toString(), u"(empty)"_s);
    QCOMPARE(at(model, u"a/", 0).toString(), u"(empty)"_s);
    QCOMPARE(model.index(0, 0).data(TopicTreeModel::BelowFilterRole).toString(), u"/#"_s);
}

void TestTopicTreeModel::aBatchIsOneInsertionPerRun()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy appeared(&model, &TopicTreeModel::topicsAppeared);
    QSignalSpy count(&model, &TopicTreeModel::topicCountChanged);
    model.addTopics(topicList({u"b/1"_s, u"b/2"_s, u"d"_s, u"b"_s}));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(appeared.size(), 1);
    QCOMPARE(namesOf(appeared[0][0].value<QList<TopicName>>()),
             QStringList({u"b/1"_s, u"b/2"_s, u"d"_s, u"b"_s}));
    QCOMPARE(count.last()[0].toLongLong(), 4LL);
    // Before b, between b and d (two neighbours, with what is below them), and below b.
    model.addTopics(topicList({u"c/x/y"_s, u"a"_s, u"c2"_s, u"b/3"_s, u"b/1"_s}));
    QCOMPARE(inserted.size(), 4);
    QCOMPARE(rowsOf(model),
             QStringList({u"a"_s, u"b"_s, u"b/1"_s, u"b/2"_s, u"b/3"_s, u"(c)"_s, u"(c/x)"_s,
                          u"c/x/y"_s, u"c2"_s, u"d"_s}));
    // Nothing new, nothing said.
    model.addTopics(topicList({u"a"_s, u"d"_s}));
    QCOMPARE(inserted.size(), 4);
    QCOMPARE(appeared.size(), 2);
}

void TestTopicTreeModel::randomBatchesGiveTheSameTree()
{
    quint32 state = 12'345;
    const auto random = [&state](quint32 below) {
        state = state * 1'664'525 + 1'013'904'223;
        return (state >> 8) % below;
    };
    QList<TopicName> all;
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    for (int round = 0; round < 40; ++round) {
        QList<TopicName> batch;
        for (quint32 i = 0; i < 1 + random(12); ++i) {
            QStringList levels;
            for (quint32 depth = 0; depth < 1 + random(4); ++depth) {
                levels += QString(QChar(u'a' + char16_t(random(5))));
            }
            batch += topic(levels.join(u'/'));
        }
        model.addTopics(batch);
        all += batch;
    }
    TopicTreeModel atOnce;
    atOnce.addTopics(all);
    QCOMPARE(rowsOf(model), rowsOf(atOnce));
    QCOMPARE(model.topicCount(), atOnce.topicCount());
    for (const TopicName &each : all) {
        QCOMPARE(model.indexOf(each).data(TopicTreeModel::PathRole).toString(), each.toString());
    }
}

void TestTopicTreeModel::rowsKeepTheirOrderAndIndexes()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"m/x"_s, u"q"_s}));
    const QPersistentModelIndex x = model.indexOfPath(u"m/x");
    const QPersistentModelIndex q = model.indexOfPath(u"q");
    model.addTopics(topicList({u"a"_s, u"m/a"_s, u"n"_s, u"z"_s}));
    QCOMPARE(x.data(TopicTreeModel::PathRole).toString(), u"m/x"_s);
    QCOMPARE(q.data(TopicTreeModel::PathRole).toString(), u"q"_s);
    QCOMPARE(x.row(), 1);
    QCOMPARE(q.row(), 3);
}

void TestTopicTreeModel::aBranchBecomesATopic()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"a/b"_s}));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QCOMPARE(at(model, u"a", 0, TopicTreeModel::IsTopicRole).toBool(), false);
    QVERIFY(at(model, u"a", 0, Qt::ToolTipRole).toString().contains(u"branch"_s));
    model.addTopics(topicList({u"a"_s}));
    QCOMPARE(at(model, u"a", 0, TopicTreeModel::IsTopicRole).toBool(), true);
    QVERIFY(inserted.isEmpty());
    QVERIFY(!changed.isEmpty());
    QCOMPARE(model.topicCount(), 2);
}

void TestTopicTreeModel::setTopicsRemovesWhatIsGone()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"a"_s, u"a/b"_s, u"x/y/z"_s, u"x/w"_s, u"$SYS/load"_s, u"n"_s}));
    model.addMessages({live(u"x/y/z", "1"), live(u"a", "2")});
    QSignalSpy gone(&model, &TopicTreeModel::topicsDisappeared);
    model.setTopics(topicList({u"a/b"_s, u"x/w"_s, u"new"_s}));
    QCOMPARE(rowsOf(model),
             QStringList(
                 {u"(a)"_s, u"a/b"_s, u"new"_s, u"(x)"_s, u"x/w"_s, u"($SYS)"_s, u"$SYS/load"_s}));
    QCOMPARE(gone.size(), 1);
    QStringList names = namesOf(gone[0][0].value<QList<TopicName>>());
    names.sort();
    QCOMPARE(names, QStringList({u"a"_s, u"n"_s, u"x/y/z"_s}));
    QCOMPARE(model.topicCount(), 4);
    // What was active or waited to be told is forgotten with its topic.
    model.advanceSecond();
    model.setTopics({});
    QCOMPARE(rowsOf(model), QStringList({u"($SYS)"_s, u"$SYS/load"_s}));
}

void TestTopicTreeModel::pathsAndFilters()
{
    TopicTreeModel model;
    model.addTopics(topicList({u"WEATHER/MN"_s}));
    QCOMPARE(at(model, u"WEATHER", 0, TopicTreeModel::BelowFilterRole).toString(), u"WEATHER/#"_s);
    QCOMPARE(at(model, u"WEATHER", 0, TopicTreeModel::OneLevelFilterRole).toString(),
             u"WEATHER/+"_s);
    QCOMPARE(at(model, u"WEATHER/MN", 0, TopicTreeModel::PathRole).toString(), u"WEATHER/MN"_s);
    QCOMPARE(at(model, u"WEATHER/MN", 0, Qt::ToolTipRole).toString(), plainToolTip(u"WEATHER/MN"));
    // A topic may look like markup; a tool tip would believe it.
    model.addTopics(topicList({u"<b>HUGE</b><img src=x>"_s}));
    const QString tip = at(model, u"<b>HUGE<", 0, Qt::ToolTipRole).toString();
    QVERIFY2(!tip.contains("<b>HUGE"_L1) && tip.contains("&lt;b&gt;HUGE"_L1), qPrintable(tip));
    QCOMPARE(at(model, u"WEATHER/MN", 0, Qt::AccessibleTextRole).toString(),
             u"MN, not subscribed"_s);
    for (int column = 0; column < TopicTreeModel::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

void TestTopicTreeModel::messagesGiveValuesAndCounts()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"WEATHER"_s, u"NEWS"_s}));
    QCOMPARE(at(model, u"NEWS", TopicTreeModel::ValueColumn).toString(), QString());
    QCOMPARE(at(model, u"NEWS", TopicTreeModel::CountColumn).toString(), QString());
    model.addMessages({live(u"WEATHER", "1"), live(u"NEWS", {}), live(u"WEATHER", "-3 C\n")});
    QCOMPARE(at(model, u"WEATHER", TopicTreeModel::ValueColumn).toString(), u"-3 C\\n"_s);
    QCOMPARE(at(model, u"WEATHER", TopicTreeModel::CountColumn).toString(), u"2"_s);
    QCOMPARE(at(model, u"WEATHER", 0, TopicTreeModel::CountRole).toULongLong(), 2ULL);
    QCOMPARE(at(model, u"WEATHER", 0, TopicTreeModel::PayloadRole).toByteArray(),
             QByteArray("-3 C\n"));
    QCOMPARE(at(model, u"NEWS", TopicTreeModel::ValueColumn).toString(), u"(empty)"_s);
    model.addMessages(numbered(u"NEWS", 1'234));
    QCOMPARE(at(model, u"NEWS", TopicTreeModel::CountColumn).toString(), u"1,235"_s);
}

void TestTopicTreeModel::messagesOfUnknownTopicsAddThem()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.addMessages({live(u"a/b", "1"), live(u"a/c", "2"), live(u"a/b", "3")});
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(rowsOf(model), QStringList({u"(a)"_s, u"a/b"_s, u"a/c"_s}));
    QCOMPARE(at(model, u"a/b", 0, TopicTreeModel::CountRole).toULongLong(), 2ULL);
}

void TestTopicTreeModel::aBatchIsOneChangePerParent()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"a/1"_s, u"a/2"_s, u"a/3"_s, u"a/4"_s, u"b/1"_s, u"c"_s}));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QList<ReceivedMessage> batch = numbered(u"a/2", 100) + numbered(u"b/1", 100);
    batch += live(u"a/3", "x");
    model.addMessages(batch);
    QCOMPARE(changed.size(), 2);
    for (const QList<QVariant> &arguments : changed) {
        const auto first = arguments[0].toModelIndex();
        const auto last = arguments[1].toModelIndex();
        QCOMPARE(first.column(), int(TopicTreeModel::RetainedColumn));
        QCOMPARE(last.column(), int(TopicTreeModel::CountColumn));
        const bool a = first.parent() == model.indexOfPath(u"a");
        QCOMPARE(first.row(), a ? 1 : 0);
        QCOMPARE(last.row(), a ? 2 : 0);
    }
}

void TestTopicTreeModel::ratesAreMessagesOfTheLastSecond()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addMessages(numbered(u"a", 12));
    QCOMPARE(at(model, u"a", TopicTreeModel::RateColumn).toString(), QString());
    model.advanceSecond();
    QCOMPARE(at(model, u"a", TopicTreeModel::RateColumn).toString(), u"12/s"_s);
    model.addMessages(numbered(u"a", 3));
    QCOMPARE(at(model, u"a", 0, TopicTreeModel::RateRole).toULongLong(), 12ULL);
    model.advanceSecond();
    QCOMPARE(at(model, u"a", 0, TopicTreeModel::RateRole).toULongLong(), 3ULL);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.advanceSecond();
    QCOMPARE(changed.size(), 1);
    QCOMPARE(at(model, u"a", TopicTreeModel::RateColumn).toString(), QString());
    model.advanceSecond();
    QCOMPARE(changed.size(), 1);
    // The model's own timer does the same, and stands still when there is nothing to count.
    model.addMessages(numbered(u"a", 2));
    QTRY_COMPARE_WITH_TIMEOUT(at(model, u"a", 0, TopicTreeModel::RateRole).toULongLong(), 2ULL,
                              30'000);
    QTRY_COMPARE_WITH_TIMEOUT(at(model, u"a", 0, TopicTreeModel::RateRole).toULongLong(), 0ULL,
                              30'000);
}

void TestTopicTreeModel::manyParentsAreToldInSlices()
{
    TopicTreeModel model;
    QList<ReceivedMessage> batch;
    for (int i = 0; i < 1'000; ++i) {
        batch += live(u"p%1/x"_s.arg(i), "1");
    }
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.addMessages(batch);
    QCOMPARE(changed.size(), 512);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1'000, 30'000);
    QSet<QModelIndex> parents;
    for (const QList<QVariant> &arguments : changed) {
        parents.insert(arguments[0].toModelIndex().parent());
    }
    QCOMPARE(parents.size(), 1'000);
}

void TestTopicTreeModel::longPayloadsAreNotKeptWhole()
{
    TopicTreeModel model;
    const QByteArray text = "ä" + QByteArray(1'000'000, 'x');
    model.addMessages(
        {live(u"a", text), live(u"b", "ok"), live(u"c", QByteArray(95, 'x') + "äöü")});
    QCOMPARE(at(model, u"a", 0, TopicTreeModel::PayloadSizeRole).toLongLong(), 1'000'002LL);
    QVERIFY(at(model, u"a", 0, TopicTreeModel::PayloadRole).toByteArray().size() < 200);
    // It is shown as if all of it were there.
    for (const auto &[path, payload] :
         {std::pair{u"a"_s, text}, std::pair{u"c"_s, QByteArray(95, 'x') + "äöü"}}) {
        QCOMPARE(at(model, path, TopicTreeModel::ValueColumn).toString(),
                 payloadText(payload, TopicTreeModel::shownPayloadBytes));
    }
    QVERIFY(at(model, u"a", TopicTreeModel::ValueColumn).toString().contains("1,000,002 bytes"_L1));
    QCOMPARE(at(model, u"b", TopicTreeModel::ValueColumn).toString(), u"ok"_s);
}

void TestTopicTreeModel::topicsAreNamedInTheOrderOfTheTree()
{
    TopicTreeModel model;
    model.addTopics(topicList({u"b/2"_s, u"$SYS/x"_s, u"b"_s, u"a/z/1"_s, u"b/1"_s, u"C"_s}));
    QCOMPARE(namesOf(model.topics()),
             QStringList({u"a/z/1"_s, u"b"_s, u"b/1"_s, u"b/2"_s, u"C"_s, u"$SYS/x"_s}));
}

void TestTopicTreeModel::heldTopicsWaitAndAreCounted()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.setHolding(true);
    model.addTopics(topicList({u"m"_s}));
    QCOMPARE(model.topicCount(), 1);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy counted(&model, &TopicTreeModel::heldCountChanged);
    model.addTopics(topicList({u"a"_s, u"b"_s, u"m"_s}));
    model.addTopics(topicList({u"b"_s, u"c"_s}));
    QVERIFY(inserted.isEmpty());
    QCOMPARE(model.heldCount(), 3);
    QCOMPARE(counted.last()[0].toLongLong(), 3LL);
    QVERIFY(model.headerData(TopicTreeModel::TopicColumn, Qt::Horizontal, Qt::DisplayRole)
                .toString()
                .contains(u"3 waiting"_s));
    model.releaseHeld();
    QCOMPARE(rowsOf(model), QStringList({u"a"_s, u"b"_s, u"c"_s, u"m"_s}));
    QCOMPARE(counted.last()[0].toLongLong(), 0LL);
    model.addTopics(topicList({u"d"_s}));
    QCOMPARE(model.heldCount(), 1);
    model.setHolding(false);
    QCOMPARE(model.heldCount(), 0);
    QCOMPARE(model.topicCount(), 5);
}

void TestTopicTreeModel::whatIsNeededIsNotHeld()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"m"_s}));
    model.setHolding(true);
    model.addTopics(topicList({u"a"_s, u"b"_s, u"gone"_s}));
    model.addMessages({live(u"a", "1")});
    QVERIFY(model.indexOfPath(u"a").isValid());
    QCOMPARE(model.heldCount(), 2);
    model.setTopics(topicList({u"a"_s, u"b"_s, u"m"_s}));
    QCOMPARE(model.heldCount(), 0);
    model.setHolding(false);
    QCOMPARE(rowsOf(model), QStringList({u"a"_s, u"b"_s, u"m"_s}));
    model.setHolding(true);
    model.addTopics(topicList({u"c"_s}));
    model.clear();
    QCOMPARE(model.heldCount(), 0);
}

void TestTopicTreeModel::markedTopicsSaySo()
{
    TopicTreeModel model;
    model.addTopics(topicList({u"a/b"_s, u"c"_s}));
    model.setMarkedFilter(TopicFilter::parse(u"a/+").value());
    QVERIFY(at(model, u"a/b", 0, TopicTreeModel::MarkedRole).toBool());
    QVERIFY(at(model, u"a/b", 0, Qt::AccessibleTextRole).toString().contains(u"matches"_s));
    QVERIFY(!at(model, u"a", 0, TopicTreeModel::MarkedRole).toBool());
    QVERIFY(!at(model, u"c", 0, Qt::AccessibleTextRole).toString().contains(u"matches"_s));
    model.setMarkedFilter(std::nullopt);
    QVERIFY(!at(model, u"a/b", 0, TopicTreeModel::MarkedRole).toBool());
}

void TestTopicTreeModel::retainedKnowledge()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(retainedAt(model, u"a"), u"not known"_s);
    QCOMPARE(at(model, u"a", TopicTreeModel::RetainedColumn).toString(), QString());
    QVERIFY(at(model, u"a", TopicTreeModel::RetainedColumn, Qt::ToolTipRole)
                .toString()
                .contains(u"Not known"_s));
    // A live message says nothing about what is kept; a replay does.
    model.addMessages({live(u"a", "x")});
    QCOMPARE(retainedAt(model, u"a"), u"not known"_s);
    model.addMessages({replayed(u"a", "x")});
    QCOMPARE(retainedAt(model, u"a"), u"held"_s);
    QCOMPARE(at(model, u"a", TopicTreeModel::RetainedColumn).toString(), u"R"_s);
    QVERIFY(at(model, u"a", 0, Qt::AccessibleTextRole).toString().contains(u"kept"_s));
    // It stays known when live messages follow: the oldest complaint of another program.
    model.addMessages({live(u"a", "y"), live(u"a", "z")});
    QCOMPARE(retainedAt(model, u"a"), u"held"_s);
    // An empty live message may have cleared it.
    model.addMessages({live(u"a", {})});
    QCOMPARE(retainedAt(model, u"a"), u"not known"_s);
    // Our own, answered.
    model.applyPublished({u"+"_s, "x", true, topicList({u"b"_s, u"c"_s, u"d"_s})});
    QCOMPARE(retainedAt(model, u"b"), u"held"_s);
    QCOMPARE(retainedAt(model, u"d"), u"held"_s);
    model.applyPublished({u"b"_s, {}, true, topicList({u"b"_s})});
    QCOMPARE(retainedAt(model, u"b"), u"empty"_s);
    model.applyPublished({u"a"_s, "x", false, topicList({u"a"_s})});
    QCOMPARE(retainedAt(model, u"a"), u"not known"_s);
    model.forgetRetained();
    QCOMPARE(retainedAt(model, u"b"), u"not known"_s);
    QCOMPARE(retainedAt(model, u"c"), u"not known"_s);
}

void TestTopicTreeModel::clearEmptiesIt()
{
    TopicTreeModel model;
    const QAbstractItemModelTester tester(&model);
    model.addMessages({live(u"a/b", "x")});
    QSignalSpy gone(&model, &TopicTreeModel::topicsDisappeared);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.topicCount(), 0);
    QCOMPARE(gone.size(), 1);
    model.advanceSecond();
    model.addMessages({live(u"a/b", "x")});
    QCOMPARE(at(model, u"a/b", 0, TopicTreeModel::CountRole).toULongLong(), 1ULL);
}

void TestTopicTreeModel::aHundredThousandTopics()
{
    TopicTreeModel model;
    QList<TopicName> topics;
    for (int i = 0; i < 100'000; ++i) {
        topics += topic(u"floor%1/room%2/sensor%3/value"_s.arg(i % 10).arg(i / 10 % 100).arg(i));
    }
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setTopics(topics);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.topicCount(), 100'000);
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.rowCount(model.indexOfPath(u"floor3/room42")), 100);
    QList<ReceivedMessage> batch;
    for (int i = 0; i < 100'000; i += 10) {
        batch += ReceivedMessage{atMinute(2), {topics[i], "x", false}, false, 1};
    }
    model.addMessages(batch);
    QCOMPARE(at(model, topics[99'990].toString(), 0, TopicTreeModel::CountRole).toULongLong(),
             1ULL);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestTopicTreeModel)
#include "tst_topictreemodel.moc"
