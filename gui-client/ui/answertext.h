#pragma once

#include "connection/requestanswers.h"
#include "topic/topicname.h"

#include <QList>
#include <QString>

/**
 * The broker's answers as sentences for a person; long lists of topics are cut and counted.
 *
 * Pure functions.
 */
namespace corkboard::answertext {

/// "WEATHER, NEWS and 12 more"; at most @p shown topics by name.
[[nodiscard]] QString topicList(const QList<TopicName> &topics, qsizetype shown = 3);

/// "Subscribed to WEATHER." or, for a filter, "WEATHER/# subscribed to 3 topics: …"
[[nodiscard]] QString sentence(const SubscribeAnswer &answer);

[[nodiscard]] QString sentence(const UnsubscribeAnswer &answer);

/**
 * What became of a publish request.
 *
 * @param reached  the topics that it acted on, where the answer does not name them
 */
[[nodiscard]] QString sentence(const PublishAnswer &answer, const QList<TopicName> &reached);

/// The broker's commands, a line each: "SUB TOPIC: what it does".
[[nodiscard]] QString helpText(const QList<HelpLine> &lines);

} // namespace corkboard::answertext
