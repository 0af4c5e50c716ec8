#include "classroomclient.h"

#include <QTest>

#include <algorithm>

using namespace corkboard;
using testtopics::name;

/**
 * How ClassroomProtocol answers, in any split and with any pause. The rules and the codec have
 * tests of their own; joining, leaving, limits and deadlines are in tst_classroomprotocolclient.
 */
class TestClassroomProtocol : public QObject {
    Q_OBJECT

private slots:
    // splits
    void everySplitInTwoGivesTheSame();
    void oneByteAtATimeGivesTheSame();
    void randomPiecesGiveTheSame();
    void thousandRequestsInOneSegment();

    // pauses and replays
    void congestionPausesAndResumes();
    void requestsShareTheirTurn();
    void nothingIsLeftOverWhenTheServerStops();
    void replaysWaitForRoom();
    void requestsWaitForReplays();
    void liveMessagesComeBehindReplays();
    void replaysEndWithTheNewest();
    void clearedMessagesAreNotReplayed();

    // requests
    void answers_data();
    void answers();
    void helpListsEveryRequest();
    void newTopicsAreToldToThoseWhoAsked();
    void pubrThatIsNotKeptSaysSo();
    void pubrThatIsPartlyKeptSaysWhere();
    void noPayloadForgesALine();
};

namespace {

/// A whole conversation with every kind of line, and what is answered to it.
struct Conversation {
    const char *said;
    const char *answered;
};

constexpr Conversation conversation[]{
    {"<SUB, NEWS>\r\n", "<ERROR, SUB, not-connected, Say <CONN> or <CONN, NAME> first.>\n"},
    {"\n\r\n<conn, J\xC3\xBCrgen>\n", "<CONN_ACK, J\xC3\xBCrgen>\n"},
    {"<SUB, NEWS>\n", "<SUCCESS, SUB, NEWS>\n"},
    {"/SUB  WEATHER \r\n", "<SUCCESS, SUB, WEATHER>\n"},
    {"<SUB, a\\,b>\n", "<SUCCESS, SUB, a\\,b>\n"},
    {"<PUB, NEWS, one, <two>, /DISC>\n", "<PUB, NEWS, one, <two>, /DISC>\n"},
    {"<PUBR, WEATHER, back\\\\slash\\nline\\xFF>\n",
     "<SUCCESS, PUBR, WEATHER>\n<PUB, WEATHER, back\\\\slash\\nline\\xFF>\n"},
    {"/PUB NEWS  two spaces \n", "<PUB, NEWS,  two spaces >\n"},
    {"<UNSUB, WEATHER>\n", "<SUCCESS, UNSUB, WEATHER>\n"},
    {"<SUB, +>\n",
     "<SUCCESS, SUB, WEATHER, HEALTH, SECURITY>\n<PUBR, WEATHER, back\\\\slash\\nline\\xFF>\n"},
    {"<LIST>\n", "<5, NEWS, a\\,b, WEATHER, HEALTH, SECURITY>\n"},
    {"nonsense\n",
     "<ERROR, ?, invalid-command, There is no such command. <HELP> or /HELP lists them.>\n"},
    {"<SUB>\n", "<ERROR, SUB, invalid-syntax, Write <SUB, TOPIC>.>\n"},
    {"\xFF\xFB\x01\n",
     "<ERROR, ?, invalid-command, There is no such command. <HELP> or /HELP lists them.>\n"},
    {"<PING>\n", "<PONG>\n"},
    {"<DISC>\n", "<DISC_ACK>\n"},
    {"<PING>\n", ""},
};

QByteArray allSaid()
{
    QByteArray bytes;
    for (const Conversation &part : conversation) {
        bytes += part.said;
    }
    return bytes;
}

QByteArray allAnswered()
{
    QByteArray bytes;
    for (const Conversation &part : conversation) {
        bytes += part.answered;
    }
    return bytes;
}

/// The whole conversation in segments that end at @p cuts, which ascend.
QByteArray playInPieces(const QList<qsizetype> &cuts)
{
    ClassroomClient client;
    const QByteArray bytes = allSaid();
    qsizetype begin = 0;
    for (const qsizetype cut : cuts) {
        client.say(bytes.sliced(begin, cut - begin));
        begin = cut;
    }
    client.say(bytes.sliced(begin));
    return client.host.read();
}

} // namespace

void TestClassroomProtocol::everySplitInTwoGivesTheSame()
{
    QCOMPARE(playInPieces({}), allAnswered());
    for (qsizetype cut = 1; cut < allSaid().size(); ++cut) {
        QCOMPARE(playInPieces({cut}), allAnswered());
    }
}

void TestClassroomProtocol::oneByteAtATimeGivesTheSame()
{
    // F06: the whole session, one byte per segment.
    QList<qsizetype> cuts;
    for (qsizetype cut = 1; cut < allSaid().size(); ++cut) {
        cuts.append(cut);
    }
    QCOMPARE(playInPieces(cuts), allAnswered());
}

void TestClassroomProtocol::randomPiecesGiveTheSame()
{
    QRandomGenerator generator(testtopics::printedSeed());
    const auto size = int(allSaid().size());
    for (int round = 0; round < 300; ++round) {
        QList<qsizetype> cuts;
        for (int i = generator.bounded(20); i >= 0; --i) {
            cuts.append(generator.bounded(size + 1));
        }
        std::ranges::sort(cuts);
        QCOMPARE(playInPieces(cuts), allAnswered());
    }
}

void TestClassroomProtocol::thousandRequestsInOneSegment()
{
    // F07: all carried out, and answered in their order.
    ClassroomClient client;
    QByteArray said = "<CONN>\n<SUB, NEWS>\n";
    QByteArray answered = "<CONN_ACK>\n<SUCCESS, SUB, NEWS>\n";
    for (int i = 0; i < 1'000; ++i) {
        const QByteArray number = QByteArray::number(i);
        said += "<PUB, NEWS, " + number + ">\n<PING>\n";
        answered += "<PUB, NEWS, " + number + ">\n<PONG>\n";
    }
    client.say(said);
    QCOMPARE(client.host.read(), answered);
}

void TestClassroomProtocol::congestionPausesAndResumes()
{
    qsizetype longestAnswer = 0;
    for (const Conversation &part : conversation) {
        longestAnswer = std::max(longestAnswer, qsizetype(qstrlen(part.answered)));
    }
    for (const qsizetype bound : {1, 50, 200, 1'000}) {
        ClassroomClient client;
        client.host.pauseAt = bound;
        QByteArray answered;
        for (const qsizetype cut : {allSaid().size() / 3, allSaid().size()}) {
            const qsizetype begin = cut == allSaid().size() ? allSaid().size() / 3 : 0;
            client.say(allSaid().sliced(begin, cut - begin));
            // No more is answered than what the bound and one request allow.
            QVERIFY(client.host.waiting.size() < bound + longestAnswer);
            while (client.host.isPaused) {
                answered += client.host.read();
                client.turn();
                QVERIFY(client.host.waiting.size() < bound + longestAnswer);
            }
        }
        answered += client.host.read();
        QCOMPARE(answered, allAnswered());
        QVERIFY(bound > 500 || client.host.pauses > 0);
    }
}

void TestClassroomProtocol::requestsShareTheirTurn()
{
    ClassroomClient client;
    client.host.turnsAreShort = true;
    QByteArray answered;
    client.say(allSaid());
    int lines = 0;
    while (client.host.isPaused) {
        QVERIFY(client.protocol->isBusy());
        answered += client.host.read();
        client.turn();
        ++lines;
    }
    answered += client.host.read();
    QCOMPARE(answered, allAnswered());
    // One line a turn, empty lines not counted; behind DISC nothing is carried out.
    QCOMPARE(lines, int(std::size(conversation)) - 2);
    QCOMPARE(client.host.pauses, 0);
    QCOMPARE(client.host.turnsContinued, lines);
}

void TestClassroomProtocol::nothingIsLeftOverWhenTheServerStops()
{
    ClassroomClient client;
    QVERIFY(!client.protocol->isBusy());
    (void)client.ask("<CONN>");
    client.publish("NEWS", "kept", true);
    client.host.roomAt = 1;
    client.say("<SUB, NEWS>\n");
    QVERIFY(client.protocol->isBusy()); // the replay waits
    (void)client.host.read();
    client.turn();
    QCOMPARE(client.host.read(), "<PUBR, NEWS, kept>\n");
    QVERIFY(!client.protocol->isBusy());
    // Half a line is nothing to wait for.
    client.say("<PUB, NEWS, hal");
    QVERIFY(!client.protocol->isBusy());
}

void TestClassroomProtocol::replaysWaitForRoom()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    QByteArray expected = "<SUCCESS, SUB";
    QByteArray replays;
    for (int i = 0; i < 10; ++i) {
        const QByteArray topic = "lesson/" + QByteArray::number(i);
        (void)client.broker.addTopic(name(topic));
        client.publish(topic.constData(), QByteArray(100, 'r'), true);
        expected += ", " + topic;
        replays += "<PUBR, " + topic + ", " + QByteArray(100, 'r') + ">\n";
    }
    expected += ">\n" + replays;

    client.host.roomAt = 300;
    client.say("<SUB, lesson/#>\n");
    QVERIFY(expected.startsWith(client.host.waiting));
    QByteArray answered;
    int readings = 0;
    while (!client.host.waiting.isEmpty()) {
        // One message may reach over the bound, two may not.
        QVERIFY(client.host.waiting.size() < 300 + 125);
        answered += client.host.read();
        client.turn();
        ++readings;
    }
    QCOMPARE(answered, expected);
    QVERIFY(readings > 3);
}

void TestClassroomProtocol::requestsWaitForReplays()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    client.publish("NEWS", "kept", true);
    client.publish("HEALTH", "kept", true);
    client.host.roomAt = 1;
    // The replays are not counted as congestion, but nothing may come in between them.
    client.say("<SUB, +>\n<PING>\n");
    QCOMPARE(client.host.read(), "<SUCCESS, SUB, WEATHER, NEWS, HEALTH, SECURITY>\n");
    QVERIFY(client.host.isPaused);
    client.turn();
    QCOMPARE(client.host.read(), "<PUBR, NEWS, kept>\n");
    client.turn();
    QCOMPARE(client.host.read(), "<PUBR, HEALTH, kept>\n<PONG>\n");
}

void TestClassroomProtocol::liveMessagesComeBehindReplays()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    client.publish("NEWS", "kept", true);
    client.publish("HEALTH", "kept", true);
    client.host.roomAt = 1;
    client.say("<SUB, +>\n");
    // While replays wait, a live message would overtake them: it is dropped, and counted.
    client.publish("HEALTH", "live");
    QCOMPARE(client.host.dropped, 1);
    QCOMPARE(client.readAll(),
             "<SUCCESS, SUB, WEATHER, NEWS, HEALTH, SECURITY>\n"
             "<PUBR, NEWS, kept>\n<PUBR, HEALTH, kept>\n");
    client.publish("HEALTH", "live again");
    QCOMPARE(client.host.read(), "<PUB, HEALTH, live again>\n");
    QCOMPARE(client.host.dropped, 1);
}

void TestClassroomProtocol::replaysEndWithTheNewest()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    for (const char *topic : {"WEATHER", "NEWS", "HEALTH"}) {
        client.publish(topic, "old", true);
    }
    client.host.roomAt = 1;
    client.say("<SUB, +>\n");
    (void)client.host.read();
    client.turn();
    QCOMPARE(client.host.read(), "<PUBR, WEATHER, old>\n");
    // One that is still to be replayed, and one that has been.
    client.publish("HEALTH", "new", true);
    client.publish("WEATHER", "new", true);
    client.publish("WEATHER", "newest", true);
    QCOMPARE(client.host.dropped, 0);
    // One that was not kept is an ordinary live message.
    client.publish("WEATHER", QByteArray(limits::maxRetainedPayloadBytes + 1, 'x'), true);
    QCOMPARE(client.host.dropped, 1);
    client.turn();
    QCOMPARE(client.readAll(), "<PUBR, NEWS, old>\n<PUBR, HEALTH, new>\n<PUB, WEATHER, newest>\n");
    client.publish("WEATHER", "live");
    QCOMPARE(client.host.read(), "<PUB, WEATHER, live>\n");
}

void TestClassroomProtocol::clearedMessagesAreNotReplayed()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    for (const char *topic : {"WEATHER", "NEWS", "HEALTH"}) {
        client.publish(topic, "old", true);
    }
    client.host.roomAt = 1;
    client.say("<SUB, +>\n");
    (void)client.host.read();
    client.turn();
    QCOMPARE(client.host.read(), "<PUBR, WEATHER, old>\n");
    client.publish("NEWS", {}, true);
    client.publish("WEATHER", {}, true); // the client has seen that one
    QCOMPARE(client.readAll(), "<PUBR, HEALTH, old>\n<PUB, WEATHER, >\n");
}

void TestClassroomProtocol::answers_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("answered"); // or, for an error, how it begins

    const auto row = [](const char *title, const char *said, const QByteArray &answered) {
        QTest::newRow(title) << QByteArray(said) << answered;
    };
    row("SUB", "<SUB, HEALTH>", "<SUCCESS, SUB, HEALTH>\n");
    row("SUB typed", "/sub HEALTH", "<SUCCESS, SUB, HEALTH>\n");
    row("SUB replays", "<SUB, WEATHER>", "<SUCCESS, SUB, WEATHER>\n<PUBR, WEATHER, storm>\n");
    row("SUB by a filter", "<SUB, #>",
        "<SUCCESS, SUB, WEATHER, HEALTH, SECURITY>\n<PUBR, WEATHER, storm>\n");
    row("SUB again", "<SUB, NEWS>", errorLine("SUB", "already-subscribed"));
    row("SUB without a match", "<SUB, SPORTS/+>",
        "<ERROR, SUB, no-match, No topic matches for SPORTS/+.>\n");
    row("SUB to no topic", "<SUB, NEWS#>", errorLine("SUB", "invalid-topic"));
    row("SUB to $", "<SUB, $SYS/uptime>", errorLine("SUB", "not-authorized"));
    row("UNSUB", "<UNSUB, NEWS>", "<SUCCESS, UNSUB, NEWS>\n");
    row("UNSUB by a filter", "/UNSUB +", "<SUCCESS, UNSUB, NEWS>\n");
    row("UNSUB not subscribed", "<UNSUB, HEALTH>", errorLine("UNSUB", "not-subscribed"));
    row("UNSUB without a match", "<UNSUB, SPORTS/+>", errorLine("UNSUB", "no-match"));
    row("PUB", "<PUB, NEWS, x>", "<PUB, NEWS, x>\n");
    row("PUB by a filter", "<PUB, +, x>", "<PUB, NEWS, x>\n");
    row("PUB not subscribed", "<PUB, HEALTH, x>", errorLine("PUB", "not-subscribed"));
    row("PUB to no topic", "<PUB, SPORTS, x>", errorLine("PUB", "invalid-topic"));
    row("PUB without a match", "<PUB, SPORTS/#, x>", errorLine("PUB", "no-match"));
    row("PUB to $", "/PUB $SYS/uptime x", errorLine("PUB", "not-authorized"));
    row("PUBR", "<PUBR, NEWS, x>", "<SUCCESS, PUBR, NEWS>\n<PUB, NEWS, x>\n");
    row("PUBR clears", "<PUBR, NEWS, >", "<SUCCESS, PUBR, NEWS>\n<PUB, NEWS, >\n");
    row("PUBR clears, typed", "/PUBR NEWS ", "<SUCCESS, PUBR, NEWS>\n<PUB, NEWS, >\n");
    row("PUBR not subscribed", "<PUBR, HEALTH, x>", errorLine("PUBR", "not-subscribed"));
    row("LIST", "<LIST>", "<1, NEWS>\n");
    row("TOPICS", "<TOPICS>", "<TOPICS, 4, WEATHER, NEWS, HEALTH, SECURITY>\n");
    row("PING", "<PING>", "<PONG>\n");
    row("CONN again", "<CONN, Anna>", errorLine("CONN", "already-connected"));
    row("C05 an unknown command", "<FETCH, NEWS>", errorLine("FETCH", "invalid-command"));
    row("C05 an unknown command, typed", "/SUBSCRIBE NEWS",
        errorLine("SUBSCRIBE", "invalid-command"));
    row("C05 a field is missing", "<PUB, NEWS>",
        "<ERROR, PUB, invalid-syntax, Write <PUB, TOPIC, MESSAGE>.>\n");
    row("C05 a word is missing", "/PUB NEWS",
        "<ERROR, PUB, invalid-syntax, Write /PUB TOPIC MESSAGE.>\n");
    row("C05 too many fields", "<SUB, a, b>", errorLine("SUB", "invalid-syntax"));
    row("C05 not UTF-8", "<SUB, \xFF>", errorLine("SUB", "invalid-syntax"));
    row("C05 telnet IAC", "\xFF\xFD\x03", errorLine("?", "invalid-command"));
    row("C05 a long word is cut", "<ABCDEFGHIJKLMNOPQRSTUVWXYZ>",
        errorLine("ABCDEFGHIJKLMNOP", "invalid-command"));
    row("C03 /DISC in a message", "<PUB, NEWS, /DISC>", "<PUB, NEWS, /DISC>\n");
}

void TestClassroomProtocol::answers()
{
    QFETCH(const QByteArray, said);
    QFETCH(const QByteArray, answered);

    ClassroomClient client;
    client.publish("WEATHER", "storm", true);
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, NEWS>");
    const QByteArray answer = client.ask(said);
    QVERIFY2(answer.startsWith(answered), answer.constData());
    if (answered.endsWith('\n')) {
        QCOMPARE(answer, answered);
    }
    QVERIFY(answer.endsWith(">\n"));
    QVERIFY(!client.host.isClosing);
    QCOMPARE(client.ask("<PING>"), "<PONG>\n");
}

void TestClassroomProtocol::helpListsEveryRequest()
{
    ClassroomClient client;
    const QByteArrayList lines = client.ask("/HELP").split('\n');
    QCOMPARE(lines.size(), qsizetype(verbSpecs().size()) + 1); // behind the last LF is nothing
    qsizetype i = 0;
    for (const VerbSpec &spec : verbSpecs()) {
        QVERIFY2(lines[i].startsWith(QByteArray("<HELP, ") + spec.name), lines[i].constData());
        ++i;
    }
    QCOMPARE(client.broker.sessionCount(), 0);
}

void TestClassroomProtocol::newTopicsAreToldToThoseWhoAsked()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    (void)client.broker.addTopic(name("before"));
    QCOMPARE(client.host.read(), QByteArray());
    QCOMPARE(client.ask("<TOPICS>"), "<TOPICS, 5, WEATHER, NEWS, HEALTH, SECURITY, before>\n");
    (void)client.broker.addTopic(name("a,b"));
    QCOMPARE(client.host.read(), "<TOPIC_ADDED, a\\,b>\n");
    // One's own new topic too, before the answer that it was for.
    QCOMPARE(client.ask("<SUB, SPORTS>"), "<TOPIC_ADDED, SPORTS>\n<SUCCESS, SUB, SPORTS>\n");
}

void TestClassroomProtocol::pubrThatIsNotKeptSaysSo()
{
    ClassroomClient client;
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, NEWS>");
    const QByteArray large(limits::maxRetainedPayloadBytes + 1, 'x');
    const QByteArrayList lines = client.ask("<PUBR, NEWS, " + large + '>').split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines[0].startsWith(errorLine("PUBR", "limit")), lines[0].constData());
    QVERIFY(lines[0].contains("NEWS"));
    QCOMPARE(lines[1], "<PUB, NEWS, " + large + '>'); // delivered all the same
}

void TestClassroomProtocol::pubrThatIsPartlyKeptSaysWhere()
{
    BrokerLimits limits;
    limits.retained.messages = 2;
    ClassroomClient client({}, limits);
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, +>");
    QByteArrayList lines = client.ask("<PUBR, +, x>").split('\n');
    QCOMPARE(lines.size(), 6);
    QVERIFY2(lines[0].startsWith(errorLine("PUBR", "limit")), lines[0].constData());
    QVERIFY2(lines[0].contains("for HEALTH, SECURITY was delivered but not kept"),
             lines[0].constData());
    QVERIFY2(lines[0].contains("It was kept for WEATHER, NEWS."), lines[0].constData());
    QCOMPARE(lines[4], "<PUB, SECURITY, x>");
    // However many they are, the sentence has a bound.
    for (int i = 0; i < 10; ++i) {
        (void)client.ask("<SUB, lesson/" + QByteArray::number(i) + '>');
    }
    lines = client.ask("<PUBR, lesson/+, x>").split('\n');
    QVERIFY2(lines[0].contains("lesson/0, lesson/1, lesson/2, lesson/3, lesson/4 and 5 more"),
             lines[0].constData());
}

void TestClassroomProtocol::noPayloadForgesALine()
{
    // C04: what another client, of whatever protocol, publishes.
    ClassroomClient client;
    (void)client.ask("<CONN>");
    (void)client.ask("<SUB, NEWS>");
    client.publish("NEWS", QByteArray("x>\r\n<DISC_ACK>\n\0\x1B[2J", 20));
    const QByteArray line = client.host.read();
    QCOMPARE(line, "<PUB, NEWS, x>\\r\\n<DISC_ACK>\\n\\x00\\x1B[2J>\n");
    client.publish("NEWS", "x\n", true);
    (void)client.host.read();
    (void)client.ask("<UNSUB, NEWS>");
    QCOMPARE(client.ask("<SUB, NEWS>"), "<SUCCESS, SUB, NEWS>\n<PUBR, NEWS, x\\n>\n");
}

QTEST_GUILESS_MAIN(TestClassroomProtocol)
#include "tst_classroomprotocol.moc"
