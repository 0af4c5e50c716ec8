#include "mqtt/fieldreader.h"

#include "base/escaping.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>

namespace corkboard::mqtt {

namespace {

bool isPrintableAscii(char c)
{
    return c >= 0x20 && c < 0x7F;
}

/// The sentence for what is wrong with a text; null for one that MQTT takes.
const char *textProblem(QByteArrayView text)
{
    // Nearly all texts are ASCII, and then this is all there is to do.
    const auto run = std::ranges::find_if_not(text, isPrintableAscii) - text.begin();
    const char *problem = nullptr;
    forEachCodePoint(text.sliced(run), [&problem](QByteArrayView, char32_t codePoint) {
        if (problem != nullptr) {
            return;
        }
        if (codePoint == invalidUtf8) {
            problem = "A text in the packet is not valid UTF-8.";
        } else if (isControl(codePoint) || isNonCharacter(codePoint)) {
            problem = "A text in the packet has a character that MQTT does not take.";
        }
    });
    return problem;
}

} // namespace

QString protocolErrorSentence(const char *english)
{
    return QCoreApplication::translate("corkboard::mqtt::ProtocolError", english);
}

quint8 FieldReader::byte()
{
    const QByteArrayView bytes = take(1);
    return bytes.isEmpty() ? 0 : quint8(bytes.front());
}

quint16 FieldReader::twoByteInteger()
{
    const QByteArrayView bytes = take(2);
    return bytes.isEmpty() ? 0 : qFromBigEndian<quint16>(bytes.data());
}

quint32 FieldReader::fourByteInteger()
{
    const QByteArrayView bytes = take(4);
    return bytes.isEmpty() ? 0 : qFromBigEndian<quint32>(bytes.data());
}

quint32 FieldReader::variableInteger()
{
    quint32 value = 0;
    for (int place = 0; place < 4; ++place) {
        const quint8 next = byte();
        if (m_error) {
            return 0;
        }
        value |= quint32(next & 0x7FU) << (7 * place);
        if ((next & 0x80U) == 0) {
            // MQTT-1.5.5-1: a last byte of 0 adds nothing, so the one before should have been last.
            if (next == 0 && place > 0) {
                fail(ReasonCode::MalformedPacket,
                     "A number in the packet takes more bytes than it needs.");
                return 0;
            }
            return value;
        }
    }
    fail(ReasonCode::MalformedPacket, "A number in the packet takes more than four bytes.");
    return 0;
}

quint16 FieldReader::packetId()
{
    const quint16 id = twoByteInteger();
    if (!m_error && id == 0) {
        fail(ReasonCode::ProtocolError, "The packet id is 0.");
    }
    return id;
}

QByteArray FieldReader::text()
{
    const QByteArrayView bytes = take(twoByteInteger());
    if (const char *problem = textProblem(bytes)) {
        fail(ReasonCode::MalformedPacket, problem);
        return {};
    }
    return bytes.toByteArray();
}

QByteArray FieldReader::binary()
{
    return take(twoByteInteger()).toByteArray();
}

QByteArrayView FieldReader::take(qsizetype size)
{
    if (size > m_rest.size()) {
        fail(ReasonCode::MalformedPacket, "The packet ends in the middle of a field.");
        return {};
    }
    const QByteArrayView bytes = m_rest.first(size);
    m_rest = m_rest.sliced(size);
    return bytes;
}

void FieldReader::expectEnd()
{
    if (!atEnd()) {
        fail(ReasonCode::MalformedPacket, "The packet is longer than its fields.");
    }
}

void FieldReader::fail(ReasonCode reason, const char *sentence)
{
    m_rest = {};
    if (!m_error) {
        m_error = ProtocolError{reason, protocolErrorSentence(sentence), std::nullopt};
    }
}

void FieldReader::failLike(const FieldReader &part)
{
    if (part.m_error && !m_error) {
        m_rest = {};
        m_error = part.m_error;
    }
}

} // namespace corkboard::mqtt
