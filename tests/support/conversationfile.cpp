#include "support/conversationfile.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

/// Collects the lines of one conversation until the next title.
struct Draft {
    WrittenConversation conversation;
    QByteArrayList lines;
    int firstLine = 0;
};

void finish(Draft &draft, QList<WrittenConversation> &all, QString &failure)
{
    if (draft.conversation.title.isEmpty()) {
        return;
    }
    draft.conversation.steps = Conversation::parse(draft.lines, draft.firstLine, failure);
    if (draft.conversation.steps.isEmpty() && failure.isEmpty()) {
        failure
            = u"A conversation without a step: "_s + QString::fromUtf8(draft.conversation.title);
    }
    all.append(draft.conversation);
}

} // namespace

QList<WrittenConversation> readConversations(const QString &path, QString &failure)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        failure = file.errorString() + u": "_s + path;
        return {};
    }
    QList<WrittenConversation> all;
    Draft draft;
    int number = 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        ++number;
        if (line.startsWith("= ")) {
            finish(draft, all, failure);
            draft = {{line.sliced(2), {}, {}}, {}, number + 1};
        } else if (line.startsWith("server ")) {
            draft.conversation.arguments
                = QString::fromUtf8(line.sliced(7)).split(u' ', Qt::SkipEmptyParts);
            draft.lines.append(QByteArray());
        } else if (!draft.conversation.title.isEmpty()) {
            draft.lines.append(line);
        } else if (!line.isEmpty() && !line.startsWith("# ")) {
            failure = u"%1:%2: a step before the first title"_s.arg(path).arg(number);
        }
    }
    finish(draft, all, failure);
    return all;
}

} // namespace corkboard
