#include "ui/filterfield.h"
#include "ui/wrappedtext.h"

#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestFilterField : public QObject {
    Q_OBJECT

private slots:
    void init();
    void nothingTypedSaysNothing();
    void matchesAndReasonsAreListed();
    void topicsThatAppearAreTakenIn();
    void chosenTopicIsExplainedFirst();
    void topicsAreAskedForWhenTheyChanged();
    void theListStaysWhereItIsScrolledTo();
    void problemDisablesSubscribing();
    void enterSubscribesOnlyWhileConnected();

private:
    void type(const QString &text);
    [[nodiscard]] QStringList lines() const;

    std::unique_ptr<FilterField> m_field;
    QLineEdit *m_edit = nullptr;
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

void TestFilterField::init()
{
    m_field = std::make_unique<FilterField>();
    m_field->setTopics(topics({u"WEATHER"_s, u"WEATHER/MN"_s, u"NEWS"_s}));
    m_field->setCanSubscribe(true);
    m_field->show();
    m_edit = m_field->findChild<QLineEdit *>(u"filter"_s);
}

void TestFilterField::type(const QString &text)
{
    m_edit->clear();
    QTest::keyClicks(m_edit, text);
}

QStringList TestFilterField::lines() const
{
    QStringList result;
    const auto *model = m_field->findChild<QListView *>(u"matches"_s)->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        result.append(model->index(row, 0).data().toString());
    }
    return result;
}

void TestFilterField::nothingTypedSaysNothing()
{
    QVERIFY(!m_field->findChild<WrappedText *>(u"summary"_s)->isVisible());
    QVERIFY(!m_field->findChild<QPushButton *>(u"subscribe"_s)->isEnabled());
    QVERIFY(!m_field->filter());
}

void TestFilterField::matchesAndReasonsAreListed()
{
    QSignalSpy changed(m_field.get(), &FilterField::filterChanged);
    type(u"WEATHER/+"_s);
    QCOMPARE(changed.size(), 9);
    QCOMPARE(lines().constFirst(), u"✓ WEATHER/MN"_s);
    QCOMPARE(lines().size(), 3);
    QCOMPARE(lines().filter(u"✗ WEATHER: Level 2"_s).size(), 1);
    QCOMPARE(lines().filter(u"✗ NEWS: Level 1"_s).size(), 1);
    QVERIFY(m_field->filter().has_value());
}

void TestFilterField::topicsThatAppearAreTakenIn()
{
    type(u"WEATHER/+"_s);
    m_field->setTopics(topics({u"WEATHER/MN"_s, u"WEATHER/WI"_s}));
    QCOMPARE(lines().filter(u"✓"_s).size(), 2);
}

void TestFilterField::chosenTopicIsExplainedFirst()
{
    type(u"WEATHER/+"_s);
    m_field->setChosenTopic(topics({u"NEWS"_s}).constFirst());
    QVERIFY2(lines().constFirst().startsWith("NEWS: Level 1"_L1), qPrintable(lines().constFirst()));
    m_field->setChosenTopic(TopicName());
    QCOMPARE(lines().constFirst(), u"✓ WEATHER/MN"_s);
}

void TestFilterField::topicsAreAskedForWhenTheyChanged()
{
    QSignalSpy wanted(m_field.get(), &FilterField::topicsWanted);
    m_field->noteTopicsChanged();
    QVERIFY2(wanted.isEmpty(), "nothing is typed");
    connect(m_field.get(), &FilterField::topicsWanted, this,
            [this] { m_field->setTopics(topics({u"WEATHER/WI"_s})); });
    type(u"WEATHER/+"_s);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(lines(), QStringList{u"✓ WEATHER/WI"_s});
    // Births gather: one question for all of them.
    m_field->noteTopicsChanged();
    m_field->noteTopicsChanged();
    QCOMPARE(wanted.size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 2, 30'000);
}

void TestFilterField::theListStaysWhereItIsScrolledTo()
{
    QStringList names;
    for (int i = 0; i < 60; ++i) {
        names.append(u"T/%1"_s.arg(i, 3, 10, QChar(u'0')));
    }
    m_field->setTopics(topics(names));
    type(u"T/+"_s);
    auto *list = m_field->findChild<QListView *>(u"matches"_s);
    QTRY_VERIFY_WITH_TIMEOUT(list->verticalScrollBar()->maximum() > 0, 30'000);
    const int place = list->verticalScrollBar()->maximum() / 2;
    list->verticalScrollBar()->setValue(place);
    list->setCurrentIndex(list->model()->index(30, 0));
    const int scrolled = list->verticalScrollBar()->value();
    m_field->setTopics(topics(names << u"T/100"_s));
    QCOMPARE(list->verticalScrollBar()->value(), scrolled);
    QCOMPARE(list->currentIndex().data().toString(), u"✓ T/030"_s);
}

void TestFilterField::problemDisablesSubscribing()
{
    type(u"#/X"_s);
    QVERIFY(!m_field->findChild<WrappedText *>(u"summary"_s)->sentence().isEmpty());
    QVERIFY(!m_field->findChild<QPushButton *>(u"subscribe"_s)->isEnabled());
    QSignalSpy requested(m_field.get(), &FilterField::subscribeRequested);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY(requested.isEmpty());
}

void TestFilterField::enterSubscribesOnlyWhileConnected()
{
    QSignalSpy requested(m_field.get(), &FilterField::subscribeRequested);
    m_field->setCanSubscribe(false);
    type(u"WEATHER/#"_s);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QVERIFY(requested.isEmpty());
    m_field->setCanSubscribe(true);
    QTest::keyClick(m_edit, Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested.constFirst().constFirst().toString(), u"WEATHER/#"_s);
}

QTEST_MAIN(TestFilterField)
#include "tst_filterfield.moc"
