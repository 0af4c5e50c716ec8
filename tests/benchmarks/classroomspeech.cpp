#include "classroomspeech.h"

namespace corkboard::bench {

namespace {

constexpr qsizetype maxLineBytes = 16 * 1024 * 1024;

} // namespace

ClassroomSpeech::ClassroomSpeech()
    : m_reader(maxLineBytes)
{
}

std::string ClassroomSpeech::hello(std::uint32_t, const std::string &filter)
{
    std::string text("<CONN>\n");
    if (!filter.empty()) {
        text.append("<SUB, ").append(filter).append(">\n");
    }
    return text.append("<PING>\n");
}

void ClassroomSpeech::setTopic(const std::string &topic)
{
    m_head.assign("<PUB, ").append(topic).append(", ");
}

void ClassroomSpeech::publish(std::string &out, const Stamp::Payload &payload)
{
    out += m_head;
    out.append(payload.data(), payload.size());
    out += ">\n";
}

void ClassroomSpeech::hear(std::string_view bytes, std::string &,
                           const std::function<void(const Heard &)> &visit)
{
    m_reader.feed(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    for (auto next = m_reader.next(); next && *next; next = m_reader.next()) {
        const std::string_view line((*next)->data(), static_cast<std::size_t>((*next)->size()));
        if (line.starts_with("<PUB, ")) {
            if (line.size() > Stamp::payloadBytes) {
                visit({Heard::Kind::Message,
                       line.substr(line.size() - Stamp::payloadBytes - 1, Stamp::payloadBytes)});
            }
        } else if (line == "<PONG>") {
            visit({Heard::Kind::Answer, line});
        } else if (line.starts_with("<ERROR")) {
            visit({Heard::Kind::Error, line});
        }
    }
}

} // namespace corkboard::bench
