#pragma once

#include "broker/broker.h"
#include "fakesubscriber.h"
#include "topics.h"

namespace corkboard {

/// A client of MQTT without a connection: what a protocol would do with the broker for it.
struct MqttClient {
    Broker &broker;
    FakeSubscriber subscriber{};
    Session *session = nullptr;
    bool present = false;

    void connect(const SessionRequest &request)
    {
        const ResumedSession resumed = broker.resumeSession(subscriber, {}, request);
        session = resumed.session;
        present = resumed.present;
        broker.sendWaiting(*session);
    }

    void disconnect(WillFate will = WillFate::Discard)
    {
        broker.disconnectSession(*std::exchange(session, nullptr), QStringLiteral("gone"), will);
    }

    void subscribe(const QByteArray &filter, const SubscriptionOptions &options = {})
    {
        const auto parsed = SubscriptionFilter::parse(filter);
        if (!parsed) {
            qFatal("The test's own filter is not valid");
        }
        (void)broker.subscribe(*session, *parsed, options, {});
    }

    bool unsubscribe(const QByteArray &filter)
    {
        return broker.unsubscribe(*session, *SubscriptionFilter::parse(filter));
    }

    void publish(const QByteArray &topic, const QByteArray &payload, Qos qos = Qos::AtMostOnce,
                 bool retain = false)
    {
        Message message;
        message.topic = testtopics::name(topic);
        message.payload = payload;
        message.qos = qos;
        message.retain = retain;
        (void)broker.publish(message, session);
    }

    QByteArrayList take() { return subscriber.take(); }
};

} // namespace corkboard
