#include "broker/topiccatalog.h"
#include "net/topicsanswer.h"
#include "topics.h"

#include <QTest>

using namespace corkboard;
using testtopics::name;

class TestTopicsAnswer : public QObject {
    Q_OBJECT

private slots:
    void isEncodedOncePerCatalog();
};

void TestTopicsAnswer::isEncodedOncePerCatalog()
{
    TopicCatalog catalog;
    TopicsAnswer answer;
    QCOMPARE(answer.line(catalog), "<TOPICS, 0>\n");
    (void)catalog.add(name("NEWS"));
    (void)catalog.add(name("a,b"));
    const QByteArray line = answer.line(catalog);
    QCOMPARE(line, "<TOPICS, 2, NEWS, a\\,b>\n");
    QVERIFY(answer.line(catalog).isSharedWith(line));
    (void)catalog.add(name("SPORTS"));
    QCOMPARE(answer.line(catalog), "<TOPICS, 3, NEWS, a\\,b, SPORTS>\n");
}

QTEST_GUILESS_MAIN(TestTopicsAnswer)
#include "tst_topicsanswer.moc"
