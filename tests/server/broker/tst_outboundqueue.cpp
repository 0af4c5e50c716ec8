#include "broker/outboundqueue.h"
#include "topics.h"

#include <QTest>

namespace corkboard {

using namespace std::chrono_literals;
using testtopics::name;

class TestOutboundQueue : public QObject {
    Q_OBJECT

private slots:
    void identifiersCountUpFromOne();
    void identifiersInUseAreSkipped();
    void theWindowHoldsMessagesBack();
    void anOpenedWindowLetsMoreThrough();
    void acknowledgementsInAnyOrder();
    void qos2NeedsTwoSteps();
    void refusedQos2IsDone();
    void acknowledgementsOfTheWrongKindAreUnknown_data();
    void acknowledgementsOfTheWrongKindAreUnknown();
    void resumedMessagesComeFirstAndMarked();
    void resumedReleasesStayReleases();
    void resumedMessagesKeepToANarrowerWindow();
    void acknowledgedBeforeItWasSentAgain();
    void fullByNumberDropsAndCounts();
    void fullByBytesTakesAMessageWhole();
    void waitingMessagesExpire();
    void startedMessagesDoNotExpire();
    void sharedMessagesCanBeTaken();

private:
    static OutboundMessage message(const QByteArray &payload, Qos qos = Qos::AtLeastOnce)
    {
        OutboundMessage result;
        result.message.topic = name("T");
        result.message.payload = payload;
        result.qos = qos;
        return result;
    }

    /// What takeNext() gives, in words: "1 a", "1 a again", "release 1", "nothing".
    static QByteArray next(OutboundQueue &queue, Message::TimePoint now = {})
    {
        const auto outgoing = queue.takeNext(now);
        if (!outgoing) {
            return "nothing";
        }
        const QByteArray id = QByteArray::number(outgoing->packetId);
        if (outgoing->message == nullptr) {
            return "release " + id;
        }
        return id + ' ' + outgoing->message->message.payload
            + (outgoing->duplicate ? " again" : "");
    }
};

void TestOutboundQueue::identifiersCountUpFromOne()
{
    OutboundQueue queue;
    QVERIFY(queue.canSendNow());
    QCOMPARE(queue.startSending(message("a")), 1);
    QVERIFY(queue.add(message("b")));
    QVERIFY(!queue.canSendNow()); // "b" comes first
    QCOMPARE(next(queue), "2 b");
    QVERIFY(queue.acknowledge(1));
    QCOMPARE(queue.startSending(message("c")), 3);
    QCOMPARE(queue.inFlight(), 2);
}

void TestOutboundQueue::identifiersInUseAreSkipped()
{
    OutboundQueue queue;
    QCOMPARE(queue.startSending(message("old")), 1);
    for (int i = 2; i <= 65'535; ++i) {
        QCOMPARE(queue.startSending(message("x")), i);
        QVERIFY(queue.acknowledge(quint16(i)));
    }
    // Neither 0, which is no identifier, nor 1, which is in use.
    QCOMPARE(queue.startSending(message("next")), 2);
}

void TestOutboundQueue::theWindowHoldsMessagesBack()
{
    OutboundQueue queue({.window = 2});
    for (const char *payload : {"a", "b", "c"}) {
        QVERIFY(queue.add(message(payload)));
    }
    QCOMPARE(next(queue), "1 a");
    QCOMPARE(next(queue), "2 b");
    QCOMPARE(next(queue), "nothing");
    QVERIFY(queue.acknowledge(2));
    QCOMPARE(next(queue), "3 c");
    QCOMPARE(next(queue), "nothing");
    QCOMPARE(queue.waiting(), 0);
    QCOMPARE(queue.waitingBytes(), 0);
}

void TestOutboundQueue::anOpenedWindowLetsMoreThrough()
{
    OutboundQueue queue({.window = 1});
    QVERIFY(queue.add(message("a")));
    QVERIFY(queue.add(message("b")));
    QCOMPARE(next(queue), "1 a");
    QCOMPARE(next(queue), "nothing");
    queue.setWindow(2);
    QCOMPARE(next(queue), "2 b");
}

void TestOutboundQueue::acknowledgementsInAnyOrder()
{
    OutboundQueue queue;
    for (int i = 1; i <= 3; ++i) {
        QCOMPARE(queue.startSending(message("x")), i);
    }
    QVERIFY(queue.acknowledge(3));
    QVERIFY(queue.acknowledge(1));
    QVERIFY(!queue.acknowledge(1));
    QVERIFY(queue.acknowledge(2));
    QVERIFY(queue.isEmpty());
}

void TestOutboundQueue::qos2NeedsTwoSteps()
{
    OutboundQueue queue({.window = 1});
    QCOMPARE(queue.startSending(message("a", Qos::ExactlyOnce)), 1);
    QVERIFY(!queue.complete(1));
    QVERIFY(queue.receive(1));
    QVERIFY(queue.receive(1)); // it may come again
    QVERIFY(!queue.canSendNow()); // the window opens with PUBCOMP (4.9)
    QVERIFY(queue.complete(1));
    QVERIFY(!queue.complete(1));
    QVERIFY(queue.canSendNow());
}

void TestOutboundQueue::refusedQos2IsDone()
{
    OutboundQueue queue;
    QCOMPARE(queue.startSending(message("a", Qos::ExactlyOnce)), 1);
    QVERIFY(queue.refuse(1));
    QVERIFY(!queue.refuse(1));
    QVERIFY(!queue.receive(1));
    QVERIFY(queue.isEmpty());
}

void TestOutboundQueue::acknowledgementsOfTheWrongKindAreUnknown_data()
{
    QTest::addColumn<Qos>("qos");
    QTest::addColumn<int>("packetId");
    QTest::newRow("PUBACK for QoS 2") << Qos::ExactlyOnce << 1;
    QTest::newRow("PUBACK for nothing") << Qos::AtLeastOnce << 2;
    QTest::newRow("PUBREC for QoS 1") << Qos::AtLeastOnce << 1;
}

void TestOutboundQueue::acknowledgementsOfTheWrongKindAreUnknown()
{
    QFETCH(const Qos, qos);
    QFETCH(const int, packetId);
    OutboundQueue queue;
    QCOMPARE(queue.startSending(message("a", qos)), 1);
    if (qos == Qos::ExactlyOnce || packetId != 1) {
        QVERIFY(!queue.acknowledge(quint16(packetId)));
    } else {
        QVERIFY(!queue.receive(quint16(packetId)));
        QVERIFY(!queue.refuse(quint16(packetId)));
    }
    QVERIFY(!queue.complete(quint16(packetId)));
    QCOMPARE(queue.inFlight(), 1);
}

void TestOutboundQueue::resumedMessagesComeFirstAndMarked()
{
    OutboundQueue queue({.window = 2});
    for (const char *payload : {"a", "b", "c"}) {
        QVERIFY(queue.add(message(payload)));
    }
    QCOMPARE(next(queue), "1 a");
    QCOMPARE(next(queue), "2 b");
    queue.resume();
    QVERIFY(!queue.canSendNow());
    QCOMPARE(next(queue), "1 a again");
    QCOMPARE(next(queue), "2 b again");
    QCOMPARE(next(queue), "nothing");
    QVERIFY(queue.acknowledge(1));
    QCOMPARE(next(queue), "3 c");
}

void TestOutboundQueue::resumedReleasesStayReleases()
{
    OutboundQueue queue;
    QCOMPARE(queue.startSending(message("a", Qos::ExactlyOnce)), 1);
    QCOMPARE(queue.startSending(message("b", Qos::ExactlyOnce)), 2);
    QVERIFY(queue.receive(1));
    queue.resume();
    QCOMPARE(next(queue), "release 1");
    QCOMPARE(next(queue), "2 b again");
    QCOMPARE(next(queue), "nothing");
    QVERIFY(queue.complete(1));
}

// MQTT-3.3.4-9, and -10 for the release
void TestOutboundQueue::resumedMessagesKeepToANarrowerWindow()
{
    OutboundQueue queue;
    QCOMPARE(queue.startSending(message("a")), 1);
    QCOMPARE(queue.startSending(message("b")), 2);
    QCOMPARE(queue.startSending(message("c", Qos::ExactlyOnce)), 3);
    QVERIFY(queue.receive(3));
    QVERIFY(queue.add(message("d")));
    queue.setWindow(1);
    queue.resume();
    QCOMPARE(next(queue), "1 a again");
    QCOMPARE(next(queue), "release 3");
    QCOMPARE(next(queue), "nothing");
    QVERIFY(queue.complete(3));
    QCOMPARE(next(queue), "nothing");
    QVERIFY(queue.acknowledge(1));
    QCOMPARE(next(queue), "2 b again");
    QCOMPARE(next(queue), "nothing");
    QVERIFY(queue.acknowledge(2));
    QCOMPARE(next(queue), "4 d");
}

void TestOutboundQueue::acknowledgedBeforeItWasSentAgain()
{
    OutboundQueue queue;
    QCOMPARE(queue.startSending(message("a")), 1);
    QCOMPARE(queue.startSending(message("b", Qos::ExactlyOnce)), 2);
    QCOMPARE(queue.startSending(message("c")), 3);
    queue.resume();
    QVERIFY(queue.acknowledge(1));
    QVERIFY(queue.receive(2));
    QCOMPARE(next(queue), "3 c again");
    QCOMPARE(next(queue), "nothing");
}

void TestOutboundQueue::fullByNumberDropsAndCounts()
{
    OutboundQueue queue({.window = 1, .messages = 2});
    QVERIFY(queue.add(message("a")));
    QVERIFY(queue.add(message("b")));
    QVERIFY(!queue.add(message("c")));
    QVERIFY(!queue.add(message("d")));
    QCOMPARE(queue.dropped(), 2U);
    QCOMPARE(next(queue), "1 a");
    QVERIFY(queue.add(message("e")));
    QVERIFY(queue.acknowledge(1));
    QCOMPARE(next(queue), "2 b");
    QVERIFY(queue.acknowledge(2));
    QCOMPARE(next(queue), "3 e");
}

void TestOutboundQueue::fullByBytesTakesAMessageWhole()
{
    OutboundQueue queue({.window = 1, .bytes = 10});
    QVERIFY(queue.add(message("123456789")));
    QVERIFY(queue.add(message(QByteArray(1'000, 'x'))));
    QVERIFY(!queue.add(message("")));
    QCOMPARE(queue.waitingBytes(), 1'009);
    QCOMPARE(next(queue), "1 123456789");
    QCOMPARE(queue.waitingBytes(), 1'000);
}

void TestOutboundQueue::waitingMessagesExpire()
{
    const Message::TimePoint start = Message::TimePoint() + 1h;
    OutboundQueue queue;
    OutboundMessage old = message("old");
    old.message.expiresAt = start + 5s;
    QVERIFY(queue.add(old));
    QVERIFY(queue.add(message("new")));
    QCOMPARE(next(queue, start + 5s), "1 new");
    QCOMPARE(queue.expired(), 1U);
    QCOMPARE(queue.dropped(), 0U);
    QCOMPARE(queue.waitingBytes(), 0);
}

void TestOutboundQueue::startedMessagesDoNotExpire()
{
    const Message::TimePoint start = Message::TimePoint() + 1h;
    OutboundQueue queue;
    OutboundMessage old = message("old");
    old.message.expiresAt = start + 5s;
    QVERIFY(queue.add(old));
    QCOMPARE(next(queue, start), "1 old");
    queue.resume();
    QCOMPARE(next(queue, start + 10s), "1 old again");
}

void TestOutboundQueue::sharedMessagesCanBeTaken()
{
    const auto shared
        = std::make_shared<const SubscriptionFilter>(*SubscriptionFilter::parse("$share/g/T"));
    const auto sharedMessage = [&](const char *payload, Qos qos) {
        OutboundMessage result = message(payload, qos);
        result.sharedBy = shared;
        return result;
    };
    OutboundQueue queue({.window = 3});
    QVERIFY(queue.add(sharedMessage("s1", Qos::AtLeastOnce)));
    QVERIFY(queue.add(sharedMessage("s2", Qos::ExactlyOnce)));
    QVERIFY(queue.add(message("own")));
    QVERIFY(queue.add(sharedMessage("s3", Qos::ExactlyOnce)));
    QVERIFY(queue.add(message("waits")));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(next(queue) != "nothing");
    }
    queue.resume();
    // MQTT-4.8.2-5: a QoS 2 message whose delivery was begun goes to nobody else.
    QByteArrayList taken;
    for (const OutboundMessage &each : queue.takeShared()) {
        taken.append(each.message.payload);
    }
    QCOMPARE(taken, QByteArrayList({"s1", "s3"}));
    QCOMPARE(next(queue), "2 s2 again");
    QCOMPARE(next(queue), "3 own again");
    QCOMPARE(next(queue), "4 waits");
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestOutboundQueue)
#include "tst_outboundqueue.moc"
