#pragma once

#include "broker/subscriber.h"

#include <QByteArrayList>
#include <QList>

namespace corkboard {

/// Takes deliveries as a protocol would and writes down what it was given.
class FakeSubscriber final : public Subscriber {
public:
    /// @param form  the wire form that it asks for
    explicit FakeSubscriber(WireForms::Slot form = WireForms::Slot::Classroom)
        : slot(form)
    {
    }

    [[nodiscard]] bool deliver(const Delivery &delivery, WireForms &forms) override
    {
        const Message &message = delivery.message;
        messages.append(message);
        deliveries.append(inWords(delivery));
        wires.append(forms.get(slot, [this, &message] {
            ++encoded;
            const QByteArray mark = slot == WireForms::Slot::Classroom ? "C " : "O ";
            return mark + message.topic.utf8() + ' ' + message.payload;
        }));
        return message.payload.size() <= mostBytes;
    }

    void release(quint16 packetId) override
    {
        deliveries.append("release " + QByteArray::number(packetId));
    }

    [[nodiscard]] bool hasRoom() const override { return room; }
    void takenOver() override { ++timesTakenOver; }
    void topicAdded(const TopicName &topic) override { topics.append(topic.utf8()); }

    /// What came since the last call, in words: "a q1 #7 dup retained ids 1,2".
    QByteArrayList take() { return std::exchange(deliveries, {}); }

    WireForms::Slot slot;
    QList<Message> messages;
    QByteArrayList deliveries;
    QByteArrayList wires; ///< the encoded form of each
    QByteArrayList topics; ///< the new ones that it was told of
    int encoded = 0; ///< forms that it made itself
    int timesTakenOver = 0;
    bool room = true;
    qsizetype mostBytes = 1'000'000; ///< of a payload that it takes

private:
    static QByteArray inWords(const Delivery &delivery)
    {
        QByteArray words = delivery.message.payload + " q" + QByteArray::number(int(delivery.qos));
        if (delivery.packetId != 0) {
            words += " #" + QByteArray::number(delivery.packetId);
        }
        words += delivery.duplicate ? " dup" : "";
        words += delivery.retained ? " retained" : "";
        QByteArrayList ids;
        for (const quint32 id : delivery.subscriptionIds) {
            ids.append(QByteArray::number(id));
        }
        return ids.isEmpty() ? words : words + " ids " + ids.join(',');
    }
};

} // namespace corkboard
