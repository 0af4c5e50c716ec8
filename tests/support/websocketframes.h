#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QtEndian>

namespace corkboard {

/// The bytes of WebSockets as a client sends them and as a server does, for tests. RFC 6455, §5.
namespace websocket {

enum Opcode : quint8 {
    Continuation = 0x0,
    Text = 0x1,
    Binary = 0x2,
    Reserved = 0x3,
    Close = 0x8,
    Ping = 0x9,
    Pong = 0xA,
};

/// A request for a WebSocket. @p subprotocol  empty asks for none
inline QByteArray request(const QByteArray &subprotocol = "mqtt")
{
    QByteArray text = "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    if (!subprotocol.isEmpty()) {
        text += "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
    }
    return text + "\r\n";
}

/// What the server's answer to that request has in it: the example of RFC 6455, §1.3.
inline constexpr const char *acceptedKey = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// How frame() differs from an ordinary one.
struct FrameOptions {
    bool final = true;
    bool masked = true;
    quint64 claimedLength = 0; ///< 0: the true one
};

/// One frame. A masked one has the mask 0, so that its payload can be read.
inline QByteArray frame(quint8 opcode, QByteArrayView payload, FrameOptions options = {})
{
    const quint64 length
        = options.claimedLength != 0 ? options.claimedLength : quint64(payload.size());
    const quint8 mask = options.masked ? 0x80 : 0;
    QByteArray bytes;
    bytes.append(char((options.final ? 0x80 : 0) | opcode));
    if (length < 126) {
        bytes.append(char(mask | length));
    } else if (length <= 0xFFFF) {
        const quint16 big = qToBigEndian(quint16(length));
        bytes.append(char(mask | 126)).append(reinterpret_cast<const char *>(&big), sizeof big);
    } else {
        const quint64 big = qToBigEndian(length);
        bytes.append(char(mask | 127)).append(reinterpret_cast<const char *>(&big), sizeof big);
    }
    if (options.masked) {
        bytes.append(4, '\0');
    }
    return bytes.append(payload);
}

/// The start of the Close frame that a server sends with @p code.
inline QByteArray closeCode(quint16 code)
{
    const quint16 big = qToBigEndian(code);
    return QByteArray(reinterpret_cast<const char *>(&big), sizeof big);
}

} // namespace websocket
} // namespace corkboard
