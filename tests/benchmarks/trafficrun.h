#pragma once

#include "benchclient.h"
#include "benchoptions.h"
#include "deliverycheck.h"
#include "epollset.h"
#include "latencyhistogram.h"
#include "resulttable.h"
#include "speech.h"
#include "stamp.h"
#include "topology.h"

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace corkboard::bench {

/**
 * One run in which messages flow: connects all clients, publishes, and measures.
 *
 * A message is outstanding until every client of the generator that subscribes to it has received
 * it, in the classroom protocol its publisher included. A publisher sends the next one when fewer
 * than the window are outstanding; with a rate, messages are sent when they are due, and their
 * times count from then.
 *
 * CPU time and deliveries are those between the end of the warming up and the end of the duration;
 * lost messages and their order are counted over the whole run, once all is drained.
 */
class TrafficRun {
public:
    TrafficRun(const BenchOptions &options, const Topology &topology);

    /// Runs to the end. A sentence where the server refused something or fell silent at the start.
    [[nodiscard]] std::expected<RunResult, std::string> run();

private:
    using Clock = std::chrono::steady_clock;

    struct Publisher {
        std::vector<std::uint32_t> missing; ///< per slot of the window: receipts still to come
        std::uint64_t sent = 0;
    };

    /// What is measured between two moments.
    struct Snapshot {
        Clock::time_point time;
        std::chrono::nanoseconds serverCpu{0};
        std::uint64_t received = 0;
    };

    [[nodiscard]] std::expected<void, std::string> connectAll();
    [[nodiscard]] std::expected<void, std::string> sayAndAwait(std::uint32_t first,
                                                               std::uint32_t count);
    void awaitStartFile();
    void flow(Clock::time_point end);
    void drain();
    void pollOnce(std::chrono::milliseconds timeout);
    void handleMessage(std::uint32_t client, std::string_view payload, std::uint64_t now);
    void publishWithinWindow();
    void publishDue();
    void publish(std::uint32_t number, std::uint64_t sentAt);
    void sendBatch(std::uint32_t number);
    [[nodiscard]] Snapshot snapshot() const;
    [[nodiscard]] RunResult result(const Snapshot &begin, const Snapshot &end) const;

    BenchOptions m_options;
    Topology m_topology;
    bool m_publishersSubscribe; ///< they hear their own messages
    std::uint32_t m_copies; ///< of each message
    EpollSet m_epoll;
    std::vector<std::unique_ptr<BenchClient>> m_clients; ///< the publishers first
    std::vector<std::unique_ptr<Speech>> m_speeches; ///< per client
    std::vector<DeliveryCheck> m_checks; ///< per client
    std::vector<Publisher> m_publishers;
    std::string m_batch; ///< what one publisher sends next
    std::string m_reply; ///< what one client has to say to what it has read
    std::string m_failure; ///< the first error of the server
    LatencyHistogram m_latency;
    bool m_measuring = false;
    std::uint64_t m_received = 0;
    std::uint32_t m_answered = 0; ///< clients
    std::uint64_t m_paceStart = 0; ///< ns; when the first message with a rate was due
};

} // namespace corkboard::bench
