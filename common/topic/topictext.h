#pragma once

#include "topic/topicname.h"

#include <QByteArrayView>

#include <optional>

namespace corkboard {

/**
 * The rules that topic names and topic filters share: length, number of levels, UTF-8, characters.
 *
 * Source: MQTT 5.0 §1.5.4 and §4.7.3. Control characters and non-characters are refused, which the
 * specification allows and mosquitto does too.
 *
 * @return the first problem, or nothing
 */
[[nodiscard]] std::optional<TopicProblem> findTextProblem(QByteArrayView utf8);

} // namespace corkboard
