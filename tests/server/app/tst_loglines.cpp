#include "app/brokerlog.h"
#include "app/logwriter.h"
#include "broker/broker.h"
#include "broker/subscriber.h"
#include "errorpipe.h"
#include "topics.h"

#include <QLoggingCategory>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using testtopics::name;

namespace {

class SilentSubscriber final : public Subscriber {
public:
    [[nodiscard]] bool deliver(const Delivery &, WireForms &) override { return true; }
    void topicAdded(const TopicName &) override { }
};

} // namespace

/// BrokerLog and LogWriter together: what names and topics from outside look like in the real log.
class TestLogLines : public QObject {
    Q_OBJECT

private slots:
    void cleanup();
    void namesAreEscapedOnce_data();
    void namesAreEscapedOnce();
    void topicsAreEscapedOnce_data();
    void topicsAreEscapedOnce();
    void aReasonIsEscaped();
};

void TestLogLines::cleanup()
{
    qInstallMessageHandler(nullptr);
    QLoggingCategory::setFilterRules({});
}

void TestLogLines::namesAreEscapedOnce_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("backslash") << uR"(a\b)"_s << QByteArray(R"(a\\b)");
    QTest::newRow("line feed") << u"x\n2026-01-01 FORGED"_s << QByteArray("x\\n2026-01-01 FORGED");
    QTest::newRow("carriage return") << u"x\rFORGED"_s << QByteArray("x\\rFORGED");
    QTest::newRow("escape sequence") << u"\x1B[2J"_s << QByteArray("\\x1B[2J");
    QTest::newRow("C1 control") << u"\u009B2J"_s << QByteArray("\\u{9B}2J");
    QTest::newRow("right-to-left override") << u"A\u202Enna"_s << QByteArray("A\\u{202E}nna");
    QTest::newRow("60 KiB") << QString(60 * 1024, u'x') << QByteArray(128, 'x') + "\u2026";
    QTest::newRow("overrides") << QString(100, u'\u202E')
                               << QByteArray("\\u{202E}").repeated(42) + "\u2026";
}

void TestLogLines::namesAreEscapedOnce()
{
    QFETCH(const QString, text);
    QFETCH(const QByteArray, shown);
    const ErrorPipe pipe;
    installLogWriter(LogLevel::Info);
    Broker broker;
    const BrokerLog log(broker);
    SilentSubscriber subscriber;
    Session &session = broker.openSession(subscriber, u"classroom"_s);
    broker.renameSession(session, text);
    broker.closeSession(session, u"it said goodbye"_s);
    const QByteArrayList lines = pipe.read().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines[1].endsWith(": client 1 is now " + shown), lines[1].constData());
    QVERIFY2(lines[2].endsWith(": " + shown + " left: it said goodbye"), lines[2].constData());
    QCOMPARE(lines[3], QByteArray());
}

void TestLogLines::topicsAreEscapedOnce_data()
{
    QTest::addColumn<QByteArray>("topic");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("backslash") << QByteArray(R"(C:\new)") << QByteArray(R"(C:\\new)");
    QTest::newRow("line separator")
        << QByteArray("a\u2028FORGED") << QByteArray("a\\u{2028}FORGED");
}

void TestLogLines::topicsAreEscapedOnce()
{
    QFETCH(const QByteArray, topic);
    QFETCH(const QByteArray, shown);
    const ErrorPipe pipe;
    installLogWriter(LogLevel::Info);
    Broker broker;
    const BrokerLog log(broker);
    broker.addTopic(name(topic));
    const QByteArray line = pipe.read();
    QVERIFY2(line.endsWith(": New topic " + shown + "; 1 topics: " + shown + '\n'),
             line.constData());
}

void TestLogLines::aReasonIsEscaped()
{
    const ErrorPipe pipe;
    installLogWriter(LogLevel::Info);
    Broker broker;
    const BrokerLog log(broker);
    SilentSubscriber subscriber;
    Session &session = broker.openSession(subscriber, u"classroom, a\nb"_s);
    broker.closeSession(session, u"lost\r\n"_s);
    const QByteArrayList lines = pipe.read().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines[0].endsWith(" joined: classroom, a\\nb"), lines[0].constData());
    QVERIFY2(lines[1].endsWith(" left: lost\\r\\n"), lines[1].constData());
}

QTEST_GUILESS_MAIN(TestLogLines)

#include "tst_loglines.moc"
