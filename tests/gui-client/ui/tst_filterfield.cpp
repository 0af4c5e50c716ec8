#include "ui/filterfield.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
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
    const auto *list = m_field->findChild<QListWidget *>(u"matches"_s);
    for (int row = 0; row < list->count(); ++row) {
        result.append(list->item(row)->text());
    }
    return result;
}

void TestFilterField::nothingTypedSaysNothing()
{
    QVERIFY(!m_field->findChild<QLabel *>(u"summary"_s)->isVisible());
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

void TestFilterField::problemDisablesSubscribing()
{
    type(u"#/X"_s);
    QVERIFY(!m_field->findChild<QLabel *>(u"summary"_s)->text().isEmpty());
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
