#pragma once

namespace corkboard {

/// Which rules a connection is under; the window always says so.
enum class RuleSet {
    Classroom, ///< wildcards act once, on the topics that exist; only subscribers may publish
    Mqtt, ///< a filter lives on and takes topics born later; wildcards are never published to
};

} // namespace corkboard
