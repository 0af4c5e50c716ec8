#pragma once

#include "classroom/classroomerror.h"
#include "classroom/command.h"
#include "connection/walltime.h"
#include "topic/topicname.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace corkboard {

/// The broker's answer to a subscribe request.
struct SubscribeAnswer {
    QString filter; ///< as it was asked: a topic name, or a filter with wildcards
    QList<TopicName> topics; ///< what is newly subscribed by it, in the broker's order
    WallTime time; ///< when the filter acted; for a restored subscription when it did at first
    bool restored = false; ///< made again by itself after the connection was lost

    friend bool operator==(const SubscribeAnswer &, const SubscribeAnswer &) = default;
};

/// The broker's answer to an unsubscribe request.
struct UnsubscribeAnswer {
    QString filter; ///< as it was asked; empty where the broker's list or a failure says so
    QList<TopicName> topics; ///< what was left by it

    friend bool operator==(const UnsubscribeAnswer &, const UnsubscribeAnswer &) = default;
};

/// The broker's answer to a publish request that went well.
struct PublishAnswer {
    QString topic; ///< as it was asked; may have wildcards under classroom rules
    QByteArray payload; ///< what was published; empty with retain: the stored message was cleared
    bool retain = false; ///< it was "Publish & Retain"
    /// The topics that it acted on, as the broker named them. A plain publish is not answered with
    /// names: then this is the topic itself, or empty where `topic` has wildcards.
    QList<TopicName> topics;

    friend bool operator==(const PublishAnswer &, const PublishAnswer &) = default;
};

/// A request that did not go well.
struct RequestFailure {
    std::optional<Verb> verb; ///< what was asked; nothing where the broker could not read it
    /// The broker's code. Nothing where the broker did not answer: the connection was lost, or the
    /// code is newer than this program.
    std::optional<ClassroomError> code;
    QString sentence; ///< for a person; control characters are escaped
    QString topic{}; ///< topic or filter of the request; empty where it has none
    QByteArray payload{}; ///< of a publish request, so that it can be offered again
    bool retain = false; ///< of a publish request

    friend bool operator==(const RequestFailure &, const RequestFailure &) = default;
};

/// One subscription of ours, as the connection remembers it.
struct OwnSubscription {
    TopicName topic;
    QString filter; ///< which brought it
    WallTime since; ///< when that filter acted

    friend bool operator==(const OwnSubscription &, const OwnSubscription &) = default;
};

/// One line of the broker's help.
struct HelpLine {
    QString command;
    QString text;

    friend bool operator==(const HelpLine &, const HelpLine &) = default;
};

} // namespace corkboard
