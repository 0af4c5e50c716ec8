#pragma once

#include "connection/classroomconnection.h"
#include "fakeserver.h"

#include <QString>
#include <QStringList>

namespace corkboard {

/// Pauses of a few milliseconds and deadlines that no test waits for by accident.
[[nodiscard]] ClassroomConnection::Timing quickTiming();

/// The address of @p server.
[[nodiscard]] BrokerAddress addressOf(const FakeServer &server);

/// Connects and waits until it stands and the first TOPICS was answered.
[[nodiscard]] bool connectTo(ClassroomConnection &connection, const FakeServer &server,
                             const QString &name = {});

/// The names, for comparing.
[[nodiscard]] QStringList namesOf(const QList<TopicName> &topics);

/// The topics that @p connection says it is subscribed to.
[[nodiscard]] QStringList subscribedTopics(const ClassroomConnection &connection);

} // namespace corkboard
