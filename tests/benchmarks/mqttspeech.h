#pragma once

#include "speech.h"

namespace corkboard::bench {

/// MQTT 3.1.1 at QoS 0 or 1, with a clean session and without a keep alive.
class MqttSpeech final : public Speech {
public:
    explicit MqttSpeech(std::uint32_t qos);

    [[nodiscard]] std::string hello(std::uint32_t number, const std::string &filter) override;
    void setTopic(const std::string &topic) override;
    void publish(std::string &out, const Stamp::Payload &payload) override;
    void hear(std::string_view bytes, std::string &reply,
              const std::function<void(const Heard &)> &visit) override;

private:
    void handlePacket(std::uint8_t head, std::string_view body, std::string &reply,
                      const std::function<void(const Heard &)> &visit) const;

    std::uint32_t m_qos;
    std::string m_head; ///< of a PUBLISH, up to the packet identifier
    std::uint16_t m_lastId = 0;
    std::string m_rest; ///< an incomplete packet
};

} // namespace corkboard::bench
