#pragma once

#include <QtGlobal>

#include <memory>

namespace corkboard {

class PausableSocket;
class Transport;

/// Whether this server was built with Qt WebSockets.
[[nodiscard]] bool webSocketIsBuiltIn();

/**
 * A WebSocketTransport over a socket on which a client asks for a WebSocket.
 *
 * @param socket           with the client's request still unread
 * @param maxMessageBytes  see WebSocketTransport
 */
[[nodiscard]] std::unique_ptr<Transport>
makeWebSocketTransport(std::unique_ptr<PausableSocket> socket, qsizetype maxMessageBytes);

} // namespace corkboard
