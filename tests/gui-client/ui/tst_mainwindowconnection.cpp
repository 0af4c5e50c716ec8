// The window driven by clicks and keys against the real server: connecting, feed, wire, commands.
#include "patience.h"
#include "windowdriver.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTcpServer>
#include <QTest>
#include <QTreeView>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestMainWindowConnection : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void refusedConnectionNamesTheNextStep();
    void badAddressIsSaidInline();
    void takenPortOffersToConnectToIt();
    void takenPortOffersAnotherPort();
    void reconnectsAfterTheServerWasRestarted();
    void closingAsksAboutTheOwnBroker();
    void stoppingTheOwnBrokerDisconnects();
    void feedFilterHidesAndCounts();
    void pauseHoldsAndCounts();
    void clearEmptiesTheFeed();
    void commandLineSpeaksToTheBroker();
    void wirePanelShowsFramesAndCopiesThem();
    void lastAddressAndLayoutAreRemembered();
    void changesAreKeptWithoutClosing();
    void resetBringsEverythingBack();
    void rubbishInTheSettingsIsHarmless();

private:
    [[nodiscard]] bool publishAs(Peer &peer, const QString &topic, const QByteArrayList &payloads);

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<WindowDriver> m_driver;
};

void TestMainWindowConnection::init()
{
    m_server = std::make_unique<TestServer>();
    QVERIFY(m_server->start());
    m_driver = std::make_unique<WindowDriver>();
}

void TestMainWindowConnection::cleanup()
{
    m_driver.reset();
    m_server.reset();
}

bool TestMainWindowConnection::publishAs(Peer &peer, const QString &topic,
                                         const QByteArrayList &payloads)
{
    if (!m_driver->tick(topic)
        || !QTest::qWaitFor([&] { return m_driver->isSubscribed(topic); }, patience)) {
        return false;
    }
    for (const QByteArray &payload : payloads) {
        peer.publish(topic, payload);
    }
    return true;
}

void TestMainWindowConnection::refusedConnectionNamesTheNextStep()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const quint16 port = closed.serverPort();
    closed.close();
    m_driver->child<QComboBox>(u"address"_s)->setEditText(u"127.0.0.1:%1"_s.arg(port));
    QVERIFY(m_driver->press(u"C&onnect"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->notices().isEmpty(), patience);
    QVERIFY(!QApplication::activeModalWidget());
    QVERIFY(m_driver->press(u"Start a broker here"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().isConnected(), patience);
    QCOMPARE(m_driver->notices(), QString());
}

void TestMainWindowConnection::badAddressIsSaidInline()
{
    m_driver->child<QComboBox>(u"address"_s)->setEditText(u"localhost:99999"_s);
    QVERIFY(m_driver->press(u"C&onnect"_s));
    QVERIFY(m_driver->notices().contains("99999"_L1));
    QCOMPARE(m_driver->window().connection().state(), BrokerConnection::State::Disconnected);
}

void TestMainWindowConnection::takenPortOffersToConnectToIt()
{
    m_driver->window().setBrokerPort(m_server->address().port);
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_driver->notices().contains(QString::number(m_server->address().port)), patience);
    QVERIFY(m_driver->press(u"Connect to what is there"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().isConnected(), patience);
    QCOMPARE(m_driver->window().connection().address().port, m_server->address().port);
}

void TestMainWindowConnection::takenPortOffersAnotherPort()
{
    m_driver->window().setBrokerPort(m_server->address().port);
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QVERIFY(m_driver->press(u"Start on another port"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().isConnected(), patience);
    QVERIFY(m_driver->window().connection().address().port != m_server->address().port);
}

void TestMainWindowConnection::reconnectsAfterTheServerWasRestarted()
{
    QVERIFY(m_driver->connectTo(*m_server));
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER"_s), patience);
    const quint16 port = m_server->address().port;
    QVERIFY(m_server->stop());
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->window().connection().state(),
                              BrokerConnection::State::WaitingToReconnect, patience);
    QVERIFY(!m_driver->notices().isEmpty());
    QVERIFY(m_server->start(port));
    QVERIFY(m_driver->press(u"Try now"_s) || m_driver->window().connection().isConnected());
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().isConnected(), patience);
    // The subscription stands again: a message published by another reaches the feed.
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"WEATHER"_s), patience);
    peer.publish(u"WEATHER"_s, "back again");
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->feedRow(0), u"> WEATHER back again"_s, patience);
}

void TestMainWindowConnection::closingAsksAboutTheOwnBroker()
{
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().isConnected(), patience);
    const quint16 port = m_driver->window().connection().address().port;
    m_driver->window().close();
    QVERIFY(m_driver->window().isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().findChild<QMessageBox *>(), patience);
    QVERIFY(m_driver->press(u"&Stay"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->window().findChild<QMessageBox *>(), patience);
    QVERIFY(m_driver->window().connection().isConnected());
    m_driver->window().close();
    QVERIFY(m_driver->press(u"&End the broker and close"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->window().isVisible(), patience);
    m_driver.reset();
    QTcpServer again;
    QVERIFY(again.listen(QHostAddress::LocalHost, port));
}

void TestMainWindowConnection::stoppingTheOwnBrokerDisconnects()
{
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().isConnected(), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->button(u"&Broker runs here"_s), patience);
    QAction *stop = nullptr;
    for (const auto &section : m_driver->window().actionSections()) {
        for (QAction *action : section.actions) {
            stop = action->text().startsWith("Stop this &broker"_L1) ? action : stop;
        }
    }
    QVERIFY(stop);
    stop->trigger();
    QVERIFY(m_driver->press(u"&End the broker"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->window().connection().state(),
                              BrokerConnection::State::Disconnected, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->button(u"Start a &broker here"_s), patience);
    QCOMPARE(m_driver->notices(), QString());
}

void TestMainWindowConnection::feedFilterHidesAndCounts()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"+"_s));
    QVERIFY(publishAs(peer, u"WEATHER"_s, {"rain", "snow"}));
    QVERIFY(publishAs(peer, u"NEWS"_s, {"rain again"}));
    MessageFeedModel &feed = m_driver->models().feed();
    QTRY_COMPARE_WITH_TIMEOUT(feed.rowCount(), 3, patience);
    m_driver->type(u"feedFilter"_s, u"RAIN"_s);
    QTRY_COMPARE_WITH_TIMEOUT(feed.rowCount(), 2, patience);
    auto *counts = m_driver->child<QLabel>(u"counts"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(counts->text().startsWith("3 kept of 3 received, 1 hidden"_L1),
                              qPrintable(counts->text()), patience);
    m_driver->type(u"feedFilter"_s, u"topic:WEATHER"_s);
    QTRY_COMPARE_WITH_TIMEOUT(feed.rowCount(), 2, patience);
    m_driver->type(u"feedFilter"_s, QString());
    QTRY_COMPARE_WITH_TIMEOUT(feed.rowCount(), 3, patience);
    auto *live = m_driver->child<QCheckBox>(u"showLive"_s);
    QTest::keyClick(live, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(feed.rowCount(), 0, patience);
    QTest::keyClick(live, Qt::Key_Space);
    QTRY_COMPARE_WITH_TIMEOUT(feed.rowCount(), 3, patience);
}

void TestMainWindowConnection::pauseHoldsAndCounts()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER"_s));
    QTest::keyClick(&m_driver->window(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(publishAs(peer, u"WEATHER"_s, {"1", "2", "3"}));
    auto *counts = m_driver->child<QLabel>(u"counts"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(counts->text().contains("3 wait"_L1), qPrintable(counts->text()),
                              patience);
    QCOMPARE(m_driver->models().feed().rowCount(), 0);
    QVERIFY(m_driver->press(u"Resume"_s));
    QCOMPARE(m_driver->models().feed().rowCount(), 3);
}

void TestMainWindowConnection::clearEmptiesTheFeed()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER"_s));
    QVERIFY(publishAs(peer, u"WEATHER"_s, {"1", "2"}));
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->models().feed().rowCount(), 2, patience);
    QTest::keyClick(&m_driver->window(), Qt::Key_X, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(m_driver->models().feed().rowCount(), 0);
    QVERIFY(m_driver->child<QLabel>(u"counts"_s)->text().startsWith("0 kept of 0"_L1));
}

void TestMainWindowConnection::commandLineSpeaksToTheBroker()
{
    QVERIFY(m_driver->connectTo(*m_server));
    auto *line = m_driver->child<QLineEdit>(u"commandLine"_s);
    auto *says = m_driver->child<QLabel>(u"commandSays"_s);
    m_driver->type(u"commandLine"_s, u"/SUB NEWS"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    QTRY_COMPARE_WITH_TIMEOUT(says->text(), u"Subscribed to NEWS."_s, patience);
    m_driver->type(u"commandLine"_s, u"/PUB NEWS Snow, a lot"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->feedRow(0), u"> NEWS Snow, a lot"_s, patience);
    QCOMPARE(line->text(), QString());
    QTest::keyClick(line, Qt::Key_Up);
    QCOMPARE(line->text(), u"/PUB NEWS Snow, a lot"_s);
    QTest::keyClick(line, Qt::Key_Up);
    QCOMPARE(line->text(), u"/SUB NEWS"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(says->text().contains("already"_L1), patience);
    m_driver->type(u"commandLine"_s, u"/NONSENSE"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(line->text(), u"/NONSENSE"_s);
    QVERIFY(says->isVisible() && !says->text().isEmpty());
    m_driver->type(u"commandLine"_s, u"/HELP"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(!says->isVisible(), patience);
    m_driver->type(u"commandLine"_s, u"/LIST"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(says->text(), u"Subscribed: NEWS."_s, patience);
}

void TestMainWindowConnection::wirePanelShowsFramesAndCopiesThem()
{
    QVERIFY(m_driver->connectTo(*m_server, u"Anna"_s));
    QVERIFY(m_driver->tick(u"WEATHER"_s));
    auto *wire = m_driver->child<QTableView>(u"wire"_s);
    const auto rowOf = [wire](const QString &text) {
        for (int row = 0; row < wire->model()->rowCount(); ++row) {
            if (wire->model()->index(row, WireLogModel::LineColumn).data().toString() == text) {
                return row;
            }
        }
        return -1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"<SUB, WEATHER>"_s) >= 0, patience);
    QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"<SUCCESS, SUB, WEATHER>"_s) >= 0, patience);
    QVERIFY(rowOf(u"<CONN, Anna>"_s) >= 0);
    wire->selectRow(rowOf(u"<SUB, WEATHER>"_s));
    QVERIFY(m_driver->press(u"Copy for nc"_s));
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.contains("<SUB, WEATHER>"_L1) && copied.contains("nc "_L1)
                 && copied.contains(QString::number(m_server->address().port)),
             qPrintable(copied));
    wire->selectRow(rowOf(u"<SUCCESS, SUB, WEATHER>"_s));
    QVERIFY(m_driver->press(u"Copy for nc"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), copied);
}

void TestMainWindowConnection::lastAddressAndLayoutAreRemembered()
{
    QVERIFY(m_driver->connectTo(*m_server, u"Anna"_s));
    m_driver->type(u"commandLine"_s, u"/PING"_s);
    QTest::keyClick(m_driver->child<QLineEdit>(u"commandLine"_s), Qt::Key_Return);
    m_driver->window().close();
    QVERIFY(!m_driver->window().isVisible());
    Settings &settings = m_driver->settings();
    QCOMPARE(settings.lastAddress(), m_server->address().toShortString());
    QCOMPARE(settings.clientName(), u"Anna"_s);
    QCOMPARE(settings.commandHistory(), QStringList{u"/PING"_s});
    QVERIFY(!settings.layoutState(u"docks"_s).isEmpty());
    MainWindow second(settings);
    QCOMPARE(second.findChild<QComboBox *>(u"address"_s)->currentText(),
             m_server->address().toShortString());
    QCOMPARE(second.findChild<QLineEdit *>(u"name"_s)->text(), u"Anna"_s);
}

void TestMainWindowConnection::changesAreKeptWithoutClosing()
{
    QVERIFY(m_driver->connectTo(*m_server));
    Peer peer;
    QVERIFY(peer.connectTo(*m_server));
    QVERIFY(peer.subscribe(u"WEATHER/MN"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().indexOfPath(u"WEATHER/MN").isValid(),
                             patience);
    auto *tree = m_driver->child<QTreeView>(u"topics"_s);
    tree->header()->resizeSection(TopicTreeModel::ValueColumn, 77);
    tree->collapse(m_driver->models().topics().indexOfPath(u"WEATHER"));
    m_driver->child<QTableView>(u"wire"_s)->horizontalHeader()->resizeSection(
        WireLogModel::DirectionColumn, 55);
    m_driver->child<QAction>(u"showTime"_s)->setChecked(true);
    auto *details = m_driver->child<QAction>(u"showDetails"_s);
    details->toggle();
    const bool shown = details->isChecked();
    m_driver->type(u"commandLine"_s, u"/PING"_s);
    QTest::keyClick(m_driver->child<QLineEdit>(u"commandLine"_s), Qt::Key_Return);
    // Nobody closes the window: it could be killed now.
    Settings &settings = m_driver->settings();
    QTRY_COMPARE_WITH_TIMEOUT(settings.commandHistory(), QStringList{u"/PING"_s}, patience);
    MainWindow second(settings);
    second.show();
    QVERIFY(QTest::qWaitForWindowExposed(&second, patience));
    auto *secondTree = second.findChild<QTreeView *>(u"topics"_s);
    QCOMPARE(secondTree->header()->sectionSize(TopicTreeModel::ValueColumn), 77);
    const auto *wire = second.findChild<QTableView *>(u"wire"_s);
    QCOMPARE(wire->horizontalHeader()->sectionSize(WireLogModel::DirectionColumn), 55);
    QVERIFY(!wire->isColumnHidden(WireLogModel::TimeColumn));
    QVERIFY(second.findChild<QAction *>(u"showTime"_s)->isChecked());
    QCOMPARE(second.findChild<QAction *>(u"showDetails"_s)->isChecked(), shown);
    second.connectToBroker(m_server->address());
    QTRY_VERIFY_WITH_TIMEOUT(second.models().topics().indexOfPath(u"WEATHER/MN").isValid(),
                             patience);
    QVERIFY(!secondTree->isExpanded(second.models().topics().indexOfPath(u"WEATHER")));
}

void TestMainWindowConnection::resetBringsEverythingBack()
{
    auto *tree = m_driver->child<QTreeView>(u"topics"_s);
    auto *wire = m_driver->child<QTableView>(u"wire"_s);
    auto *wireDock = m_driver->child<QWidget>(u"wireDock"_s);
    auto *time = m_driver->child<QAction>(u"showTime"_s);
    auto *details = m_driver->child<QAction>(u"showDetails"_s);
    const bool detailsAtFirst = details->isChecked();
    const int valueWidth = tree->header()->sectionSize(TopicTreeModel::ValueColumn);
    tree->header()->resizeSection(TopicTreeModel::ValueColumn, valueWidth + 20);
    time->setChecked(true);
    details->toggle();
    wireDock->hide();
    QAction *reset = nullptr;
    for (const auto &section : m_driver->window().actionSections()) {
        for (QAction *action : section.actions) {
            reset = action->text() == "&Reset the layout"_L1 ? action : reset;
        }
    }
    QVERIFY(reset);
    reset->trigger();
    QVERIFY(wireDock->isVisible());
    QCOMPARE(tree->header()->sectionSize(TopicTreeModel::ValueColumn), valueWidth);
    QVERIFY(!time->isChecked());
    QVERIFY(wire->isColumnHidden(WireLogModel::TimeColumn));
    QCOMPARE(details->isChecked(), detailsAtFirst);
}

void TestMainWindowConnection::rubbishInTheSettingsIsHarmless()
{
    Settings &settings = m_driver->settings();
    for (const auto &name : {u"geometry"_s, u"docks"_s, u"feedColumns"_s, u"feedSplitter"_s,
                             u"topicSplitter"_s, u"topicColumns"_s, u"wireColumns"_s,
                             u"closedTopics"_s, u"showTime"_s, u"showDetails"_s}) {
        settings.setLayoutState(name, QByteArray(200, '\x7F'));
    }
    MainWindow second(settings);
    second.show();
    QVERIFY(QTest::qWaitForWindowExposed(&second, patience));
    for (const auto &dock : {u"topicDock"_s, u"wireDock"_s, u"publishDock"_s}) {
        QVERIFY(second.findChild<QWidget *>(dock)->isVisible());
    }
    QVERIFY(second.findChild<QTableView *>(u"feed"_s)->isVisible());
}

QTEST_MAIN(TestMainWindowConnection)
#include "tst_mainwindowconnection.moc"
