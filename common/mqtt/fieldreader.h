#pragma once

#include "mqtt/protocolerror.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace corkboard::mqtt {

/**
 * Reads the fields of one packet, one after the other, and remembers the first thing that is wrong.
 *
 * From then on there is nothing left to read: every call gives 0 or no bytes. So a parser reads all
 * its fields and asks once at the end. No read goes beyond the bytes that were given; they must
 * outlive the reader. Source of the types: MQTT 5.0 §1.5.
 */
class FieldReader {
public:
    explicit FieldReader(QByteArrayView bytes)
        : m_rest(bytes)
    {
    }

    /// Also true after the first error.
    [[nodiscard]] bool atEnd() const { return m_rest.isEmpty(); }
    [[nodiscard]] qsizetype bytesLeft() const { return m_rest.size(); }

    [[nodiscard]] quint8 byte();
    [[nodiscard]] quint16 twoByteInteger();
    [[nodiscard]] quint32 fourByteInteger();

    /// At most four bytes, and not more than the value needs (MQTT-1.5.5-1).
    [[nodiscard]] quint32 variableInteger();

    /// A two-byte integer that is not 0 (MQTT-2.2.1-3).
    [[nodiscard]] quint16 packetId();

    /**
     * Text behind its two-byte length: UTF-8 without surrogates (MQTT-1.5.4-1) and U+0000
     * (MQTT-1.5.4-2), and without the control characters and non-characters that §1.5.4 allows to
     * refuse. U+FEFF is a character like others (MQTT-1.5.4-3).
     */
    [[nodiscard]] QByteArray text();

    /// Any bytes behind their two-byte length.
    [[nodiscard]] QByteArray binary();

    /// The next @p size bytes.
    [[nodiscard]] QByteArrayView take(qsizetype size);

    /// All that is left.
    [[nodiscard]] QByteArrayView takeRest() { return take(m_rest.size()); }

    /// Fails where anything is left.
    void expectEnd();

    /// Remembers an error, unless there is one. @p sentence is in English; it is translated here.
    void fail(ReasonCode reason, const char *sentence);

    /// Takes over the error of a reader of a part of these bytes.
    void failLike(const FieldReader &part);

    [[nodiscard]] const std::optional<ProtocolError> &error() const { return m_error; }

private:
    QByteArrayView m_rest;
    std::optional<ProtocolError> m_error;
};

/// The sentence of a ProtocolError in the language of the program.
[[nodiscard]] QString protocolErrorSentence(const char *english);

} // namespace corkboard::mqtt
