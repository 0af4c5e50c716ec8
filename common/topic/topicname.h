#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QHashFunctions>
#include <QString>
#include <QVarLengthArray>

#include <compare>
#include <expected>

namespace corkboard {

/// Why a text is not a topic name or not a topic filter.
enum class TopicError {
    Empty, ///< no byte at all (MQTT-4.7.3-1)
    TooLong, ///< over limits::maxTopicBytes
    TooManyLevels, ///< over limits::maxTopicLevels
    NotUtf8, ///< not valid UTF-8, or half a surrogate pair (MQTT-1.5.4-1)
    ForbiddenCharacter, ///< U+0000, another control character or a non-character
    WildcardInName, ///< `+` or `#` in a topic name (MQTT-3.3.2-2)
    HashNotLast, ///< `#` is followed by another level (MQTT-4.7.1-1)
    HashNotAlone, ///< `#` shares its level with other characters (MQTT-4.7.1-1)
    PlusNotAlone, ///< `+` shares its level with other characters (MQTT-4.7.1-2)
    ShareName, ///< the group's name of a shared filter is empty or has a wildcard (MQTT-4.8.2-1)
    ShareWithoutFilter, ///< `$share/group` has no filter behind it (MQTT-4.8.2-2)
};

/// A TopicError and the level it is at, counted from 0.
struct TopicProblem {
    TopicError error = TopicError::Empty;
    qsizetype level = 0;

    friend bool operator==(const TopicProblem &, const TopicProblem &) = default;
};

/// One sentence for a person that says what is wrong and, where it helps, at which level.
[[nodiscard]] QString describe(const TopicProblem &problem);

/// The parts of a topic between its slashes; empty levels count. The views point into the topic.
using TopicLevels = QVarLengthArray<QByteArrayView, 16>;

/// Splits @p topic, which may be a name or a filter, at each `/`.
[[nodiscard]] TopicLevels splitLevels(QByteArrayView topic);

/**
 * What a message is published to: 1 to 65,535 bytes of UTF-8 without wildcards.
 *
 * A value with shared bytes; compared byte by byte, never case-folded. A default-constructed one is
 * empty and valid for nothing. Source of the rules: MQTT 5.0 §4.7.
 */
class TopicName {
public:
    TopicName() = default;

    /// Checks @p utf8 and gives the topic name, or the first problem in it.
    [[nodiscard]] static std::expected<TopicName, TopicProblem> parse(QByteArrayView utf8);
    [[nodiscard]] static std::expected<TopicName, TopicProblem> parse(QStringView text);

    [[nodiscard]] const QByteArray &utf8() const { return m_utf8; }
    [[nodiscard]] QString toString() const { return QString::fromUtf8(m_utf8); }
    [[nodiscard]] TopicLevels levels() const { return splitLevels(m_utf8); }
    [[nodiscard]] bool isEmpty() const { return m_utf8.isEmpty(); }

    /// True for a topic that begins with `$`: it belongs to the broker.
    [[nodiscard]] bool isReserved() const { return m_utf8.startsWith('$'); }

    friend bool operator==(const TopicName &a, const TopicName &b) { return a.m_utf8 == b.m_utf8; }
    friend bool operator<(const TopicName &a, const TopicName &b) { return a.m_utf8 < b.m_utf8; }
    friend size_t qHash(const TopicName &name, size_t seed = 0)
    {
        return ::qHash(name.m_utf8, seed);
    }

private:
    friend class TopicFilter;
    explicit TopicName(QByteArray utf8)
        : m_utf8(std::move(utf8))
    {
    }

    QByteArray m_utf8;
};

} // namespace corkboard
