#include "base/limits.h"
#include "fuzzinput.h"
#include "topic/topicfilter.h"
#include "topic/topicname.h"

#include <span>

using namespace corkboard;
using fuzz::require;

namespace {

/// The rules of MQTT 5.0 §4.7.1 again, level by level, as short as they can be said.
bool matchesNaively(std::span<const QByteArrayView> filter, std::span<const QByteArrayView> name)
{
    if (filter.empty()) {
        return name.empty();
    }
    if (filter.front() == QByteArrayView("#")) {
        return true;
    }
    return !name.empty()
        && (filter.front() == QByteArrayView("+") || filter.front() == name.front())
        && matchesNaively(filter.subspan(1), name.subspan(1));
}

bool isFenced(const TopicFilter &filter, const TopicName &name)
{
    return name.isReserved() && (filter.utf8().startsWith('+') || filter.utf8().startsWith('#'));
}

void checkPair(const TopicFilter &filter, const TopicName &name)
{
    const TopicLevels filterLevels = filter.levels();
    const TopicLevels nameLevels = name.levels();
    const bool expected = !isFenced(filter, name)
        && matchesNaively({filterLevels.begin(), filterLevels.end()},
                          {nameLevels.begin(), nameLevels.end()});
    const MatchExplanation explanation = filter.explain(name);
    require(filter.matches(name) == expected, "a filter matches as the rules say");
    require(explanation.matches() == expected, "the explanation says the same");
    require((explanation.failingLevel < 0) == expected, "it has a failing level or none");
    require(!describe(explanation).isEmpty(), "it has a sentence");
}

void checkName(const TopicName &name)
{
    require(name.levels().size() <= limits::maxTopicLevels, "a topic keeps to its limits");
    require(TopicFilter(name).matches(name), "a topic is a filter for itself");
    require(TopicFilter::parse(QByteArrayView(name.utf8())) == TopicFilter(name),
            "a topic can be read as a filter");
    require(TopicName::parse(name.toString()) == name, "a topic survives as text");
}

} // namespace

/// 1 byte: how many bytes of the rest are the filter; what is behind them is the topic name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::FuzzInput input(data, size);
    const auto filterBytes = fuzz::exactCopy(input.bytes(input.byte()));
    const auto nameBytes = fuzz::exactCopy(input.rest());
    const auto filter = TopicFilter::parse(fuzz::viewOf(filterBytes));
    const auto name = TopicName::parse(fuzz::viewOf(nameBytes));
    if (!filter) {
        require(!describe(filter.error()).isEmpty(), "a problem has a sentence");
    }
    if (name) {
        checkName(*name);
    }
    if (filter && name) {
        checkPair(*filter, *name);
    }
    return 0;
}
