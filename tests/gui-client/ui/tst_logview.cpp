#include "ui/logview.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestLogView : public QObject {
    Q_OBJECT

private slots:
    void init();
    void followsWhileAtTheEnd();
    void scrollingUpEndsFollowing();
    void rowsStayWhereTheyAreWhenOlderOnesGo();
    void goToNewestFollowsAgain();
    void followingWaitsWhileThePointerMoves();
    void clearingFollowsAgain();
    void rowHeightFollowsTheFont();

private:
    void append(int count);
    void scrollTo(int row);
    [[nodiscard]] QString topRow() const;
    [[nodiscard]] bool newestIsSeen() const;

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
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_number = 0;
    append(100);
    QTRY_VERIFY(newestIsSeen());
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

QString TestLogView::topRow() const
{
    return m_view->indexAt(QPoint(5, 5)).data().toString();
}

bool TestLogView::newestIsSeen() const
{
    return m_view->viewport()->rect().intersects(
        m_view->visualRect(m_model->index(m_model->rowCount() - 1, 0)));
}

void TestLogView::followsWhileAtTheEnd()
{
    QVERIFY(m_view->isFollowing());
    append(50);
    QTRY_VERIFY(newestIsSeen());
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

void TestLogView::goToNewestFollowsAgain()
{
    scrollTo(0);
    append(5);
    m_view->goToNewest();
    QVERIFY(m_view->isFollowing());
    QTRY_VERIFY(newestIsSeen());
    append(5);
    QTRY_VERIFY(newestIsSeen());
}

void TestLogView::followingWaitsWhileThePointerMoves()
{
    // Under the pointer nothing moves; when it rests, the newest row comes into view by itself.
    QTest::mouseMove(m_view->viewport(), QPoint(50, 50));
    QTest::mouseMove(m_view->viewport(), QPoint(51, 52));
    QTRY_VERIFY(m_view->viewport()->underMouse());
    const QString before = topRow();
    append(40);
    QCOMPARE(topRow(), before);
    QVERIFY(m_view->isFollowing());
    QTRY_VERIFY(newestIsSeen());
}

void TestLogView::clearingFollowsAgain()
{
    scrollTo(3);
    QVERIFY(!m_view->isFollowing());
    m_model->removeRows(0, m_model->rowCount());
    QVERIFY(m_view->isFollowing());
    append(100);
    QTRY_VERIFY(newestIsSeen());
}

void TestLogView::rowHeightFollowsTheFont()
{
    const int before = m_view->rowHeight(0);
    QFont large = m_view->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    m_view->setFont(large);
    QTRY_VERIFY(m_view->rowHeight(0) > before);
    QVERIFY(m_view->rowHeight(0) >= m_view->fontMetrics().height());
}

QTEST_MAIN(TestLogView)
#include "tst_logview.moc"
