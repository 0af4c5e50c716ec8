#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>

#include <optional>

namespace corkboard {

/**
 * The topic aliases that a client has set up on one connection. Source: MQTT 5.0 §3.3.2.3.4.
 */
class IncomingAliases {
public:
    /// @param maximum  the highest alias that the client may use
    explicit IncomingAliases(quint16 maximum)
        : m_maximum(maximum)
    {
    }

    [[nodiscard]] bool isAllowed(quint16 alias) const { return alias >= 1 && alias <= m_maximum; }

    /// From now on @p alias, which is allowed, stands for @p topic.
    void set(quint16 alias, const QByteArray &topic) { m_topics.insert(alias, topic); }

    /// What @p alias stands for; empty where it has not been set up.
    [[nodiscard]] QByteArray topic(quint16 alias) const { return m_topics.value(alias); }

private:
    quint16 m_maximum;
    QHash<quint16, QByteArray> m_topics;
};

/**
 * The topic aliases that the server uses towards a client: the first topics that are sent get one,
 * and keep it for as long as the connection stands.
 */
class OutgoingAliases {
public:
    /// What a message is to carry for its topic.
    struct Use {
        quint16 alias;
        bool known; ///< the client has been told: the topic itself can be left out
    };

    /// @param maximum  how many the client and the server allow
    explicit OutgoingAliases(quint16 maximum)
        : m_maximum(maximum)
    {
    }

    /// The alias for @p topic; nothing where all are in use for others.
    [[nodiscard]] std::optional<Use> use(const QByteArray &topic) const;

    /// The message with @p alias for @p topic is on its way.
    void noteSent(quint16 alias, const QByteArray &topic);

private:
    quint16 m_maximum;
    QHash<QByteArray, quint16> m_aliases;
};

} // namespace corkboard
