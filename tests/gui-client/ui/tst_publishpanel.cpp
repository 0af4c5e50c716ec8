#include "models/subscriptionmodel.h"
#include "models/topiccompletionmodel.h"
#include "ui/publishpanel.h"
#include "ui/wrappedtext.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestPublishPanel : public QObject {
    Q_OBJECT

private slots:
    void init();
    void nothingIsPublishedWhileDisconnected();
    void suggestionGivesWayToTheOwnText();
    void appearingTopicsChooseNothing();
    void retainIsNeverSticky();
    void wildcardsNameWhereItGoes();
    void badTopicIsNotSent();
    void notSubscribedOffersBothInOne();
    void refusalByTheBrokerIsOfferedAgain();
    void anEditEndsTheNotice_data();
    void anEditEndsTheNotice();
    void closingANoticeShowsTheSentenceAgain_data();
    void closingANoticeShowsTheSentenceAgain();
    void nothingIsOfferedWhileOneTypes();
    void typedTopicSurvivesWhatHappensToTheList();
    void theListHasTheTopicsOfNow();
    void heightsFollowTheTextSize();
    void longNamesDoNotMakeTheRowWider();

private:
    void typeTopic(const QString &text);
    [[nodiscard]] QString notice() const;
    void subscribe(const QStringList &names);
    [[nodiscard]] QString topicText() const;
    [[nodiscard]] QString says() const;
    [[nodiscard]] bool press(const QString &text);

    std::unique_ptr<TopicCompletionModel> m_topics;
    std::unique_ptr<SubscriptionModel> m_subscriptions;
    std::unique_ptr<PublishPanel> m_panel;
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

} // namespace

void TestPublishPanel::init()
{
    m_panel.reset();
    m_topics = std::make_unique<TopicCompletionModel>();
    m_subscriptions = std::make_unique<SubscriptionModel>();
    m_panel = std::make_unique<PublishPanel>(*m_topics, *m_subscriptions);
    m_panel->setConnected(true);
    m_panel->show();
}

void TestPublishPanel::subscribe(const QStringList &names)
{
    for (const QString &name : names) {
        m_subscriptions->applySubscribed({.filter = name, .topics = topics({name}), .time = {}});
    }
}

QString TestPublishPanel::topicText() const
{
    return m_panel->findChild<QComboBox *>(u"publishTopic"_s)->currentText();
}

QString TestPublishPanel::says() const
{
    return m_panel->findChild<WrappedText *>(u"publishSays"_s)->sentence();
}

bool TestPublishPanel::press(const QString &text)
{
    for (auto *button : m_panel->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->text() == text) {
            QTest::mouseClick(button, Qt::LeftButton);
            return true;
        }
    }
    return false;
}

void TestPublishPanel::typeTopic(const QString &text)
{
    auto *edit = m_panel->findChild<QComboBox *>(u"publishTopic"_s)->lineEdit();
    edit->selectAll();
    QTest::keyClicks(edit, text);
}

QString TestPublishPanel::notice() const
{
    return m_panel->findChild<InlineNotice *>()->sentence();
}

void TestPublishPanel::nothingIsPublishedWhileDisconnected()
{
    m_panel->setConnected(false);
    for (const QAction *action : m_panel->publishActions()) {
        QVERIFY(!action->isEnabled());
    }
    QVERIFY(says().contains("connection"_L1));
}

void TestPublishPanel::suggestionGivesWayToTheOwnText()
{
    m_panel->suggestTopic(u"WEATHER"_s);
    QCOMPARE(topicText(), u"WEATHER"_s);
    m_panel->suggestTopic(u"NEWS"_s);
    QCOMPARE(topicText(), u"NEWS"_s);
    auto *box = m_panel->findChild<QComboBox *>(u"publishTopic"_s);
    box->setEditText(u"MINE"_s);
    m_panel->suggestTopic(u"WEATHER"_s);
    QCOMPARE(topicText(), u"MINE"_s);
    m_panel->chooseTopic(u"HEALTH"_s);
    QCOMPARE(topicText(), u"HEALTH"_s);
    box->clearEditText();
    m_panel->suggestTopic(u"WEATHER"_s);
    QCOMPARE(topicText(), u"WEATHER"_s);
}

void TestPublishPanel::appearingTopicsChooseNothing()
{
    m_topics->addTopics(topics({u"A"_s, u"B"_s}));
    QCOMPARE(topicText(), QString());
    m_panel->suggestTopic(u"B"_s);
    m_topics->addTopics(topics({u"AA"_s}));
    QCOMPARE(topicText(), u"B"_s);
}

void TestPublishPanel::retainIsNeverSticky()
{
    subscribe({u"A"_s});
    m_panel->chooseTopic(u"A"_s);
    m_panel->suggestPayload(u"x"_s);
    QSignalSpy asked(m_panel.get(), &PublishPanel::publishRequested);
    QVERIFY(press(u"Publish && Retain"_s));
    QVERIFY(press(u"Publish"_s));
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0], QVariantList({u"A"_s, QByteArray("x"), true}));
    QCOMPARE(asked[1], QVariantList({u"A"_s, QByteArray("x"), false}));
}

void TestPublishPanel::wildcardsNameWhereItGoes()
{
    subscribe({u"W/A"_s, u"W/B"_s, u"N"_s});
    m_panel->chooseTopic(u"W/+"_s);
    QCOMPARE(says(), u"Goes to: W/A, W/B."_s);
    m_panel->chooseTopic(u"X/#"_s);
    QVERIFY(says().contains("none of your subscriptions"_L1));
}

void TestPublishPanel::badTopicIsNotSent()
{
    QSignalSpy asked(m_panel.get(), &PublishPanel::publishRequested);
    m_panel->chooseTopic(u"A/#/B"_s);
    m_panel->suggestPayload(u"x"_s);
    QVERIFY(press(u"Publish"_s));
    QVERIFY(asked.isEmpty());
}

void TestPublishPanel::notSubscribedOffersBothInOne()
{
    QSignalSpy asked(m_panel.get(), &PublishPanel::subscribeAndPublishRequested);
    m_panel->suggestPayload(u"x"_s);
    m_panel->chooseTopic(u"NEWS"_s);
    QVERIFY(press(u"Subscribe and publish"_s));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0], QVariantList({u"NEWS"_s, QByteArray("x"), false}));
    subscribe({u"NEWS"_s});
    m_panel->chooseTopic(u"NEWS"_s);
    QVERIFY(!press(u"Subscribe and publish"_s));
}

void TestPublishPanel::refusalByTheBrokerIsOfferedAgain()
{
    QSignalSpy asked(m_panel.get(), &PublishPanel::subscribeAndPublishRequested);
    m_panel->chooseTopic(u"NEWS"_s);
    m_panel->suggestPayload(u"x"_s);
    m_panel->showFailure({.verb = Verb::Pubr,
                          .code = ClassroomError::NotSubscribed,
                          .sentence = u"No."_s,
                          .topic = u"NEWS"_s,
                          .payload = "x",
                          .retain = true});
    QVERIFY(press(u"Subscribe and publish"_s));
    QCOMPARE(asked.size(), 1);
    // Retain was asked for, and is kept.
    QCOMPARE(asked[0], QVariantList({u"NEWS"_s, QByteArray("x"), true}));
}

void TestPublishPanel::anEditEndsTheNotice_data()
{
    QTest::addColumn<QString>("bad");
    QTest::addColumn<bool>("refused");
    QTest::newRow("no filter") << u"N/#/X"_s << false;
    QTest::newRow("matches nothing") << u"X/#"_s << true;
    QTest::newRow("not subscribed") << u"NEW"_s << true;
}

void TestPublishPanel::anEditEndsTheNotice()
{
    QFETCH(QString, bad);
    QFETCH(bool, refused);
    subscribe({u"NEWS"_s});
    typeTopic(bad);
    if (refused) {
        m_panel->showFailure({.verb = Verb::Pub,
                              .code = ClassroomError::NotSubscribed,
                              .sentence = u"Refused."_s,
                              .topic = bad,
                              .payload = "x"});
    } else {
        QVERIFY(press(u"Publish"_s));
    }
    QVERIFY(!notice().isEmpty());
    typeTopic(u"NEWS"_s);
    QCOMPARE(notice(), QString());
    QCOMPARE(says(), u"Goes to everyone who is subscribed to NEWS."_s);
    QVERIFY(m_panel->findChild<WrappedText *>(u"publishSays"_s)->isVisible());
}

void TestPublishPanel::closingANoticeShowsTheSentenceAgain_data()
{
    QTest::addColumn<QString>("how");
    for (const char *how : {"cross", "Escape in the notice", "Escape in the row", "Cancel"}) {
        QTest::newRow(how) << QString::fromLatin1(how);
    }
}

void TestPublishPanel::closingANoticeShowsTheSentenceAgain()
{
    QFETCH(QString, how);
    auto *saysText = m_panel->findChild<WrappedText *>(u"publishSays"_s);
    auto *shown = m_panel->findChild<InlineNotice *>();
    if (how == "Cancel"_L1) {
        subscribe({u"NEWS"_s});
        m_panel->chooseTopic(u"NEWS"_s);
        QVERIFY(press(u"Publish && Retain"_s));
    } else {
        m_panel->chooseTopic(u"NEWS"_s);
    }
    QVERIFY(shown->isVisible());
    QVERIFY(!saysText->isVisible());
    if (how == "cross"_L1) {
        for (auto *button : shown->findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == "Dismiss this notice"_L1) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    } else if (how == "Escape in the notice"_L1) {
        QTest::keyClick(shown, Qt::Key_Escape);
    } else if (how == "Escape in the row"_L1) {
        QTest::keyClick(m_panel->findChild<QPlainTextEdit *>(), Qt::Key_Escape);
    } else {
        QVERIFY(press(u"Cancel"_s));
    }
    QVERIFY(!shown->isVisible());
    QVERIFY(saysText->isVisible());
    QVERIFY(says().contains("NEWS"_L1));
    // What was declined is not offered again until the topic is another one.
    subscribe({u"OTHER"_s});
    QVERIFY(!shown->isVisible());
}

void TestPublishPanel::nothingIsOfferedWhileOneTypes()
{
    typeTopic(u"WEATHER/MN"_s);
    // Typing has not paused yet: nothing that happens in the meantime brings an offer.
    auto *pause = m_panel->findChild<QTimer *>();
    QVERIFY(pause->isActive());
    subscribe({u"OTHER"_s});
    QCOMPARE(notice(), QString());
    QVERIFY(says().contains("WEATHER/MN"_L1));
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains("WEATHER/MN"_L1), 30'000);
    QTest::keyClicks(m_panel->findChild<QComboBox *>(u"publishTopic"_s)->lineEdit(), u"X"_s);
    QCOMPARE(notice(), QString());
}

void TestPublishPanel::typedTopicSurvivesWhatHappensToTheList()
{
    m_topics->addTopics(topics({u"A"_s, u"B"_s, u"C"_s, u"D"_s}));
    auto *box = m_panel->findChild<QComboBox *>(u"publishTopic"_s);
    // Chosen from the list, as the keys do.
    QTest::keyClick(box, Qt::Key_Down);
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(topicText(), u"B"_s);
    m_topics->removeTopics(topics({u"B"_s}));
    QCOMPARE(topicText(), u"B"_s);
    m_topics->removeTopics(topics({u"A"_s, u"C"_s, u"D"_s}));
    QCOMPARE(topicText(), u"B"_s);
    typeTopic(u"MINE/X"_s);
    m_topics->addTopics(topics({u"A"_s, u"MINE/X"_s}));
    m_topics->clear();
    QCOMPARE(topicText(), u"MINE/X"_s);
    m_topics->addTopics(topics({u"A"_s}));
    box->showPopup();
    box->hidePopup();
    QCOMPARE(topicText(), u"MINE/X"_s);
}

void TestPublishPanel::theListHasTheTopicsOfNow()
{
    m_topics->addTopics(topics({u"A"_s, u"B"_s}));
    auto *box = m_panel->findChild<QComboBox *>(u"publishTopic"_s);
    box->setEditText(u"B"_s);
    box->showPopup();
    QCOMPARE(box->count(), 2);
    QCOMPARE(box->currentIndex(), 1);
    box->hidePopup();
    m_topics->addTopics(topics({u"AA"_s}));
    box->showPopup();
    QCOMPARE(box->count(), 3);
    QCOMPARE(box->currentIndex(), 2);
    box->hidePopup();
}

void TestPublishPanel::heightsFollowTheTextSize()
{
    auto *payload = m_panel->findChild<QPlainTextEdit *>();
    QFont font = QApplication::font();
    const int before = payload->height();
    font.setPointSizeF(font.pointSizeF() * 2);
    QApplication::setFont(font);
    QTRY_VERIFY_WITH_TIMEOUT(payload->height() > before, 30'000);
    QVERIFY(payload->height() >= 2 * payload->fontMetrics().lineSpacing());
    font.setPointSizeF(font.pointSizeF() / 2);
    QApplication::setFont(font);
    QTRY_COMPARE_WITH_TIMEOUT(payload->height(), before, 30'000);
}

void TestPublishPanel::longNamesDoNotMakeTheRowWider()
{
    const QString name(250, u'W');
    const int before = m_panel->minimumSizeHint().width();
    m_panel->chooseTopic(name);
    QVERIFY(m_panel->minimumSizeHint().width() < before + 400);
    subscribe({name});
    QVERIFY(says().contains(name));
    QCOMPARE(m_panel->minimumSizeHint().width(), before);
}

QTEST_MAIN(TestPublishPanel)
#include "tst_publishpanel.moc"
