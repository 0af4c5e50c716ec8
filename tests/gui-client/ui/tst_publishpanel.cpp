#include "models/subscriptionmodel.h"
#include "models/topiccompletionmodel.h"
#include "ui/publishpanel.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
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

private:
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
    return m_panel->findChild<QLabel *>(u"publishSays"_s)->text();
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

QTEST_MAIN(TestPublishPanel)
#include "tst_publishpanel.moc"
