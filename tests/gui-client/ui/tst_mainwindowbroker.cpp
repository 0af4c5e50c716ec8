// What the window says and offers about its connection and its own broker.
#include "fakeserver.h"
#include "patience.h"
#include "windowdriver.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QTcpServer>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using State = BrokerConnection::State;

class TestMainWindowBroker : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void whatMayNotBePublishedStaysToBeRead();
    void failedSubscriptionStaysToBeRead();
    void givingUpTakesTheNoticeAway();
    void tryNowIsOfferedOnlyWhileItHelps();
    void ownBrokerAsksBeforeSubscriptionsEnd();
    void ownBrokerAsksWhileTheConnectionIsLost();
    void anotherBrokersTopicsAreNotMixed();
    void messagesStillWaitingDoNotFillALeftTree();
    void theSameSubscriptionsAreOfferedAgain();
    void theLessonEndsWithItsBroker();
    void aDemonstrationsAddressIsNotRemembered();
    void stoppingAsksFirst();
    void theRoomAsksFirst();
    void refusedAddressGetsABrokerOnThatPort();
    void takenPortIsShownInTheAddressBox();
    void usedAddressesAreInTheBoxAtOnce();
    void titleStandsStillAndNamesOnce();
    void namesFromTheBrokerAreShownLetterByLetter();
    void typedConnAndDiscAreAnswered();
    void anAnswerToAButtonIsNotTheCommandLines();
    void passwordsAreNotKept();
    void undoNeedsAConnection();
    void refusedUndoStaysToBeTriedAgain();
    void nameSurvivesConnectingFromOutside();

private:
    /// Starts the window's own broker and waits until it has joined.
    [[nodiscard]] bool startOwnBroker();
    [[nodiscard]] bool connectToFake(const QString &name = {});
    [[nodiscard]] QAction *action(const QString &text);
    void command(const QString &line);
    [[nodiscard]] QString commandSays();
    [[nodiscard]] State state() { return m_driver->window().connection().state(); }

    std::unique_ptr<FakeServer> m_fake;
    std::unique_ptr<WindowDriver> m_driver;
};

void TestMainWindowBroker::init()
{
    m_fake = std::make_unique<FakeServer>();
    QVERIFY(m_fake->listen());
    m_driver = std::make_unique<WindowDriver>();
}

void TestMainWindowBroker::cleanup()
{
    m_driver.reset();
    m_fake.reset();
}

bool TestMainWindowBroker::startOwnBroker()
{
    return m_driver->press(u"Start a &broker here"_s)
        && QTest::qWaitFor([this] { return m_driver->models().topics().topicCount() == 4; },
                           patience)
        && QTest::qWaitFor([this] { return m_driver->button(u"&Broker runs here"_s) != nullptr; },
                           patience);
}

bool TestMainWindowBroker::connectToFake(const QString &name)
{
    m_driver->child<QComboBox>(u"address"_s)->setEditText(u"127.0.0.1:%1"_s.arg(m_fake->port()));
    m_driver->type(u"name"_s, name);
    return m_driver->press(u"C&onnect"_s)
        && QTest::qWaitFor([this] { return m_driver->models().topics().topicCount() == 4; },
                           patience);
}

QAction *TestMainWindowBroker::action(const QString &text)
{
    const auto sections = m_driver->window().actionSections();
    for (const auto &section : sections) {
        for (QAction *each : section.actions) {
            if (each->text().startsWith(text)) {
                return each;
            }
        }
    }
    qFatal("no action is called %s", qPrintable(text));
}

void TestMainWindowBroker::command(const QString &line)
{
    m_driver->type(u"commandLine"_s, line);
    QTest::keyClick(m_driver->child<QLineEdit>(u"commandLine"_s), Qt::Key_Return);
}

QString TestMainWindowBroker::commandSays()
{
    auto *says = m_driver->child<QLabel>(u"commandSays"_s);
    return says->isVisible() ? says->text() : QString();
}

void TestMainWindowBroker::whatMayNotBePublishedStaysToBeRead()
{
    m_fake->setAnswer("<PING>", {});
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    m_driver->write(u"NEWS"_s, u"x"_s);
    QVERIFY(m_driver->press(u"Publish"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_fake->lines("<PUB").size(), 1, patience);
    m_fake->close();
    m_fake->dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::WaitingToReconnect, patience);
    QVERIFY2(m_driver->notices().contains("may or may not have been published"_L1),
             qPrintable(m_driver->notices()));
    QVERIFY(m_driver->press(u"Give u&p"_s));
    QVERIFY(m_driver->notices().contains("may or may not have been published"_L1));
}

void TestMainWindowBroker::failedSubscriptionStaysToBeRead()
{
    m_fake->setAnswer("<SUB, NEWS>", {});
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_fake->lines("<SUB").size(), 1, patience);
    m_fake->dropClient();
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->notices().contains("ended before the server answered"_L1),
                             patience);
}

void TestMainWindowBroker::givingUpTakesTheNoticeAway()
{
    QVERIFY(connectToFake());
    m_fake->close();
    m_fake->dropClient();
    QVERIFY(m_driver->press(u"Try now"_s));
    QTRY_VERIFY_WITH_TIMEOUT(state() == State::WaitingToReconnect
                                 && m_driver->notices().contains("by itself"_L1),
                             patience);
    QVERIFY(m_driver->press(u"Give u&p"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    QCOMPARE(m_driver->notices(), QString());
    QVERIFY(!m_driver->button(u"Try now"_s));
}

void TestMainWindowBroker::tryNowIsOfferedOnlyWhileItHelps()
{
    QVERIFY(connectToFake());
    QStringList wrong;
    QObject context;
    int looked = 0;
    m_fake->close();
    m_fake->dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::WaitingToReconnect, patience);
    // After the window's own slots.
    connect(&m_driver->window().connection(), &BrokerConnection::stateChanged, &context,
            [&](State now) {
                ++looked;
                const bool offered = m_driver->button(u"Try now"_s) != nullptr;
                if (offered != (now == State::WaitingToReconnect)) {
                    wrong += QVariant::fromValue(now).toString();
                }
                // The sentence stays, so that nothing in the window jumps with each attempt.
                if (!m_driver->notices().contains("by itself"_L1)) {
                    wrong += u"no sentence"_s;
                }
            });
    QTRY_VERIFY_WITH_TIMEOUT(looked >= 4, patience);
    QCOMPARE(wrong, QStringList());
}

void TestMainWindowBroker::ownBrokerAsksBeforeSubscriptionsEnd()
{
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QVERIFY(m_driver->notices().contains("subscribed to NEWS"_L1));
    QVERIFY(m_driver->press(u"Stay"_s));
    QVERIFY(m_driver->isSubscribed(u"NEWS"_s));
    QVERIFY(!m_driver->button(u"&Broker starts…"_s));
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QVERIFY(m_driver->press(u"Leave and start"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->window().connection().address().port != m_fake->port()
                                 && state() == State::Connected,
                             patience);
    QVERIFY(!m_driver->isSubscribed(u"NEWS"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_fake->lines().last(), QByteArray("<DISC>"), patience);
}

void TestMainWindowBroker::ownBrokerAsksWhileTheConnectionIsLost()
{
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    m_fake->close();
    m_fake->dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::WaitingToReconnect, patience);
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QVERIFY(m_driver->notices().contains("subscribed to NEWS"_L1));
    QVERIFY(!m_driver->window().brokerControl().isActive());
    // Giving up answers the question.
    QVERIFY(m_driver->press(u"Give u&p"_s));
    QCOMPARE(m_driver->notices(), QString());
}

void TestMainWindowBroker::anotherBrokersTopicsAreNotMixed()
{
    m_fake->setAnswer("<TOPICS>", "<TOPICS, 4, NEWS, OLD/ONE, OLD/TWO, WEATHER>\n");
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    m_fake->send("<PUBR, NEWS, old news>\n");
    const auto value = [this](int column) {
        return m_driver->models()
            .topics()
            .indexOfPath(u"NEWS")
            .siblingAtColumn(column)
            .data()
            .toString();
    };
    QTRY_COMPARE_WITH_TIMEOUT(value(TopicTreeModel::ValueColumn), u"old news"_s, patience);
    QCOMPARE(value(TopicTreeModel::RetainedColumn), u"R"_s);
    QVERIFY(action(u"U&ndo"_s)->isEnabled());
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QVERIFY(m_driver->press(u"Leave and start"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().topics().indexOfPath(u"SECURITY").isValid(),
                             patience);
    QVERIFY(!m_driver->models().topics().indexOfPath(u"OLD/ONE").isValid());
    QCOMPARE(value(TopicTreeModel::ValueColumn), QString());
    QCOMPARE(value(TopicTreeModel::RetainedColumn), QString());
    QCOMPARE(value(TopicTreeModel::CountColumn), QString());
    QVERIFY(!action(u"U&ndo"_s)->isEnabled());
}

void TestMainWindowBroker::messagesStillWaitingDoNotFillALeftTree()
{
    QVERIFY(connectToFake());
    // They come in the same segment as the goodbye, and no batch has gone since.
    m_fake->setAnswer("<DISC>", "<TOPIC_ADDED, LATE>\n<PUB, LATE, x>\n<DISC_ACK>\n");
    const quint64 before = m_driver->models().feed().counts().received;
    QVERIFY(m_driver->press(u"Disc&onnect"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    QCOMPARE(m_driver->models().feed().counts().received, before + 1);
    // A batch later.
    QTest::qWait(100);
    QCOMPARE(m_driver->models().topics().topicCount(), 0);
    QCOMPARE(m_driver->models().feed().counts().received, before + 1);
}

void TestMainWindowBroker::theSameSubscriptionsAreOfferedAgain()
{
    QVERIFY(connectToFake());
    for (const QString &topic : {u"NEWS"_s, u"HEALTH"_s}) {
        QVERIFY(m_driver->tick(topic));
        QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(topic), patience);
    }
    QVERIFY(m_driver->press(u"Disc&onnect"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    QVERIFY(m_driver->press(u"C&onnect"_s));
    QTRY_VERIFY2_WITH_TIMEOUT(m_driver->notices().contains("HEALTH, NEWS"_L1),
                              qPrintable(m_driver->notices()), patience);
    QVERIFY(m_driver->press(u"Subscribe to the same again"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_driver->isSubscribed(u"NEWS"_s) && m_driver->isSubscribed(u"HEALTH"_s), patience);
    // The offer goes with the connection.
    QVERIFY(m_driver->press(u"Disc&onnect"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    QVERIFY(m_driver->press(u"C&onnect"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->notices().isEmpty(), patience);
    QVERIFY(m_driver->press(u"Disc&onnect"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    QCOMPARE(m_driver->notices(), QString());
}

void TestMainWindowBroker::theLessonEndsWithItsBroker()
{
    m_driver->window().startDemo();
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().feed().rowCount() >= 4, patience);
    action(u"Stop this &broker"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->button(u"Start a &broker here"_s), patience);
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    // Longer than from one line of the lesson to the next.
    QTest::qWait(300);
    QCOMPARE(m_driver->notices(), QString());
    // A broker started now is a real one: empty, and not ended without a question.
    QVERIFY(startOwnBroker());
    QTest::qWait(300);
    QCOMPARE(m_driver->models().topics().topicCount(), 4);
    QVERIFY(!m_driver->settings().lastAddress().isEmpty());
    m_driver->window().close();
    QVERIFY(m_driver->window().isVisible());
    QVERIFY(m_driver->press(u"&Stay"_s));
}

void TestMainWindowBroker::aDemonstrationsAddressIsNotRemembered()
{
    m_driver->window().startDemo();
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->models().feed().rowCount() >= 1, patience);
    QCOMPARE(m_driver->settings().lastAddress(), QString());
    QCOMPARE(m_driver->settings().clientName(), QString());
    QVERIFY(m_driver->press(u"Disc&onnect"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
    QVERIFY(connectToFake(u"Anna"_s));
    QCOMPARE(m_driver->settings().lastAddress(), u"127.0.0.1:%1"_s.arg(m_fake->port()));
    QCOMPARE(m_driver->settings().clientName(), u"Anna"_s);
}

void TestMainWindowBroker::stoppingAsksFirst()
{
    QVERIFY(startOwnBroker());
    action(u"Stop this &broker"_s)->trigger();
    QVERIFY(m_driver->window().findChild<QMessageBox *>()->text().contains("everyone"_L1));
    QVERIFY(m_driver->press(u"&Keep it running"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->window().findChild<QMessageBox *>(), patience);
    QCOMPARE(state(), State::Connected);
    action(u"Stop this &broker"_s)->trigger();
    QVERIFY(m_driver->press(u"&End the broker"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Disconnected, patience);
}

void TestMainWindowBroker::theRoomAsksFirst()
{
    action(u"For the &room"_s)->trigger();
    auto *question = m_driver->window().findChild<QMessageBox *>();
    QVERIFY(question && question->text().contains("Everyone on this network"_L1));
    QVERIFY(m_driver->press(u"&Cancel"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->window().findChild<QMessageBox *>(), patience);
    QVERIFY(!m_driver->window().brokerControl().isActive());
}

void TestMainWindowBroker::refusedAddressGetsABrokerOnThatPort()
{
    const quint16 port = m_fake->port();
    m_fake->close();
    m_driver->child<QComboBox>(u"address"_s)->setEditText(u"localhost:%1"_s.arg(port));
    QVERIFY(m_driver->press(u"C&onnect"_s));
    QVERIFY(m_driver->press(u"Start a broker here"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Connected, patience);
    QCOMPARE(m_driver->window().connection().address().port, port);
}

void TestMainWindowBroker::takenPortIsShownInTheAddressBox()
{
    TestServer server;
    QVERIFY(server.start());
    m_driver->window().setBrokerPort(server.address().port);
    QVERIFY(m_driver->press(u"Start a &broker here"_s));
    QVERIFY(m_driver->press(u"Connect to what is there"_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::Connected, patience);
    QCOMPARE(m_driver->child<QComboBox>(u"address"_s)->currentText(),
             server.address().toShortString());
}

void TestMainWindowBroker::usedAddressesAreInTheBoxAtOnce()
{
    QVERIFY(connectToFake());
    auto *box = m_driver->child<QComboBox>(u"address"_s);
    const QString address = u"127.0.0.1:%1"_s.arg(m_fake->port());
    QCOMPARE(box->findText(address), 0);
    QCOMPARE(box->currentText(), address);
}

void TestMainWindowBroker::titleStandsStillAndNamesOnce()
{
    QVERIFY(connectToFake(u"Anna"_s));
    const QString where = u"127.0.0.1:%1"_s.arg(m_fake->port());
    QCOMPARE(m_driver->window().windowTitle(),
             u"Anna – %1 – classroom rules – Corkboard"_s.arg(where));
    m_fake->close();
    m_fake->dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::WaitingToReconnect, patience);
    QCOMPARE(m_driver->window().windowTitle(),
             u"Anna – Lost %1, trying again – Corkboard"_s.arg(where));
}

void TestMainWindowBroker::namesFromTheBrokerAreShownLetterByLetter()
{
    m_fake->setAnswer("<CONN", "<CONN_ACK, \\x3Ch1\\x3EBoo\\x3C/h1\\x3E>\n");
    QVERIFY(connectToFake(u"Anna"_s));
    const auto *text = m_driver->child<QLabel>(u"state"_s);
    QVERIFY(text->text().contains("<h1>Boo</h1>"_L1));
    QVERIFY2(text->toolTip().contains("&lt;h1&gt;"_L1), qPrintable(text->toolTip()));
}

void TestMainWindowBroker::typedConnAndDiscAreAnswered()
{
    m_driver->child<QComboBox>(u"address"_s)->setEditText(u"127.0.0.1:%1"_s.arg(m_fake->port()));
    command(u"/CONN Anna"_s);
    QTRY_VERIFY_WITH_TIMEOUT(commandSays().startsWith("Connected to"_L1), patience);
    QVERIFY(commandSays().contains("Anna"_L1));
    QCOMPARE(m_fake->lines().first(), QByteArray("<CONN, Anna>"));
    QCOMPARE(m_driver->child<QLineEdit>(u"name"_s)->text(), u"Anna"_s);
    command(u"/DISC"_s);
    QTRY_VERIFY_WITH_TIMEOUT(commandSays().startsWith("Left 127.0.0.1"_L1), patience);
    // Nothing was left over that would take the next answer.
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(m_driver->isSubscribed(u"NEWS"_s), patience);
    QVERIFY(commandSays().startsWith("Left 127.0.0.1"_L1));
}

void TestMainWindowBroker::anAnswerToAButtonIsNotTheCommandLines()
{
    QVERIFY(connectToFake());
    m_fake->setAnswer("<LIST>", "<1, NEWS>\n");
    QVERIFY(m_driver->tick(u"NEWS"_s));
    command(u"/LIST"_s);
    QTRY_COMPARE_WITH_TIMEOUT(commandSays(), u"Subscribed: NEWS."_s, patience);
}

void TestMainWindowBroker::passwordsAreNotKept()
{
    QVERIFY(connectToFake());
    for (const auto &line :
         {u"/CONN Anna secret1"_s, u"<CONN, Anna, secret2>"_s, u"/conn  Anna secret3 more"_s}) {
        command(line);
    }
    command(u"/CONN Anna"_s);
    m_driver->window().close();
    QCOMPARE(m_driver->settings().commandHistory(), QStringList{u"/CONN Anna"_s});
    // Nor does a password of an earlier version come back.
    m_driver->settings().setCommandHistory({u"/CONN Anna secret"_s, u"/PING"_s});
    MainWindow second(m_driver->settings());
    auto *line = second.findChild<QLineEdit *>(u"commandLine"_s);
    QTest::keyClick(line, Qt::Key_Up);
    QTest::keyClick(line, Qt::Key_Up);
    QCOMPARE(line->text(), u"/PING"_s);
}

void TestMainWindowBroker::undoNeedsAConnection()
{
    QVERIFY(connectToFake());
    QAction *undo = action(u"U&ndo"_s);
    QVERIFY(!undo->isEnabled());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QTRY_VERIFY_WITH_TIMEOUT(undo->isEnabled(), patience);
    const quint16 port = m_fake->port();
    m_fake->close();
    m_fake->dropClient();
    QTRY_COMPARE_WITH_TIMEOUT(state(), State::WaitingToReconnect, patience);
    QVERIFY(!undo->isEnabled());
    QVERIFY(m_fake->listen(port));
    QTRY_VERIFY_WITH_TIMEOUT(undo->isEnabled(), patience);
    undo->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!m_driver->isSubscribed(u"NEWS"_s), patience);
    QVERIFY(!undo->isEnabled());
    QVERIFY(action(u"&Redo"_s)->isEnabled());
}

void TestMainWindowBroker::refusedUndoStaysToBeTriedAgain()
{
    QVERIFY(connectToFake());
    QVERIFY(m_driver->tick(u"NEWS"_s));
    QAction *undo = action(u"U&ndo"_s);
    QTRY_VERIFY_WITH_TIMEOUT(undo->isEnabled(), patience);
    m_fake->setAnswer("<UNSUB", "<ERROR, UNSUB, limit, Not now.>\n");
    undo->trigger();
    QVERIFY(!undo->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(undo->isEnabled(), patience);
    QVERIFY(m_driver->notices().contains("Not now."_L1));
    QVERIFY(!action(u"&Redo"_s)->isEnabled());
    // What is gone already need not be taken back.
    m_fake->setAnswer("<UNSUB", "<ERROR, UNSUB, not-subscribed, You are not.>\n");
    undo->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(action(u"&Redo"_s)->isEnabled(), patience);
    QVERIFY(!undo->isEnabled());
}

void TestMainWindowBroker::nameSurvivesConnectingFromOutside()
{
    m_driver->settings().setClientName(u"Anna"_s);
    MainWindow window(m_driver->settings());
    window.connectToBroker({u"127.0.0.1"_s, m_fake->port()});
    QTRY_VERIFY_WITH_TIMEOUT(window.connection().isConnected(), patience);
    QCOMPARE(m_fake->lines().first(), QByteArray("<CONN, Anna>"));
    QCOMPARE(m_driver->settings().clientName(), u"Anna"_s);
    window.connection().disconnectFromBroker();
    QTRY_COMPARE_WITH_TIMEOUT(window.connection().state(), State::Disconnected, patience);
    m_fake->clearLines();
    window.setClientName(u"Ben"_s);
    window.connectToBroker({u"127.0.0.1"_s, m_fake->port()});
    QTRY_COMPARE_WITH_TIMEOUT(m_driver->settings().clientName(), u"Ben"_s, patience);
    QCOMPARE(m_fake->lines().first(), QByteArray("<CONN, Ben>"));
}

QTEST_MAIN(TestMainWindowBroker)
#include "tst_mainwindowbroker.moc"
