#include "fakehost.h"
#include "net/originaldialect.h"
#include "topics.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using testtopics::name;

using Writes = QByteArrayList;

/// The original system's dialect: its answers, and how it makes commands of bytes without ends.
class TestOriginalDialect : public QObject {
    Q_OBJECT

private slots:
    // answers
    void answers_data();
    void answers();
    void everySplitOfACommandGivesTheSame_data();
    void everySplitOfACommandGivesTheSame();
    void everyAnswerIsWrittenAtOnce();
    void messagesAreWrittenAtOnce();
    void messageThatIsNotKeptSaysSo();
    void keptBytesThatAreNotUtf8AreReplaced();
    void wildcardAnswerWaitsForRoom();
    void wildcardAnswerEndsWithTheNewest();
    void messageLimit_data();
    void messageLimit();

    // the greeting
    void greetsAtOnce();
    void greetingAnswer_data();
    void greetingAnswer();
    void greetingAnswerMayComeLate_data();
    void greetingAnswerMayComeLate();
    void greetingAnswerInPieces();
    void greetingWithoutAnswerIsClosed();
    void greetingHoldsNobodyUp();

    // commands of several segments
    void longCommandIsJoined();
    void overlongCommandIsThrownAway();
    void congestionPausesAndResumes();

    // leaving
    void discIsAcknowledgedAlone();
    void discWaitsUntilTheOutputIsWritten();
    void acknowledgementHasAnEnd();
    void nothingIsCarriedOutAfterDisc();
    void closingEndsTheSession();
    void inputEndedCarriesOutWhatIsThere();
};

namespace {

/// A client of a broker with a few topics, of which NEWS and WEATHER keep a message.
struct Client {
    explicit Client(const ConnectionLimits &its = {})
        : limits(its)
        , protocol(std::make_unique<OriginalDialect>(broker, host, limits))
    {
        for (const char *topic : {"WEATHER", "NEWS", "WEATHER/MN", "WEATHER/WI", "HEALTH"}) {
            (void)broker.addTopic(name(topic));
        }
        publish("WEATHER", "storm", true);
        publish("WEATHER/WI", "sun", true);
        protocol->start();
    }

    /// Answers the greeting, and forgets what was written so far.
    void talk()
    {
        say("CONN_ACK accepted by client");
        (void)take();
    }

    /// One read's bytes, whose memory is gone afterwards.
    void say(const QByteArray &bytes, bool more = false) const
    {
        QByteArray segment(bytes.constData(), bytes.size());
        protocol->receive(segment, more);
        segment.fill('?');
    }

    /// What was written, one entry per write.
    Writes take()
    {
        (void)host.read();
        return std::exchange(host.writes, {});
    }

    Writes ask(const QByteArray &bytes)
    {
        say(bytes);
        return take();
    }

    void publish(const char *topic, const QByteArray &payload, bool retain = false)
    {
        (void)broker.publish({name(topic), payload, retain});
    }

    ConnectionLimits limits;
    Broker broker;
    FakeHost host;
    std::unique_ptr<OriginalDialect> protocol;
};

} // namespace

void TestOriginalDialect::answers_data()
{
    QTest::addColumn<Writes>("before");
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<Writes>("expected");

    const auto row
        = [](const char *title, const Writes &before, const QByteArray &said,
             const Writes &expected) { QTest::newRow(title) << before << said << expected; };
    row("SUB, old", {}, "/SUB NEWS", {"Subscribed to [NEWS] "});
    row("SUB, new", {}, "/SUB SPORTS", {"Subscribed to [SPORTS] "});
    row("SUB, kept", {}, "/SUB WEATHER", {"Subscribed to [WEATHER] storm"});
    row("SUB again", {"/SUB NEWS"}, "/SUB NEWS", {"You are already subscribed to this topic!"});
    row("SUB #", {}, "/SUB WEATHER/#",
        {"Subscribed to: \n[WEATHER] storm \n[WEATHER/MN]  \n[WEATHER/WI] sun \n"});
    row("SUB +", {"/SUB WEATHER/MN"}, "/SUB WEATHER/+", {"Subscribed to: [WEATHER/WI] sun \n"});
    row("SUB # all already", {"/SUB NEWS"}, "/SUB NEWS/#", {"Subscribed to: \n"});
    row("SUB + all already", {"/SUB WEATHER/+"}, "/SUB WEATHER/+", {"Subscribed to: "});
    row("SUB without a match", {}, "/SUB SPORTS/#", {"No topic matches for SPORTS/#."});
    row("SUB malformed", {}, "/SUB NEWS#", {"Cannot create topic with +, # symbol."});
    row("UNSUB", {"/SUB NEWS"}, "/UNSUB NEWS", {"Successfully unsubscribed from NEWS!"});
    row("UNSUB without", {}, "/UNSUB NEWS", {"You are not subscribed to that topic."});
    row("UNSUB malformed", {}, "/UNSUB NEWS#", {"You are not subscribed to that topic."});
    row("UNSUB wildcard", {"/SUB WEATHER/WI", "/SUB NEWS", "/SUB WEATHER"}, "/UNSUB WEATHER/#",
        {"Unsubscribed to: WEATHER/WI, WEATHER"});
    row("UNSUB wildcard, none", {}, "/UNSUB WEATHER/+", {"Unsubscribed to"});
    row("UNSUB without a match", {}, "/UNSUB SPORTS/+", {"No topic matches for SPORTS/+."});
    row("PUB", {"/SUB NEWS"}, "/PUB NEWS hello  there ", {"[NEWS]: hello  there "});
    row("PUBR", {"/SUB NEWS"}, "/PUBR NEWS pinned", {"[NEWS]: pinned"});
    row("PUBR clears", {"/SUB WEATHER"}, "/PUBR WEATHER ", {"[WEATHER]: "});
    row("PUB wildcard", {"/SUB NEWS", "/SUB WEATHER"}, "/PUB + x", {"[WEATHER]: x", "[NEWS]: x"});
    row("PUB runs of blanks", {"/SUB NEWS"}, "/PUB \t NEWS \n  x y", {"[NEWS]: x y"});
    row("PUB not subscribed", {}, "/PUB NEWS x", {"You are not subscribed to this topic."});
    row("PUBR not subscribed", {}, "/PUBR NEWS x", {"You are not subscribed to this topic."});
    row("PUB unknown topic", {}, "/PUB SPORTS x", {"Invalid topic."});
    row("PUB without a match", {}, "/PUB SPORTS/# x", {"No topic matches for SPORTS/#."});
    row("PUB $", {}, "/PUB $SYS x", {"Invalid topic."});
    row("LIST none", {}, "/LIST", {"Subscribed to 0 topics. "});
    row("LIST", {"/SUB NEWS", "/SUB HEALTH"}, "/LIST", {"Subscribed to 2 topics. NEWS, HEALTH"});
    row("SUB words", {}, "/SUB", {"Invalid syntax: /SUB <TOPIC>"});
    row("SUB two spaces", {}, "/SUB  NEWS", {"Invalid syntax: /SUB <TOPIC>"});
    row("SUB three words", {}, "/SUB A B", {"Invalid syntax: /SUB <TOPIC>"});
    row("UNSUB words", {}, "/UNSUB ", {"Invalid syntax: /UNSUB <TOPIC>"});
    row("PUB words", {}, "/PUB NEWS", {"Invalid syntax: /PUB <TOPIC> <MESSAGE>"});
    row("PUBR words", {}, "/PUBR", {"Invalid syntax: /PUBR <TOPIC> <MESSAGE>"});
    row("blank", {}, " ", {"Invalid command"});
    row("a line end alone", {}, "\r\n", {"Invalid command"});
    row("a line end behind", {}, "/LIST\r\n", {"Subscribed to 0 topics. "});
    row("whole words", {}, "/SUBSCRIBE NEWS", {"Invalid command"});
    row("small letters", {}, "/list", {"Invalid command"});
    row("words behind LIST", {}, "/LIST all", {"Invalid command"});
    row("C03 /DISC in a message", {"/SUB NEWS"}, "/PUB NEWS /DISC", {"[NEWS]: /DISC"});
    row("C05 not UTF-8", {"/SUB NEWS"}, "/PUB NEWS \xFF", {"Invalid command"});
    row("C05 a frame", {}, "<LIST>", {"Invalid command"});
}

void TestOriginalDialect::answers()
{
    QFETCH(const Writes, before);
    QFETCH(const QByteArray, said);
    QFETCH(const Writes, expected);

    Client client;
    client.talk();
    for (const QByteArray &command : before) {
        client.say(command);
    }
    (void)client.take();
    QCOMPARE(client.ask(said), expected);
    QVERIFY(!client.host.isClosing);
    QCOMPARE(client.ask("/nothing"), Writes{"Invalid command"});
}

void TestOriginalDialect::everySplitOfACommandGivesTheSame_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<Writes>("expected");

    QTest::newRow("SUB") << QByteArray("/SUB WEATHER/#")
                         << Writes{"Subscribed to: \n[WEATHER] storm \n[WEATHER/MN]  \n"
                                   "[WEATHER/WI] sun \n"};
    QTest::newRow("PUB") << QByteArray("/PUB NEWS M\xC3\xBCnchen, <b> /DISC")
                         << Writes{"[NEWS]: M\xC3\xBCnchen, <b> /DISC"};
    QTest::newRow("LIST with its line end")
        << QByteArray("/LIST\r\n") << Writes{"Subscribed to 1 topics. NEWS"};
    QTest::newRow("nonsense") << QByteArray("\xFF\xFE nonsense") << Writes{"Invalid command"};
}

void TestOriginalDialect::everySplitOfACommandGivesTheSame()
{
    QFETCH(const QByteArray, said);
    QFETCH(const Writes, expected);

    for (qsizetype cut = 0; cut <= said.size(); ++cut) {
        Client client;
        client.talk();
        (void)client.ask("/SUB NEWS");
        if (cut > 0) {
            client.say(said.first(cut), true); // more was waiting behind these bytes
            QCOMPARE(client.take(), Writes{});
        }
        if (cut == said.size()) {
            client.protocol->handleDeadline(); // and then nothing came
        } else {
            client.say(said.sliced(cut));
        }
        QCOMPARE(client.take(), expected);
    }
}

void TestOriginalDialect::everyAnswerIsWrittenAtOnce()
{
    Client client;
    client.talk();
    client.say("/LIST");
    client.say("/LIST");
    QCOMPARE(client.take(), (Writes{"Subscribed to 0 topics. ", "Subscribed to 0 topics. "}));
}

void TestOriginalDialect::messagesAreWrittenAtOnce()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB NEWS");
    client.publish("NEWS", "one");
    client.publish("NEWS", "two", true);
    client.publish("NEWS", QByteArray("bytes\n\xFF\0", 8));
    // It decodes what it reads, and would die of what cannot be decoded.
    QCOMPARE(
        client.take(),
        (Writes{"[NEWS]: one", "[NEWS]: two", QByteArray("[NEWS]: bytes\n\xEF\xBF\xBD\0", 18)}));
    // A new topic is not announced: the original knows no such thing.
    (void)client.broker.addTopic(name("SPORTS"));
    QCOMPARE(client.take(), Writes{});
}

void TestOriginalDialect::keptBytesThatAreNotUtf8AreReplaced()
{
    Client client;
    client.talk();
    client.publish("NEWS", "M\xC3\xBCnchen \xC3 \xED\xA0\x80.", true);
    const QByteArray shown = "M\xC3\xBCnchen \xEF\xBF\xBD \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD.";
    QCOMPARE(client.ask("/SUB NEWS"), Writes{"Subscribed to [NEWS] " + shown});
    (void)client.ask("/UNSUB NEWS");
    QCOMPARE(client.ask("/SUB NEWS/#"), Writes{"Subscribed to: \n[NEWS] " + shown + " \n"});
}

void TestOriginalDialect::wildcardAnswerWaitsForRoom()
{
    Client client;
    client.talk();
    QByteArray expected = "Subscribed to: \n";
    for (int i = 0; i < 20; ++i) {
        const QByteArray topic = "lesson/" + QByteArray::number(i);
        (void)client.broker.addTopic(name(topic));
        client.publish(topic.constData(), QByteArray(100, 'r'), true);
        expected += '[' + topic + "] " + QByteArray(100, 'r') + " \n";
    }
    client.host.roomAt = 300;
    client.say("/SUB lesson/#");
    QVERIFY(client.host.isPaused);
    QVERIFY(client.protocol->isBusy());
    client.say("/LIST"); // that waits until the whole answer is out
    QByteArray answered;
    int readings = 0;
    while (client.protocol->isBusy()) {
        // One message may reach over the bound, two may not.
        QVERIFY(client.host.waiting.size() < 300 + 120);
        answered += client.take().join();
        client.protocol->outputDrained();
        client.protocol->resume();
        ++readings;
    }
    answered += client.take().join();
    QVERIFY(answered.startsWith(expected));
    QVERIFY(answered.sliced(expected.size()).startsWith("Subscribed to 20 topics. "));
    QVERIFY(readings > 5);
}

void TestOriginalDialect::wildcardAnswerEndsWithTheNewest()
{
    Client client;
    client.talk();
    client.host.roomAt = 1;
    client.say("/SUB WEATHER/#");
    QCOMPARE(client.take(), Writes{"Subscribed to: \n"});
    client.protocol->outputDrained();
    QCOMPARE(client.take(), Writes{"[WEATHER] storm \n"});
    client.publish("WEATHER/WI", "rain", true);
    client.publish("WEATHER", "calm", true);
    client.publish("WEATHER/MN", "not kept");
    QCOMPARE(client.host.dropped, 1);
    client.host.roomAt = 1'000;
    client.protocol->outputDrained();
    QCOMPARE(client.take(), (Writes{"[WEATHER/MN]  \n[WEATHER/WI] rain \n", "[WEATHER]: calm"}));
    client.publish("WEATHER", "live");
    QCOMPARE(client.take(), Writes{"[WEATHER]: live"});
}

void TestOriginalDialect::messageThatIsNotKeptSaysSo()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB NEWS");
    const QByteArray large(limits::maxRetainedPayloadBytes + 1, 'x');
    client.say("/PUBR NEWS " + large);
    client.protocol->handleDeadline();
    const Writes writes = client.take();
    QCOMPARE(writes.size(), 2);
    QCOMPARE(writes[0], "[NEWS]: " + large);
    QVERIFY(writes[1].contains("not kept"));
}

void TestOriginalDialect::messageLimit_data()
{
    QTest::addColumn<int>("bytes");
    QTest::addColumn<bool>("taken");

    QTest::newRow("the maximum") << 300 << true;
    QTest::newRow("one over") << 301 << false;
}

void TestOriginalDialect::messageLimit()
{
    QFETCH(const int, bytes);
    QFETCH(const bool, taken);

    Client client({.maxMessageBytes = 300, .deadlines = {}});
    client.talk();
    (void)client.ask("/SUB NEWS");
    const QByteArray message(bytes, 'x');
    QCOMPARE(client.ask("/PUB NEWS " + message),
             Writes{taken ? "[NEWS]: " + message : QByteArray("Invalid command")});
}

void TestOriginalDialect::greetsAtOnce()
{
    Client client;
    QCOMPARE(client.take(), Writes{"CONN_ACK"});
    QCOMPARE(client.broker.sessionCount(), 1);
}

void TestOriginalDialect::greetingAnswer_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<Writes>("expected");

    const Writes list{"Subscribed to 0 topics. "};
    QTest::newRow("the answer alone") << QByteArray("CONN_ACK accepted by client") << Writes{};
    QTest::newRow("a command behind it") << QByteArray("CONN_ACK accepted by client/LIST") << list;
    QTest::newRow("a command before it") << QByteArray("/LISTCONN_ACK accepted by client") << list;
    QTest::newRow("a line end before it")
        << QByteArray("/LIST\nCONN_ACK accepted by client") << list;
}

void TestOriginalDialect::greetingAnswer()
{
    QFETCH(const QByteArray, said);
    QFETCH(const Writes, expected);

    Client client;
    (void)client.take();
    QCOMPARE(client.ask(said), expected);
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
    // It counts once: later it is a command like any other.
    QCOMPARE(client.ask("/LIST"), Writes{"Subscribed to 0 topics. "});
    QCOMPARE(client.ask("CONN_ACK accepted by client"), Writes{"Invalid command"});
}

void TestOriginalDialect::greetingAnswerMayComeLate_data()
{
    QTest::addColumn<Writes>("said"); // one read each
    QTest::addColumn<Writes>("expected");

    const QByteArray answer = "CONN_ACK accepted by client";
    const QByteArray list = "Subscribed to 0 topics. ";
    const QByteArray invalid = "Invalid command";
    QTest::newRow("behind a command") << Writes{"/LIST", answer} << Writes{list};
    QTest::newRow("behind two") << Writes{"/LIST", "/LIST", answer} << Writes{list, list};
    QTest::newRow("glued to the second") << Writes{"/LIST", "/LIST" + answer} << Writes{list, list};
    QTest::newRow("in front of the second")
        << Writes{"/LIST", answer + "/LIST"} << Writes{list, list};
    QTest::newRow("behind something else") << Writes{"CONN_ACK by me", answer} << Writes{invalid};
    QTest::newRow("twice") << Writes{"/LIST", answer, answer} << Writes{list, invalid};
    QTest::newRow("in the middle is something else")
        << Writes{"/LIST" + answer + "!"} << Writes{invalid};
}

void TestOriginalDialect::greetingAnswerMayComeLate()
{
    QFETCH(const Writes, said);
    QFETCH(const Writes, expected);

    Client client;
    (void)client.take();
    Writes answered;
    for (const QByteArray &bytes : said) {
        answered += client.ask(bytes);
    }
    QCOMPARE(answered, expected);
}

void TestOriginalDialect::greetingAnswerInPieces()
{
    const QByteArray answer = "CONN_ACK accepted by client";
    for (qsizetype cut = 1; cut < answer.size(); ++cut) {
        Client client;
        (void)client.take();
        QCOMPARE(client.ask(answer.first(cut)), Writes{});
        QCOMPARE(client.ask(answer.sliced(cut) + "/LIST"), Writes{"Subscribed to 0 topics. "});
    }
}

void TestOriginalDialect::greetingWithoutAnswerIsClosed()
{
    Client client;
    QVERIFY(client.protocol->deadline() == client.host.opened + 5min);
    (void)client.take();
    client.protocol->handleDeadline();
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.closeReason, u"it did not answer the greeting"_s);
    QCOMPARE(client.take(), Writes{});
}

void TestOriginalDialect::greetingHoldsNobodyUp()
{
    // While one client does not answer, others join and talk.
    const Client silent;
    Client client;
    client.talk();
    QCOMPARE(client.ask("/LIST"), Writes{"Subscribed to 0 topics. "});
}

void TestOriginalDialect::longCommandIsJoined()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB NEWS");
    // From 1,000 bytes on more may be on its way, whatever one read found.
    const QByteArray message(5'000, 'x');
    const QByteArray command = "/PUB NEWS " + message;
    for (qsizetype begin = 0; begin < command.size(); begin += 1'400) {
        client.say(command.sliced(begin, std::min<qsizetype>(1'400, command.size() - begin)));
        QVERIFY(client.protocol->deadline() <= steady_clock::now() + 1s);
    }
    QCOMPARE(client.take(), Writes{});
    client.protocol->handleDeadline();
    QCOMPARE(client.take(), Writes{"[NEWS]: " + message});
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
}

void TestOriginalDialect::overlongCommandIsThrownAway()
{
    Client client({.maxMessageBytes = 300, .deadlines = {}});
    client.talk();
    const QByteArray flood(30'000, 'x');
    for (int i = 0; i < 20; ++i) {
        client.say(flood, true);
    }
    QCOMPARE(client.take(), Writes{});
    client.protocol->handleDeadline();
    QCOMPARE(client.take(), Writes{"Invalid command"});
    QVERIFY(!client.host.isClosing);
    QCOMPARE(client.ask("/LIST"), Writes{"Subscribed to 0 topics. "});
}

void TestOriginalDialect::congestionPausesAndResumes()
{
    Client client;
    client.talk();
    client.host.pauseAt = 10;
    client.say("/LIST");
    QCOMPARE(client.host.pauses, 0);
    client.say("/SUB NEWS");
    QCOMPARE(client.host.pauses, 1); // the answer to /LIST has not been read
    QCOMPARE(client.take(), Writes{"Subscribed to 0 topics. "});
    client.protocol->resume();
    QCOMPARE(client.take(), Writes{"Subscribed to [NEWS] "});
    client.protocol->resume();
    QCOMPARE(client.take(), Writes{});
}

void TestOriginalDialect::discIsAcknowledgedAlone()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB NEWS");
    const QSignalSpy left(&client.broker, &Broker::clientLeft);
    const auto before = steady_clock::now();
    client.say("/DISC");
    // Deliveries stop at once, the acknowledgement comes after a pause.
    client.publish("NEWS", "never");
    QCOMPARE(client.take(), Writes{});
    QVERIFY(client.protocol->deadline() >= before + 50ms);
    QVERIFY(client.protocol->deadline() <= steady_clock::now() + 50ms);
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.at(0).at(1).toString(), u"it said goodbye"_s);
    client.protocol->handleDeadline();
    QCOMPARE(client.take(), Writes{"DISC_ACK"});
    QVERIFY(!client.host.isClosing); // the client closes the talk
    client.say("DISC_ACK accepted by client");
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.closeReason, u"it said goodbye"_s);
    QCOMPARE(client.take(), Writes{});
}

void TestOriginalDialect::discWaitsUntilTheOutputIsWritten()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB NEWS");
    client.host.takesNothing = true;
    client.publish("NEWS", "large");
    client.say("/DISC");
    // The pause would be over before the client has read what comes before DISC_ACK.
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
    client.protocol->outputDrained();
    QVERIFY(client.protocol->deadline() == steady_clock::time_point::max());
    QVERIFY(client.protocol->isBusy());
    QCOMPARE(client.host.read(), "[NEWS]: large");
    const auto written = steady_clock::now();
    client.protocol->outputDrained();
    const auto deadline = client.protocol->deadline();
    QVERIFY(deadline >= written + 50ms);
    client.protocol->outputDrained();
    client.protocol->resume(); // it has nothing more to say
    QVERIFY(client.protocol->deadline() == deadline);
    client.host.takesNothing = false;
    client.protocol->handleDeadline();
    QCOMPARE(client.take(), Writes{"DISC_ACK"});
}

void TestOriginalDialect::acknowledgementHasAnEnd()
{
    Client client;
    client.talk();
    client.say("/DISC");
    client.protocol->handleDeadline();
    QVERIFY(client.protocol->deadline() <= steady_clock::now() + 5s);
    client.protocol->handleDeadline();
    QVERIFY(client.host.isClosing);
    QCOMPARE(client.host.closeReason, u"it said goodbye"_s);
}

void TestOriginalDialect::nothingIsCarriedOutAfterDisc()
{
    Client client;
    client.talk();
    client.say("/DISC");
    client.say("/SUB SPORTS");
    QCOMPARE(client.take(), Writes{});
    QVERIFY(!client.broker.catalog().contains(name("SPORTS")));
    client.protocol->connectionClosed(u"it said goodbye"_s);
    client.protocol->handleDeadline();
    client.say("/SUB SPORTS");
    QCOMPARE(client.take(), Writes{});
    QVERIFY(!client.host.isClosing);
}

void TestOriginalDialect::closingEndsTheSession()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB SPORTS");
    const QSignalSpy left(&client.broker, &Broker::clientLeft);
    client.protocol->connectionClosed(u"the connection was lost"_s);
    QCOMPARE(client.broker.sessionCount(), 0);
    QCOMPARE(client.broker.subscriptionCount(), 0);
    QCOMPARE(left.size(), 1);
    client.protocol.reset();
    QCOMPARE(left.size(), 1);

    Client other;
    other.protocol.reset();
    QCOMPARE(other.broker.sessionCount(), 0);
}

void TestOriginalDialect::inputEndedCarriesOutWhatIsThere()
{
    Client client;
    client.talk();
    (void)client.ask("/SUB NEWS");
    client.say("/PUB NEWS last words", true);
    client.protocol->inputEnded();
    QCOMPARE(client.take(), Writes{"[NEWS]: last words"});
}

QTEST_GUILESS_MAIN(TestOriginalDialect)
#include "tst_originaldialect.moc"
