#pragma once

#include "benchoptions.h"
#include "stamp.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace corkboard::bench {

/// Something that the server has said to a client.
struct Heard {
    enum class Kind {
        Answer, ///< everything of hello() has been carried out
        Message, ///< a delivery
        Error, ///< something was refused
    };

    Kind kind = Kind::Message;
    std::string_view text; ///< a delivery's payload, or the error; valid during the call
};

/**
 * What one client of the generator says to the server and understands of it, in one language.
 *
 * As cheap as the language allows, so that the generator costs less than what it measures.
 */
class Speech {
public:
    Speech() = default;
    virtual ~Speech() = default;
    Speech(const Speech &) = delete;
    Speech &operator=(const Speech &) = delete;
    Speech(Speech &&) = delete;
    Speech &operator=(Speech &&) = delete;

    /// Connects as client @p number, subscribes to @p filter unless that is empty, and asks for a
    /// sign that both have been done.
    [[nodiscard]] virtual std::string hello(std::uint32_t number, const std::string &filter) = 0;

    /// From now on publish() is about @p topic.
    virtual void setTopic(const std::string &topic) = 0;

    /// Appends a message to @p out.
    virtual void publish(std::string &out, const Stamp::Payload &payload) = 0;

    /**
     * Understands the next bytes of the server, in any split.
     *
     * @param reply  what has to be said in return is appended
     */
    virtual void hear(std::string_view bytes, std::string &reply,
                      const std::function<void(const Heard &)> &visit)
        = 0;
};

/// A client's speech in the language and with the QoS of @p options.
[[nodiscard]] std::unique_ptr<Speech> makeSpeech(const BenchOptions &options);

} // namespace corkboard::bench
