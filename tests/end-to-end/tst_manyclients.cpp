#include "support/serverprocess.h"
#include "support/testclient.h"

#include <QTest>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

namespace corkboard {

/// Many clients at once: every count is exact and every order is kept.
class TestManyClients : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void sixtyClientsHearEachOtherThroughWildcards();
    void allSubscribersHearTheSameOrder();
    void aClientThatVanishesIsMissedByNobody();
    void aClientThatNeverReadsIsMissedByNobody();
    void manyFramesInOneSegmentReachEverybody();
    void oneFrameInManySegmentsReachesEverybody();
    void retainedMessagesOfManyTopicsAreAllReplayed();
    void moreRetainedMessagesThanTheOutputHoldsAreAllReplayed();
    void aClassComesAndGoes();

private:
    void start(const QStringList &arguments = {});
    [[nodiscard]] std::vector<TestClient> connectClients(int count, const QByteArray &filter,
                                                         const QByteArray &answer) const;

    std::unique_ptr<ServerProcess> m_server;
};

namespace {

QByteArray topicOf(int number)
{
    return "CLASS/" + QByteArray::number(number);
}

QStringList topicArguments(int count)
{
    QStringList arguments{u"--no-default-topics"_s};
    for (int i = 0; i < count; ++i) {
        arguments << u"--topic"_s << QString::fromUtf8(topicOf(i));
    }
    return arguments;
}

QByteArray successFor(int count)
{
    QByteArray answer = "<SUCCESS, SUB";
    for (int i = 0; i < count; ++i) {
        answer += ", " + topicOf(i);
    }
    return answer + '>';
}

} // namespace

void TestManyClients::init()
{
    m_server = std::make_unique<ServerProcess>();
}

void TestManyClients::cleanup()
{
    QCOMPARE(m_server->shutDown(), QString());
}

void TestManyClients::start(const QStringList &arguments)
{
    QCOMPARE(m_server->start(arguments), QString());
}

/// Clients that are subscribed; fewer than @p count where one could not be.
std::vector<TestClient> TestManyClients::connectClients(int count, const QByteArray &filter,
                                                        const QByteArray &answer) const
{
    std::vector<TestClient> clients;
    for (int i = 0; i < count; ++i) {
        TestClient client(m_server->port());
        if (client.ask("<CONN>") != "<CONN_ACK>" || client.ask("<SUB, " + filter + '>') != answer) {
            break;
        }
        clients.push_back(std::move(client));
    }
    return clients;
}

void TestManyClients::sixtyClientsHearEachOtherThroughWildcards()
{
    constexpr int count = 60;
    constexpr int rounds = 5;
    start(topicArguments(count));
    auto clients = connectClients(count, "CLASS/+", successFor(count));
    QCOMPARE(clients.size(), size_t(count));
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < count; ++i) {
            QVERIFY(clients[size_t(i)].send("<PUB, " + topicOf(i) + ", round "
                                            + QByteArray::number(round) + ">\n"));
        }
        QByteArrayList expected;
        for (int i = 0; i < count; ++i) {
            expected.append("<PUB, " + topicOf(i) + ", round " + QByteArray::number(round) + '>');
        }
        std::ranges::sort(expected);
        for (TestClient &client : clients) {
            QByteArrayList heard = client.readLines(count);
            std::ranges::sort(heard);
            QCOMPARE(heard, expected);
        }
    }
    for (TestClient &client : clients) {
        QCOMPARE(client.linesUntilPong(), QByteArrayList());
    }
}

void TestManyClients::allSubscribersHearTheSameOrder()
{
    constexpr int publishers = 8;
    constexpr int messages = 40;
    start(topicArguments(publishers));
    auto clients = connectClients(publishers, "#", successFor(publishers));
    QCOMPARE(clients.size(), size_t(publishers));
    for (int number = 0; number < messages; ++number) {
        for (int i = 0; i < publishers; ++i) {
            QVERIFY(clients[size_t(i)].send("<PUB, " + topicOf(i) + ", "
                                            + QByteArray::number(number) + ">\n"));
        }
    }
    const QByteArrayList order = clients[0].readLines(publishers * messages);
    for (int i = 0; i < publishers; ++i) {
        const QByteArray head = "<PUB, " + topicOf(i) + ", ";
        QByteArrayList own;
        QByteArrayList expected;
        std::ranges::copy_if(order, std::back_inserter(own),
                             [&head](const QByteArray &line) { return line.startsWith(head); });
        for (int number = 0; number < messages; ++number) {
            expected.append(head + QByteArray::number(number) + '>');
        }
        QCOMPARE(own, expected);
    }
    for (size_t i = 1; i < clients.size(); ++i) {
        QCOMPARE(clients[i].readLines(order.size()), order);
    }
}

void TestManyClients::aClientThatVanishesIsMissedByNobody()
{
    start();
    auto clients = connectClients(10, "WEATHER", "<SUCCESS, SUB, WEATHER>");
    QCOMPARE(clients.size(), 10U);
    for (int i = 0; i < 9; ++i) {
        const QByteArray frame = "<PUB, WEATHER, " + QByteArray::number(i) + '>';
        // One leaves between two messages, with and without a word, with input still unread.
        QVERIFY(clients.front().send(frame + '\n'));
        if (i % 3 == 0) {
            clients.back().reset();
        } else if (i % 3 == 1) {
            clients.back().send("<PUB, WEA");
        }
        clients.pop_back();
        for (TestClient &client : clients) {
            QCOMPARE(client.readLine(), frame);
        }
    }
    QCOMPARE(clients.size(), 1U);
    QCOMPARE(clients.front().linesUntilPong(), QByteArrayList());
}

void TestManyClients::aClientThatNeverReadsIsMissedByNobody()
{
    start();
    auto clients = connectClients(5, "WEATHER", "<SUCCESS, SUB, WEATHER>");
    TestClient mute(m_server->port(), {.receiveBufferBytes = 4'096});
    QCOMPARE(mute.ask("/SUB WEATHER"), "<SUCCESS, SUB, WEATHER>");
    const QByteArray filling(4'000, '.');
    for (int i = 0; i < 1'500; ++i) {
        const QByteArray frame = "<PUB, WEATHER, " + QByteArray::number(i) + filling + '>';
        QVERIFY(clients.front().send(frame + '\n'));
        for (TestClient &client : clients) {
            QCOMPARE(client.readLine(), frame);
        }
    }
    for (TestClient &client : clients) {
        QCOMPARE(client.linesUntilPong(), QByteArrayList());
    }
}

void TestManyClients::manyFramesInOneSegmentReachEverybody()
{
    start();
    auto clients = connectClients(20, "WEATHER", "<SUCCESS, SUB, WEATHER>");
    QByteArray segment;
    for (int i = 0; i < 500; ++i) {
        segment += "<PUB, WEATHER, number " + QByteArray::number(i) + ">\n";
    }
    QVERIFY(clients.front().send(segment));
    for (TestClient &client : clients) {
        QCOMPARE(client.readBytes(segment.size()), segment);
        QCOMPARE(client.linesUntilPong(), QByteArrayList());
    }
}

void TestManyClients::oneFrameInManySegmentsReachesEverybody()
{
    start();
    auto clients = connectClients(20, "WEATHER", "<SUCCESS, SUB, WEATHER>");
    const QByteArray frame = "<PUB, WEATHER, " + "dripping "_ba.repeated(50) + ">\n";
    // The publishers' bytes alternate: each has its own line in the making.
    for (qsizetype i = 0; i < frame.size(); ++i) {
        QVERIFY(clients[0].send(frame.sliced(i, 1)));
        QVERIFY(clients[1].send(frame.sliced(i, 1)));
    }
    for (TestClient &client : clients) {
        QCOMPARE(client.readBytes(2 * frame.size()), frame + frame);
        QCOMPARE(client.linesUntilPong(), QByteArrayList());
    }
}

void TestManyClients::retainedMessagesOfManyTopicsAreAllReplayed()
{
    constexpr int count = 300;
    start(topicArguments(count));
    auto publishers = connectClients(1, "#", successFor(count));
    QCOMPARE(publishers.size(), 1U);
    QByteArrayList expected;
    for (int i = 0; i < count; ++i) {
        const QByteArray fields = topicOf(i) + ", kept " + QByteArray::number(i) + '>';
        QVERIFY(publishers[0].send("<PUBR, " + fields + '\n'));
        QCOMPARE(publishers[0].readLine(), "<SUCCESS, PUBR, " + topicOf(i) + '>');
        QCOMPARE(publishers[0].readLine(), "<PUB, " + fields);
        expected.append("<PUBR, " + fields);
    }
    auto subscribers = connectClients(20, "CLASS/#", successFor(count));
    QCOMPARE(subscribers.size(), 20U);
    for (TestClient &subscriber : subscribers) {
        QCOMPARE(subscriber.readLines(count), expected);
        QCOMPARE(subscriber.linesUntilPong(), QByteArrayList());
    }
}

/// Replays are never dropped, and live messages come behind them.
void TestManyClients::moreRetainedMessagesThanTheOutputHoldsAreAllReplayed()
{
    constexpr int count = 400;
    start(topicArguments(count));
    auto publishers = connectClients(1, "#", successFor(count));
    const QByteArray filling(20'000, '.'); // 8 MB in all: more than may wait for one client
    for (int i = 0; i < count; ++i) {
        QVERIFY(publishers[0].send("<PUBR, " + topicOf(i) + ", " + filling + ">\n"));
        QVERIFY(!publishers[0].readLines(2).last().startsWith('('));
    }
    TestClient subscriber(m_server->port(), {.receiveBufferBytes = 4'096});
    QCOMPARE(subscriber.ask("<CONN>"), "<CONN_ACK>");
    QVERIFY(subscriber.send("<SUB, #>\n<LIST>\n<PUB, CLASS/7, live>\n"));
    QCOMPARE(subscriber.readLine(), successFor(count));
    for (int i = 0; i < count; ++i) {
        QCOMPARE(subscriber.readLine(), "<PUBR, " + topicOf(i) + ", " + filling + '>');
    }
    QVERIFY(subscriber.readLine().startsWith("<400, CLASS/0, "));
    QCOMPARE(subscriber.readLine(), "<PUB, CLASS/7, live>");
    QCOMPARE(subscriber.linesUntilPong(), QByteArrayList());
}

void TestManyClients::aClassComesAndGoes()
{
    start();
    for (int lesson = 0; lesson < 5; ++lesson) {
        auto clients = connectClients(60, "WEATHER", "<SUCCESS, SUB, WEATHER>");
        QCOMPARE(clients.size(), 60U);
        QCOMPARE(clients[7].ask("<PUB, WEATHER, hello>"), "<PUB, WEATHER, hello>");
        for (size_t i = 0; i < clients.size(); ++i) {
            if (i != 7) {
                QCOMPARE(clients[i].readLine(), "<PUB, WEATHER, hello>");
            }
            QCOMPARE(clients[i].linesUntilPong(), QByteArrayList());
        }
    }
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestManyClients)
#include "tst_manyclients.moc"
