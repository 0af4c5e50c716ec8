#include "connection/brokerconnection.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

namespace {

/// Writes down what it is asked to do.
class RecordingConnection final : public BrokerConnection {
public:
    RecordingConnection()
        : BrokerConnection(IncomingBatcher::Limits{})
    {
    }
    [[nodiscard]] RuleSet ruleSet() const override { return RuleSet::Classroom; }
    [[nodiscard]] std::chrono::milliseconds timeToNextAttempt() const override { return 3'200ms; }
    [[nodiscard]] QList<OwnSubscription> subscriptions() const override { return {}; }
    void connectToBroker(const BrokerAddress &, const QString &) override { }
    void disconnectFromBroker() override { asked += u"leave"_s; }
    void retryNow() override { }
    void subscribe(const QString &filter) override { asked += u"sub "_s + filter; }
    void unsubscribe(const QString &filter) override { asked += u"unsub "_s + filter; }
    void publish(const QString &topic, const QByteArray &payload, bool retain) override
    {
        asked += (retain ? u"pubr %1|%2"_s : u"pub %1|%2"_s).arg(topic, QString::fromUtf8(payload));
    }
    void requestTopics() override { asked += u"topics"_s; }
    void requestSubscriptions() override { asked += u"list"_s; }
    void requestHelp() override { asked += u"help"_s; }
    void ping() override { asked += u"ping"_s; }
    using BrokerConnection::setAddress;
    using BrokerConnection::setClientName;
    using BrokerConnection::setState;

    QStringList asked;

protected:
    void requestConnect(const QList<QByteArray> &fields) override
    {
        asked += u"conn "_s + QString::fromUtf8(fields.join('|'));
    }
};

} // namespace

class TestBrokerConnection final : public QObject {
    Q_OBJECT

private slots:
    void typedCommandsAreCarriedOut_data();
    void typedCommandsAreCarriedOut();
    void wrongCommandsGetASentence_data();
    void wrongCommandsGetASentence();
    void nothingIsSentWhileNotConnected_data();
    void nothingIsSentWhileNotConnected();
    void typedConnectIsForTheOwner();
    void stateTexts();
    void names_data();
    void names();
};

void TestBrokerConnection::typedCommandsAreCarriedOut_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("asked");
    QTest::newRow("/SUB") << u"/SUB WEATHER/#"_s << u"sub WEATHER/#"_s;
    QTest::newRow("lower case") << u"/sub news"_s << u"sub news"_s;
    QTest::newRow("frame") << u"<SUB, NEWS>"_s << u"sub NEWS"_s;
    QTest::newRow("/UNSUB") << u"/UNSUB +"_s << u"unsub +"_s;
    QTest::newRow("/PUB") << u"/PUB NEWS rain, then  sun"_s << u"pub NEWS|rain, then  sun"_s;
    QTest::newRow("/PUBR") << u"/PUBR NEWS x"_s << u"pubr NEWS|x"_s;
    QTest::newRow("/PUBR with nothing clears") << u"/PUBR NEWS "_s << u"pubr NEWS|"_s;
    QTest::newRow("frame with escape") << u"<PUB, NEWS, a\\nb>"_s << u"pub NEWS|a\nb"_s;
    QTest::newRow("/LIST") << u"/LIST"_s << u"list"_s;
    QTest::newRow("/TOPICS") << u"/TOPICS"_s << u"topics"_s;
    QTest::newRow("/HELP") << u"/HELP"_s << u"help"_s;
    QTest::newRow("/PING") << u"/PING"_s << u"ping"_s;
    QTest::newRow("/DISC") << u"/DISC"_s << u"leave"_s;
    QTest::newRow("/CONN") << u"/CONN Anna secret"_s << u"conn Anna|secret"_s;
}

void TestBrokerConnection::typedCommandsAreCarriedOut()
{
    QFETCH(QString, line);
    QFETCH(QString, asked);
    RecordingConnection connection;
    connection.setState(BrokerConnection::State::Connected);
    const auto result = connection.runTyped(line);
    QVERIFY2(result.has_value(), result ? "" : qPrintable(result.error()));
    QCOMPARE(connection.asked, QStringList{asked});
}

void TestBrokerConnection::wrongCommandsGetASentence_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("inSentence");
    QTest::newRow("empty") << QString() << u"begins with /"_s;
    QTest::newRow("no slash") << u"SUB NEWS"_s << u"begins with /"_s;
    QTest::newRow("unknown") << u"/SUBSCRIBE NEWS"_s << u"There is no such command"_s;
    QTest::newRow("too few") << u"/SUB"_s << u"Write /SUB TOPIC."_s;
    QTest::newRow("no message") << u"/PUB NEWS"_s << u"Write /PUB TOPIC"_s;
    QTest::newRow("bad frame") << u"<SUB, NEWS"_s << u"Write <SUB, TOPIC>."_s;
    QTest::newRow("bytes that are no text") << u"<SUB, \\xFF>"_s << u"not valid UTF-8"_s;
}

void TestBrokerConnection::wrongCommandsGetASentence()
{
    QFETCH(QString, line);
    QFETCH(QString, inSentence);
    RecordingConnection connection;
    connection.setState(BrokerConnection::State::Connected);
    const auto result = connection.runTyped(line);
    QVERIFY(!result.has_value());
    QVERIFY2(result.error().contains(inSentence), qPrintable(result.error()));
    QVERIFY(connection.asked.isEmpty());
}

void TestBrokerConnection::nothingIsSentWhileNotConnected_data()
{
    using State = BrokerConnection::State;
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("inSentence");
    QTest::newRow("disconnected") << State::Disconnected << u"/SUB NEWS"_s << u"Press Connect"_s;
    QTest::newRow("connecting") << State::Connecting << u"/SUB NEWS"_s << u"being made"_s;
    QTest::newRow("waiting") << State::WaitingToReconnect << u"/SUB NEWS"_s << u"by itself"_s;
    QTest::newRow("leaving") << State::Disconnecting << u"/SUB NEWS"_s << u"being left"_s;
    QTest::newRow("connecting twice") << State::Connecting << u"/CONN Anna"_s << u"being made"_s;
    QTest::newRow("password") << State::Disconnected << u"/CONN Anna secret"_s << u"/CONN"_s;
}

void TestBrokerConnection::nothingIsSentWhileNotConnected()
{
    QFETCH(BrokerConnection::State, state);
    QFETCH(QString, line);
    QFETCH(QString, inSentence);
    RecordingConnection connection;
    connection.setState(state);
    const auto result = connection.runTyped(line);
    QVERIFY(!result.has_value());
    QVERIFY2(result.error().contains(inSentence), qPrintable(result.error()));
    QVERIFY(connection.asked.isEmpty());
}

void TestBrokerConnection::typedConnectIsForTheOwner()
{
    RecordingConnection connection;
    QSignalSpy asked(&connection, &BrokerConnection::connectAsked);
    QVERIFY(connection.runTyped(u"/CONN Anna"_s).has_value());
    QVERIFY(connection.runTyped(u"<CONN>"_s).has_value());
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0].first().toString(), u"Anna"_s);
    QCOMPARE(asked[1].first().toString(), QString());
    QVERIFY(connection.asked.isEmpty());
}

void TestBrokerConnection::stateTexts()
{
    RecordingConnection connection;
    connection.setAddress({u"pi"_s, 8092});
    QCOMPARE(connection.stateText(), u"Not connected"_s);
    connection.setState(BrokerConnection::State::Connecting);
    QCOMPARE(connection.stateText(), u"Connecting to pi:8092 …"_s);
    connection.setState(BrokerConnection::State::Connected);
    QCOMPARE(connection.stateText(), u"Connected to pi:8092"_s);
    connection.setClientName(u"Anna"_s);
    QCOMPARE(connection.stateText(), u"Connected to pi:8092 as Anna"_s);
    connection.setState(BrokerConnection::State::WaitingToReconnect);
    QCOMPARE(connection.stateText(), u"Lost pi:8092, trying again in 4 s"_s);
    connection.setState(BrokerConnection::State::Disconnecting);
    QCOMPARE(connection.stateText(), u"Leaving pi:8092 …"_s);
}

void TestBrokerConnection::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("possible");
    QTest::newRow("empty") << QString() << true;
    QTest::newRow("plain") << u"Anna"_s << true;
    QTest::newRow("blanks and letters") << u"Zoë van der Berg"_s << true;
    QTest::newRow("64 bytes") << QString(64, u'a') << true;
    QTest::newRow("65 bytes") << QString(65, u'a') << false;
    QTest::newRow("33 letters of 2 bytes") << QString(33, u'é') << false;
    QTest::newRow("tab") << u"a\tb"_s << false;
    QTest::newRow("DEL") << u"a"_s + QChar(0x7F) << false;
    QTest::newRow("C1") << u"a"_s + QChar(0x9B) << false;
    QTest::newRow("half a pair") << QString(QChar(0xD800)) << false;
}

void TestBrokerConnection::names()
{
    QFETCH(QString, name);
    QFETCH(bool, possible);
    QCOMPARE(BrokerConnection::nameProblem(name).isEmpty(), possible);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestBrokerConnection)
#include "tst_brokerconnection.moc"
