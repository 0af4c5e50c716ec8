#pragma once

#include "support/testclient.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <map>

namespace corkboard {

/// One line of a written conversation.
struct ConversationStep {
    enum class Kind {
        Says, ///< `anna> TEXT`: sends the text and a LF
        SendsBytes, ///< `anna>> TEXT`: sends the text, %HH being one byte, and nothing behind it
        DripsBytes, ///< `anna>>> TEXT`: the same, each byte in a segment of its own
        Hears, ///< `anna< TEXT`: the next line; `…` in it stands for any text that is not empty
        HearsBytes, ///< `anna<< TEXT`: exactly these bytes next, %HH being one byte
        Does, ///< `anna: ACTION`, see Conversation
    };

    Kind kind = Kind::Does;
    int line = 0; ///< where it stands in its file, for failures
    QByteArray client;
    QByteArray text;
};

/**
 * Plays a written conversation between clients and a server and says where it went differently.
 *
 * A client connects when it first appears. Actions: `connects`; `quiet` (sends a PING: the next
 * thing it hears is the PONG, so nothing was left unsaid); `silent` (the same in the original's
 * dialect, which answers a word without meaning with "Invalid command"); `closed` (the server
 * closes, and says nothing more); `hangs up` (closes its socket); `half-closes` (sends FIN and goes
 * on reading); `resets` (leaves with RST). `hangs up` and `resets` free the name for another
 * connection.
 */
class Conversation {
public:
    /// Finds in @p lines the steps; blank lines and those that begin with "# " are passed over.
    /// @param failure  set to the reason where a line is no step
    [[nodiscard]] static QList<ConversationStep> parse(const QByteArrayList &lines, int firstLine,
                                                       QString &failure);

    /// @param port  of the server that all clients connect to
    explicit Conversation(quint16 port);

    /// Plays @p steps; empty, or the first difference in words.
    [[nodiscard]] QString play(const QList<ConversationStep> &steps);

    /// True where @p text is what @p pattern says, whose `…` stand for one or more bytes each.
    [[nodiscard]] static bool matches(const QByteArray &text, const QByteArray &pattern);

private:
    TestClient &client(const QByteArray &name);
    QString playStep(const ConversationStep &step);
    QString act(const QByteArray &name, const QByteArray &action);

    quint16 m_port;
    std::map<QByteArray, TestClient> m_clients;
};

} // namespace corkboard
