#pragma once

#include "connection/brokeraddress.h"
#include "connection/connectionerror.h"
#include "connection/incomingbatcher.h"
#include "connection/receivedmessage.h"
#include "connection/requestanswers.h"
#include "connection/ruleset.h"
#include "connection/wirerecord.h"
#include "topic/topicname.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QScopedValueRollback>
#include <QString>

#include <chrono>
#include <expected>

namespace corkboard {

/**
 * A client's connection to a broker, whatever language it speaks.
 *
 * The owner asks (connectToBroker(), subscribe(), publish() …), the signals say what happened. No
 * call blocks. Every request is answered by exactly one signal, in the order of the requests: the
 * one named at the request, or requestFailed().
 *
 *     Disconnected ── connectToBroker ──▶ Connecting ──▶ Connected ── lost ──▶ WaitingToReconnect
 *          ▲                                  │ failed      │                    │  ▲      │
 *          ├──────────────────────────────────┘        disconnectFromBroker      │  │ time is up
 *          └────────────── Disconnecting ◀──────────────────┘◀───────────────────┘  └ Connecting
 *
 * A first attempt that fails ends in Disconnected and is reported, not repeated. A connection that
 * is lost is tried again with growing pauses until it stands or disconnectFromBroker() is called;
 * then the subscriptions are made again, each topic by its name.
 *
 * What the broker sends by itself is gathered: messagesReceived(), topicsAdded() and wireTraffic()
 * come at most once per 33 ms each, with everything that came in between, in order; topics before
 * messages. Answers come at once. So an answer may be ahead of messages that were sent before it,
 * never behind messages that were sent after it. What still waits when the connection ends is
 * handed on before stateChanged() says so; nothing of it comes later.
 *
 * All of it happens in the thread that the object lives in; use it from that thread only. Slots may
 * call any function of it, and may delete it only with deleteLater().
 */
class BrokerConnection : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BrokerConnection)

public:
    enum class State {
        Disconnected, ///< nothing goes on
        Connecting, ///< looking up, connecting, or waiting for the broker's welcome
        Connected, ///< requests are carried out
        WaitingToReconnect, ///< the connection was lost, the next attempt comes by itself
        Disconnecting, ///< said goodbye, waiting for the broker's
    };
    Q_ENUM(State)

    ~BrokerConnection() override;

    /// The rules in force on this connection.
    [[nodiscard]] virtual RuleSet ruleSet() const = 0;

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isConnected() const { return m_state == State::Connected; }

    /**
     * The state in words for a person, for example "Connected to localhost:8092 as Anna".
     *
     * While WaitingToReconnect it counts the seconds down: read it again once a second.
     */
    [[nodiscard]] QString stateText() const;

    /// The address asked for last.
    [[nodiscard]] const BrokerAddress &address() const { return m_address; }

    /// The name as the broker shows it to others while Connected, else the one asked for.
    [[nodiscard]] const QString &clientName() const { return m_clientName; }

    /// Time until the next attempt while WaitingToReconnect, else zero.
    [[nodiscard]] virtual std::chrono::milliseconds timeToNextAttempt() const = 0;

    /// What we are subscribed to, in the order made. While not Connected: what will be restored.
    [[nodiscard]] virtual QList<OwnSubscription> subscriptions() const = 0;

    /**
     * Why @p name cannot be a client's name, as a sentence; empty where it can.
     *
     * A name has at most limits::maxClientNameBytes of UTF-8 and no control characters; it may be
     * empty.
     */
    [[nodiscard]] static QString nameProblem(QStringView name);

    /**
     * Connects, from any state; what goes on is left first, by way of Disconnected, so that nothing
     * of the one broker is taken for the other's.
     *
     * Then stateChanged(Connected), or connectionFailed() and stateChanged(Disconnected). Where the
     * name cannot be one, connectionFailed(InvalidName) is all that happens.
     *
     * @param name  how others are to see this client; empty leaves it to the broker
     */
    virtual void connectToBroker(const BrokerAddress &address, const QString &name) = 0;

    /**
     * Leaves the broker and stays away; the subscriptions are forgotten.
     *
     * Ends in Disconnected: at once where nothing stands, else when the broker has answered, at the
     * latest after 3 s.
     */
    virtual void disconnectFromBroker() = 0;

    /// While WaitingToReconnect: makes the next attempt now.
    virtual void retryNow() = 0;

    /// Asks to subscribe to a topic name or filter; subscribed() or requestFailed() answers.
    virtual void subscribe(const QString &filter) = 0;

    /// Asks to end subscriptions; unsubscribed() or requestFailed() answers.
    virtual void unsubscribe(const QString &filter) = 0;

    /**
     * Publishes; publishAnswered() or requestFailed() answers.
     *
     * @param topic    a topic name; under classroom rules it may have wildcards
     * @param payload  at most limits::defaultMaxMessageBytes
     * @param retain   the broker is to keep it; with an empty payload it forgets what it kept
     */
    virtual void publish(const QString &topic, const QByteArray &payload, bool retain) = 0;

    /// Asks which topics exist; topicsListed() answers, and from then on topicsAdded() tells of
    /// new. The connection asks by itself whenever it has been made.
    virtual void requestTopics() = 0;

    /// Asks the broker for our subscriptions; subscriptionsListed() answers.
    virtual void requestSubscriptions() = 0;

    /// Asks for the broker's help; helpReceived() answers.
    virtual void requestHelp() = 0;

    /// Asks for a sign of life; pongReceived() answers.
    virtual void ping() = 0;

    /**
     * Carries out a command as a person types it: `/SUB WEATHER`, or a frame: `<SUB, WEATHER>`.
     *
     * A CONN while Disconnected becomes connectAsked().
     *
     * @return nothing where the request was made, its answer comes as for the functions above; else
     *         a sentence for a person: not a command (it shows the right form), or not connected
     */
    [[nodiscard]] std::expected<void, QString> runTyped(const QString &line);

    /// Inside of a slot: the signal answers a command that was given to runTyped().
    [[nodiscard]] bool answersTyped() const { return m_answersTyped; }

signals:
    /// A CONN was typed while Disconnected; the owner knows to which address.
    void connectAsked(const QString &name);

    void stateChanged(corkboard::BrokerConnection::State state);

    /// There is no connection, and why. stateChanged() follows it.
    void connectionFailed(const corkboard::ConnectionError &error);

    /// A batch of messages, in order.
    void messagesReceived(const QList<corkboard::ReceivedMessage> &messages);

    void subscribed(const corkboard::SubscribeAnswer &answer);

    /// Also where a subscription could not be restored; then requestFailed() says why.
    void unsubscribed(const corkboard::UnsubscribeAnswer &answer);

    /// All our subscriptions are gone, because we left the broker.
    void subscriptionsCleared();

    /// The broker's list of our subscriptions. Where it differs from what was known, subscribed()
    /// and unsubscribed() were emitted before.
    void subscriptionsListed(const QList<corkboard::TopicName> &topics);

    /// All topics that exist, without those that begin with `$`.
    void topicsListed(const QList<corkboard::TopicName> &topics);

    /// A batch of topics that were born.
    void topicsAdded(const QList<corkboard::TopicName> &topics);

    void publishAnswered(const corkboard::PublishAnswer &answer);

    void helpReceived(const QList<corkboard::HelpLine> &lines);

    void pongReceived(std::chrono::milliseconds roundTrip);

    /// A request did not go well, or was made while not Connected. The connection goes on.
    void requestFailed(const corkboard::RequestFailure &failure);

    /// A batch of what went over the wire, both directions, in order. @p leftOut records before the
    /// first were dropped, because more than 5,000 came in one batch.
    void wireTraffic(const QList<corkboard::WireRecord> &records, quint64 leftOut);

protected:
    explicit BrokerConnection(const IncomingBatcher::Limits &limits, QObject *parent = nullptr);

    void setState(State state);
    void setAddress(const BrokerAddress &address) { m_address = address; }
    void setClientName(const QString &name) { m_clientName = name; }

    /// Why no request can be carried out now, by the state, with the next step.
    [[nodiscard]] QString notConnectedSentence() const;

    /// True inside of runTyped(): the request made now is a typed one.
    [[nodiscard]] bool isTyping() const { return m_typing; }

    /// For as long as the result lives, answersTyped() is @p typed: keep it around the signal.
    [[nodiscard]] QScopedValueRollback<bool> answering(bool typed);

    /// Where subclasses put what comes in; its batches are handed on by the signals above.
    [[nodiscard]] IncomingBatcher &incoming() { return *m_incoming; }

    /// Sends a typed CONN to the broker, whose answer (already connected) comes as requestFailed().
    virtual void requestConnect(const QList<QByteArray> &fields) = 0;

private:
    [[nodiscard]] std::expected<void, QString> askToConnect(const QList<QByteArray> &fields);

    State m_state = State::Disconnected;
    BrokerAddress m_address;
    QString m_clientName;
    IncomingBatcher *m_incoming;
    bool m_typing = false;
    bool m_answersTyped = false;
};

} // namespace corkboard
