#include "models/topiccompletionmodel.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestTopicCompletionModel final : public QObject {
    Q_OBJECT

private slots:
    void namesAreSorted();
    void aBatchIsOneInsertionPerRun();
    void removedNamesGo();
    void anInvalidIndexGivesNothing();
    void clearEmptiesIt();
};

void TestTopicCompletionModel::namesAreSorted()
{
    TopicCompletionModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"WEATHER/MN"_s, u"news"_s, u"NEWS"_s, u"A"_s, u"b"_s}));
    QCOMPARE(columnTexts(model, 0),
             QStringList({u"A"_s, u"b"_s, u"NEWS"_s, u"news"_s, u"WEATHER/MN"_s}));
    QCOMPARE(model.index(0).data(Qt::EditRole).toString(), u"A"_s);
    QCOMPARE(namesOf(model.topics()), columnTexts(model, 0));
}

void TestTopicCompletionModel::aBatchIsOneInsertionPerRun()
{
    TopicCompletionModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.addTopics(topicList({u"d"_s, u"b"_s, u"b"_s}));
    QCOMPARE(inserted.size(), 1);
    model.addTopics(topicList({u"c2"_s, u"a"_s, u"c"_s, u"d"_s, u"e"_s}));
    QCOMPARE(inserted.size(), 4);
    QCOMPARE(columnTexts(model, 0), QStringList({u"a"_s, u"b"_s, u"c"_s, u"c2"_s, u"d"_s, u"e"_s}));
    model.addTopics(topicList({u"a"_s}));
    model.addTopics({});
    QCOMPARE(inserted.size(), 4);
}

void TestTopicCompletionModel::removedNamesGo()
{
    TopicCompletionModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"a"_s, u"b"_s, u"c"_s}));
    model.removeTopics(topicList({u"b"_s, u"nowhere"_s}));
    QCOMPARE(columnTexts(model, 0), QStringList({u"a"_s, u"c"_s}));
    // Neighbours go together, in whatever order they are named.
    model.addTopics(topicList({u"b"_s, u"d"_s, u"e"_s, u"f"_s}));
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.removeTopics(topicList({u"f"_s, u"a"_s, u"c"_s, u"b"_s, u"a"_s}));
    QCOMPARE(removed.size(), 2);
    QCOMPARE(columnTexts(model, 0), QStringList({u"d"_s, u"e"_s}));
}

void TestTopicCompletionModel::anInvalidIndexGivesNothing()
{
    TopicCompletionModel model;
    model.addTopics(topicList({u"a"_s}));
    QVERIFY(!model.data({}, Qt::DisplayRole).isValid());
    QVERIFY(!model.index(0).data(Qt::DecorationRole).isValid());
}

void TestTopicCompletionModel::clearEmptiesIt()
{
    TopicCompletionModel model;
    const QAbstractItemModelTester tester(&model);
    model.addTopics(topicList({u"a"_s}));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    model.addTopics(topicList({u"a"_s}));
    QCOMPARE(model.rowCount(), 1);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestTopicCompletionModel)
#include "tst_topiccompletionmodel.moc"
