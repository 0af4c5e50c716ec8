#pragma once

#include "broker/classroomrules.h"
#include "broker/subscriber.h"
#include "classroom/command.h"
#include "classroom/framereader.h"
#include "net/connectionlimits.h"
#include "net/protocol.h"
#include "net/replayqueue.h"

namespace corkboard {

class TopicsAnswer;

/**
 * The readable protocol: one line is one frame or one typed command.
 *
 * A framed client says CONN first; a person who types a command is connected by it. Answers come in
 * the order of the requests; per topic SUCCESS, then the replay, then live messages. See
 * common/README.md for the lines and server/README.md for the limits.
 */
class ClassroomProtocol final : public Protocol, private Subscriber {
public:
    /// All four must outlive the protocol.
    ClassroomProtocol(Broker &broker, ProtocolHost &host, const ConnectionLimits &limits,
                      TopicsAnswer &topicsAnswer);
    ~ClassroomProtocol() override;

    [[nodiscard]] QString language() const override;
    void receive(QByteArrayView bytes, bool more) override;
    void inputEnded() override;
    void resume() override;
    void outputDrained() override;
    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] qsizetype heldBytes() const override { return m_reader.heldBytes(); }
    [[nodiscard]] TimePoint deadline() const override;
    void handleDeadline() override;
    void connectionClosed(const QString &reason) override;

private:
    // Subscriber
    [[nodiscard]] bool deliver(const Delivery &delivery, WireForms &forms) override;
    void topicAdded(const TopicName &topic) override;

    void processLines();
    void noteLine();
    void handleLine(QByteArrayView line);
    void handleCommand(const Command &command);
    [[nodiscard]] bool ensureConnected(const Command &command);
    void connectClient(const Command &command);
    void disconnectClient();
    void publish(const Command &command);
    void answerRetained(const PublishResult &reached);
    void subscribe(const Command &command);
    void unsubscribe(const Command &command);
    void list();
    void topics();
    void help();

    void openSession();
    void replay(const QList<TopicName> &topics);
    void send(const Frame &frame);
    void sendTopics(const char *request, const QList<TopicName> &topics);
    void sendError(const QByteArray &verb, ClassroomError error, const QByteArray &sentence);
    void tooLong(const QByteArray &sentence);

    Broker &m_broker;
    ClassroomRules m_rules;
    ProtocolHost &m_host;
    const ConnectionLimits &m_limits;
    TopicsAnswer &m_topicsAnswer; ///< shared by all clients
    FrameReader m_reader;
    Session *m_session = nullptr; ///< the broker's; from the first command on
    bool m_saidConn = false;
    bool m_closing = false;
    bool m_saidLine = false;
    TimePoint m_lineBegunAt = TimePoint::max(); ///< max: no unfinished line
    ReplayQueue m_replays; ///< wait until the client has read what it was sent
};

} // namespace corkboard
