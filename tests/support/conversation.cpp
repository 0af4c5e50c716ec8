#include "support/conversation.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

QString shown(const QByteArray &bytes)
{
    // As a conversation would write it, so that it can be compared and copied.
    return QString::fromUtf8(bytes.toPercentEncoding(" !\"#$&'()*+,/:;<=>?@[\\]^`{|}~"));
}

QString difference(const QByteArray &name, const QByteArray &expected, const QByteArray &heard)
{
    return u"%1 was to hear\n    %2\nbut heard\n    %3"_s.arg(
        QString::fromUtf8(name), QString::fromUtf8(expected), shown(heard));
}

ConversationStep::Kind kindOf(QStringView mark)
{
    using Kind = ConversationStep::Kind;
    if (mark == u">") {
        return Kind::Says;
    }
    if (mark == u">>") {
        return Kind::SendsBytes;
    }
    if (mark == u">>>") {
        return Kind::DripsBytes;
    }
    if (mark == u"<") {
        return Kind::Hears;
    }
    return mark == u"<<" ? Kind::HearsBytes : Kind::Does;
}

} // namespace

QList<ConversationStep> Conversation::parse(const QByteArrayList &lines, int firstLine,
                                            QString &failure)
{
    static const QRegularExpression form(u"^([a-z]+)(>{1,3}|<{1,2}(?= )|:) (.*)$"_s);
    QList<ConversationStep> steps;
    int number = firstLine;
    for (const QByteArray &line : lines) {
        const int here = number++;
        if (line.isEmpty() || line.startsWith("# ")) {
            continue;
        }
        const QRegularExpressionMatch match = form.match(QString::fromUtf8(line));
        if (!match.hasMatch()) {
            failure = u"Line %1 is no step: %2"_s.arg(here).arg(QString::fromUtf8(line));
            return {};
        }
        steps.append({kindOf(match.capturedView(2)), here, match.captured(1).toUtf8(),
                      match.captured(3).toUtf8()});
    }
    return steps;
}

Conversation::Conversation(quint16 port)
    : m_port(port)
{
}

QString Conversation::play(const QList<ConversationStep> &steps)
{
    for (const ConversationStep &step : steps) {
        const QString failure = playStep(step);
        if (!failure.isEmpty()) {
            return u"Line %1: %2"_s.arg(step.line).arg(failure);
        }
    }
    return {};
}

TestClient &Conversation::client(const QByteArray &name)
{
    return m_clients.try_emplace(name, m_port).first->second;
}

QString Conversation::playStep(const ConversationStep &step)
{
    using Kind = ConversationStep::Kind;
    TestClient &speaker = client(step.client);
    if (!speaker.isOpen()) {
        return u"%1 cannot connect"_s.arg(QString::fromUtf8(step.client));
    }
    const QByteArray bytes = QByteArray::fromPercentEncoding(step.text);
    switch (step.kind) {
    case Kind::Says:
        speaker.send(step.text + '\n');
        return {};
    case Kind::SendsBytes:
        speaker.send(bytes);
        return {};
    case Kind::DripsBytes:
        speaker.sendByteByByte(bytes);
        return {};
    case Kind::Hears: {
        const QByteArray line = speaker.readLine();
        return matches(line, step.text) ? QString() : difference(step.client, step.text, line);
    }
    case Kind::HearsBytes: {
        const QByteArray heard = speaker.readBytes(bytes.size());
        return heard == bytes ? QString() : difference(step.client, step.text, heard);
    }
    case Kind::Does:
        return act(step.client, step.text);
    }
    Q_UNREACHABLE();
}

QString Conversation::act(const QByteArray &name, const QByteArray &action)
{
    TestClient &speaker = client(name);
    if (action == "connects") {
        return {};
    }
    if (action == "quiet") {
        const QByteArrayList heard = speaker.linesUntilPong();
        return heard.isEmpty() ? QString() : difference(name, "nothing", heard.join('\n'));
    }
    if (action == "silent") {
        static const QByteArray refusal = "Invalid command";
        speaker.send("/?");
        const QByteArray heard = speaker.readBytes(refusal.size());
        return heard == refusal ? QString() : difference(name, refusal, heard);
    }
    if (action == "closed") {
        return speaker.isClosedByServer() ? QString()
                                          : difference(name, "the close", speaker.readChunk());
    }
    if (action == "half-closes") {
        speaker.shutDownWriting();
        return {};
    }
    if (action == "hangs up" || action == "resets") {
        if (action == "resets") {
            speaker.reset();
        }
        m_clients.erase(name);
        return {};
    }
    return u"No client can do \"%1\""_s.arg(QString::fromUtf8(action));
}

bool Conversation::matches(const QByteArray &text, const QByteArray &pattern)
{
    static const QByteArray any = "…";
    const qsizetype wildcard = pattern.indexOf(any);
    if (wildcard < 0) {
        return text == pattern;
    }
    if (!text.startsWith(pattern.first(wildcard))) {
        return false;
    }
    const QByteArray rest = pattern.sliced(wildcard + any.size());
    for (qsizetype end = wildcard + 1; end <= text.size(); ++end) {
        if (matches(text.sliced(end), rest)) {
            return true;
        }
    }
    return false;
}

} // namespace corkboard
