#include "app/brokerlog.h"

#include "broker/broker.h"

#include <QLoggingCategory>
#include <QStringList>

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.broker", QtInfoMsg)

/// Up to here the log of a new topic names them all.
constexpr qsizetype shortList = 20;

constexpr qsizetype maxShownBytes = 128;

/// @p utf8 without what goes beyond @p maxBytes, never cut inside a character.
QString shortened(QByteArrayView utf8, qsizetype maxBytes = maxShownBytes)
{
    if (utf8.size() <= maxBytes) {
        return QString::fromUtf8(utf8);
    }
    qsizetype end = maxBytes;
    while (end > 0 && (uchar(utf8[end]) & 0xC0) == 0x80) {
        --end;
    }
    return QString::fromUtf8(utf8.first(end)) + QChar(0x2026);
}

QString shown(const TopicName &topic)
{
    return shortened(topic.utf8());
}

QString shown(const QString &name)
{
    return shortened(name.toUtf8());
}

QString shown(const SubscriptionFilter &filter)
{
    return shortened(filter.utf8());
}

QString shown(const Session &session)
{
    return shown(session.name());
}

void logTopic(const TopicCatalog &catalog, const TopicName &topic)
{
    QStringList names;
    if (catalog.count() <= shortList) {
        for (const TopicName &each : catalog.all()) {
            names.append(shortened(each.utf8(), maxShownBytes / 4));
        }
    }
    qCInfo(log).noquote().nospace()
        << "New topic " << shown(topic) << "; " << catalog.count() << " topics"
        << (names.isEmpty() ? QString() : QStringLiteral(": ") + names.join(QStringLiteral(", ")));
}

} // namespace

BrokerLog::BrokerLog(Broker &broker, QObject *parent)
    : QObject(parent)
{
    connect(&broker, &Broker::clientJoined, this, [](const Session &session) {
        qCInfo(log).noquote() << shown(session) << "joined:" << session.origin();
    });
    connect(&broker, &Broker::clientRenamed, this,
            [](const Session &session, const QString &before) {
                qCInfo(log).noquote() << shown(before) << "is now" << shown(session);
            });
    connect(&broker, &Broker::clientLeft, this, [](const Session &session, const QString &reason) {
        qCInfo(log).noquote() << shown(session) << "left:" << reason;
    });
    connect(&broker, &Broker::sessionContested, this, [](const Session &session) {
        qCWarning(log).noquote() << "Several clients use the identifier" << shown(session)
                                 << "and take its session from each other; the one that has it "
                                    "keeps it for now. Give each client an identifier of its own";
    });
    connect(&broker, &Broker::topicAdded, this,
            [&broker](const TopicName &topic) { logTopic(broker.catalog(), topic); });
    if (!log().isDebugEnabled()) {
        return; // an unconnected signal is the cheapest
    }
    connect(&broker, &Broker::subscribed, this,
            [](const Session &session, const SubscriptionFilter &filter) {
                qCDebug(log).noquote() << shown(session) << "subscribed to" << shown(filter);
            });
    connect(&broker, &Broker::unsubscribed, this,
            [](const Session &session, const SubscriptionFilter &filter) {
                qCDebug(log).noquote() << shown(session) << "left" << shown(filter);
            });
    connect(&broker, &Broker::sessionExpired, this, [](const Session &session) {
        qCDebug(log).noquote() << "The session of" << shown(session) << "has expired";
    });
    connect(&broker, &Broker::published, this, [](const Message &message, qsizetype receivers) {
        qCDebug(log).noquote() << message.payload.size() << "bytes to" << shown(message.topic)
                               << "for" << receivers << "subscribers";
    });
}

} // namespace corkboard
