#pragma once

#include "classroom/framereader.h"
#include "speech.h"

namespace corkboard::bench {

/// The classroom protocol.
class ClassroomSpeech final : public Speech {
public:
    ClassroomSpeech();

    [[nodiscard]] std::string hello(std::uint32_t number, const std::string &filter) override;
    void setTopic(const std::string &topic) override;
    void publish(std::string &out, const Stamp::Payload &payload) override;
    void hear(std::string_view bytes, std::string &reply,
              const std::function<void(const Heard &)> &visit) override;

private:
    FrameReader m_reader;
    std::string m_head; ///< `<PUB, TOPIC, `
};

} // namespace corkboard::bench
