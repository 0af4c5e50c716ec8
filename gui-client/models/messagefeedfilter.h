#pragma once

#include "connection/receivedmessage.h"
#include "topic/topicfilter.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QString>
#include <QStringView>

namespace corkboard {

/**
 * Which messages of the feed are shown: a text or a topic filter, and live or replayed ones.
 *
 * A value. The text box takes either: what begins with `topic:`, or has a `/`, `+` or `#` in it and
 * is a valid topic filter, is a topic filter; all else, and what begins with `text:`, is looked for
 * in topic and payload, without regard to case.
 */
class MessageFeedFilter {
    Q_DECLARE_TR_FUNCTIONS(corkboard::MessageFeedFilter)

public:
    enum class Kind {
        Everything, ///< no text
        Text, ///< topic or payload contain it
        Topic, ///< the topic matches a topic filter
        Invalid, ///< `topic:` with something that is no filter: matches nothing
    };

    /// Shows everything.
    MessageFeedFilter() = default;

    explicit MessageFeedFilter(QStringView text, bool showLive = true, bool showReplayed = true);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] bool showsLive() const { return m_showLive; }
    [[nodiscard]] bool showsReplayed() const { return m_showReplayed; }

    /// True where every message passes.
    [[nodiscard]] bool passesAll() const;

    /// What is wrong with an Invalid one, as a sentence; else empty.
    [[nodiscard]] QString problem() const { return m_problem; }

    /// How the text is understood, as a sentence: "Topics that match WEATHER/#"; where it could
    /// have been meant otherwise, also how to say so.
    [[nodiscard]] QString description() const;

    [[nodiscard]] bool matches(const ReceivedMessage &message) const;

    friend bool operator==(const MessageFeedFilter &a, const MessageFeedFilter &b)
    {
        return a.m_text == b.m_text && a.m_showLive == b.m_showLive
            && a.m_showReplayed == b.m_showReplayed;
    }

private:
    void parse();
    void setNeedle(QStringView needle);
    [[nodiscard]] bool containsNeedle(QByteArrayView text) const;

    QString m_text;
    bool m_showLive = true;
    bool m_showReplayed = true;
    Kind m_kind = Kind::Everything;
    bool m_guessed = false; ///< it has a `/`, `+` or `#` and begins with neither prefix
    TopicFilter m_topicFilter;
    QString m_needle;
    QByteArray m_asciiNeedle; ///< lower case; empty where the needle is not ASCII
    QString m_problem;
};

} // namespace corkboard
