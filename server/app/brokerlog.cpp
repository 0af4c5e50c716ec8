#include "app/brokerlog.h"

#include "base/escaping.h"
#include "broker/broker.h"

#include <QLoggingCategory>
#include <QStringList>

namespace corkboard {

namespace {

Q_LOGGING_CATEGORY(log, "corkboard.broker", QtInfoMsg)

/// Up to here the log of a new topic names them all.
constexpr qsizetype shortList = 20;

constexpr qsizetype maxShownBytes = 128;

QString shown(const TopicName &topic)
{
    return escapedForLog(QByteArrayView(topic.utf8()), maxShownBytes);
}

QString shown(const Session &session)
{
    return escapedForLog(session.name(), maxShownBytes);
}

void logTopic(const TopicCatalog &catalog, const TopicName &topic)
{
    QStringList names;
    if (catalog.count() <= shortList) {
        for (const TopicName &each : catalog.all()) {
            names.append(escapedForLog(QByteArrayView(each.utf8()), maxShownBytes / 4));
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
                qCInfo(log).noquote()
                    << escapedForLog(before, maxShownBytes) << "is now" << shown(session);
            });
    connect(&broker, &Broker::clientLeft, this, [](const Session &session, const QString &reason) {
        qCInfo(log).noquote() << shown(session) << "left:" << reason;
    });
    connect(&broker, &Broker::topicAdded, this,
            [&broker](const TopicName &topic) { logTopic(broker.catalog(), topic); });
    if (!log().isDebugEnabled()) {
        return; // an unconnected signal is the cheapest
    }
    connect(&broker, &Broker::subscribed, this, [](const Session &session, const TopicName &topic) {
        qCDebug(log).noquote() << shown(session) << "subscribed to" << shown(topic);
    });
    connect(&broker, &Broker::unsubscribed, this,
            [](const Session &session, const TopicName &topic) {
                qCDebug(log).noquote() << shown(session) << "left" << shown(topic);
            });
    connect(&broker, &Broker::published, this, [](const Message &message, qsizetype receivers) {
        qCDebug(log).noquote() << message.payload.size() << "bytes to" << shown(message.topic)
                               << "for" << receivers << "subscribers";
    });
}

} // namespace corkboard
