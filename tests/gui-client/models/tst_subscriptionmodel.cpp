#include "models/subscriptionmodel.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestSubscriptionModel final : public QObject {
    Q_OBJECT

private slots:
    void rowsAreInTheOrderMade();
    void theOriginIsSaid();
    void unsubscribedRowsGo();
    void restoredOnesKeepTheirRow();
    void messagesAreCounted();
    void clearEmptiesIt();
};

void TestSubscriptionModel::rowsAreInTheOrderMade()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy count(&model, &SubscriptionModel::countChanged);
    model.applySubscribed({u"NEWS"_s, topicList({u"NEWS"_s}), atMinute(1), false});
    model.applySubscribed(
        {u"#"_s, topicList({u"HEALTH"_s, u"NEWS"_s, u"A"_s}), atMinute(2), false});
    QCOMPARE(columnTexts(model, SubscriptionModel::TopicColumn),
             QStringList({u"NEWS"_s, u"HEALTH"_s, u"A"_s}));
    QCOMPARE(namesOf(model.topics()), QStringList({u"NEWS"_s, u"HEALTH"_s, u"A"_s}));
    QCOMPARE(inserted.size(), 2);
    QCOMPARE(count.last()[0].toInt(), 3);
    QCOMPARE(model.topicAt(1), topic(u"HEALTH"));
    QVERIFY(model.contains(topic(u"A")));
    QVERIFY(!model.contains(topic(u"B")));
    for (int column = 0; column < SubscriptionModel::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

void TestSubscriptionModel::theOriginIsSaid()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model);
    model.applySubscribed({u"NEWS"_s, topicList({u"NEWS"_s}), atMinute(1), false});
    model.applySubscribed({u"WEATHER/#"_s, topicList({u"WEATHER"_s}), atMinute(2), false});
    QCOMPARE(columnTexts(model, SubscriptionModel::OriginColumn),
             QStringList({u"10:01"_s, u"WEATHER/#, expanded 10:02"_s}));
    const QModelIndex row = model.index(1, 0);
    QCOMPARE(row.data(SubscriptionModel::FilterRole).toString(), u"WEATHER/#"_s);
    QCOMPARE(row.data(SubscriptionModel::TopicRole).toString(), u"WEATHER"_s);
    QCOMPARE(row.data(SubscriptionModel::SinceRole).toDateTime().toMSecsSinceEpoch(),
             atMinute(2).time_since_epoch().count());
    QVERIFY(row.data(Qt::AccessibleTextRole).toString().startsWith(u"WEATHER, subscribed by"_s));
}

void TestSubscriptionModel::unsubscribedRowsGo()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model);
    model.applySubscribed(
        {u"+"_s, topicList({u"A"_s, u"B"_s, u"C"_s, u"D"_s, u"E"_s}), atMinute(1), false});
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy count(&model, &SubscriptionModel::countChanged);
    model.applyUnsubscribed({u"+"_s, topicList({u"E"_s, u"B"_s, u"C"_s, u"nowhere"_s})});
    QCOMPARE(columnTexts(model, SubscriptionModel::TopicColumn), QStringList({u"A"_s, u"D"_s}));
    QCOMPARE(removed.size(), 2);
    QCOMPARE(count.size(), 1);
    model.applyUnsubscribed({u"x"_s, topicList({u"nowhere"_s})});
    QCOMPARE(count.size(), 1);
    model.addMessages(numbered(u"D", 3));
    QCOMPARE(model.index(1, 0).data(SubscriptionModel::CountRole).toULongLong(), 3ULL);
    QVERIFY(!model.contains(topic(u"B")));
}

void TestSubscriptionModel::restoredOnesKeepTheirRow()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model);
    model.applySubscribed({u"+"_s, topicList({u"A"_s, u"B"_s}), atMinute(1), false});
    model.addMessages(numbered(u"B", 7));
    model.applySubscribed({u"+"_s, topicList({u"B"_s}), atMinute(1), true});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(columnTexts(model, SubscriptionModel::CountColumn), QStringList({u"0"_s, u"7"_s}));
}

void TestSubscriptionModel::messagesAreCounted()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model);
    model.applySubscribed({u"+"_s, topicList({u"A"_s, u"B"_s, u"C"_s}), atMinute(1), false});
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.addMessages(numbered(u"B", 100) + numbered(u"C", 5) + numbered(u"other", 9));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 1);
    QCOMPARE(changed[0][1].toModelIndex().row(), 2);
    QCOMPARE(columnTexts(model, SubscriptionModel::CountColumn),
             QStringList({u"0"_s, u"100"_s, u"5"_s}));
    model.addMessages(numbered(u"other", 9));
    QCOMPARE(changed.size(), 1);
}

void TestSubscriptionModel::clearEmptiesIt()
{
    SubscriptionModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.clear();
    QVERIFY(reset.isEmpty());
    model.applySubscribed({u"+"_s, topicList({u"A"_s}), atMinute(1), false});
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.contains(topic(u"A")));
    model.addMessages(numbered(u"A", 1));
    model.applySubscribed({u"+"_s, topicList({u"A"_s}), atMinute(1), false});
    QCOMPARE(model.index(0, 0).data(SubscriptionModel::CountRole).toULongLong(), 0ULL);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestSubscriptionModel)
#include "tst_subscriptionmodel.moc"
