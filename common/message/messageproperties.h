#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <optional>
#include <utility>

namespace corkboard {

/// What a publisher says about the bytes of a payload.
enum class PayloadFormat : quint8 {
    Bytes = 0, ///< unspecified bytes; the same as saying nothing
    Utf8 = 1, ///< text
};

/// Names and values, both UTF-8, in the order in which they came; a name may come several times.
using UserProperties = QList<std::pair<QByteArray, QByteArray>>;

/**
 * What an MQTT 5.0 publisher says about a message beside topic and payload: the properties that a
 * broker passes on unaltered.
 *
 * A value. An empty optional is a property that was not sent, which is not the same as one that was
 * sent with an empty value. Source: MQTT 5.0 §3.3.2.3 and, for a will, §3.1.3.2.
 */
struct MessageProperties {
    std::optional<PayloadFormat> payloadFormat;
    std::optional<quint32> messageExpiryInterval; ///< seconds
    std::optional<QByteArray> contentType; ///< UTF-8
    std::optional<QByteArray> responseTopic; ///< UTF-8, without wildcards
    std::optional<QByteArray> correlationData; ///< any bytes
    UserProperties userProperties;

    /// True where no property was sent.
    [[nodiscard]] bool isEmpty() const;

    friend bool operator==(const MessageProperties &, const MessageProperties &) = default;
};

/**
 * False where @p properties promise text and @p payload is not valid UTF-8.
 *
 * The reader of packets does not ask this, since the answer to such a message is a PUBACK or PUBREC
 * with ReasonCode::PayloadFormatInvalid (MQTT 5.0 §3.3.2.3.2) and not the end of the connection.
 */
[[nodiscard]] bool hasPromisedFormat(const MessageProperties &properties, QByteArrayView payload);

} // namespace corkboard
