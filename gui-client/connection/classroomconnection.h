#pragma once

#include "classroom/frame.h"
#include "classroom/framereader.h"
#include "connection/brokerconnection.h"
#include "connection/pendingrequests.h"
#include "connection/reconnectpolicy.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QHash>
#include <QTcpSocket>
#include <QTimer>

#include <chrono>
#include <optional>

namespace corkboard {

/**
 * A connection in the classroom protocol, over TCP.
 *
 * After the broker's welcome it asks for the topics and restores subscriptions. A plain publish has
 * no answer, so a PING is sent behind it: its PONG says that the publish was accepted. When nothing
 * came for a while it sends PING too, to find a dead line.
 *
 * Bounds: 256 KiB are read at a time; while 65,536 messages or 32 MiB wait to be handed on nothing
 * is read, so that TCP slows the broker down. A line from the broker may have 32 MiB. Where more
 * than 16 MiB wait to be sent, requests fail.
 */
class ClassroomConnection final : public BrokerConnection {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ClassroomConnection)

public:
    /// How long things may take; tests shorten them.
    struct Timing {
        std::chrono::milliseconds connectTimeout{10'000}; ///< until TCP stands
        std::chrono::milliseconds welcomeTimeout{10'000}; ///< from then until CONN_ACK
        std::chrono::milliseconds goodbyeTimeout{3'000}; ///< from DISC until DISC_ACK
        std::chrono::milliseconds firstPause{500}; ///< before the first attempt to reconnect
        std::chrono::milliseconds longestPause{30'000};
        std::chrono::milliseconds stableAfter{5'000}; ///< connected so long, pauses start anew
        std::chrono::milliseconds idleBeforePing{60'000}; ///< nothing read for so long: PING
        std::chrono::milliseconds pongTimeout{20'000}; ///< and then so long: lost
    };

    explicit ClassroomConnection(QObject *parent = nullptr);
    explicit ClassroomConnection(const Timing &timing, QObject *parent = nullptr);
    ClassroomConnection(const Timing &timing, const IncomingBatcher::Limits &limits,
                        QObject *parent = nullptr);
    ~ClassroomConnection() override;

    [[nodiscard]] RuleSet ruleSet() const override { return RuleSet::Classroom; }
    [[nodiscard]] std::chrono::milliseconds timeToNextAttempt() const override;
    [[nodiscard]] QList<OwnSubscription> subscriptions() const override;

    void connectToBroker(const BrokerAddress &address, const QString &name) override;
    void disconnectFromBroker() override;
    void retryNow() override;
    void subscribe(const QString &filter) override;
    void unsubscribe(const QString &filter) override;
    void publish(const QString &topic, const QByteArray &payload, bool retain) override;
    void requestTopics() override;
    void requestSubscriptions() override;
    void requestHelp() override;
    void ping() override;

protected:
    void requestConnect(const QList<QByteArray> &fields) override;

private:
    struct Subscription {
        OwnSubscription own;
        bool confirmed = true; ///< false while it waits to be restored
    };

    // Connecting and leaving: classroomconnection.cpp
    void openSocket();
    void connectSocket(quint64 attempt, const QString &host);
    void closeSocket();
    void handleSocketConnected();
    void handleSocketDisconnected();
    void handleSocketError(QAbstractSocket::SocketError error);
    void handleDeadline();
    void handleIdle();
    void finishConnecting(const QString &shownName);
    void restoreSubscriptions();
    void end(ConnectionError::Kind kind, const QString &sentence);
    bool leave(); ///< false where a slot has gone on with a connection of its own
    void failPendingRequests();
    void forgetSubscriptions();
    [[nodiscard]] ConnectionError::Kind kindOf(QAbstractSocket::SocketError error) const;
    [[nodiscard]] QString sentenceFor(ConnectionError::Kind kind) const;

    // Requests: classroomrequests.cpp
    void request(Verb verb, const QList<QByteArray> &fields, PendingRequest pending);
    void write(const Command &command, PendingRequest pending);
    void refuse(const PendingRequest &request, std::optional<ClassroomError> code,
                const QString &sentence);

    // What comes in: classroomincoming.cpp
    void handleReadyRead();
    bool readLines(QByteArrayView bytes);
    void handleLine(QByteArrayView line);
    [[nodiscard]] bool handleFrame(const Frame &frame);
    [[nodiscard]] bool handleWelcome(const Frame &frame);
    [[nodiscard]] bool handleMessage(const Frame &frame);
    [[nodiscard]] bool handleSuccess(const Frame &frame);
    [[nodiscard]] bool handleList(const Frame &frame);
    [[nodiscard]] bool handleTopics(const Frame &frame);
    [[nodiscard]] bool handleTopicAdded(const Frame &frame);
    [[nodiscard]] bool handleHelp(const Frame &frame);
    [[nodiscard]] bool handlePong(const Frame &frame);
    [[nodiscard]] bool handleError(const Frame &frame);
    [[nodiscard]] bool handleGoodbye(const Frame &frame);
    [[nodiscard]] std::optional<PendingRequest> settle(Verb verb);
    [[nodiscard]] std::optional<TopicName> topicFrom(const QByteArray &field);
    [[nodiscard]] std::optional<QList<TopicName>> topicsFrom(const QList<QByteArray> &fields,
                                                             qsizetype first);
    void acceptSubscribed(const PendingRequest &request, const QList<TopicName> &topics);
    void addSubscriptions(const QString &filter, const QList<TopicName> &topics, WallTime since);
    void dropSubscriptions(const QList<TopicName> &topics);
    void adoptList(const QList<TopicName> &topics);
    void failRequest(const PendingRequest &request, const RequestFailure &failure);

    Timing m_timing;
    QTcpSocket m_socket;
    QTimer m_deadline; ///< of Connecting and Disconnecting, and the pause before reconnecting
    QTimer m_idle; ///< since something was read
    QElapsedTimer m_connectedFor;
    ReconnectPolicy m_reconnect;
    FrameReader m_reader;
    PendingRequests m_pending;
    QList<HelpLine> m_help; ///< of the HELP that is being answered
    QList<Subscription> m_subscriptions; ///< in the order made
    QHash<QByteArray, TopicName> m_topicCache; ///< so that equal topics share their bytes
    QString m_wantedName;
    WallTime m_readTime; ///< of the bytes being worked on
    quint64 m_messageCount = 0;
    /// Counts the sockets opened and closed. A function that emits compares it afterwards: where it
    /// has changed, a slot has ended or replaced the connection, and the function must stop.
    quint64 m_generation = 0;
    bool m_hadConnection = false; ///< since connectToBroker(): failing now means trying again
    bool m_tcpStands = false;
    bool m_closing = false; ///< we close the socket ourselves; its signals mean nothing
    bool m_reading = false; ///< a slot may run an event loop: bytes are not read inside of reading
    bool m_pingSent = false; ///< by handleIdle()
};

} // namespace corkboard
