#include "models/topictreemodel.h"
#include "ui/topicdelegate.h"
#include "ui/topicview.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using Part = TopicDelegate::Part;

class TestTopicView : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void keysScrollToWhereTheyLead_data();
    void keysScrollToWhereTheyLead();
    void topicsThatComeMoveNothing();
    void topicsThatGoMoveNothing();
    void aTreeAtItsTopStaysThere();
    void topicsWaitWhileThePointerIsInside();
    void topicsDoNotWaitForEver();
    void narrowTreesKeepTheTopic();
    void columnsFollowTheTextSize();
    void controlsOfABranchAsk_data();
    void controlsOfABranchAsk();
    void marksSayWhatIsLate();
    void theMarkAsksAgain();
    void escapeIsLeftToThePane();

private:
    [[nodiscard]] QModelIndex at(const QString &path) const;
    [[nodiscard]] int topOf(const QString &path) const;
    [[nodiscard]] QRect rectOf(Part part, const QString &path) const;
    void enter(bool inside);

    std::unique_ptr<TopicTreeModel> m_model;
    std::unique_ptr<TopicView> m_view;
};

namespace {

QList<TopicName> topics(const QStringList &names)
{
    QList<TopicName> result;
    for (const QString &name : names) {
        result.append(TopicName::parse(QStringView(name)).value_or(TopicName()));
    }
    return result;
}

QString numbered(const QString &prefix, int number)
{
    return prefix + QString::number(number).rightJustified(3, u'0');
}

} // namespace

void TestTopicView::init()
{
    m_model = std::make_unique<TopicTreeModel>();
    m_view = std::make_unique<TopicView>(*m_model);
    m_view->topicDelegate().setControlsEnabled(true);
    m_view->resize(500, 300);
    m_view->show();
    QStringList names;
    for (int i = 0; i < 100; ++i) {
        names.append(numbered(u"M"_s, i));
    }
    m_model->addTopics(topics(names));
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestTopicView::cleanup()
{
    m_view.reset();
    m_model.reset();
}

QModelIndex TestTopicView::at(const QString &path) const
{
    return m_model->indexOfPath(path);
}

int TestTopicView::topOf(const QString &path) const
{
    return m_view->visualRect(at(path)).top();
}

QRect TestTopicView::rectOf(Part part, const QString &path) const
{
    const bool isControl = part != Part::Mark;
    const QModelIndex index
        = at(path).siblingAtColumn(isControl && !m_view->isColumnHidden(TopicTreeModel::ValueColumn)
                                       ? TopicTreeModel::ValueColumn
                                       : TopicTreeModel::TopicColumn);
    QStyleOptionViewItem option;
    option.initFrom(m_view.get());
    option.widget = m_view.get();
    option.rect = m_view->visualRect(index);
    return m_view->topicDelegate().partRect(part, option, index);
}

void TestTopicView::enter(bool inside)
{
    if (inside) {
        QEnterEvent event(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5));
        QApplication::sendEvent(m_view->viewport(), &event);
    } else {
        QEvent event(QEvent::Leave);
        QApplication::sendEvent(m_view->viewport(), &event);
    }
}

void TestTopicView::keysScrollToWhereTheyLead_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("times");
    QTest::newRow("Down") << Qt::Key_Down << 60;
    QTest::newRow("Page Down") << Qt::Key_PageDown << 4;
    QTest::newRow("End") << Qt::Key_End << 1;
}

void TestTopicView::keysScrollToWhereTheyLead()
{
    QFETCH(Qt::Key, key);
    QFETCH(int, times);
    m_view->setCurrentIndex(at(u"M000"_s));
    for (int i = 0; i < times; ++i) {
        QTest::keyClick(m_view.get(), key);
    }
    QVERIFY(m_view->currentIndex().row() > 30);
    // Qt itself scrolls to within a pixel.
    const QRect seen = m_view->viewport()->rect().adjusted(0, 0, 0, 1);
    QVERIFY(seen.contains(m_view->visualRect(m_view->currentIndex())));
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QVERIFY(seen.contains(m_view->visualRect(at(u"M000"_s))));
}

void TestTopicView::topicsThatComeMoveNothing()
{
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2 + 3);
    m_view->setCurrentIndex(at(u"M001"_s));
    const int before = topOf(u"M050"_s);
    const int value = m_view->verticalScrollBar()->value();
    m_model->addTopics(topics({u"A"_s, u"B/C"_s, u"M000/X"_s, u"Z"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(m_view->verticalScrollBar()->value() > value, 30'000);
    QCOMPARE(topOf(u"M050"_s), before);
}

void TestTopicView::topicsThatGoMoveNothing()
{
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
    const int before = topOf(u"M055"_s);
    const int value = m_view->verticalScrollBar()->value();
    QList<TopicName> left = m_model->topics();
    left.removeIf([](const TopicName &topic) { return topic.toString() < "M020"_L1; });
    m_model->setTopics(left);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->verticalScrollBar()->value() < value, 30'000);
    QCOMPARE(topOf(u"M055"_s), before);
}

void TestTopicView::aTreeAtItsTopStaysThere()
{
    m_view->clearFocus();
    m_model->addTopics(topics({u"A"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(topOf(u"A"_s), 0, 30'000);
    // Somebody is about to do something with what stands there.
    m_view->setFocus();
    QVERIFY(m_view->hasFocus());
    m_model->addTopics(topics({u"0"_s}));
    m_view->doItemsLayout();
    QCOMPARE(topOf(u"A"_s), 0);
}

void TestTopicView::topicsWaitWhileThePointerIsInside()
{
    enter(true);
    m_model->addTopics(topics({u"M000/X"_s, u"M001/X"_s}));
    QCOMPARE(m_model->heldCount(), 2);
    QVERIFY(!at(u"M000/X"_s).isValid());
    enter(false);
    QCOMPARE(m_model->heldCount(), 0);
    QVERIFY(at(u"M000/X"_s).isValid());
    m_model->addTopics(topics({u"M002/X"_s}));
    QVERIFY(at(u"M002/X"_s).isValid());
    enter(true);
    m_view->hide();
    m_model->addTopics(topics({u"M003/X"_s}));
    QVERIFY(at(u"M003/X"_s).isValid());
}

void TestTopicView::topicsDoNotWaitForEver()
{
    enter(true);
    m_model->addTopics(topics({u"M000/X"_s}));
    QCOMPARE(m_model->heldCount(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(at(u"M000/X"_s).isValid(), 60'000);
    m_model->addTopics(topics({u"M001/X"_s}));
    QCOMPARE(m_model->heldCount(), 1);
}

void TestTopicView::narrowTreesKeepTheTopic()
{
    const QHeaderView *header = m_view->header();
    m_view->resize(700, 300);
    QVERIFY(!header->isSectionHidden(TopicTreeModel::RateColumn));
    const int value = header->sectionSize(TopicTreeModel::ValueColumn);
    const int wanted = 26 * m_view->fontMetrics().averageCharWidth();
    for (int width = 700; width > wanted + 40; width -= 10) {
        m_view->resize(width, 300);
        QVERIFY2(header->sectionSize(TopicTreeModel::TopicColumn) >= wanted,
                 qPrintable(QString::number(width)));
        QVERIFY(header->length() <= m_view->viewport()->width());
    }
    QVERIFY(header->isSectionHidden(TopicTreeModel::RateColumn));
    QVERIFY(header->isSectionHidden(TopicTreeModel::ValueColumn));
    m_view->resize(700, 300);
    QVERIFY(!header->isSectionHidden(TopicTreeModel::RateColumn));
    QVERIFY(!header->isSectionHidden(TopicTreeModel::ValueColumn));
    QCOMPARE(header->sectionSize(TopicTreeModel::ValueColumn), value);
}

void TestTopicView::columnsFollowTheTextSize()
{
    m_view->resize(1'500, 300);
    const int before = m_view->header()->sectionSize(TopicTreeModel::ValueColumn);
    QFont font = m_view->font();
    font.setPointSizeF(font.pointSizeF() * 2);
    m_view->setFont(font);
    QVERIFY(m_view->header()->sectionSize(TopicTreeModel::ValueColumn) > before * 3 / 2);
    QVERIFY(m_view->indentation() >= m_view->fontMetrics().height());
}

void TestTopicView::controlsOfABranchAsk_data()
{
    QTest::addColumn<int>("part");
    QTest::addColumn<QString>("filter");
    QTest::newRow("all below") << int(Part::AllBelow) << u"M000/#"_s;
    QTest::newRow("one level") << int(Part::OneLevel) << u"M000/+"_s;
}

void TestTopicView::controlsOfABranchAsk()
{
    QFETCH(int, part);
    QFETCH(QString, filter);
    m_model->addTopics(topics({u"M000/X"_s}));
    m_view->doItemsLayout();
    QVERIFY2(rectOf(Part(part), u"M001"_s).isNull(), "it is no branch");
    const QRect control = rectOf(Part(part), u"M000"_s);
    QVERIFY(!control.isNull());
    QSignalSpy asked(&m_view->topicDelegate(), &TopicDelegate::filterRequested);
    QSignalSpy ticks(m_model.get(), &TopicTreeModel::tickRequested);
    QSignalSpy chosen(m_view.get(), &TopicView::topicActivated);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, control.center());
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), filter);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, control.center());
    QVERIFY(chosen.isEmpty());
    QVERIFY(ticks.isEmpty());
    // Pressed here and let go elsewhere is nothing.
    asked.clear();
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, control.center());
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, control.center() - QPoint(150, 0));
    QVERIFY(asked.isEmpty());
    m_view->resize(200, 300);
    QVERIFY(m_view->isColumnHidden(TopicTreeModel::ValueColumn));
    QVERIFY(m_view->visualRect(at(u"M000"_s)).contains(rectOf(Part(part), u"M000"_s)));
    m_view->topicDelegate().setControlsEnabled(false);
    QVERIFY(rectOf(Part(part), u"M000"_s).isNull());
}

void TestTopicView::marksSayWhatIsLate()
{
    m_model->addTopics(topics({u"W"_s, u"W/A"_s}));
    m_model->applySubscribed({u"W/#"_s, topics({u"W"_s, u"W/A"_s}), {}, false});
    QVERIFY(rectOf(Part::Mark, u"W"_s).isNull());
    QVERIFY(!TopicDelegate::hasBelowBox(at(u"W"_s)));
    m_model->addTopics(topics({u"W/B"_s, u"W/C"_s}));
    QCOMPARE(TopicDelegate::markText(at(u"W"_s)), u"2 later"_s);
    QCOMPARE(TopicDelegate::markText(at(u"W/B"_s)), u"later"_s);
    QCOMPARE(TopicDelegate::markText(at(u"W/A"_s)), QString());
    QVERIFY(TopicDelegate::hasBelowBox(at(u"W"_s)));
    QCOMPARE(at(u"W"_s).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    m_view->scrollTo(at(u"W/C"_s));
    // It is painted: the same row without it looks otherwise.
    const QImage with = m_view->grab(m_view->visualRect(at(u"W/B"_s))).toImage();
    const QImage without = m_view->grab(m_view->visualRect(at(u"W/A"_s))).toImage();
    const QRect mark
        = rectOf(Part::Mark, u"W/B"_s).translated(-m_view->visualRect(at(u"W/B"_s)).topLeft());
    QVERIFY(with.copy(mark) != without.copy(mark));
}

void TestTopicView::theMarkAsksAgain()
{
    m_model->applySubscribed({u"M00+"_s, {}, {}, false});
    m_model->applySubscribed({u"+/#"_s, topics({u"M000"_s}), {}, false});
    m_model->addTopics(topics({u"M000/X"_s}));
    m_view->doItemsLayout();
    QSignalSpy asked(&m_view->topicDelegate(), &TopicDelegate::filterRequested);
    const QRect mark = rectOf(Part::Mark, u"M000/X"_s);
    QVERIFY(!mark.isNull());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, mark.center());
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), u"+/#"_s);
}

void TestTopicView::escapeIsLeftToThePane()
{
    QKeyEvent escape(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier, u"\x1b"_s);
    QApplication::sendEvent(m_view.get(), &escape);
    QVERIFY(!escape.isAccepted());
}

QTEST_MAIN(TestTopicView)
#include "tst_topicview.moc"
