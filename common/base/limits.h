#pragma once

#include <QtGlobal>

#include <chrono>

/**
 * The limits that both the broker and the client keep, with unit and reason.
 *
 * A length that comes from outside is compared with its limit before memory is taken for it.
 */
namespace corkboard::limits {

/// Bytes of UTF-8 in a topic name or filter. Source: MQTT 5.0 §1.5.4 (a two-byte length).
inline constexpr qsizetype maxTopicBytes = 65'535;

/// Levels of a topic name or filter; keeps walks over the topic tree short (as FlashMQ does).
inline constexpr qsizetype maxTopicLevels = 128;

/// Bytes of UTF-8 in a topic that subscribing in the classroom protocol may create.
inline constexpr qsizetype maxCreatedTopicBytes = 256;

/// Bytes of UTF-8 in the name that a client gives itself with CONN.
inline constexpr qsizetype maxClientNameBytes = 64;

/// Bytes of payload in one message, unless the server is told otherwise.
inline constexpr qsizetype defaultMaxMessageBytes = 1024 * 1024;

/// Bytes of a classroom line before CONN: enough for any CONN, HELP or PING.
inline constexpr qsizetype maxLineBytesBeforeConnect = 64 * 1024;

/// Bytes of a classroom line after CONN: an escape is four bytes for one, and a topic is extra.
constexpr qsizetype maxLineBytes(qsizetype maxMessageBytes)
{
    return 4 * maxMessageBytes + 64 * 1024;
}

/// Bytes of one MQTT packet, its fixed header included. Source: MQTT 5.0 §1.5.5 (a length of at
/// most four bytes), §2.1.4.
inline constexpr qsizetype maxMqttRemainingLength = 268'435'455;
inline constexpr qsizetype maxMqttPacketBytes = maxMqttRemainingLength + 5;

/// Bytes of an MQTT packet before CONNECT is accepted: room for a will and long credentials.
inline constexpr qsizetype maxPacketBytesBeforeConnect = 100'000;

/// Bytes of an MQTT packet after that: topic, properties and header are extra.
constexpr qsizetype maxPacketBytes(qsizetype maxMessageBytes)
{
    return maxMessageBytes + 128 * 1024;
}

/// Bytes of a text or of binary data in an MQTT packet. Source: MQTT 5.0 §1.5.4, §1.5.6.
inline constexpr qsizetype maxMqttFieldBytes = 65'535;

/// User properties in one packet, and in its will; a name and a value take 48 bytes for 4 sent.
inline constexpr qsizetype maxUserProperties = 64;

/// Topic filters in one SUBSCRIBE or UNSUBSCRIBE: as many as one client may have subscriptions.
inline constexpr qsizetype maxFiltersPerPacket = 1'000;

/// Topics that exist at the same time, unless the server is told otherwise.
inline constexpr qsizetype defaultMaxTopics = 10'000;

/// Subscriptions of one client.
inline constexpr qsizetype maxSubscriptionsPerClient = 1'000;

/// QoS 1 and 2 messages to one client that may be unacknowledged, unless the server is told
/// otherwise; also what one client may send so. Source: MQTT 5.0 §4.9.
inline constexpr qsizetype defaultMaxInflight = 32;

/// QoS 1 and 2 messages that wait for one client, unless the server is told otherwise, and their
/// payload bytes.
inline constexpr qsizetype defaultMaxQueuedMessages = 1'000;
inline constexpr qsizetype maxQueuedBytes = 1024 * 1024;

/// Sessions of clients that are away, and how long one may stay.
inline constexpr qsizetype maxAbsentSessions = 10'000;
inline constexpr std::chrono::seconds maxSessionExpiry = std::chrono::days(7);

/// Takeovers of one session within that time; then its client stays and the next one is refused.
inline constexpr int maxTakeovers = 15;
inline constexpr std::chrono::seconds takeoverWindow = std::chrono::minutes(1);

/// Bytes of UTF-8 in an MQTT client identifier.
inline constexpr qsizetype maxClientIdBytes = 256;

/// Retained messages, their payload bytes in all, and the payload bytes of one.
inline constexpr qsizetype maxRetainedMessages = 100'000;
inline constexpr qsizetype maxRetainedBytes = 64 * 1024 * 1024;
inline constexpr qsizetype maxRetainedPayloadBytes = 256 * 1024;

} // namespace corkboard::limits
