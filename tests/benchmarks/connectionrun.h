#pragma once

#include "benchclient.h"
#include "benchoptions.h"
#include "classroom/framereader.h"
#include "epollset.h"
#include "resulttable.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corkboard::bench {

/**
 * One run in which only connections count: how fast many are accepted at once, and what each costs
 * the server in resident memory while it idles, without and with one subscription.
 */
class ConnectionRun {
public:
    explicit ConnectionRun(BenchOptions options);

    /// Connects all at the same moment; the time until each of them has its CONN_ACK.
    [[nodiscard]] std::expected<RunResult, std::string> burst();

    /// The server's memory per idle connection.
    [[nodiscard]] std::expected<RunResult, std::string> idle();

private:
    using Clients = std::vector<std::unique_ptr<BenchClient>>;

    /// Connects @p count clients at once and waits until each is answered.
    [[nodiscard]] std::expected<void, std::string> connectMore(std::uint32_t count);

    /// Sends @p request to all clients and waits for a line that begins with @p answer from each.
    [[nodiscard]] std::expected<void, std::string> ask(std::string_view request,
                                                       std::string_view answer);
    [[nodiscard]] std::expected<void, std::string> await(std::string_view answer,
                                                         std::size_t count);

    BenchOptions m_options;
    EpollSet m_epoll;
    Clients m_clients;
    std::vector<FrameReader> m_readers; ///< per client
};

} // namespace corkboard::bench
