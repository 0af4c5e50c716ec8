#include "support/conversationfile.h"
#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

namespace corkboard {

/// A port opened as `original://`, spoken to as the original's client does.
class TestOriginalDialect : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void conversation_data();
    void conversation();
    void theGreetingArrivesAlone();
    void disconnectAckArrivesAlone();
    void eachMessageIsSentAtOnce();
    void aLongMessageArrivesWhole();
    void aMessageOverTheLimitIsRefused();
    void silentClientsHoldNobodyUp();
    void aSubscriberThatDoesNotReadStopsNobody();
    void bothDialectsMeetInOneBroker();
    void theClassroomPortDoesNotGreet();

private:
    void startBoth(const QStringList &arguments = {});
    [[nodiscard]] TestClient greetedClient() const;
    [[nodiscard]] TestClient subscribedClient() const;

    std::unique_ptr<ServerProcess> m_server;
};

void TestOriginalDialect::init()
{
    m_server = std::make_unique<ServerProcess>();
}

void TestOriginalDialect::cleanup()
{
    QCOMPARE(m_server->shutDown(), QString());
}

/// Port 0 of the list is the original's, port 1 the classroom's.
void TestOriginalDialect::startBoth(const QStringList &arguments)
{
    QCOMPARE(m_server->start(QStringList{u"--listen"_s, u"original://127.0.0.1:0"_s, u"--listen"_s,
                                         u"classroom://127.0.0.1:0"_s}
                             + arguments),
             QString());
}

TestClient TestOriginalDialect::greetedClient() const
{
    TestClient client(m_server->port(0));
    if (client.readBytes(8) == "CONN_ACK") {
        client.send("CONN_ACK accepted by client");
    }
    return client;
}

TestClient TestOriginalDialect::subscribedClient() const
{
    TestClient client = greetedClient();
    client.send("/SUB WEATHER");
    client.readBytes("Subscribed to [WEATHER] "_ba.size());
    return client;
}

void TestOriginalDialect::conversation_data()
{
    QTest::addColumn<WrittenConversation>("written");
    QString failure;
    const auto all
        = readConversations(QString::fromUtf8(CONVERSATIONS) + u"/original.txt"_s, failure);
    QVERIFY2(failure.isEmpty() && !all.isEmpty(), qPrintable(failure));
    for (const WrittenConversation &written : all) {
        QTest::newRow(written.title.constData()) << written;
    }
}

void TestOriginalDialect::conversation()
{
    QFETCH(const WrittenConversation, written);
    startBoth(written.arguments);
    QCOMPARE(Conversation(m_server->port(0)).play(written.steps), QString());
}

void TestOriginalDialect::theGreetingArrivesAlone()
{
    startBoth();
    for (int i = 0; i < 20; ++i) {
        TestClient client(m_server->port(0));
        // One read, as the original's client does: it compares all of it with CONN_ACK.
        QCOMPARE(client.readChunk(), "CONN_ACK");
    }
}

void TestOriginalDialect::disconnectAckArrivesAlone()
{
    startBoth();
    // A machine under load may hold the reader up for longer than the server's pause, so one of
    // some tries must go well; without the pause none does.
    bool cameAlone = false;
    for (int i = 0; i < 5 && !cameAlone; ++i) {
        TestClient leaving = subscribedClient();
        TestClient publisher = subscribedClient();
        QVERIFY(publisher.send("/PUB WEATHER unread"));
        QCOMPARE(publisher.readChunk(), "[WEATHER]: unread");
        // The publisher's second answer shows that the server has seen the /DISC.
        QVERIFY(leaving.send("/DISC"));
        QVERIFY(publisher.send("/PUB WEATHER more"));
        QCOMPARE(publisher.readChunk(), "[WEATHER]: more");
        const QByteArray first = leaving.readChunk();
        QVERIFY2(first.startsWith("[WEATHER]: unread"), first.constData());
        cameAlone = !first.endsWith("DISC_ACK") && leaving.readChunk() == "DISC_ACK";
        QVERIFY(leaving.send("DISC_ACK accepted by client"));
        QVERIFY(leaving.isClosedByServer());
    }
    QVERIFY(cameAlone);
}

void TestOriginalDialect::eachMessageIsSentAtOnce()
{
    startBoth();
    TestClient subscriber = subscribedClient();
    TestClient publisher = subscribedClient();
    for (int i = 0; i < 50; ++i) {
        const QByteArray number = QByteArray::number(i);
        QVERIFY(publisher.send("/PUB WEATHER " + number));
        // Each is read before the next one is sent, so each is a read of its own.
        QCOMPARE(publisher.readChunk(), "[WEATHER]: " + number);
        QCOMPARE(subscriber.readChunk(), "[WEATHER]: " + number);
    }
}

void TestOriginalDialect::aLongMessageArrivesWhole()
{
    startBoth();
    TestClient client = subscribedClient();
    const QByteArray message = QByteArray("long ").repeated(6'000) + "end";
    QVERIFY(client.send("/PUBR WEATHER " + message));
    const QByteArray expected = "[WEATHER]: " + message;
    QCOMPARE(client.readBytes(expected.size()), expected);
    TestClient later = greetedClient();
    QVERIFY(later.send("/SUB WEATHER"));
    const QByteArray answer = "Subscribed to [WEATHER] " + message;
    QCOMPARE(later.readBytes(answer.size()), answer);
}

void TestOriginalDialect::aMessageOverTheLimitIsRefused()
{
    startBoth({u"--max-packet-size"_s, u"256"_s});
    TestClient client = subscribedClient();
    const QByteArray fits = QByteArray(256, 'x');
    QVERIFY(client.send("/PUB WEATHER " + fits));
    QCOMPARE(client.readChunk(), "[WEATHER]: " + fits);
    QVERIFY(client.send("/PUB WEATHER x" + fits));
    const QByteArray refused = client.readChunk();
    QVERIFY2(!refused.isEmpty() && !refused.startsWith("[WEATHER]"), refused.constData());
}

void TestOriginalDialect::silentClientsHoldNobodyUp()
{
    startBoth();
    // None of these answers the greeting.
    std::vector<TestClient> silent;
    silent.reserve(40);
    for (int i = 0; i < 40; ++i) {
        silent.emplace_back(m_server->port(0));
    }
    TestClient client = subscribedClient();
    QVERIFY(client.send("/PUB WEATHER Rain"));
    QCOMPARE(client.readChunk(), "[WEATHER]: Rain");
}

void TestOriginalDialect::aSubscriberThatDoesNotReadStopsNobody()
{
    startBoth();
    TestClient stalled(m_server->port(0), {.receiveBufferBytes = 4'096});
    QCOMPARE(stalled.readBytes(8), "CONN_ACK");
    QVERIFY(stalled.send("/SUB WEATHER"));
    stalled.readBytes("Subscribed to [WEATHER] "_ba.size());

    // The publisher is in the other dialect, where a message may follow the next at once.
    TestClient publisher(m_server->port(1));
    TestClient healthy = subscribedClient();
    QCOMPARE(publisher.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    const QByteArray payload(10'000, 'x');
    const QByteArray frame = "<PUB, WEATHER, " + payload + '>';
    const QByteArray delivered = "[WEATHER]: " + payload;
    for (int i = 0; i < 800; ++i) {
        QCOMPARE(publisher.ask(frame), frame);
        QCOMPARE(healthy.readBytes(delivered.size()), delivered);
    }
}

void TestOriginalDialect::bothDialectsMeetInOneBroker()
{
    startBoth();
    TestClient original = subscribedClient();
    TestClient classroom(m_server->port(1));
    QCOMPARE(classroom.ask("<CONN>"), "<CONN_ACK>");
    QCOMPARE(classroom.ask("<SUB, WEATHER>"), "<SUCCESS, SUB, WEATHER>");
    QVERIFY(original.send("/PUBR WEATHER from the original"));
    QCOMPARE(original.readChunk(), "[WEATHER]: from the original");
    QCOMPARE(classroom.readLine(), "<PUB, WEATHER, from the original>");
    QCOMPARE(classroom.ask("<PUB, WEATHER, from the <class>, with love>"),
             "<PUB, WEATHER, from the <class>, with love>");
    QCOMPARE(original.readChunk(), "[WEATHER]: from the <class>, with love");
    QCOMPARE(classroom.ask("<UNSUB, WEATHER>"), "<SUCCESS, UNSUB, WEATHER>");
    QCOMPARE(classroom.ask("<SUB, WEATHER>"), "<SUCCESS, SUB, WEATHER>");
    QCOMPARE(classroom.readLine(), "<PUBR, WEATHER, from the original>");
}

void TestOriginalDialect::theClassroomPortDoesNotGreet()
{
    startBoth();
    TestClient classroom(m_server->port(1));
    QCOMPARE(classroom.linesUntilPong(), QByteArrayList());
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestOriginalDialect)
#include "tst_originaldialect.moc"
