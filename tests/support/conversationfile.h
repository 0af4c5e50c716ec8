#pragma once

#include "support/conversation.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace corkboard {

/// One conversation of a file, with the server that it wants.
struct WrittenConversation {
    QByteArray title; ///< names the test's data row
    QStringList arguments; ///< for the server, beside `--listen`
    QList<ConversationStep> steps;
};

/**
 * Reads a file of conversations, each a title line, maybe a line for the server, and steps:
 *
 *     = A message reaches everyone who is subscribed
 *     server --topic SPORTS
 *     anna> <CONN>
 *     anna< <CONN_ACK>
 *
 * @param failure  set to the reason where the file cannot be read or a line means nothing
 */
[[nodiscard]] QList<WrittenConversation> readConversations(const QString &path, QString &failure);

} // namespace corkboard
