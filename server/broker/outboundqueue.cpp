#include "broker/outboundqueue.h"

#include <algorithm>
#include <utility>

namespace corkboard {

OutboundQueue::OutboundQueue(const OutboundLimits &limits)
    : m_limits(limits)
{
}

bool OutboundQueue::canSendNow() const
{
    return m_waiting.empty() && m_toSendAgain == 0 && inFlight() < m_limits.window;
}

quint16 OutboundQueue::startSending(OutboundMessage message)
{
    Q_ASSERT(message.qos != Qos::AtMostOnce);
    const quint16 packetId = nextPacketId();
    m_inFlight.push_back({std::move(message), packetId});
    return packetId;
}

bool OutboundQueue::add(OutboundMessage message)
{
    if (waiting() >= m_limits.messages || m_waitingBytes >= m_limits.bytes) {
        ++m_dropped;
        return false;
    }
    m_waitingBytes += message.message.payload.size();
    m_waiting.push_back(std::move(message));
    return true;
}

std::optional<OutboundQueue::Outgoing> OutboundQueue::takeNext(Message::TimePoint now)
{
    if (m_toSendAgain > 0) {
        return takeAgain();
    }
    while (!m_waiting.empty() && inFlight() < m_limits.window) {
        OutboundMessage message = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= message.message.payload.size();
        if (message.message.isExpired(now)) {
            ++m_expired;
            continue;
        }
        const quint16 packetId = startSending(std::move(message));
        return Outgoing{&m_inFlight.back().message, packetId, false};
    }
    return std::nullopt;
}

std::optional<OutboundQueue::Outgoing> OutboundQueue::takeAgain()
{
    // The window may be smaller than it was (MQTT-3.3.4-9); it holds no PUBREL up (MQTT-3.3.4-10).
    const bool isOpen = inFlight() - m_toSendAgain < m_limits.window;
    const auto next = std::ranges::find_if(m_inFlight, [isOpen](const InFlight &each) {
        return each.sendAgain && (isOpen || each.releasing);
    });
    if (next == m_inFlight.end()) {
        return std::nullopt;
    }
    next->sendAgain = false;
    --m_toSendAgain;
    return Outgoing{next->releasing ? nullptr : &next->message, next->packetId, true};
}

void OutboundQueue::resume()
{
    for (InFlight &each : m_inFlight) {
        each.sendAgain = true;
    }
    m_toSendAgain = inFlight();
}

OutboundQueue::Place OutboundQueue::find(quint16 packetId)
{
    // Acknowledgements mostly come in the order of sending, so this looks at one or two.
    return std::ranges::find(m_inFlight, packetId, &InFlight::packetId);
}

bool OutboundQueue::finish(quint16 packetId, Qos qos, bool releasing)
{
    const Place place = find(packetId);
    if (place == m_inFlight.end() || place->message.qos != qos || place->releasing != releasing) {
        return false;
    }
    m_toSendAgain -= place->sendAgain ? 1 : 0;
    m_inFlight.erase(place);
    return true;
}

bool OutboundQueue::acknowledge(quint16 packetId)
{
    return finish(packetId, Qos::AtLeastOnce, false);
}

bool OutboundQueue::receive(quint16 packetId)
{
    const Place place = find(packetId);
    if (place == m_inFlight.end() || place->message.qos != Qos::ExactlyOnce) {
        return false;
    }
    if (!std::exchange(place->releasing, true)) {
        // Nothing of the message is sent again from here on; only its identifier is still needed.
        place->message.message = {};
        m_toSendAgain -= std::exchange(place->sendAgain, false) ? 1 : 0;
    }
    return true;
}

bool OutboundQueue::refuse(quint16 packetId)
{
    return finish(packetId, Qos::ExactlyOnce, false);
}

bool OutboundQueue::complete(quint16 packetId)
{
    return finish(packetId, Qos::ExactlyOnce, true);
}

bool OutboundQueue::forget(quint16 packetId)
{
    const Place place = find(packetId);
    if (place == m_inFlight.end()) {
        return false;
    }
    m_toSendAgain -= place->sendAgain ? 1 : 0;
    m_inFlight.erase(place);
    return true;
}

quint16 OutboundQueue::nextPacketId()
{
    // MQTT-2.2.1-4: not one that is in use. The window is smaller than the range, so one is free.
    do {
        m_lastPacketId = quint16(m_lastPacketId + 1);
    } while (m_lastPacketId == 0 || find(m_lastPacketId) != m_inFlight.end());
    return m_lastPacketId;
}

std::vector<OutboundMessage> OutboundQueue::takeShared()
{
    std::vector<OutboundMessage> taken;
    std::erase_if(m_inFlight, [&](InFlight &each) {
        const bool take = each.message.sharedBy && each.message.qos == Qos::AtLeastOnce;
        if (take) {
            m_toSendAgain -= each.sendAgain ? 1 : 0;
            taken.push_back(std::move(each.message));
        }
        return take;
    });
    std::erase_if(m_waiting, [&](OutboundMessage &each) {
        const bool take = each.sharedBy != nullptr;
        if (take) {
            m_waitingBytes -= each.message.payload.size();
            taken.push_back(std::move(each));
        }
        return take;
    });
    return taken;
}

} // namespace corkboard
