#include "models/messagefeedmodel.h"
#include "models/plaintooltip.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

namespace {

/// received = kept + evicted + waiting, and kept = shown + hidden.
bool addsUp(const MessageFeedModel &model)
{
    const auto counts = model.counts();
    return counts.received == counts.kept + counts.evicted + counts.waiting
        && counts.kept == counts.shown + counts.hidden && counts.shown == quint64(model.rowCount());
}

/// The numbers of the messages in the rows.
QList<quint64> numbersOf(const MessageFeedModel &model)
{
    QList<quint64> numbers;
    for (int row = 0; row < model.rowCount(); ++row) {
        numbers.append(model.messageAt(row).number);
    }
    return numbers;
}

/// More than a slice of filtering.
constexpr int manyRows = 100'000;

} // namespace

class TestMessageFeedModel final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void rowsShowTheMessages();
    void rolesGiveRawValues();
    void payloadsAreNoHtmlInToolTips();
    void multiDataAgreesWithData();
    void aBatchIsOneInsertion();
    void theOldestRowsGoInBlocks();
    void theByteBudgetCounts();
    void aBatchOverTheBoundsKeepsItsEnd_data();
    void aBatchOverTheBoundsKeepsItsEnd();
    void boundsCanBeChanged();
    void filterHidesAndCounts();
    void newMessagesPassTheFilter();
    void filteringGoesInSlicesFromTheNewest();
    void aSliceCountsBytes();
    void whatSlicesFindIsCollected();
    void messagesAndEvictionsWhileFiltering();
    void anotherFilterWhileFiltering();
    void evictionUnderAFilter();
    void pauseKeepsTheRowsAndCounts();
    void whatWaitsIsBoundedToo();
    void keptAndWaitingShareTheBounds_data();
    void keptAndWaitingShareTheBounds();
    void clearCountsFromZero();
    void undoBringsBackWhatWasCleared();
    void undoKeepsWhatCameSince();
    void undoUnderAFilter();
    void undoOfAPausedFeed();
    void whatWasClearedMakesRoomFirst();
    void whatWasClearedIsForgotten();
    void positionsStay();
    void rowsAsText();

private:
    void waitForFilter(MessageFeedModel &model);
};

void TestMessageFeedModel::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestMessageFeedModel::waitForFilter(MessageFeedModel &model)
{
    QTRY_VERIFY_WITH_TIMEOUT(!model.isFiltering(), 30'000);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::rowsShowTheMessages()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.append({live(u"WEATHER/MN", "21.4\n"), replayed(u"NEWS", {})});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.columnCount(), int(MessageFeedModel::ColumnCount));
    QCOMPARE(columnTexts(model, MessageFeedModel::TimeColumn),
             QStringList({u"10:02:11.204"_s, u"10:02:11.204"_s}));
    QCOMPARE(columnTexts(model, MessageFeedModel::MarkColumn), QStringList({u">"_s, u"S"_s}));
    QCOMPARE(columnTexts(model, MessageFeedModel::TopicColumn),
             QStringList({u"WEATHER/MN"_s, u"NEWS"_s}));
    QCOMPARE(columnTexts(model, MessageFeedModel::PayloadColumn),
             QStringList({u"21.4\\n"_s, u"(empty)"_s}));
    for (int column = 0; column < MessageFeedModel::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(),
             u"10:02:11.204, live, WEATHER/MN: 21.4\\n"_s);
    QVERIFY(model.index(1, MessageFeedModel::MarkColumn)
                .data(Qt::ToolTipRole)
                .toString()
                .startsWith(u"Stored copy"_s));
}

void TestMessageFeedModel::rolesGiveRawValues()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    const QByteArray payload(1'000, 'x');
    model.append({replayed(u"NEWS", payload, 7), live(u"NEWS", "x", 8)});
    const QModelIndex row = model.index(0, 0);
    QCOMPARE(row.data(MessageFeedModel::TimeRole).toDateTime().toMSecsSinceEpoch(),
             atMinute(2).time_since_epoch().count());
    QCOMPARE(row.data(MessageFeedModel::ReplayedRole).toBool(), true);
    QCOMPARE(row.data(MessageFeedModel::TopicRole).toString(), u"NEWS"_s);
    QCOMPARE(row.data(MessageFeedModel::PayloadRole).toByteArray(), payload);
    QCOMPARE(row.data(MessageFeedModel::PayloadSizeRole).toLongLong(), 1'000LL);
    QCOMPARE(row.data(MessageFeedModel::NumberRole).toULongLong(), 7ULL);
    QCOMPARE(row.data(MessageFeedModel::CutRole).toBool(), true);
    QCOMPARE(model.index(1, 0).data(MessageFeedModel::CutRole).toBool(), false);
    const QModelIndex shown = model.index(0, MessageFeedModel::PayloadColumn);
    QVERIFY(shown.data().toString().endsWith(u"… (1,000 bytes)"_s));
    QCOMPARE(shown.data(Qt::ToolTipRole).toString(), plainToolTip(QString::fromLatin1(payload)));
}

void TestMessageFeedModel::payloadsAreNoHtmlInToolTips()
{
    MessageFeedModel model;
    model.append({live(u"NEWS", "<h1>Big</h1>" + QByteArray(300, ' '))});
    const QString tip
        = model.index(0, MessageFeedModel::PayloadColumn).data(Qt::ToolTipRole).toString();
    QVERIFY(tip.contains("&lt;h1&gt;Big"_L1));
    QVERIFY(!tip.contains("<h1>"_L1));
}

void TestMessageFeedModel::multiDataAgreesWithData()
{
    MessageFeedModel model;
    model.append({live(u"A", "x")});
    const QModelIndex index = model.index(0, MessageFeedModel::TopicColumn);
    std::array roles{QModelRoleData(Qt::DisplayRole), QModelRoleData(Qt::DecorationRole),
                     QModelRoleData(MessageFeedModel::PayloadRole)};
    model.multiData(index, roles);
    for (const QModelRoleData &each : roles) {
        QCOMPARE(each.data(), model.data(index, each.role()));
    }
    QCOMPARE(roles[0].data().toString(), u"A"_s);
}

void TestMessageFeedModel::aBatchIsOneInsertion()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy counts(&model, &MessageFeedModel::countsChanged);
    model.append(numbered(u"A", 1'500));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted[0][1].toInt(), 0);
    QCOMPARE(inserted[0][2].toInt(), 1'499);
    QCOMPARE(counts.size(), 1);
    model.append({});
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(counts.size(), 1);
    QCOMPARE(model.counts().received, 1'500ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::theOldestRowsGoInBlocks()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(5'000);
    QCOMPARE(model.maxRows(), 5'000);
    model.append(numbered(u"A", 5'000));
    QCOMPARE(model.rowCount(), 5'000);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    model.append(numbered(u"A", 1, 5'001));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed[0][2].toInt(), 1'023);
    QCOMPARE(model.rowCount(), 5'000 - 1'024 + 1);
    QCOMPARE(model.messageAt(0).number, 1'025ULL);
    QCOMPARE(model.counts().evicted, 1'024ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::theByteBudgetCounts()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxBytes(1'000'000);
    QCOMPARE(model.maxBytes(), 1'000'000);
    for (int i = 0; i < 50; ++i) {
        model.append({live(u"A", QByteArray(100'000, 'x'))});
        QVERIFY(model.bytes() <= 1'000'000);
    }
    QCOMPARE(model.rowCount(), 9);
    QCOMPARE(model.counts().evicted, 41ULL);
    model.append({live(u"A", QByteArray(2'000'000, 'x'))});
    QCOMPARE(model.rowCount(), 1);
    model.append({live(u"A", "small")});
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::aBatchOverTheBoundsKeepsItsEnd_data()
{
    QTest::addColumn<int>("maxRows");
    QTest::addColumn<int>("maxBytes");
    QTest::newRow("rows") << 10 << 100'000'000;
    QTest::newRow("bytes") << 100'000 << int(10 * MessageRing::bytesOf(live(u"A", "100")) + 1);
}

void TestMessageFeedModel::aBatchOverTheBoundsKeepsItsEnd()
{
    QFETCH(int, maxRows);
    QFETCH(int, maxBytes);
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(maxRows);
    model.setMaxBytes(maxBytes);
    model.append(numbered(u"A", 5, 101));
    model.append(numbered(u"A", 100, 200));
    QCOMPARE(numbersOf(model), QList<quint64>({290, 291, 292, 293, 294, 295, 296, 297, 298, 299}));
    QCOMPARE(model.counts().evicted, 95ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::boundsCanBeChanged()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.append(numbered(u"A", 3'000));
    model.setMaxRows(100);
    QVERIFY(model.rowCount() <= 100);
    QVERIFY(model.rowCount() >= 75);
    QCOMPARE(model.messageAt(model.rowCount() - 1).number, 3'000ULL);
    model.setMaxBytes(1);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::filterHidesAndCounts()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.append({live(u"WEATHER/MN", "1"), live(u"NEWS", "2"), replayed(u"WEATHER", "3"),
                  live(u"WEATHER/WI", "4")});
    model.setFilter(MessageFeedFilter(u"WEATHER/#"));
    waitForFilter(model);
    QCOMPARE(columnTexts(model, MessageFeedModel::PayloadColumn),
             QStringList({u"1"_s, u"3"_s, u"4"_s}));
    QCOMPARE(model.counts().hidden, 1ULL);
    model.setFilter(MessageFeedFilter(u"WEATHER/#", true, false));
    waitForFilter(model);
    QCOMPARE(columnTexts(model, MessageFeedModel::PayloadColumn), QStringList({u"1"_s, u"4"_s}));
    model.setFilter(MessageFeedFilter(u"topic:a/#/b"));
    waitForFilter(model);
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.counts().hidden, 4ULL);
    model.setFilter(MessageFeedFilter());
    QVERIFY(!model.isFiltering());
    QCOMPARE(model.rowCount(), 4);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setFilter(MessageFeedFilter());
    QVERIFY(reset.isEmpty());
}

void TestMessageFeedModel::newMessagesPassTheFilter()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setFilter(MessageFeedFilter(u"keep"));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.append({live(u"A", "keep 1"), live(u"A", "drop"), live(u"A", "KEEP 2")});
    QCOMPARE(inserted.size(), 1);
    model.append({live(u"A", "drop")});
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(columnTexts(model, MessageFeedModel::PayloadColumn),
             QStringList({u"keep 1"_s, u"KEEP 2"_s}));
    QCOMPARE(model.counts().hidden, 2ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::filteringGoesInSlicesFromTheNewest()
{
    MessageFeedModel model;
    model.setSliceTime(0ms);
    model.setUpdateTime(0ms);
    model.append(numbered(u"A", 10'000));
    QSignalSpy filtering(&model, &MessageFeedModel::filteringChanged);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setFilter(MessageFeedFilter(u"77"));
    QVERIFY2(model.isFiltering(), "not all in one go: the window would stand still");
    // The first slice is the newest 256 messages, 9,745 to 10,000.
    QCOMPARE(numbersOf(model),
             QList<quint64>({9'770, 9'771, 9'772, 9'773, 9'774, 9'775, 9'776, 9'777, 9'778, 9'779,
                             9'877, 9'977}));
    QCOMPARE(inserted.size(), 1);
    waitForFilter(model);
    QVERIFY(inserted.size() > 10);
    QCOMPARE(filtering.size(), 2);
    QCOMPARE(filtering[0][0].toBool(), true);
    QCOMPARE(filtering[1][0].toBool(), false);
    QList<quint64> expected;
    for (quint64 number = 1; number <= 10'000; ++number) {
        if (QByteArray::number(number).contains("77")) {
            expected.append(number);
        }
    }
    QCOMPARE(numbersOf(model), expected);
}

void TestMessageFeedModel::aSliceCountsBytes()
{
    MessageFeedModel model;
    model.setSliceTime(0ms);
    model.setUpdateTime(0ms);
    for (int i = 0; i < 8; ++i) {
        model.append({live(u"A", QByteArray(40 * 1024, 'x'))});
    }
    // The first slice ends behind 64 KiB, which is in the second message.
    model.setFilter(MessageFeedFilter(u"x"));
    QVERIFY(model.isFiltering());
    QCOMPARE(model.rowCount(), 2);
    waitForFilter(model);
    QCOMPARE(model.rowCount(), 8);
}

void TestMessageFeedModel::whatSlicesFindIsCollected()
{
    // A view that is told of rows every turn does nothing else.
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setSliceTime(0ms);
    model.setUpdateTime(1h);
    model.setMaxRows(10'000);
    model.append(numbered(u"A", 10'000));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.setFilter(MessageFeedFilter(u"1"));
    QCOMPARE(inserted.size(), 1);
    while (model.isFiltering()) {
        QCOMPARE(inserted.size(), 1);
        QCoreApplication::processEvents();
    }
    QCOMPARE(inserted.size(), 2);
    QVERIFY(addsUp(model));
    // What was found and falls out of the bounds before it is shown never is.
    model.setFilter(MessageFeedFilter(u"0"));
    QCoreApplication::processEvents();
    QVERIFY(model.isFiltering());
    model.append(numbered(u"A", 9'990, 10'001));
    QVERIFY(!model.isFiltering());
    QVERIFY(addsUp(model));
    for (const quint64 number : numbersOf(model)) {
        QVERIFY(QByteArray::number(number).contains('0'));
        QVERIFY(number > 10'000 - 1'024);
    }
}

void TestMessageFeedModel::messagesAndEvictionsWhileFiltering()
{
    MessageFeedModel model;
    model.setSliceTime(0ms);
    model.setUpdateTime(0ms);
    model.setMaxRows(50'000);
    model.append(numbered(u"A", 50'000));
    model.setFilter(MessageFeedFilter(u"9"));
    QVERIFY(model.isFiltering());
    // In between the slices, as it is while messages go on coming.
    int next = 50'001;
    while (model.isFiltering()) {
        model.append(numbered(u"A", 500, next));
        next += 500;
        QVERIFY(addsUp(model));
        QCoreApplication::processEvents();
    }
    waitForFilter(model);
    QList<quint64> expected;
    const quint64 last = quint64(next) - 1;
    for (quint64 number = last - model.counts().kept + 1; number <= last; ++number) {
        if (QByteArray::number(number).contains('9')) {
            expected.append(number);
        }
    }
    QCOMPARE(numbersOf(model), expected);
}

void TestMessageFeedModel::anotherFilterWhileFiltering()
{
    MessageFeedModel model;
    model.setSliceTime(0ms);
    model.append(numbered(u"A", manyRows));
    QSignalSpy filtering(&model, &MessageFeedModel::filteringChanged);
    model.setFilter(MessageFeedFilter(u"1"));
    QVERIFY(model.isFiltering());
    model.setFilter(MessageFeedFilter(u"99999"));
    waitForFilter(model);
    QCOMPARE(numbersOf(model), QList<quint64>({99'999}));
    model.setFilter(MessageFeedFilter(u"5"));
    QVERIFY(model.isFiltering());
    model.setFilter({});
    QVERIFY(!model.isFiltering());
    QCOMPARE(model.rowCount(), manyRows);
    model.setFilter(MessageFeedFilter(u"5"));
    QVERIFY(model.isFiltering());
    model.clear();
    QVERIFY(!model.isFiltering());
    QCOMPARE(filtering.size(), 6);
    QCoreApplication::processEvents();
    QCOMPARE(model.rowCount(), 0);
}

void TestMessageFeedModel::evictionUnderAFilter()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(100);
    model.append(numbered(u"A", 100));
    model.setFilter(MessageFeedFilter(u"0"));
    waitForFilter(model);
    QCOMPARE(model.rowCount(), 10);
    model.append(numbered(u"A", 1, 101));
    // 25 of 101 went, and 101 itself passes.
    QCOMPARE(numbersOf(model), QList<quint64>({30, 40, 50, 60, 70, 80, 90, 100, 101}));
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::pauseKeepsTheRowsAndCounts()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy paused(&model, &MessageFeedModel::pausedChanged);
    model.append(numbered(u"A", 10));
    model.setPaused(true);
    model.setPaused(true);
    QVERIFY(model.isPaused());
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.append(numbered(u"A", 20, 11));
    model.append(numbered(u"A", 5, 31));
    QCOMPARE(model.rowCount(), 10);
    QCOMPARE(model.counts().waiting, 25ULL);
    QCOMPARE(model.counts().received, 35ULL);
    QVERIFY(addsUp(model));
    model.setPaused(false);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(model.rowCount(), 35);
    QCOMPARE(model.messageAt(34).number, 35ULL);
    QCOMPARE(model.counts().waiting, 0ULL);
    QCOMPARE(paused.size(), 2);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::whatWaitsIsBoundedToo()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(100);
    model.setPaused(true);
    model.append(numbered(u"A", 250));
    QVERIFY(model.counts().waiting <= 100);
    QVERIFY(model.counts().waiting > 75);
    QVERIFY(addsUp(model));
    model.setMaxRows(10);
    QVERIFY(model.counts().waiting <= 10);
    QVERIFY(addsUp(model));
    model.setPaused(false);
    QCOMPARE(model.messageAt(model.rowCount() - 1).number, 250ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::keptAndWaitingShareTheBounds_data()
{
    QTest::addColumn<int>("maxRows");
    QTest::addColumn<int>("maxBytes");
    QTest::addColumn<int>("batch");
    const auto size = int(MessageRing::bytesOf(live(u"A", "1000")));
    QTest::newRow("rows") << 1'000 << 1'000'000'000 << 7;
    QTest::newRow("bytes") << 1'000'000 << 1'000 * size << 7;
    QTest::newRow("rows, large batches") << 1'000 << 1'000'000'000 << 1'500;
    QTest::newRow("bytes, large batches") << 1'000'000 << 1'000 * size << 1'500;
}

void TestMessageFeedModel::keptAndWaitingShareTheBounds()
{
    QFETCH(int, maxRows);
    QFETCH(int, maxBytes);
    QFETCH(int, batch);
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(maxRows);
    model.setMaxBytes(maxBytes);
    model.append(numbered(u"A", 1'000, 1'000));
    model.setPaused(true);
    int next = 2'000;
    while (next < 6'000) {
        model.append(numbered(u"A", batch, next));
        next += batch;
        QVERIFY(addsUp(model));
        QVERIFY(model.counts().kept + model.counts().waiting <= 1'000);
        QVERIFY(model.bytes() <= maxBytes);
    }
    // What is looked at gives no more than half of the room, and its newest part stays.
    QVERIFY(model.rowCount() > 240);
    QVERIFY(model.rowCount() <= 500);
    QCOMPARE(model.messageAt(model.rowCount() - 1).number, 1'999ULL);
    QVERIFY(model.counts().waiting > 240);
    const quint64 expected = model.counts().kept + model.counts().waiting;
    model.setPaused(false);
    QCOMPARE(model.counts().kept, expected);
    QCOMPARE(model.messageAt(model.rowCount() - 1).number, quint64(next) - 1);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::undoBringsBackWhatWasCleared()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(100);
    model.append(numbered(u"A", 120));
    const QList<quint64> numbers = numbersOf(model);
    const MessageFeedModel::Counts counts = model.counts();
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.counts().restorable, counts.kept);
    QCOMPARE(model.bytes(), 0);
    // Clearing nothing forgets nothing.
    model.clear();
    model.undoClear();
    QCOMPARE(numbersOf(model), numbers);
    QCOMPARE(model.counts(), counts);
    model.undoClear();
    QCOMPARE(model.counts(), counts);
    // Only what the last one cleared comes back.
    model.clear();
    model.append(numbered(u"A", 3, 201));
    model.clear();
    model.undoClear();
    QCOMPARE(numbersOf(model), QList<quint64>({201, 202, 203}));
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::undoKeepsWhatCameSince()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.append(numbered(u"A", 3));
    model.clear();
    model.append(numbered(u"A", 2, 4));
    model.undoClear();
    QCOMPARE(numbersOf(model), QList<quint64>({1, 2, 3, 4, 5}));
    QCOMPARE(model.counts().received, 5ULL);
    model.append(numbered(u"A", 1, 6));
    QCOMPARE(model.messageAt(5).number, 6ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::undoUnderAFilter()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.append(numbered(u"A", 20));
    model.setFilter(MessageFeedFilter(u"1"));
    model.clear();
    model.append(numbered(u"A", 2, 21));
    model.setFilter(MessageFeedFilter(u"2"));
    model.undoClear();
    waitForFilter(model);
    QCOMPARE(numbersOf(model), QList<quint64>({2, 12, 20, 21, 22}));
}

void TestMessageFeedModel::undoOfAPausedFeed()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.append(numbered(u"A", 2));
    model.setPaused(true);
    model.append(numbered(u"A", 2, 3));
    model.clear();
    QCOMPARE(model.counts().restorable, 4ULL);
    model.append(numbered(u"A", 1, 5));
    model.undoClear();
    QCOMPARE(numbersOf(model), QList<quint64>({1, 2, 3, 4}));
    QCOMPARE(model.counts().waiting, 1ULL);
    QVERIFY(addsUp(model));
    model.setPaused(false);
    QCOMPARE(numbersOf(model), QList<quint64>({1, 2, 3, 4, 5}));
}

void TestMessageFeedModel::whatWasClearedMakesRoomFirst()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(100);
    model.append(numbered(u"A", 100));
    model.clear();
    model.append(numbered(u"A", 60, 101));
    QCOMPARE(model.counts().kept, 60ULL);
    QVERIFY(model.counts().restorable <= 40);
    QVERIFY(model.counts().restorable > 0);
    QVERIFY(addsUp(model));
    const auto restorable = int(model.counts().restorable);
    model.undoClear();
    QCOMPARE(model.rowCount(), 60 + restorable);
    QCOMPARE(model.messageAt(0).number, quint64(101 - restorable));
    QCOMPARE(model.counts().received, 160ULL);
    QVERIFY(addsUp(model));
    model.clear();
    model.append(numbered(u"A", 100, 201));
    QCOMPARE(model.counts().restorable, 0ULL);
    model.undoClear();
    QCOMPARE(model.counts().received, 100ULL);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::whatWasClearedIsForgotten()
{
    MessageFeedModel model;
    model.append(numbered(u"A", 10));
    model.setUndoTime(1ms);
    QSignalSpy changed(&model, &MessageFeedModel::countsChanged);
    model.clear();
    QTRY_COMPARE_WITH_TIMEOUT(model.counts().restorable, 0ULL, 30'000);
    QCOMPARE(changed.size(), 2);
    model.undoClear();
    QCOMPARE(model.rowCount(), 0);
}

void TestMessageFeedModel::positionsStay()
{
    MessageFeedModel model;
    model.setMaxRows(100);
    model.append(numbered(u"A", 90));
    const quint64 position = model.positionOfRow(40);
    QVERIFY(model.isKept(position));
    model.append(numbered(u"A", 20, 91));
    QVERIFY(model.isKept(position));
    QCOMPARE(model.positionOfRow(40 - int(model.counts().evicted)), position);
    model.clear();
    QVERIFY(!model.isKept(position));
    model.append(numbered(u"A", 10, 111));
    QVERIFY(!model.isKept(position));
    model.undoClear();
    QVERIFY(model.isKept(position));
    model.append(numbered(u"A", 60, 121));
    QVERIFY(!model.isKept(position));
}

void TestMessageFeedModel::clearCountsFromZero()
{
    MessageFeedModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMaxRows(100);
    model.append(numbered(u"A", 250));
    model.setPaused(true);
    model.append(numbered(u"A", 5));
    model.clear();
    MessageFeedModel::Counts expected;
    QVERIFY(model.counts().restorable > 75);
    expected.restorable = model.counts().restorable;
    QCOMPARE(model.counts(), expected);
    QCOMPARE(model.bytes(), 0);
    QCOMPARE(model.rowCount(), 0);
    model.setPaused(false);
    model.append(numbered(u"A", 3));
    QCOMPARE(model.rowCount(), 3);
    QVERIFY(addsUp(model));
}

void TestMessageFeedModel::rowsAsText()
{
    MessageFeedModel model;
    model.append({live(u"A", "one\ttab"), replayed(u"B", {}), live(u"C", QByteArray(300, 'x'))});
    QCOMPARE(model.rowsAsText({0, 1, 2, 3, -1}),
             u"10:02:11.204\t>\tA\tone\\ttab\n"
             "10:02:11.204\tS\tB\t\n"
             "10:02:11.204\t>\tC\t"_s
                 + QString(300, u'x') + u'\n');
    QVERIFY(model.rowsAsText({}).isEmpty());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestMessageFeedModel)
#include "tst_messagefeedmodel.moc"
