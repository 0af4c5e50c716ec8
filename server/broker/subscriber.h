#pragma once

#include "message/message.h"

#include <QByteArray>

#include <array>
#include <cstddef>

namespace corkboard {

/**
 * The encoded forms of one message, made when the first subscriber needs them.
 *
 * One object accompanies one fan-out: a protocol looks into the slot of its wire form, encodes if
 * it is empty, and all further subscribers with that form share the bytes. The broker itself never
 * looks inside.
 */
class WireForms {
public:
    /// The slots; a protocol uses one for each form it writes.
    enum class Slot { Classroom, Original };

    /// The bytes in @p slot, made by @p encode() where they do not exist yet.
    template <typename Encode>
    [[nodiscard]] const QByteArray &get(Slot slot, Encode &&encode)
    {
        QByteArray &form = m_forms[std::size_t(slot)];
        if (form.isNull()) {
            form = encode();
        }
        return form;
    }

private:
    std::array<QByteArray, 2> m_forms;
};

/**
 * Where the broker delivers to: one per session, implemented by the protocols and by test fakes.
 *
 * The functions are called in the broker's thread, in the middle of a fan-out: they must not call
 * back into the broker.
 */
class Subscriber {
public:
    /// A live message on a topic that the session is subscribed to.
    virtual void deliver(const Message &message, WireForms &forms) = 0;

    /// A topic was born; called only for sessions that watch topics.
    virtual void topicAdded(const TopicName &topic) = 0;

protected:
    ~Subscriber() = default;
};

} // namespace corkboard
