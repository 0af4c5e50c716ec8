#include "models/plaintooltip.h"
#include "ui/logview.h"

#include <QHelpEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QToolTip>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 30'000; ///< ms, for a loaded machine

} // namespace

class TestLogView : public QObject {
    Q_OBJECT

private slots:
    void init();
    void followsWhileAtTheEnd();
    void scrollingUpEndsFollowing();
    void rowsStayWhereTheyAreWhenOlderOnesGo();
    void rowsStayWhereTheyAreWhenOlderOnesCome();
    void goToNewestFollowsAgain();
    void followingWaitsWhileThePointerMoves();
    void keysBringTheirRowIntoView_data();
    void keysBringTheirRowIntoView();
    void aRowReachedByKeyStaysInView();
    void aKeyReturnsToItsRow();
    void aClickDoesNotScroll();
    void theFocusChoosesNoRow();
    void removingTheCurrentRowChoosesNone();
    void aCutCellHasAToolTip();
    void clearingFollowsAgain();
    void rowHeightFollowsTheFont();

private:
    void append(int count);
    void scrollTo(int row);
    void choose(int row);
    [[nodiscard]] QString topRow() const;
    [[nodiscard]] bool newestIsSeen() const;
    [[nodiscard]] bool isWhollySeen(const QModelIndex &index) const;

    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<LogView> m_view;
    int m_number = 0;
};

void TestLogView::init()
{
    m_view.reset();
    m_model = std::make_unique<QStandardItemModel>(0, 1);
    m_view = std::make_unique<LogView>();
    m_view->setModel(m_model.get());
    m_view->resize(300, 300);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get(), patience));
    m_number = 0;
    append(100);
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
}

void TestLogView::append(int count)
{
    for (int i = 0; i < count; ++i) {
        m_model->appendRow(new QStandardItem(u"row %1"_s.arg(m_number++)));
    }
}

void TestLogView::scrollTo(int row)
{
    m_view->verticalScrollBar()->setValue(row * m_view->rowHeight(row));
}

void TestLogView::choose(int row)
{
    m_view->setCurrentIndex(m_model->index(row, 0));
}

QString TestLogView::topRow() const
{
    return m_view->indexAt(QPoint(5, 5)).data().toString();
}

bool TestLogView::newestIsSeen() const
{
    return m_view->viewport()->rect().intersects(
        m_view->visualRect(m_model->index(m_model->rowCount() - 1, 0)));
}

bool TestLogView::isWhollySeen(const QModelIndex &index) const
{
    const QRect row = m_view->visualRect(index);
    return row.top() >= 0 && row.bottom() < m_view->viewport()->height();
}

void TestLogView::followsWhileAtTheEnd()
{
    QVERIFY(m_view->isFollowing());
    append(50);
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
    QCOMPARE(m_view->newRowsBelow(), 0);
}

void TestLogView::scrollingUpEndsFollowing()
{
    scrollTo(20);
    QVERIFY(!m_view->isFollowing());
    QCOMPARE(topRow(), u"row 20"_s);
    QSignalSpy changed(m_view.get(), &LogView::followingChanged);
    append(7);
    QCOMPARE(topRow(), u"row 20"_s);
    QCOMPARE(m_view->newRowsBelow(), 7);
    QVERIFY(!changed.isEmpty());
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
    QVERIFY(m_view->isFollowing());
}

void TestLogView::rowsStayWhereTheyAreWhenOlderOnesGo()
{
    scrollTo(50);
    QCOMPARE(topRow(), u"row 50"_s);
    m_model->removeRows(0, 30);
    QCOMPARE(topRow(), u"row 50"_s);
    append(10);
    m_model->removeRows(0, 15);
    QCOMPARE(topRow(), u"row 50"_s);
    QCOMPARE(m_view->newRowsBelow(), 10);
    // What was in view goes itself: then the oldest row that is left stands on top.
    m_model->removeRows(0, 20);
    QCOMPARE(topRow(), u"row 65"_s);
}

void TestLogView::rowsStayWhereTheyAreWhenOlderOnesCome()
{
    // As it is while a filter finds older rows.
    const auto insertAbove = [this](int count) {
        QList<QStandardItem *> items;
        for (int i = 0; i < count; ++i) {
            items.append(new QStandardItem(u"older"_s));
        }
        m_model->invisibleRootItem()->insertRows(0, items);
    };
    scrollTo(50);
    insertAbove(30);
    QCOMPARE(topRow(), u"row 50"_s);
    scrollTo(0);
    QCOMPARE(topRow(), u"older"_s);
    m_model->item(0)->setText(u"oldest"_s);
    insertAbove(5);
    QCOMPARE(topRow(), u"oldest"_s);
    QCOMPARE(m_view->newRowsBelow(), 0);
    QVERIFY(!m_view->isFollowing());
    append(2);
    QCOMPARE(m_view->newRowsBelow(), 2);
    m_view->goToNewest();
    insertAbove(40);
    QVERIFY(m_view->isFollowing());
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
}

void TestLogView::goToNewestFollowsAgain()
{
    scrollTo(0);
    append(5);
    m_view->goToNewest();
    QVERIFY(m_view->isFollowing());
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
    append(5);
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
}

void TestLogView::followingWaitsWhileThePointerMoves()
{
    // Under the pointer nothing moves; when it rests, the newest row comes into view by itself.
    m_view->setPointerRest(1h);
    QTest::mouseMove(m_view->viewport(), QPoint(50, 50));
    QTest::mouseMove(m_view->viewport(), QPoint(51, 52));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->viewport()->underMouse(), patience);
    const QString before = topRow();
    append(40);
    QCOMPARE(topRow(), before);
    QVERIFY(m_view->isFollowing());
    QVERIFY(!newestIsSeen());
    m_view->setPointerRest(1ms);
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
}

void TestLogView::keysBringTheirRowIntoView_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("times");
    QTest::addColumn<int>("to"); // -1: somewhere out of what was in view
    QTest::newRow("Up") << 99 << Qt::Key_Up << 30 << 69;
    QTest::newRow("Down") << 10 << Qt::Key_Down << 40 << 50;
    QTest::newRow("Page Up") << 99 << Qt::Key_PageUp << 3 << -1;
    QTest::newRow("Page Down") << 10 << Qt::Key_PageDown << 3 << -1;
    QTest::newRow("Home") << 99 << Qt::Key_Home << 1 << 0;
    QTest::newRow("End") << 10 << Qt::Key_End << 1 << 99;
}

void TestLogView::keysBringTheirRowIntoView()
{
    QFETCH(int, from);
    QFETCH(Qt::Key, key);
    QFETCH(int, times);
    QFETCH(int, to);
    scrollTo(from);
    choose(from);
    for (int i = 0; i < times; ++i) {
        QTest::keyClick(m_view.get(), key);
        QVERIFY(isWhollySeen(m_view->currentIndex()));
    }
    const int row = m_view->currentIndex().row();
    if (to >= 0) {
        QCOMPARE(row, to);
    } else {
        QVERIFY(std::abs(row - from) > 20);
    }
    QCOMPARE(m_view->selectedRows(), QList<int>({row}));
    QCOMPARE(m_view->isFollowing(), row == 99);
}

void TestLogView::aRowReachedByKeyStaysInView()
{
    choose(99);
    QSignalSpy changed(m_view.get(), &LogView::followingChanged);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QVERIFY(!m_view->isFollowing());
    QCOMPARE(changed.size(), 1);
    const QString before = topRow();
    append(50);
    QCOMPARE(topRow(), before);
    QCOMPARE(m_view->newRowsBelow(), 50);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QVERIFY(m_view->isFollowing());
    append(50);
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
}

void TestLogView::aKeyReturnsToItsRow()
{
    choose(0);
    scrollTo(50);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(topRow(), u"row 0"_s);
}

void TestLogView::aClickDoesNotScroll()
{
    // Half of the first row is in view.
    m_view->verticalScrollBar()->setValue(m_view->rowHeight(0) * 10 + m_view->rowHeight(0) / 2);
    const int before = m_view->verticalScrollBar()->value();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(10, 2));
    QCOMPARE(m_view->currentIndex().row(), 10);
    QCOMPARE(m_view->verticalScrollBar()->value(), before);
}

void TestLogView::theFocusChoosesNoRow()
{
    QSignalSpy chosen(m_view.get(), &LogView::rowChosen);
    QFocusEvent focus(QEvent::FocusIn, Qt::TabFocusReason);
    QCoreApplication::sendEvent(m_view.get(), &focus);
    QVERIFY(!m_view->currentIndex().isValid());
    QVERIFY(chosen.isEmpty());
    // The first key begins where one looks.
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->currentIndex().row(), 99);
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toInt(), 99);
    m_view->selectionModel()->clear();
    scrollTo(20);
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentIndex().row(), 20);
}

void TestLogView::removingTheCurrentRowChoosesNone()
{
    choose(10);
    QSignalSpy chosen(m_view.get(), &LogView::rowChosen);
    m_model->removeRows(0, 10);
    QCOMPARE(m_view->currentIndex().data().toString(), u"row 10"_s);
    m_model->removeRows(0, 1);
    QVERIFY(!m_view->currentIndex().isValid());
    QVERIFY(m_view->selectedRows().isEmpty());
    QVERIFY(chosen.isEmpty());
    choose(0);
    QCOMPARE(chosen.size(), 1);
}

void TestLogView::aCutCellHasAToolTip()
{
    const auto toolTipAt = [this](int row) {
        QToolTip::hideText();
        if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }, patience)) {
            return u"the one before"_s;
        }
        const QPoint where = m_view->visualRect(m_model->index(row, 0)).center();
        QHelpEvent help(QEvent::ToolTip, where, m_view->viewport()->mapToGlobal(where));
        QCoreApplication::sendEvent(m_view->viewport(), &help);
        return QToolTip::text();
    };
    const QString text = u"<b>bold</b> "_s + QString(100, u'x');
    m_model->item(98)->setText(text);
    QCOMPARE(toolTipAt(98), plainToolTip(text));
    QVERIFY(toolTipAt(99).isEmpty());
    // The model's own says more.
    m_model->item(98)->setToolTip(u"what it means"_s);
    QCOMPARE(toolTipAt(98), u"what it means"_s);
}

void TestLogView::clearingFollowsAgain()
{
    scrollTo(3);
    QVERIFY(!m_view->isFollowing());
    m_model->removeRows(0, m_model->rowCount());
    QVERIFY(m_view->isFollowing());
    append(100);
    QTRY_VERIFY_WITH_TIMEOUT(newestIsSeen(), patience);
}

void TestLogView::rowHeightFollowsTheFont()
{
    const int before = m_view->rowHeight(0);
    QFont large = m_view->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    m_view->setFont(large);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->rowHeight(0) > before, patience);
    QVERIFY(m_view->rowHeight(0) >= m_view->fontMetrics().height());
}

QTEST_MAIN(TestLogView)
#include "tst_logview.moc"
