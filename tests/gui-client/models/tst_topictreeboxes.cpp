#include "models/plaintooltip.h"
#include "models/topictreemodel.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

/// The mark in front of a topic, as the window draws it.
QString box(const TopicTreeModel &model, QStringView path)
{
    switch (model.indexOfPath(path).data(Qt::CheckStateRole).toInt()) {
    case Qt::Checked:
        return u"[x]"_s;
    case Qt::PartiallyChecked:
        return u"[-]"_s;
    default:
        return u"[ ]"_s;
    }
}

/// What a second box says of the topics below.
Qt::CheckState belowBox(const TopicTreeModel &model, QStringView path)
{
    return Qt::CheckState(model.indexOfPath(path).data(TopicTreeModel::BelowStateRole).toInt());
}

QString hintAt(const TopicTreeModel &model, QStringView path)
{
    return model.indexOfPath(path).data(TopicTreeModel::HintRole).toString();
}

SubscribeAnswer answer(const QString &filter, const QStringList &topics, int minute = 2)
{
    return {filter, topicList(topics), atMinute(minute), false};
}

UnsubscribeAnswer left(const QStringList &topics)
{
    return {{}, topicList(topics)};
}

} // namespace

/// The rules of the tick-boxes under classroom rules.
class TestTopicTreeBoxes final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aTickIsOneTopicAndNoOther();
    void branchesAboveShowSomeBelow();
    void tickingAsksAndChangesNothing();
    void tickingABranchAsksAnotherQuestion();
    void onlyTheTopicColumnHasABox();
    void boxesFollowTheAnswers();
    void subscribingCreatesUnknownTopics();
    void aTopicThatCameLaterIsUntickedWithAHint();
    void aSubscribedBranchShowsThatSomeBelowAreNot();
    void theNewestExpansionIsNamed();
    void subscribingAgainEndsTheHint();
    void tickingTheLateTopicEndsItsHint();
    void leavingAllThatTheFilterBroughtEndsTheHint();
    void plainSubscriptionsMakeNoHints();
    void topicsThatTheFilterDoesNotTakeGetNoHint();
    void restoredSubscriptionsKeepTheirTime();
    void restoringAfterTheTreeWasEmptied();
    void removedTopicsLeaveNoCounts();
    void missingTopicsGoWhenWeLeave();
    void leavingTheBrokerClearsEverything();
    void boxChangesAreToldUpToTheFirstLevel();

private:
    TopicTreeModel *m_model = nullptr;
    QAbstractItemModelTester *m_tester = nullptr;
};

void TestTopicTreeBoxes::init()
{
    m_model = new TopicTreeModel(this);
    m_tester = new QAbstractItemModelTester(m_model, this);
    m_model->setTopics(topicList({u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s, u"NEWS"_s}));
}

void TestTopicTreeBoxes::cleanup()
{
    delete m_tester;
    delete m_model;
}

void TestTopicTreeBoxes::aTickIsOneTopicAndNoOther()
{
    m_model->applySubscribed(answer(u"WEATHER"_s, {u"WEATHER"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/MN"), u"[ ]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/WI"), u"[ ]"_s);
    QCOMPARE(box(*m_model, u"NEWS"), u"[ ]"_s);
    QVERIFY(m_model->isSubscribed(topic(u"WEATHER")));
    QVERIFY(!m_model->isSubscribed(topic(u"WEATHER/MN")));
    QVERIFY(!m_model->isSubscribed(topic(u"nowhere")));
    QCOMPARE(m_model->indexOfPath(u"WEATHER").data(TopicTreeModel::SubscribedRole).toBool(), true);
}

void TestTopicTreeBoxes::branchesAboveShowSomeBelow()
{
    m_model->applySubscribed(answer(u"WEATHER/WI/NINE"_s, {u"WEATHER/WI/NINE"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[-]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/WI"), u"[-]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/WI/NINE"), u"[x]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/MN"), u"[ ]"_s);
    m_model->applySubscribed(answer(u"WEATHER"_s, {u"WEATHER"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    m_model->applyUnsubscribed(left({u"WEATHER/WI/NINE"_s}));
    QCOMPARE(box(*m_model, u"WEATHER/WI"), u"[ ]"_s);
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    m_model->applyUnsubscribed(left({u"WEATHER"_s, u"nowhere"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[ ]"_s);
}

void TestTopicTreeBoxes::tickingAsksAndChangesNothing()
{
    QSignalSpy ticks(m_model, &TopicTreeModel::tickRequested);
    QSignalSpy changed(m_model, &QAbstractItemModel::dataChanged);
    const QModelIndex weather = m_model->indexOfPath(u"WEATHER");
    QVERIFY(!m_model->setData(weather, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(ticks.size(), 1);
    QCOMPARE(ticks[0][0].value<TopicName>(), topic(u"WEATHER"));
    QCOMPARE(ticks[0][1].toBool(), true);
    QCOMPARE(box(*m_model, u"WEATHER"), u"[ ]"_s);
    QVERIFY(changed.isEmpty());
    m_model->applySubscribed(answer(u"WEATHER"_s, {u"WEATHER"_s}));
    QVERIFY(!m_model->setData(weather, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(ticks.size(), 2);
    QCOMPARE(ticks[1][1].toBool(), false);
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    // What it is already needs no question.
    QVERIFY(!m_model->setData(weather, Qt::Checked, Qt::CheckStateRole));
    QVERIFY(!m_model->setData(weather, u"text"_s, Qt::EditRole));
    QCOMPARE(ticks.size(), 2);
}

void TestTopicTreeBoxes::tickingABranchAsksAnotherQuestion()
{
    QSignalSpy ticks(m_model, &TopicTreeModel::tickRequested);
    QSignalSpy branches(m_model, &TopicTreeModel::branchTickRequested);
    m_model->setData(m_model->indexOfPath(u"WEATHER/WI"), Qt::Checked, Qt::CheckStateRole);
    QVERIFY(ticks.isEmpty());
    QCOMPARE(branches.size(), 1);
    QCOMPARE(branches[0][0].toString(), u"WEATHER/WI"_s);
}

void TestTopicTreeBoxes::onlyTheTopicColumnHasABox()
{
    const QModelIndex weather = m_model->indexOfPath(u"WEATHER");
    QVERIFY(weather.flags().testFlag(Qt::ItemIsUserCheckable));
    for (int column = 1; column < TopicTreeModel::ColumnCount; ++column) {
        const QModelIndex index = weather.siblingAtColumn(column);
        QVERIFY(!index.data(Qt::CheckStateRole).isValid());
        QVERIFY(!index.flags().testFlag(Qt::ItemIsUserCheckable));
        QVERIFY(index.flags().testFlag(Qt::ItemIsEnabled));
    }
}

void TestTopicTreeBoxes::boxesFollowTheAnswers()
{
    m_model->applySubscribed(
        answer(u"WEATHER/#"_s, {u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/MN"), u"[x]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/WI"), u"[-]"_s);
    QCOMPARE(box(*m_model, u"WEATHER/WI/NINE"), u"[x]"_s);
    // Told twice, counted once.
    m_model->applySubscribed(answer(u"WEATHER/MN"_s, {u"WEATHER/MN"_s}));
    m_model->applyUnsubscribed(left({u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[ ]"_s);
}

void TestTopicTreeBoxes::subscribingCreatesUnknownTopics()
{
    m_model->applySubscribed(answer(u"SPORT/TENNIS"_s, {u"SPORT/TENNIS"_s}));
    QCOMPARE(box(*m_model, u"SPORT"), u"[-]"_s);
    QCOMPARE(box(*m_model, u"SPORT/TENNIS"), u"[x]"_s);
    QVERIFY(hintAt(*m_model, u"SPORT/TENNIS").isEmpty());
}

void TestTopicTreeBoxes::aTopicThatCameLaterIsUntickedWithAHint()
{
    m_model->applySubscribed(answer(u"WEATHER/#"_s, {u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA"_s, u"SPORT"_s}));
    QCOMPARE(box(*m_model, u"WEATHER/IA"), u"[ ]"_s);
    QCOMPARE(box(*m_model, u"WEATHER"), u"[-]"_s);
    QCOMPARE(hintAt(*m_model, u"WEATHER/IA"),
             u"WEATHER/# was expanded at 10:02; this topic came later."_s);
    QCOMPARE(m_model->indexOfPath(u"WEATHER/IA").data(TopicTreeModel::HintFilterRole).toString(),
             u"WEATHER/#"_s);
    QVERIFY(hintAt(*m_model, u"WEATHER").startsWith(u"WEATHER/# was expanded at 10:02; 1 topic"_s));
    QCOMPARE(m_model->indexOfPath(u"WEATHER").data(TopicTreeModel::HintFilterRole).toString(),
             u"WEATHER/#"_s);
    QVERIFY(hintAt(*m_model, u"WEATHER/MN").isEmpty());
    QVERIFY(hintAt(*m_model, u"WEATHER/WI").isEmpty());
    QVERIFY(hintAt(*m_model, u"SPORT").isEmpty());
    QCOMPARE(m_model->indexOfPath(u"WEATHER/IA").data(Qt::ToolTipRole).toString(),
             plainToolTip(hintAt(*m_model, u"WEATHER/IA")));
    for (const QString &path : {u"WEATHER/IA"_s, u"WEATHER"_s}) {
        QCOMPARE(m_model->indexOfPath(path).data(TopicTreeModel::LateCountRole).toInt(), 1);
        const QString said = m_model->indexOfPath(path).data(Qt::AccessibleTextRole).toString();
        QVERIFY2(said.contains(hintAt(*m_model, path)), qPrintable(said));
    }
    QCOMPARE(m_model->indexOfPath(u"WEATHER/MN").data(TopicTreeModel::LateCountRole).toInt(), 0);
}

void TestTopicTreeBoxes::aSubscribedBranchShowsThatSomeBelowAreNot()
{
    m_model->applySubscribed(
        answer(u"WEATHER/#"_s, {u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI/NINE"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    QCOMPARE(belowBox(*m_model, u"WEATHER"), Qt::Checked);
    QCOMPARE(belowBox(*m_model, u"WEATHER/WI"), Qt::Checked);
    QSignalSpy changed(m_model, &QAbstractItemModel::dataChanged);
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    // Its own tick stays, and what is below is another box.
    QCOMPARE(box(*m_model, u"WEATHER"), u"[x]"_s);
    QCOMPARE(belowBox(*m_model, u"WEATHER"), Qt::PartiallyChecked);
    QVERIFY(std::ranges::any_of(changed, [this](const QList<QVariant> &arguments) {
        return arguments[0].toModelIndex() == m_model->indexOfPath(u"WEATHER");
    }));
    QVERIFY(m_model->indexOfPath(u"WEATHER")
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(u"subscribed, 2 of 3 below subscribed"_s));
    m_model->applySubscribed(answer(u"WEATHER/#"_s, {u"WEATHER/IA"_s}, 9));
    QCOMPARE(belowBox(*m_model, u"WEATHER"), Qt::Checked);
    m_model->applyUnsubscribed(left({u"WEATHER/MN"_s}));
    QCOMPARE(belowBox(*m_model, u"WEATHER"), Qt::PartiallyChecked);
    m_model->setTopics(topicList({u"WEATHER"_s, u"WEATHER/IA"_s, u"WEATHER/WI/NINE"_s}));
    QCOMPARE(belowBox(*m_model, u"WEATHER"), Qt::Checked);
    m_model->clearSubscriptions();
    QCOMPARE(belowBox(*m_model, u"WEATHER"), Qt::Unchecked);
}

void TestTopicTreeBoxes::theNewestExpansionIsNamed()
{
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/MN"_s}, 2));
    m_model->applySubscribed(answer(u"#"_s, {u"NEWS"_s, u"WEATHER"_s}, 7));
    m_model->addTopics(topicList({u"WEATHER/IA"_s, u"$SYS/x"_s}));
    QCOMPARE(hintAt(*m_model, u"WEATHER/IA"), u"# was expanded at 10:07; this topic came later."_s);
    QVERIFY2(hintAt(*m_model, u"$SYS/x").isEmpty(), "# never takes what begins with $");
}

void TestTopicTreeBoxes::subscribingAgainEndsTheHint()
{
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/MN"_s}, 2));
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    QVERIFY(!hintAt(*m_model, u"WEATHER/IA").isEmpty());
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/IA"_s}, 9));
    QCOMPARE(box(*m_model, u"WEATHER/IA"), u"[x]"_s);
    QVERIFY(hintAt(*m_model, u"WEATHER/IA").isEmpty());
    QVERIFY(hintAt(*m_model, u"WEATHER").isEmpty());
    m_model->addTopics(topicList({u"WEATHER/OH"_s}));
    QCOMPARE(hintAt(*m_model, u"WEATHER/OH"),
             u"WEATHER/+ was expanded at 10:09; this topic came later."_s);
}

void TestTopicTreeBoxes::tickingTheLateTopicEndsItsHint()
{
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/MN"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA"_s, u"WEATHER/OH"_s}));
    m_model->applySubscribed(answer(u"WEATHER/IA"_s, {u"WEATHER/IA"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/IA").isEmpty());
    QVERIFY(!hintAt(*m_model, u"WEATHER/OH").isEmpty());
    m_model->applyUnsubscribed(left({u"WEATHER/IA"_s}));
    QVERIFY2(hintAt(*m_model, u"WEATHER/IA").isEmpty(), "it was left on purpose");
}

void TestTopicTreeBoxes::leavingAllThatTheFilterBroughtEndsTheHint()
{
    m_model->applySubscribed(answer(u"WEATHER/#"_s, {u"WEATHER"_s, u"WEATHER/MN"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    m_model->applyUnsubscribed(left({u"WEATHER"_s}));
    QVERIFY(!hintAt(*m_model, u"WEATHER/IA").isEmpty());
    m_model->applyUnsubscribed(left({u"WEATHER/MN"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/IA").isEmpty());
    QVERIFY(hintAt(*m_model, u"WEATHER").isEmpty());
    m_model->addTopics(topicList({u"WEATHER/OH"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/OH").isEmpty());
}

void TestTopicTreeBoxes::plainSubscriptionsMakeNoHints()
{
    m_model->applySubscribed(answer(u"WEATHER"_s, {u"WEATHER"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/IA").isEmpty());
}

void TestTopicTreeBoxes::topicsThatTheFilterDoesNotTakeGetNoHint()
{
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/MN"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA/AMES"_s, u"SPORT/X"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/IA/AMES").isEmpty());
    QVERIFY(hintAt(*m_model, u"WEATHER").isEmpty());
    QVERIFY(hintAt(*m_model, u"SPORT/X").isEmpty());
}

void TestTopicTreeBoxes::restoredSubscriptionsKeepTheirTime()
{
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/MN"_s}, 2));
    // The connection is lost; the server starts anew; a topic is there that was not before.
    m_model->setTopics(topicList({u"NEWS"_s, u"WEATHER/MN"_s, u"WEATHER/IA"_s}));
    m_model->applySubscribed({u"WEATHER/+"_s, topicList({u"WEATHER/MN"_s}), atMinute(2), true});
    QCOMPARE(box(*m_model, u"WEATHER/MN"), u"[x]"_s);
    QCOMPARE(hintAt(*m_model, u"WEATHER/IA"),
             u"WEATHER/+ was expanded at 10:02; this topic came later."_s);
    m_model->applyUnsubscribed(left({u"WEATHER/MN"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/IA").isEmpty());
}

void TestTopicTreeBoxes::restoringAfterTheTreeWasEmptied()
{
    m_model->applySubscribed(answer(u"WEATHER/+"_s, {u"WEATHER/MN"_s}, 2));
    m_model->clear();
    m_model->applySubscribed({u"WEATHER/+"_s, topicList({u"WEATHER/MN"_s}), atMinute(2), true});
    QCOMPARE(box(*m_model, u"WEATHER/MN"), u"[x]"_s);
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    QVERIFY(!hintAt(*m_model, u"WEATHER/IA").isEmpty());
}

void TestTopicTreeBoxes::removedTopicsLeaveNoCounts()
{
    m_model->applySubscribed(answer(u"WEATHER/#"_s, {u"WEATHER/WI/NINE"_s, u"WEATHER/MN"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    m_model->setTopics(topicList({u"WEATHER"_s}));
    // What is subscribed stays, because it is about to be subscribed again; what came late is gone.
    QCOMPARE(box(*m_model, u"WEATHER/MN"), u"[x]"_s);
    QVERIFY(!m_model->indexOfPath(u"WEATHER/IA").isValid());
    QVERIFY(hintAt(*m_model, u"WEATHER").isEmpty());
    m_model->applySubscribed({u"WEATHER/#"_s, topicList({u"WEATHER/MN"_s}), atMinute(2), true});
    m_model->applyUnsubscribed(left({u"WEATHER/WI/NINE"_s, u"WEATHER/MN"_s}));
    QCOMPARE(box(*m_model, u"WEATHER"), u"[ ]"_s);
    QVERIFY2(!m_model->indexOfPath(u"WEATHER/WI").isValid(), "it did not come back");
    QVERIFY2(m_model->indexOfPath(u"WEATHER/MN").isValid(), "it did");
}

void TestTopicTreeBoxes::missingTopicsGoWhenWeLeave()
{
    m_model->applySubscribed(answer(u"NEWS"_s, {u"NEWS"_s}));
    m_model->setTopics(topicList({u"WEATHER"_s}));
    QCOMPARE(m_model->topicCount(), 2);
    m_model->clearSubscriptions();
    QCOMPARE(m_model->topicCount(), 1);
    m_model->applySubscribed(answer(u"NEWS"_s, {u"NEWS"_s}));
    m_model->setTopics(topicList({u"WEATHER"_s}));
    m_model->addTopics(topicList({u"NEWS"_s}));
    m_model->applyUnsubscribed(left({u"NEWS"_s}));
    QVERIFY2(m_model->indexOfPath(u"NEWS").isValid(), "it was announced again");
}

void TestTopicTreeBoxes::leavingTheBrokerClearsEverything()
{
    m_model->applySubscribed(answer(u"WEATHER/#"_s, {u"WEATHER/WI/NINE"_s, u"WEATHER/MN"_s}));
    m_model->addTopics(topicList({u"WEATHER/IA"_s}));
    m_model->clearSubscriptions();
    for (const QString &path : {u"WEATHER"_s, u"WEATHER/MN"_s, u"WEATHER/WI"_s, u"WEATHER/IA"_s}) {
        QCOMPARE(box(*m_model, path), u"[ ]"_s);
        QVERIFY(hintAt(*m_model, path).isEmpty());
    }
    QCOMPARE(m_model->topicCount(), 5);
    m_model->addTopics(topicList({u"WEATHER/OH"_s}));
    QVERIFY(hintAt(*m_model, u"WEATHER/OH").isEmpty());
}

void TestTopicTreeBoxes::boxChangesAreToldUpToTheFirstLevel()
{
    QSignalSpy changed(m_model, &QAbstractItemModel::dataChanged);
    m_model->applySubscribed(answer(u"WEATHER/WI/NINE"_s, {u"WEATHER/WI/NINE"_s}));
    QStringList told;
    for (const QList<QVariant> &arguments : changed) {
        told += arguments[0].toModelIndex().data(TopicTreeModel::PathRole).toString();
    }
    QCOMPARE(told, QStringList({u"WEATHER/WI/NINE"_s, u"WEATHER/WI"_s, u"WEATHER"_s}));
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestTopicTreeBoxes)
#include "tst_topictreeboxes.moc"
