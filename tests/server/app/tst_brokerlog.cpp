#include "app/brokerlog.h"
#include "broker/broker.h"
#include "broker/subscriber.h"
#include "topics.h"

#include <QLoggingCategory>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using testtopics::name;

namespace {

QStringList logged;

void keepMessage(QtMsgType, const QMessageLogContext &, const QString &text)
{
    logged += text;
}

class SilentSubscriber final : public Subscriber {
public:
    [[nodiscard]] bool deliver(const Delivery &, WireForms &) override { return true; }
    void topicAdded(const TopicName &) override { }
};

} // namespace

class TestBrokerLog : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void comingAndGoingIsLogged();
    void aNewTopicIsLoggedWithTheList();
    void aLongListIsOnlyCounted();
    void longNamesAreCutBetweenCharacters();
    void payloadsAreNotLogged();

private:
    QtMessageHandler m_before = nullptr;
};

void TestBrokerLog::init()
{
    logged.clear();
    m_before = qInstallMessageHandler(keepMessage);
}

void TestBrokerLog::cleanup()
{
    qInstallMessageHandler(m_before);
    QLoggingCategory::setFilterRules({});
}

void TestBrokerLog::comingAndGoingIsLogged()
{
    Broker broker;
    const BrokerLog log(broker);
    SilentSubscriber subscriber;
    Session &session = broker.openSession(subscriber, u"classroom, 127.0.0.1:4711"_s);
    broker.renameSession(session, u"Anna"_s);
    broker.closeSession(session, u"it said goodbye"_s);
    QCOMPARE(logged,
             (QStringList{u"client 1 joined: classroom, 127.0.0.1:4711"_s,
                          u"client 1 is now Anna"_s, u"Anna left: it said goodbye"_s}));
}

void TestBrokerLog::aNewTopicIsLoggedWithTheList()
{
    Broker broker;
    const BrokerLog log(broker);
    broker.addTopic(name("WEATHER"));
    broker.addTopic(name("NEWS/LOCAL"));
    QCOMPARE(logged.last(), u"New topic NEWS/LOCAL; 2 topics: WEATHER, NEWS/LOCAL"_s);
}

void TestBrokerLog::aLongListIsOnlyCounted()
{
    Broker broker;
    const BrokerLog log(broker);
    for (int i = 1; i <= 21; ++i) {
        broker.addTopic(name("T" + QByteArray::number(i)));
    }
    QVERIFY(logged[19].contains(u"T1, T2, "_s));
    QCOMPARE(logged[20], u"New topic T21; 21 topics"_s);
}

void TestBrokerLog::longNamesAreCutBetweenCharacters()
{
    Broker broker;
    const BrokerLog log(broker);
    SilentSubscriber subscriber;
    Session &session = broker.openSession(subscriber, u"classroom"_s);
    broker.renameSession(session, u"x"_s + QString(64, u'ü'));
    QCOMPARE(logged.last(), u"client 1 is now x"_s + QString(63, u'ü') + u'…');
    broker.closeSession(session, {});
    broker.addTopic(name(QByteArray(128, 'x')));
    QVERIFY(logged.last().startsWith(u"New topic %1; 1 topics: "_s.arg(QString(128, u'x'))));
    broker.addTopic(name(QByteArray(129, 'y')));
    QVERIFY(logged.last().startsWith(u"New topic %1…; 2 topics: "_s.arg(QString(128, u'y'))));
}

void TestBrokerLog::payloadsAreNotLogged()
{
    QLoggingCategory::setFilterRules(u"corkboard.*.debug=true"_s);
    Broker broker;
    const BrokerLog log(broker);
    SilentSubscriber subscriber;
    Session &session = broker.openSession(subscriber, u"classroom"_s);
    broker.subscribe(session, name("NEWS"), TopicFilter(name("NEWS")), {});
    (void)broker.publish({name("NEWS"), "secret", false});
    broker.unsubscribe(session, name("NEWS"));
    broker.closeSession(session, {});
    const QString all = logged.join(u'\n');
    QVERIFY(all.contains(u"client 1 subscribed to NEWS"_s));
    QVERIFY(all.contains(u"6 bytes to NEWS for 1 subscribers"_s));
    QVERIFY(!all.contains(u"secret"_s));
}

QTEST_GUILESS_MAIN(TestBrokerLog)

#include "tst_brokerlog.moc"
