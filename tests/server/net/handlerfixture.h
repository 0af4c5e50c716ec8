#pragma once

#include "fakeprotocol.h"
#include "faketransport.h"
#include "net/clienthandler.h"
#include "net/flushqueue.h"
#include "net/memorybudget.h"

#include <memory>
#include <utility>
#include <vector>

namespace corkboard {

/// A ClientHandler between a FakeTransport and a FakeProtocol, with small limits.
class HandlerFixture {
public:
    explicit HandlerFixture(ClientHandler::Start start = ClientHandler::Start::FirstByte,
                            const Deadlines &deadlines = {})
        : limits{.softOutputBytes = 1'000,
                 .pauseOutputBytes = 2'000,
                 .hardOutputBytes = 4'000,
                 .deadlines = deadlines}
        , scratch(256)
        , environment{flushQueue, deadlineQueue, limits, scratch, memory, traffic}
        , factory([this](QByteArrayView first, ProtocolHost &host) {
            return std::make_unique<FakeProtocol>(script, host, first);
        })
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        handler = std::make_unique<ClientHandler>(std::move(owned), environment, factory, start);
    }

    /// Starts the handler and lets the client say a byte, so that there is a protocol.
    void begin()
    {
        handler->start();
        transport->say("!");
    }

    ProtocolScript script;
    ConnectionLimits limits;
    std::vector<char> scratch;
    MemoryBudget memory{1'000'000};
    Traffic traffic;
    FlushQueue flushQueue;
    DeadlineQueue deadlineQueue;
    ClientEnvironment environment;
    ProtocolFactory factory;
    FakeTransport *transport = nullptr; ///< the handler's
    std::unique_ptr<ClientHandler> handler;
};

} // namespace corkboard
