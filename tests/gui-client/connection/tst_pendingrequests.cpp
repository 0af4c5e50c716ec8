#include "connection/pendingrequests.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

PendingRequest request(Verb verb, const QString &topic = {})
{
    return {.verb = verb, .topic = topic};
}

QStringList topicsOf(const QList<PendingRequest> &requests)
{
    QStringList topics;
    for (const PendingRequest &each : requests) {
        topics.append(each.topic);
    }
    return topics;
}

} // namespace

class TestPendingRequests final : public QObject {
    Q_OBJECT

private slots:
    void answersComeInTheOrderOfTheRequests();
    void anAnswerThatCannotComeNowTakesNothing();
    void aLaterAnswerSettlesThePublishesBefore();
    void anErrorBelongsToTheFirstPublish();
    void helpIsDoneWhenSomethingElseIsAnswered();
    void takeAllEmptiesIt();
};

void TestPendingRequests::answersComeInTheOrderOfTheRequests()
{
    PendingRequests pending;
    pending.append(request(Verb::Sub, u"A"_s));
    pending.append(request(Verb::Sub, u"B"_s));
    pending.append(request(Verb::List));
    QCOMPARE(pending.size(), 3);
    QCOMPARE(pending.settle(Verb::Sub)->request.topic, u"A"_s);
    QCOMPARE(pending.settle(Verb::Sub)->request.topic, u"B"_s);
    QVERIFY(pending.settle(Verb::List));
    QVERIFY(pending.isEmpty());
}

void TestPendingRequests::anAnswerThatCannotComeNowTakesNothing()
{
    PendingRequests pending;
    QVERIFY(!pending.settle(Verb::Ping));
    pending.append(request(Verb::Sub, u"A"_s));
    pending.append(request(Verb::Ping));
    QVERIFY(!pending.expects(Verb::Ping));
    QVERIFY(!pending.settle(Verb::Ping));
    QCOMPARE(pending.size(), 2);
}

void TestPendingRequests::aLaterAnswerSettlesThePublishesBefore()
{
    PendingRequests pending;
    pending.append(request(Verb::Pub, u"A"_s));
    pending.append(request(Verb::Pub, u"B"_s));
    pending.append(request(Verb::Ping));
    pending.append(request(Verb::Pub, u"C"_s));
    const auto settled = pending.settle(Verb::Ping);
    QVERIFY(settled);
    QCOMPARE(topicsOf(settled->done), QStringList({u"A"_s, u"B"_s}));
    QCOMPARE(settled->request.verb, Verb::Ping);
    QCOMPARE(pending.size(), 1);
}

void TestPendingRequests::anErrorBelongsToTheFirstPublish()
{
    PendingRequests pending;
    pending.append(request(Verb::Pub, u"A"_s));
    pending.append(request(Verb::Ping));
    pending.append(request(Verb::Pub, u"B"_s));
    const auto settled = pending.settle(Verb::Pub);
    QVERIFY(settled);
    QCOMPARE(settled->request.topic, u"A"_s);
    QVERIFY(settled->done.isEmpty());
    // The PING in between has to be answered first.
    QVERIFY(!pending.settle(Verb::Pub));
}

void TestPendingRequests::helpIsDoneWhenSomethingElseIsAnswered()
{
    PendingRequests pending;
    pending.append(request(Verb::Help));
    pending.append(request(Verb::Ping));
    QVERIFY(pending.expects(Verb::Help));
    const auto settled = pending.settle(Verb::Ping);
    QVERIFY(settled);
    QCOMPARE(settled->done.size(), 1);
    QCOMPARE(settled->done.first().verb, Verb::Help);
}

void TestPendingRequests::takeAllEmptiesIt()
{
    PendingRequests pending;
    pending.append(request(Verb::Sub, u"A"_s));
    pending.append(request(Verb::Pub, u"B"_s));
    QCOMPARE(topicsOf(pending.takeAll()), QStringList({u"A"_s, u"B"_s}));
    QVERIFY(pending.isEmpty());
    QVERIFY(pending.takeAll().isEmpty());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestPendingRequests)
#include "tst_pendingrequests.moc"
