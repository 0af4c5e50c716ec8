#include "connection/classroomconnection.h"
#include "connectionhelpers.h"
#include "fakeserver.h"
#include "patience.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace corkboard {

namespace {

/// Everything that messagesReceived() brought.
QList<ReceivedMessage> messagesOf(const QSignalSpy &spy)
{
    QList<ReceivedMessage> all;
    for (const QList<QVariant> &batch : spy) {
        all += batch.first().value<QList<ReceivedMessage>>();
    }
    return all;
}

QStringList texts(const QList<ReceivedMessage> &messages)
{
    QStringList all;
    for (const ReceivedMessage &each : messages) {
        all.append(
            QString(each.replayed ? u"%1=%2 replayed"_s : u"%1=%2"_s)
                .arg(each.message.topic.toString(), QString::fromUtf8(each.message.payload)));
    }
    return all;
}

QByteArray numberedMessages(int count)
{
    QByteArray bytes;
    for (int i = 1; i <= count; ++i) {
        bytes += "<PUB, SENSOR/" + QByteArray::number(i % 100) + ", value " + QByteArray::number(i)
            + ">\n";
    }
    return bytes;
}

} // namespace

/// What the server sends by itself, however it is cut, and what is no protocol at all.
class TestClassroomIncoming final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void liveAndReplayedMessages();
    void anySplitGivesTheSameMessages_data();
    void anySplitGivesTheSameMessages();
    void newTopicsComeInOneBatchBeforeTheMessages();
    void equalTopicsShareTheirBytes();
    void malformedLinesEndTheConnection_data();
    void malformedLinesEndTheConnection();
    void unknownVerbsArePassedOver();
    void errorsThatBelongToNoRequest();
    void controlCharactersInSentencesAreEscaped();
    void aLineWithoutEndEndsTheConnection();
    void fiftyThousandMessagesAreAllCounted();
    void aSlowWindowMakesTheServerWait();
    void whatWaitsIsNotLostWithTheConnection();
    void tenThousandTopicsInOneLine();
    void disconnectingInsideOfABatch();

private:
    FakeServer *m_server = nullptr;
    ClassroomConnection *m_connection = nullptr;
};

void TestClassroomIncoming::init()
{
    m_server = new FakeServer(this);
    QVERIFY(m_server->listen());
    m_connection = new ClassroomConnection(quickTiming(), this);
    QVERIFY(connectTo(*m_connection, *m_server));
}

void TestClassroomIncoming::cleanup()
{
    delete m_connection;
    delete m_server;
}

void TestClassroomIncoming::liveAndReplayedMessages()
{
    QSignalSpy messages(m_connection, &BrokerConnection::messagesReceived);
    const WallTime before = currentWallTime();
    m_server->send("<PUBR, NEWS, Snow day>\n<PUB, WEATHER/MN, 21.4, rising>\n<PUB, NEWS, >\n");
    QTRY_COMPARE_WITH_TIMEOUT(messagesOf(messages).size(), 3, patience);
    const QList<ReceivedMessage> all = messagesOf(messages);
    QCOMPARE(texts(all),
             QStringList({u"NEWS=Snow day replayed"_s, u"WEATHER/MN=21.4, rising"_s, u"NEWS="_s}));
    QVERIFY(all[0].message.retain);
    QVERIFY(!all[1].message.retain);
    for (qsizetype i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i].number, quint64(i) + 1);
        QVERIFY(before <= all[i].time && all[i].time <= currentWallTime());
    }
}

void TestClassroomIncoming::anySplitGivesTheSameMessages_data()
{
    QTest::addColumn<int>("piece");
    QTest::newRow("byte by byte") << 1;
    QTest::newRow("7 bytes") << 7;
    QTest::newRow("all but one") << 53;
    QTest::newRow("at once") << 1'000;
}

void TestClassroomIncoming::anySplitGivesTheSameMessages()
{
    QFETCH(int, piece);
    const QByteArray bytes = "<PUB, A, one\\n>\r\n\n<pub,B,zwölf>\n<PUBR, C, <x>, y>\n";
    QSignalSpy messages(m_connection, &BrokerConnection::messagesReceived);
    for (qsizetype i = 0; i < bytes.size(); i += piece) {
        m_server->send(bytes.mid(i, piece));
        m_server->client()->flush();
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE_WITH_TIMEOUT(messagesOf(messages).size(), 3, patience);
    QCOMPARE(texts(messagesOf(messages)),
             QStringList({u"A=one\n"_s, u"B=zwölf"_s, u"C=<x>, y replayed"_s}));
}

void TestClassroomIncoming::newTopicsComeInOneBatchBeforeTheMessages()
{
    QStringList order;
    QObject context;
    connect(m_connection, &BrokerConnection::topicsAdded, &context,
            [&](const QList<TopicName> &topics) {
                order += u"topics "_s + namesOf(topics).join(u' ');
            });
    connect(m_connection, &BrokerConnection::messagesReceived, &context,
            [&](const QList<ReceivedMessage> &batch) { order += texts(batch); });
    m_server->send("<TOPIC_ADDED, A>\n<PUB, A, 1>\n<TOPIC_ADDED, B/C>\n<PUB, B/C, 2>\n");
    QTRY_COMPARE_WITH_TIMEOUT(order, QStringList({u"topics A B/C"_s, u"A=1"_s, u"B/C=2"_s}),
                              patience);
}

void TestClassroomIncoming::equalTopicsShareTheirBytes()
{
    QSignalSpy messages(m_connection, &BrokerConnection::messagesReceived);
    m_server->send("<PUB, WEATHER, 1>\n<PUB, WEATHER, 2>\n");
    QTRY_COMPARE_WITH_TIMEOUT(messagesOf(messages).size(), 2, patience);
    const QList<ReceivedMessage> all = messagesOf(messages);
    QCOMPARE(static_cast<const void *>(all[0].message.topic.utf8().constData()),
             static_cast<const void *>(all[1].message.topic.utf8().constData()));
}

void TestClassroomIncoming::malformedLinesEndTheConnection_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("no frame") << QByteArray("hello");
    QTest::newRow("a command") << QByteArray("/PUB A x");
    QTest::newRow("no end") << QByteArray("<PUB, A, x");
    QTest::newRow("no UTF-8") << QByteArray("<PUB, A, \xFF>");
    QTest::newRow("message without payload") << QByteArray("<PUB, A>");
    QTest::newRow("message without topic") << QByteArray("<PUB, , x>");
    QTest::newRow("message to a filter") << QByteArray("<PUB, A/+, x>");
    QTest::newRow("success of nothing") << QByteArray("<SUCCESS>");
    QTest::newRow("success without topic") << QByteArray("<SUCCESS, SUB>");
    QTest::newRow("success nobody asked for") << QByteArray("<SUCCESS, SUB, A>");
    QTest::newRow("success of an unknown verb") << QByteArray("<SUCCESS, XYZ, A>");
    QTest::newRow("list nobody asked for") << QByteArray("<1, A>");
    QTest::newRow("topics nobody asked for") << QByteArray("<TOPICS, 1, A>");
    QTest::newRow("a new topic without name") << QByteArray("<TOPIC_ADDED>");
    QTest::newRow("two new topics") << QByteArray("<TOPIC_ADDED, A, B>");
    QTest::newRow("second welcome") << QByteArray("<CONN_ACK>");
    QTest::newRow("pong nobody asked for") << QByteArray("<PONG>");
    QTest::newRow("help nobody asked for") << QByteArray("<HELP, A, b>");
    QTest::newRow("goodbye nobody asked for") << QByteArray("<DISC_ACK>");
    QTest::newRow("short error") << QByteArray("<ERROR, SUB>");
}

void TestClassroomIncoming::malformedLinesEndTheConnection()
{
    QFETCH(QByteArray, line);
    QSignalSpy failed(m_connection, &BrokerConnection::connectionFailed);
    QSignalSpy messages(m_connection, &BrokerConnection::messagesReceived);
    m_server->send("<PUB, A, before>\n" + line + "\n<PUB, A, behind>\n");
    QVERIFY(failed.wait(patience));
    const auto error = failed.first().first().value<ConnectionError>();
    QCOMPARE(error.kind, ConnectionError::Kind::ProtocolError);
    QVERIFY(!error.willRetry);
    QVERIFY2(error.sentence.contains(u"not of the classroom protocol"_s),
             qPrintable(error.sentence));
    QCOMPARE(m_connection->state(), BrokerConnection::State::Disconnected);
    QTRY_COMPARE_WITH_TIMEOUT(messagesOf(messages).size(), 1, patience);
    // It can be connected again.
    QVERIFY(connectTo(*m_connection, *m_server));
}

void TestClassroomIncoming::unknownVerbsArePassedOver()
{
    QSignalSpy messages(m_connection, &BrokerConnection::messagesReceived);
    m_server->send("<WEATHER_REPORT, sunny>\n<X>\n<PUB, A, x>\n");
    QTRY_COMPARE_WITH_TIMEOUT(messagesOf(messages).size(), 1, patience);
    QVERIFY(m_connection->isConnected());
}

void TestClassroomIncoming::errorsThatBelongToNoRequest()
{
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    m_server->send("<ERROR, ?, too-long, The line is too long.>\n"
                   "<ERROR, SUB, no-match, No topic matches.>\n");
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 2, patience);
    const auto unread = failed[0].first().value<RequestFailure>();
    QVERIFY(!unread.verb);
    QCOMPARE(unread.code.value(), ClassroomError::TooLong);
    const auto stray = failed[1].first().value<RequestFailure>();
    QCOMPARE(stray.verb.value(), Verb::Sub);
    QVERIFY(stray.topic.isEmpty());
    QVERIFY(m_connection->isConnected());
}

void TestClassroomIncoming::controlCharactersInSentencesAreEscaped()
{
    QSignalSpy failed(m_connection, &BrokerConnection::requestFailed);
    m_server->send("<ERROR, SUB, no-match, a\\nb\\x1B[2J\xE2\x80\xAE.>\n");
    QVERIFY(failed.wait(patience));
    QCOMPARE(failed.first().first().value<RequestFailure>().sentence, u"a\\nb\\x1B[2J\\u{202E}."_s);
}

void TestClassroomIncoming::aLineWithoutEndEndsTheConnection()
{
    QSignalSpy failed(m_connection, &BrokerConnection::connectionFailed);
    const QByteArray chunk(1024 * 1024, 'x');
    QObject context;
    // More is sent only when some was taken, so that the test takes little memory itself.
    connect(m_server->client(), &QTcpSocket::bytesWritten, &context, [&] {
        if (m_server->client()->bytesToWrite() < chunk.size()) {
            m_server->send(chunk);
        }
    });
    m_server->send("<PUB, A, " + chunk);
    QVERIFY(failed.wait(patience));
    QCOMPARE(failed.first().first().value<ConnectionError>().kind,
             ConnectionError::Kind::ProtocolError);
}

void TestClassroomIncoming::fiftyThousandMessagesAreAllCounted()
{
    constexpr int count = 50'000;
    QSignalSpy wire(m_connection, &BrokerConnection::wireTraffic);
    quint64 received = 0;
    int batches = 0;
    bool inOrder = true;
    QObject context;
    connect(m_connection, &BrokerConnection::messagesReceived, &context,
            [&](const QList<ReceivedMessage> &batch) {
                ++batches;
                for (const ReceivedMessage &each : batch) {
                    ++received;
                    inOrder = inOrder && each.number == received
                        && each.message.payload == "value " + QByteArray::number(received);
                }
            });
    m_server->send(numberedMessages(count));
    QTRY_COMPARE_WITH_TIMEOUT(received, quint64(count), patience);
    QVERIFY(inOrder);
    QVERIFY(batches < count / 100);
    quint64 records = 0;
    for (const QList<QVariant> &batch : wire) {
        records += quint64(batch[0].value<QList<WireRecord>>().size()) + batch[1].toULongLong();
    }
    QVERIFY2(records >= count, "every line is in the wire log or counted as left out");
}

void TestClassroomIncoming::aSlowWindowMakesTheServerWait()
{
    // 16 KiB each, so that at most four more than the bound come with the bytes read last. Nor can
    // most of all be under way: the systems' own buffers hold some 10 MiB. A batch in 100 ms is
    // slow: in that time many more would come.
    constexpr int count = 1'500;
    constexpr int bound = 100;
    const QByteArray line = "<PUB, A, " + QByteArray(16 * 1024, 'x') + ">\n";
    ClassroomConnection connection(quickTiming(), {.interval = 100ms, .maxMessages = bound});
    QVERIFY(connectTo(connection, *m_server));
    int sent = 0;
    int received = 0;
    int underWay = 0;
    qsizetype largestBatch = 0;
    QObject context;
    connect(&connection, &BrokerConnection::messagesReceived, &context,
            [&](const QList<ReceivedMessage> &batch) {
                underWay = std::max(underWay, sent - received);
                largestBatch = std::max(largestBatch, batch.size());
                received += int(batch.size());
            });
    const auto sendSome = [&] {
        while (sent < count && m_server->client()->bytesToWrite() < 1024 * 1024) {
            m_server->send(line);
            ++sent;
        }
    };
    connect(m_server->client(), &QTcpSocket::bytesWritten, &context, sendSome);
    sendSome();
    QTRY_COMPARE_WITH_TIMEOUT(received, count, patience);
    QVERIFY2(largestBatch <= bound + 4, qPrintable(QString::number(largestBatch)));
    QVERIFY2(underWay < count * 3 / 4, qPrintable(QString::number(underWay)));
    QVERIFY(connection.isConnected());
}

void TestClassroomIncoming::whatWaitsIsNotLostWithTheConnection()
{
    QSignalSpy failed(m_connection, &BrokerConnection::connectionFailed);
    QSignalSpy messages(m_connection, &BrokerConnection::messagesReceived);
    QSignalSpy states(m_connection, &BrokerConnection::stateChanged);
    m_server->close();
    m_server->send(numberedMessages(20'000));
    m_server->dropClient();
    QVERIFY(failed.wait(patience));
    QTRY_COMPARE_WITH_TIMEOUT(messagesOf(messages).size(), 20'000, patience);
    QCOMPARE(messagesOf(messages).last().number, 20'000ULL);
}

void TestClassroomIncoming::tenThousandTopicsInOneLine()
{
    QByteArray answer = "<TOPICS, 10000";
    for (int i = 0; i < 10'000; ++i) {
        answer += ", " + QByteArray(240, 'a') + QByteArray::number(i);
    }
    m_server->setAnswer("<TOPICS", answer + ">\n");
    QSignalSpy topics(m_connection, &BrokerConnection::topicsListed);
    m_connection->requestTopics();
    QVERIFY(topics.wait(patience));
    QCOMPARE(topics.first().first().value<QList<TopicName>>().size(), 10'000);
}

void TestClassroomIncoming::disconnectingInsideOfABatch()
{
    QObject context;
    connect(m_connection, &BrokerConnection::messagesReceived, &context,
            [this] { m_connection->disconnectFromBroker(); });
    m_server->send("<PUB, A, x>\n");
    QTRY_COMPARE_WITH_TIMEOUT(m_connection->state(), BrokerConnection::State::Disconnected,
                              patience);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestClassroomIncoming)
#include "tst_classroomincoming.moc"
