#include "speech.h"

#include "classroomspeech.h"
#include "mqttspeech.h"

namespace corkboard::bench {

std::unique_ptr<Speech> makeSpeech(const BenchOptions &options)
{
    if (options.language == BenchLanguage::Mqtt) {
        return std::make_unique<MqttSpeech>(options.qos);
    }
    return std::make_unique<ClassroomSpeech>();
}

} // namespace corkboard::bench
