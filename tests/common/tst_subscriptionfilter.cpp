#include "topic/subscriptionfilter.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestSubscriptionFilter : public QObject {
    Q_OBJECT

private slots:
    void parts_data();
    void parts();
    void problems_data();
    void problems();
    void sharedAndOwnAreNotTheSame();
};

void TestSubscriptionFilter::parts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shareName");
    QTest::addColumn<QByteArray>("filter");
    QTest::newRow("a topic") << "WEATHER"_ba << ""_ba << "WEATHER"_ba;
    QTest::newRow("a filter") << "+/#"_ba << ""_ba << "+/#"_ba;
    QTest::newRow("4.8.2 shared") << "$share/g/WEATHER/+"_ba << "g"_ba << "WEATHER/+"_ba;
    QTest::newRow("4.8.2 everything shared") << "$share/a b/#"_ba << "a b"_ba << "#"_ba;
    QTest::newRow("4.8.2 the filter begins with a slash") << "$share/g//t"_ba << "g"_ba << "/t"_ba;
    QTest::newRow("not shared: the word alone") << "$share"_ba << ""_ba << "$share"_ba;
    QTest::newRow("not shared: another word") << "$shared/g/t"_ba << ""_ba << "$shared/g/t"_ba;
    QTest::newRow("not shared: in the middle") << "a/$share/g"_ba << ""_ba << "a/$share/g"_ba;
}

void TestSubscriptionFilter::parts()
{
    QFETCH(const QByteArray, text);
    const auto filter = SubscriptionFilter::parse(text);
    QVERIFY(filter.has_value());
    QTEST(filter->shareName(), "shareName");
    QTEST(filter->filter().utf8(), "filter");
    QCOMPARE(filter->isShared(), !filter->shareName().isEmpty());
    QCOMPARE(filter->utf8(), text);
}

void TestSubscriptionFilter::problems_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("level");
    const auto row = [](const char *name, const QByteArray &text, TopicError error, int level) {
        QTest::newRow(name) << text << int(error) << level;
    };
    row("empty", "", TopicError::Empty, 0);
    row("T07 a#", "a#", TopicError::HashNotAlone, 0);
    row("T12 no name", "$share//t", TopicError::ShareName, 1);
    row("T12 a wildcard in the name", "$share/a+/t", TopicError::ShareName, 1);
    row("T12 # in the name", "$share/#/t", TopicError::ShareName, 1);
    row("T12 no filter", "$share/g", TopicError::ShareWithoutFilter, 2);
    row("T12 an empty filter", "$share/g/", TopicError::ShareWithoutFilter, 2);
    row("T12 nothing at all", "$share/", TopicError::ShareName, 1);
    row("the filter's own problem", "$share/g/a/#/b", TopicError::HashNotLast, 3);
    row("not UTF-8", "$share/g/\xFF", TopicError::NotUtf8, 2);
}

void TestSubscriptionFilter::problems()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, error);
    QFETCH(const int, level);
    const auto filter = SubscriptionFilter::parse(text);
    QVERIFY(!filter.has_value());
    QCOMPARE(int(filter.error().error), error);
    QCOMPARE(int(filter.error().level), level);
    QVERIFY(describe(filter.error()).endsWith(u'.'));
}

void TestSubscriptionFilter::sharedAndOwnAreNotTheSame()
{
    const auto own = SubscriptionFilter::parse("t");
    const auto shared = SubscriptionFilter::parse("$share/g/t");
    const auto other = SubscriptionFilter::parse("$share/h/t");
    QVERIFY(*own == SubscriptionFilter(*TopicFilter::parse(QByteArrayView("t"))));
    QVERIFY(!(*own == *shared));
    QVERIFY(*own < *shared || *shared < *own);
    QVERIFY(*other < *shared || *shared < *other);
    QVERIFY(!(*own < *own));
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestSubscriptionFilter)
#include "tst_subscriptionfilter.moc"
