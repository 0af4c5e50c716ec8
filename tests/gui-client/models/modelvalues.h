#pragma once

#include "connection/receivedmessage.h"
#include "connection/requestanswers.h"

#include <QAbstractItemModel>
#include <QList>
#include <QString>
#include <QStringList>

namespace corkboard {

/// A topic name that is one.
[[nodiscard]] TopicName topic(QStringView name);
[[nodiscard]] QList<TopicName> topicList(const QStringList &names);
[[nodiscard]] QStringList namesOf(const QList<TopicName> &topics);

/// Ten o'clock and so many minutes, local time, on a day of 2026.
[[nodiscard]] WallTime atMinute(int minute);

[[nodiscard]] ReceivedMessage live(QStringView topicName, const QByteArray &payload,
                                   quint64 number = 1);
[[nodiscard]] ReceivedMessage replayed(QStringView topicName, const QByteArray &payload,
                                       quint64 number = 1);

/// Messages to @p topicName with the payloads "1" to "count", numbered on from @p first.
[[nodiscard]] QList<ReceivedMessage> numbered(QStringView topicName, int count, int first = 1);

/// What the rows below @p parent show in one column.
[[nodiscard]] QStringList columnTexts(const QAbstractItemModel &model, int column,
                                      const QModelIndex &parent = {});

} // namespace corkboard
