#include "models/messagefeedmodel.h"
#include "ui/feedpanel.h"

#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace corkboard;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; ///< ms, for a loaded machine

ReceivedMessage message(QStringView topic, const QByteArray &payload)
{
    ReceivedMessage result;
    result.message.topic = TopicName::parse(topic).value_or(TopicName());
    result.message.payload = payload;
    return result;
}

QList<ReceivedMessage> messages(int count, int first)
{
    QList<ReceivedMessage> result;
    for (int i = first; i < first + count; ++i) {
        result.append(message(u"NEWS", QByteArray::number(i)));
    }
    return result;
}

} // namespace

class TestFeedPanel : public QObject {
    Q_OBJECT

private slots:
    void init();

    void detailsStayWithTheMessageChosen();
    void detailsStayUnderAFilter();
    void theFocusChoosesNothing();
    void nothingFromOutsideMakesItWider();
    void theButtonCountsWhatIsNewBelow();
    void clearCanBeUndone();
    void copySaysWhatItDid();
    void theHintNamesWhatHides_data();
    void theHintNamesWhatHides();

private:
    template <typename T>
    [[nodiscard]] T *child(const QString &name) const
    {
        return m_panel->findChild<T *>(name);
    }
    [[nodiscard]] QAction *action(const QString &name) const { return child<QAction>(name); }
    [[nodiscard]] QString heading() const { return child<QLabel>(u"detailsHeading"_s)->text(); }
    [[nodiscard]] QString payload() const
    {
        return child<QPlainTextEdit>(u"detailsPayload"_s)->toPlainText();
    }
    [[nodiscard]] QString answer() const { return child<QLabel>(u"answer"_s)->text(); }
    [[nodiscard]] QTableView *view() const { return child<QTableView>(u"feed"_s); }
    [[nodiscard]] QToolButton *buttonOf(const QString &name) const
    {
        for (auto *button : m_panel->findChildren<QToolButton *>()) {
            if (button->defaultAction() && button->defaultAction()->objectName() == name) {
                return button;
            }
        }
        return nullptr;
    }
    void click(int row)
    {
        const QRect rect = view()->visualRect(m_model->index(row, MessageFeedModel::TopicColumn));
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, rect.center());
    }

    std::unique_ptr<MessageFeedModel> m_model;
    std::unique_ptr<FeedPanel> m_panel;
};

void TestFeedPanel::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    m_panel.reset();
    m_model = std::make_unique<MessageFeedModel>();
    m_panel = std::make_unique<FeedPanel>(*m_model);
    m_panel->resize(700, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get(), patience));
}

void TestFeedPanel::detailsStayWithTheMessageChosen()
{
    m_model->setMaxRows(8);
    m_model->append(messages(8, 1));
    QCOMPARE(heading(), u"No message selected"_s);
    click(1);
    QCOMPARE(payload(), u"2"_s);
    const QString before = heading();
    m_model->append(messages(1, 9));
    QVERIFY2(m_model->messageAt(0).message.payload != "1", "the oldest rows went");
    QCOMPARE(payload(), u"2"_s);
    QCOMPARE(heading(), before + u" · no longer in the feed"_s);
    m_model->append(messages(30, 10));
    QCOMPARE(payload(), u"2"_s);
    click(0);
    QVERIFY(payload() != "2"_L1);
    QVERIFY(!heading().contains("no longer"_L1));
    // Cleared it is gone, until that is undone.
    const QString chosen = payload();
    action(u"clearFeed"_s)->trigger();
    QVERIFY(heading().contains("no longer"_L1));
    action(u"undoClearFeed"_s)->trigger();
    QVERIFY(!heading().contains("no longer"_L1));
    QCOMPARE(payload(), chosen);
}

void TestFeedPanel::detailsStayUnderAFilter()
{
    m_model->append(messages(8, 1));
    click(1);
    QTest::keyClicks(child<QLineEdit>(u"feedFilter"_s), u"7"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_model->rowCount(), 1, patience);
    QCOMPARE(payload(), u"2"_s);
    QVERIFY(!heading().contains("no longer"_L1));
    click(0);
    QCOMPARE(payload(), u"7"_s);
}

void TestFeedPanel::theFocusChoosesNothing()
{
    m_model->append(messages(8, 1));
    QFocusEvent focus(QEvent::FocusIn, Qt::TabFocusReason);
    QCoreApplication::sendEvent(view(), &focus);
    QCOMPARE(heading(), u"No message selected"_s);
    QTest::keyClick(view(), Qt::Key_Up);
    QCOMPARE(payload(), u"8"_s);
}

void TestFeedPanel::nothingFromOutsideMakesItWider()
{
    // What may be hidden at first takes its place before it is measured.
    m_model->append(messages(1, 1));
    const int width = m_panel->minimumSizeHint().width();
    m_model->setMaxRows(40'000);
    m_model->append({message(QString(u"long/"_s.repeated(50)), QByteArray(100'000, 'x'))});
    click(1);
    QVERIFY(heading().startsWith("long/long/"_L1));
    QCOMPARE(m_panel->minimumSizeHint().width(), width);
    QTest::keyClick(view(), Qt::Key_Home);
    m_model->append(messages(50'000, 1));
    QVERIFY(child<QLabel>(u"counts"_s)->text().contains("oldest dropped"_L1));
    QCOMPARE(m_panel->minimumSizeHint().width(), width);
    action(u"clearFeed"_s)->trigger();
    action(u"copyMessages"_s)->trigger();
    child<QLineEdit>(u"feedFilter"_s)->setText(u"topic:"_s + u"long/"_s.repeated(50));
    QCOMPARE(m_panel->minimumSizeHint().width(), width);
    QCOMPARE(m_panel->width(), 700);
}

void TestFeedPanel::theButtonCountsWhatIsNewBelow()
{
    m_model->append(messages(100, 1));
    QToolButton *newest = buttonOf(u"newest"_s);
    QVERIFY(newest && !newest->isEnabled());
    click(99);
    QTest::keyClick(view(), Qt::Key_Home);
    QVERIFY(newest->isEnabled());
    QCOMPARE(newest->text(), u"Newest"_s);
    m_model->append(messages(7, 101));
    QCOMPARE(newest->text(), u"Newest (7)"_s);
    QTest::mouseClick(newest, Qt::LeftButton);
    QVERIFY(!newest->isEnabled());
    QCOMPARE(newest->text(), u"Newest"_s);
}

void TestFeedPanel::clearCanBeUndone()
{
    auto *says = child<QLabel>(u"clearedSays"_s);
    m_model->append(messages(1'204, 1));
    QVERIFY(!says->isVisible());
    QVERIFY(!action(u"undoClearFeed"_s)->isEnabled());
    action(u"clearFeed"_s)->trigger();
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(says->isVisible());
    QCOMPARE(says->text(), u"Cleared 1,204 messages."_s);
    QToolButton *undo = buttonOf(u"undoClearFeed"_s);
    QVERIFY(undo && undo->isVisible());
    QTest::mouseClick(undo, Qt::LeftButton);
    QCOMPARE(m_model->rowCount(), 1'204);
    QVERIFY(!says->isVisible());
    QVERIFY(!undo->isVisible());
}

void TestFeedPanel::copySaysWhatItDid()
{
    action(u"copyMessages"_s)->trigger();
    QCOMPARE(answer(), u"No message is selected: click one first."_s);
    m_model->append(messages(3, 1));
    click(1);
    action(u"copyMessages"_s)->trigger();
    QCOMPARE(answer(), u"Copied 1 message."_s);
    QVERIFY(QGuiApplication::clipboard()->text().endsWith("\tNEWS\t2\n"_L1));
    view()->selectAll();
    action(u"copyMessages"_s)->trigger();
    QCOMPARE(answer(), u"Copied 3 messages."_s);
    action(u"clearFeed"_s)->trigger();
    action(u"clearFeed"_s)->trigger();
    QCOMPARE(answer(), u"There is nothing to clear."_s);
}

void TestFeedPanel::theHintNamesWhatHides_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("live");
    QTest::addColumn<bool>("stored");
    QTest::addColumn<QStringList>("has");
    QTest::addColumn<bool>("namesTheBox");
    QTest::newRow("text") << u"rain"_s << true << true << QStringList() << true;
    QTest::newRow("live") << QString() << false << true << QStringList(u"\"live\""_s) << false;
    QTest::newRow("both boxes") << QString() << false << false
                                << QStringList({u"live"_s, u"stored"_s}) << false;
    QTest::newRow("text and live")
        << u"rain"_s << false << true << QStringList(u"\"live\""_s) << true;
    QTest::newRow("text and stored")
        << u"rain"_s << true << false << QStringList(u"\"stored\""_s) << true;
}

void TestFeedPanel::theHintNamesWhatHides()
{
    QFETCH(QString, text);
    QFETCH(bool, live);
    QFETCH(bool, stored);
    QFETCH(QStringList, has);
    QFETCH(bool, namesTheBox);
    m_model->append(messages(3, 1));
    child<QCheckBox>(u"showLive"_s)->setChecked(live);
    child<QCheckBox>(u"showStored"_s)->setChecked(stored);
    child<QLineEdit>(u"feedFilter"_s)->setText(text);
    QTRY_VERIFY_WITH_TIMEOUT(!m_model->isFiltering(), patience);
    QCOMPARE(m_model->rowCount(), 0);
    const QString hint = view()->accessibleDescription();
    QCOMPARE(hint.contains("Clear the box above"_L1), namesTheBox);
    for (const QString &part : has) {
        QVERIFY2(hint.contains(part), qPrintable(hint));
    }
}

QTEST_MAIN(TestFeedPanel)
#include "tst_feedpanel.moc"
