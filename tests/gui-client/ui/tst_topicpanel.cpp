#include "models/subscriptionmodel.h"
#include "models/topictreemodel.h"
#include "ui/inlinenotice.h"
#include "ui/topicpanel.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestTopicPanel : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void aNoticeIsNotReplacedByALaterTopic();
    void escapeInThePaneEndsTheNotice();
    void longNamesDoNotMakeThePaneWider();
    void namesFromOutsideAreEscapedInTheNotice();

private:
    [[nodiscard]] QString notice() const;

    std::unique_ptr<TopicTreeModel> m_topics;
    std::unique_ptr<SubscriptionModel> m_subscriptions;
    std::unique_ptr<TopicPanel> m_panel;
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

void TestTopicPanel::init()
{
    m_topics = std::make_unique<TopicTreeModel>();
    m_subscriptions = std::make_unique<SubscriptionModel>();
    m_panel = std::make_unique<TopicPanel>(*m_topics, *m_subscriptions);
    m_panel->setConnected(true);
    m_panel->resize(420, 600);
    m_panel->show();
    m_topics->addTopics(topics({u"W"_s, u"W/A"_s, u"N/A"_s}));
}

void TestTopicPanel::cleanup()
{
    m_panel.reset();
    m_subscriptions.reset();
    m_topics.reset();
}

QString TestTopicPanel::notice() const
{
    return m_panel->findChild<InlineNotice *>()->sentence();
}

void TestTopicPanel::aNoticeIsNotReplacedByALaterTopic()
{
    m_topics->applySubscribed({u"W/#"_s, topics({u"W"_s, u"W/A"_s}), {}, false});
    m_topics->applySubscribed({u"N/#"_s, topics({u"N/A"_s}), {}, false});
    m_topics->addTopics(topics({u"W/LATE"_s}));
    QVERIFY(notice().startsWith("W/LATE"_L1));
    // One is about to press "Subscribe again" for W/#.
    m_topics->addTopics(topics({u"N/LATE"_s}));
    QVERIFY2(notice().startsWith("W/LATE"_L1), qPrintable(notice()));
    QSignalSpy asked(m_panel.get(), &TopicPanel::subscribeRequested);
    for (auto *button : m_panel->findChildren<QAbstractButton *>()) {
        if (button->isVisible() && button->text() == "Subscribe again"_L1) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toString(), u"W/#"_s);
    // Nor is the sentence that says why something was refused.
    m_panel->showFailure(
        {.verb = Verb::Sub, .code = ClassroomError::InvalidTopic, .sentence = u"Refused."_s});
    m_topics->addTopics(topics({u"N/LATER"_s}));
    QCOMPARE(notice(), u"Refused."_s);
}

void TestTopicPanel::escapeInThePaneEndsTheNotice()
{
    m_panel->showFailure(
        {.verb = Verb::Sub, .code = ClassroomError::InvalidTopic, .sentence = u"Refused."_s});
    auto *tree = m_panel->findChild<QTreeView *>(u"topics"_s);
    tree->setFocus();
    QTest::keyClick(tree, Qt::Key_Escape);
    QCOMPARE(notice(), QString());
}

void TestTopicPanel::longNamesDoNotMakeThePaneWider()
{
    const int before = m_panel->minimumSizeHint().width();
    const QString name(200, u'W');
    m_topics->addTopics(topics({name + u"/X"_s}));
    m_topics->setData(m_topics->indexOfPath(name), Qt::Checked, Qt::CheckStateRole);
    QVERIFY(notice().startsWith(name));
    QVERIFY2(m_panel->minimumSizeHint().width() < before + 300,
             qPrintable(QString::number(m_panel->minimumSizeHint().width())));
}

void TestTopicPanel::namesFromOutsideAreEscapedInTheNotice()
{
    const QString name = u"a\u202Eb&c"_s;
    m_topics->addTopics(topics({name + u"/X"_s}));
    m_topics->setData(m_topics->indexOfPath(name), Qt::Checked, Qt::CheckStateRole);
    QVERIFY(!notice().contains(QChar(0x202E)));
    for (const auto *button : m_panel->findChildren<QAbstractButton *>()) {
        QVERIFY(!button->text().contains("b&c"_L1));
    }
}

QTEST_MAIN(TestTopicPanel)
#include "tst_topicpanel.moc"
