#include "net/websocketfactory.h"

#include "net/pausablesocket.h"
#include "net/transport.h"

#ifdef CORKBOARD_HAS_WEBSOCKETS
#include "net/websockettransport.h"
#endif

namespace corkboard {

#ifdef CORKBOARD_HAS_WEBSOCKETS

bool webSocketIsBuiltIn()
{
    return true;
}

std::unique_ptr<Transport> makeWebSocketTransport(std::unique_ptr<PausableSocket> socket,
                                                  qsizetype maxMessageBytes)
{
    return std::make_unique<WebSocketTransport>(std::move(socket), maxMessageBytes);
}

#else

bool webSocketIsBuiltIn()
{
    return false;
}

std::unique_ptr<Transport> makeWebSocketTransport(std::unique_ptr<PausableSocket>, qsizetype)
{
    return nullptr;
}

#endif

} // namespace corkboard
