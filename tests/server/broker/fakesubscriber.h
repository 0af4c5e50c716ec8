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

    void deliver(const Message &message, WireForms &forms) override
    {
        messages.append(message);
        wires.append(forms.get(slot, [this, &message] {
            ++encoded;
            const QByteArray mark = slot == WireForms::Slot::Classroom ? "C " : "O ";
            return mark + message.topic.utf8() + ' ' + message.payload;
        }));
    }

    void topicAdded(const TopicName &topic) override { topics.append(topic.utf8()); }

    WireForms::Slot slot;
    QList<Message> messages;
    QByteArrayList wires; ///< the encoded form of each
    QByteArrayList topics; ///< the new ones that it was told of
    int encoded = 0; ///< forms that it made itself
};

} // namespace corkboard
