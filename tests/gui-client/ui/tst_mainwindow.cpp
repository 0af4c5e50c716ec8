// The window driven by clicks and keys against the real server: subscribing and publishing.
#include "patience.h"
#include "ui/topicdelegate.h"
#include "ui/wrappedtext.h"
#include "windowdriver.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void ownMessageIsSeenAfterThreeClicks();
    void tickSubscribesThatTopicAlone();
    void retainedMessageReachesALatecomer();
    void emptyMessageWithRetainAsksOnce();
    void branchSubscribesAllBelow();
    void oneLevelByButton();
    void wildcardPublishSaysWhomItReached();
    void laterTopicOffersToSubscribeAgain();
    void unsubscribingCanBeUndone();
    void subscribingCanBeUndoneAndRedone();
    void typedFilterMarksWhatItMatches();
    void invalidFilterSaysWhy();
    void subscribeAndPublishInOneStep();
    void refusedRequestIsShownInline();
    void multilineMessageArrivesWhole();

private:
    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<WindowDriver> m_driver;
};

void TestMainWindow::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_driver = std::make_unique<WindowDriver>();
}

void TestMainWindow::cleanup()
{
    m_driver.reset();
    m_server.reset();
}

void TestMainWindow::ownMessageIsSeenAfterThreeClicks()
{
    // With no broker at all: the window starts one.
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().topicCount() == 4, patience);
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER"_s), patience);
    QVERIFY(m_driver->press(u"Publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().feed().rowCount(), 1, patience);
    QCOMPARE(m_driver->feedRow(0), u"> WEATHER Hello, class!"_s);
}

void TestMainWindow::tickSubscribesThatTopicAlone()
{
    QVERIFY(m_driver->connectTo(*m_server, u"Anna"_s));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER/MN"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().indexOfPath(u"WEATHER/MN").isValid(),
                             patience);
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER"_s), patience);
    QVERIFY(!m_driver->isSubscribed(u"WEATHER/MN"_s));
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->isSubscribed(u"WEATHER"_s), patience);
    QVERIFY(m_driver->window().windowTitle().contains("Anna"_L1));
    QVERIFY(m_driver->window().windowTitle().contains("classroom rules"_L1));
}

void TestMainWindow::retainedMessageReachesALatecomer()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    m_driver->write(u"NEWS"_s, u"Snow day"_s);
    QTest::keyClick(&m_driver->window(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->feedRow(0), u"> NEWS Snow day"_s, patience);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_driver->child<WrappedText>(u"publishSays"_s)->sentence().contains("latecomers"_L1),
        patience);

    WindowDriver latecomer;
    QVERIFY(latecomer.connectTo(*m_server));
    QVERIFY(latecomer.tick(u"NEWS"_s));
    QTRY_COMPARE_WITH_TIMEOUT(latecomer.feedRow(0), u"S NEWS Snow day"_s, patience);
    const QModelIndex topic = latecomer.models().topics().indexOfPath(u"NEWS");
    QCOMPARE(topic.siblingAtColumn(TopicTreeModel::RetainedColumn).data().toString(), u"R"_s);
    // A live message after it keeps both marks apart.
    m_driver->window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&m_driver->window(), 30'000));
    m_driver->write(u"NEWS"_s, u"Sun"_s);
    QTest::keyClick(&m_driver->window(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(latecomer.feedRow(1), u"> NEWS Sun"_s, patience);
}

void TestMainWindow::emptyMessageWithRetainAsksOnce()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    m_driver->write(u"NEWS"_s, u"x"_s);
    QVERIFY(m_driver->press(u"Publish && Retain"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().feed().rowCount(), 1, patience);

    m_driver->write(u"NEWS"_s, QString());
    QVERIFY(m_driver->press(u"Publish && Retain"_s));
    QVERIFY(m_driver->notices().contains("forget"_L1));
    QVERIFY(m_driver->press(u"Cancel"_s));
    QCOMPARE(m_driver->notices(), QString());
    QVERIFY(m_driver->press(u"Publish && Retain"_s));
    QVERIFY(m_driver->press(u"Forget it"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_driver->child<WrappedText>(u"publishSays"_s)->sentence().contains("no message"_L1),
        patience);

    WindowDriver latecomer;
    QVERIFY(latecomer.connectTo(*m_server));
    QVERIFY(latecomer.tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(latecomer.isSubscribed(u"NEWS"_s), patience);
    m_driver->write(u"NEWS"_s, u"after"_s);
    QVERIFY(m_driver->press(u"Publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(latecomer.feedRow(0), u"> NEWS after"_s, patience);
}

void TestMainWindow::branchSubscribesAllBelow()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER/WI/NINE"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().indexOfPath(u"WEATHER/WI/NINE").isValid(),
                             patience);
    auto *view = m_driver->child<QTreeView>(u"topics"_s);
    view->setCurrentIndex(m_driver->models().topics().indexOfPath(u"WEATHER"));
    QTest::keyClick(view, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER/WI/NINE"_s), patience);
    QVERIFY(m_driver->isSubscribed(u"WEATHER"_s));
    QCOMPARE(m_driver->models().subscriptions().rowCount(), 2);
    QVERIFY(m_driver->models()
                .subscriptions()
                .index(1, SubscriptionModel::OriginColumn)
                .data()
                .toString()
                .startsWith("WEATHER/#"_L1));
    QTest::keyClick(view, Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 0, patience);
}

void TestMainWindow::oneLevelByButton()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER/MN"_s));
    QVERIFY(peer.subscribe(u"WEATHER/WI/NINE"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().indexOfPath(u"WEATHER/WI/NINE").isValid(),
                             patience);
    m_driver->child<QTreeView>(u"topics"_s)
        ->setCurrentIndex(m_driver->models().topics().indexOfPath(u"WEATHER"));
    QVERIFY(m_driver->press(u"One level"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER/MN"_s), patience);
    QVERIFY(!m_driver->isSubscribed(u"WEATHER"_s));
    QVERIFY(!m_driver->isSubscribed(u"WEATHER/WI/NINE"_s));
}

void TestMainWindow::wildcardPublishSaysWhomItReached()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 2, patience);
    m_driver->write(u"#"_s, u"to all"_s);
    QVERIFY(m_driver->press(u"Publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().feed().rowCount(), 2, patience);
    auto *says = m_driver->child<WrappedText>(u"publishSays"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        says->sentence().contains("WEATHER"_L1) && says->sentence().contains("NEWS"_L1), patience);
    QVERIFY(m_driver->press(u"Publish && Retain"_s));
    QTRY_VERIFY_WITH_TIMEOUT(says->sentence().contains("kept for latecomers on 2 topics"_L1),
                             patience);
}

void TestMainWindow::laterTopicOffersToSubscribeAgain()
{
    QVERIFY(m_driver->connectTo(*m_server));
    m_driver->type(u"filter"_s, u"WEATHER/#"_s);
    QTest::keyClick(m_driver->child<QLineEdit>(u"filter"_s), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER"_s), patience);
    QCOMPARE(m_driver->child<QLineEdit>(u"filter"_s)->text(), QString());
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER/LATE"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->notices().contains("WEATHER/LATE"_L1), patience);
    QVERIFY(!m_driver->isSubscribed(u"WEATHER/LATE"_s));
    QVERIFY(m_driver->press(u"Subscribe again"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER/LATE"_s), patience);
}

void TestMainWindow::unsubscribingCanBeUndone()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"HEALTH"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"HEALTH"_s), patience);
    auto *list = m_driver->child<QTableView>(u"subscriptions"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    QVERIFY(m_driver->press(u"Unsubscribe"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->isSubscribed(u"HEALTH"_s), patience);
    QVERIFY(m_driver->child<QLabel>(u"undoHint"_s)->text().contains("unsubscribe HEALTH"_L1));
    QTest::keyClick(list, Qt::Key_Z, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"HEALTH"_s), patience);
}

void TestMainWindow::subscribingCanBeUndoneAndRedone()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER"_s), patience);
    m_driver->type(u"filter"_s, u"+"_s);
    QTest::keyClick(m_driver->child<QLineEdit>(u"filter"_s), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 4, patience);
    auto *view = m_driver->child<QTreeView>(u"topics"_s);
    view->setFocus();
    // What the filter brought goes, what was there before it stays.
    QTest::keyClick(view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 1, patience);
    QVERIFY(m_driver->isSubscribed(u"WEATHER"_s));
    QTest::keyClick(view, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 4, patience);
    QTest::keyClick(view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 1, patience);
    QTest::keyClick(view, Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().subscriptions().rowCount(), 0, patience);
}

void TestMainWindow::typedFilterMarksWhatItMatches()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER/MN"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().indexOfPath(u"WEATHER/MN").isValid(),
                             patience);
    const auto marked = [&](QStringView path) {
        return TopicDelegate::isMarked(m_driver->models().topics().indexOfPath(path));
    };
    QVERIFY(!marked(u"WEATHER/MN"));
    m_driver->type(u"filter"_s, u"WEATHER/+"_s);
    QVERIFY(marked(u"WEATHER/MN"));
    QVERIFY(!marked(u"WEATHER"));
    QVERIFY(m_driver->child<WrappedText>(u"summary"_s)->isVisible());
    auto *list = m_driver->child<QListView>(u"matches"_s);
    QVERIFY(list->isVisible());
    const QModelIndex first = list->model()->index(0, 0);
    QCOMPARE(first.data().toString(), u"✓ WEATHER/MN"_s);
    QVERIFY(!list->model()->match(first, Qt::DisplayRole, u"✗ WEATHER: Level 2"_s).isEmpty());
    m_driver->type(u"filter"_s, QString());
    QVERIFY(!marked(u"WEATHER/MN"));
    QVERIFY(!list->isVisible());
}

void TestMainWindow::invalidFilterSaysWhy()
{
    QVERIFY(m_driver->connectTo(*m_server));
    m_driver->type(u"filter"_s, u"WEATHER/#/X"_s);
    QVERIFY(m_driver->child<WrappedText>(u"summary"_s)->sentence().contains(u'#'));
    QVERIFY(!m_driver->child<QAbstractButton>(u"subscribe"_s)->isEnabled());
    QTest::keyClick(m_driver->child<QLineEdit>(u"filter"_s), Qt::Key_Return);
    m_driver->type(u"filter"_s, u"SPORTS"_s);
    QVERIFY(m_driver->press(u"Add"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"SPORTS"_s), patience);
    QCOMPARE(m_driver->models().subscriptions().rowCount(), 1);
}

void TestMainWindow::subscribeAndPublishInOneStep()
{
    QVERIFY(m_driver->connectTo(*m_server));
    m_driver->write(u"SECURITY"_s, u"Door 2"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->notices().contains("not subscribed to SECURITY"_L1), 30'000);
    QVERIFY(m_driver->press(u"Subscribe and publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->feedRow(0), u"> SECURITY Door 2"_s, patience);
    QVERIFY(m_driver->isSubscribed(u"SECURITY"_s));
    QCOMPARE(m_driver->notices(), QString());
}

void TestMainWindow::refusedRequestIsShownInline()
{
    QVERIFY(m_driver->connectTo(*m_server));
    m_driver->write(u"HEALTH"_s, u"x"_s);
    QVERIFY(m_driver->press(u"Publish"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->notices().contains("HEALTH"_L1), patience);
    QVERIFY(m_driver->press(u"Subscribe and publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->feedRow(0), u"> HEALTH x"_s, patience);
    // The server's own words for a filter that matches nothing.
    m_driver->type(u"filter"_s, u"NOWHERE/+"_s);
    QVERIFY(m_driver->press(u"Add"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->notices().contains("NOWHERE/+"_L1), patience);
    QVERIFY(!QApplication::activeModalWidget());
}

void TestMainWindow::multilineMessageArrivesWhole()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    const QString text = u"one, <two>\nthree \\ vier ä ☃"_s;
    m_driver->child<QPlainTextEdit>(u"publishPayload"_s)->setPlainText(text);
    QVERIFY(m_driver->press(u"Publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().feed().rowCount(), 1, patience);
    QCOMPARE(m_driver->models().feed().messageAt(0).message.payload, text.toUtf8());
    auto *feed = m_driver->child<QTableView>(u"feed"_s);
    QTest::mouseClick(feed->viewport(), Qt::LeftButton, {},
                      feed->visualRect(feed->model()->index(0, 0)).center());
    QCOMPARE(m_driver->child<QPlainTextEdit>(u"detailsPayload"_s)->toPlainText(), text);
    QTest::keyClick(feed, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().contains("one, <two>\\nthree"_L1));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
