#include "models/messagefeedfilter.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

constexpr char asciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c | 0x20) : c;
}

bool takePrefix(QStringView &text, QLatin1StringView prefix)
{
    if (!text.startsWith(prefix, Qt::CaseInsensitive)) {
        return false;
    }
    text = text.sliced(prefix.size()).trimmed();
    return true;
}

bool mayBeFilter(QStringView text)
{
    return std::ranges::any_of(text, [](QChar c) { return c == u'/' || c == u'+' || c == u'#'; });
}

} // namespace

MessageFeedFilter::MessageFeedFilter(QStringView text, bool showLive, bool showReplayed)
    : m_text(text.toString())
    , m_showLive(showLive)
    , m_showReplayed(showReplayed)
{
    parse();
}

void MessageFeedFilter::parse()
{
    QStringView text = QStringView(m_text).trimmed();
    if (takePrefix(text, "text:"_L1)) {
        setNeedle(text);
        return;
    }
    const bool asked = takePrefix(text, "topic:"_L1);
    if (text.isEmpty()) {
        return;
    }
    const auto filter = TopicFilter::parse(text);
    m_guessed = !asked && mayBeFilter(text);
    if (filter && (asked || m_guessed)) {
        m_kind = Kind::Topic;
        m_topicFilter = *filter;
    } else if (asked) {
        m_kind = Kind::Invalid;
        m_problem = describe(filter.error());
    } else {
        setNeedle(text);
    }
}

void MessageFeedFilter::setNeedle(QStringView needle)
{
    m_kind = needle.isEmpty() ? Kind::Everything : Kind::Text;
    m_needle = needle.toString();
    const QByteArray utf8 = m_needle.toUtf8();
    if (std::ranges::all_of(utf8, [](char c) { return uchar(c) < 0x80; })) {
        m_asciiNeedle = utf8.toLower();
    }
}

bool MessageFeedFilter::passesAll() const
{
    return m_kind == Kind::Everything && m_showLive && m_showReplayed;
}

QString MessageFeedFilter::description() const
{
    switch (m_kind) {
    case Kind::Everything:
        return tr("All messages");
    case Kind::Text:
        return (m_guessed ? tr("Messages with \"%1\" in topic or text; it is no topic filter")
                          : tr("Messages with \"%1\" in topic or text"))
            .arg(m_needle);
    case Kind::Topic:
        return (m_guessed ? tr("Topics that match %1. To look for it in the messages type text:%1")
                          : tr("Topics that match %1"))
            .arg(m_topicFilter.toString());
    case Kind::Invalid:
        return m_problem;
    }
    Q_UNREACHABLE();
}

bool MessageFeedFilter::matches(const ReceivedMessage &message) const
{
    if (message.replayed ? !m_showReplayed : !m_showLive) {
        return false;
    }
    switch (m_kind) {
    case Kind::Everything:
        return true;
    case Kind::Text:
        return containsNeedle(message.message.topic.utf8())
            || containsNeedle(message.message.payload);
    case Kind::Topic:
        return m_topicFilter.matches(message.message.topic);
    case Kind::Invalid:
        return false;
    }
    Q_UNREACHABLE();
}

bool MessageFeedFilter::containsNeedle(QByteArrayView text) const
{
    if (m_asciiNeedle.isEmpty()) {
        return QString::fromUtf8(text).contains(m_needle, Qt::CaseInsensitive);
    }
    // Without making a QString of every payload: 100,000 of them are looked at while one types.
    const auto same = [](char inText, char inNeedle) { return asciiLower(inText) == inNeedle; };
    return !std::ranges::search(text, m_asciiNeedle, same).empty();
}

} // namespace corkboard
