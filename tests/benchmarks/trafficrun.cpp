#include "trafficrun.h"

#include "serverusage.h"

#include <algorithm>
#include <filesystem>

namespace corkboard::bench {

using namespace std::chrono_literals;

namespace {

/// How long the server may say nothing before the run gives up waiting.
constexpr auto patience = 5s;

/// How long to wait for the file that says when to start.
constexpr auto startPatience = 60s;

/// Slots for messages sent by the clock; more than any server should be behind.
constexpr std::uint32_t pacedSlots = 1U << 20U;

std::uint64_t nanosecondsOf(std::chrono::steady_clock::time_point time)
{
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count());
}

} // namespace

TrafficRun::TrafficRun(const BenchOptions &options, const Topology &topology)
    : m_options(options)
    , m_topology(topology)
    , m_publishersSubscribe(options.language == BenchLanguage::Classroom)
    , m_copies(topology.copies(m_publishersSubscribe))
{
    const std::uint32_t slotCount = options.rate > 0 ? pacedSlots : options.window;
    for (std::uint32_t i = 0; i < topology.publishers; ++i) {
        m_publishers.push_back({std::vector<std::uint32_t>(slotCount), 0});
    }
}

std::expected<RunResult, std::string> TrafficRun::run()
{
    if (auto connected = connectAll(); !connected) {
        return std::unexpected(connected.error());
    }
    awaitStartFile();
    m_paceStart = nanosecondsOf(Clock::now());
    // Alone, what is sent is counted elsewhere, from the first message on.
    if (m_topology.shape != Shape::Alone) {
        flow(Clock::now() + m_options.warmUp);
    }
    const Snapshot begin = snapshot();
    m_measuring = true;
    flow(begin.time + m_options.duration);
    m_measuring = false;
    const Snapshot end = snapshot();
    drain();
    if (!m_failure.empty()) {
        return std::unexpected(m_failure);
    }
    return result(begin, end);
}

std::expected<void, std::string> TrafficRun::connectAll()
{
    const std::uint32_t count = m_topology.publishers + m_topology.subscribers;
    for (std::uint32_t i = 0; i < count; ++i) {
        m_clients.push_back(std::make_unique<BenchClient>(m_epoll, m_options.port, i));
        m_speeches.push_back(makeSpeech(m_options));
        m_checks.emplace_back(m_topology.publishers);
    }
    for (std::uint32_t i = 0; i < m_topology.publishers; ++i) {
        m_speeches[i]->setTopic(m_topology.topic(i));
    }
    // The publishers create the topics that a wildcard of the subscribers is to find.
    if (auto said = sayAndAwait(0, m_topology.publishers); !said) {
        return said;
    }
    return sayAndAwait(m_topology.publishers, m_topology.subscribers);
}

std::expected<void, std::string> TrafficRun::sayAndAwait(std::uint32_t first, std::uint32_t count)
{
    for (std::uint32_t i = first; i < first + count; ++i) {
        const std::string own = m_publishersSubscribe ? m_topology.topic(i) : std::string();
        const std::string filter
            = i < m_topology.publishers ? own : m_topology.filter(i - m_topology.publishers);
        m_clients[i]->send(m_speeches[i]->hello(i, filter));
    }
    const auto deadline = Clock::now() + patience;
    while (m_answered < first + count && m_failure.empty() && Clock::now() < deadline) {
        pollOnce(10ms);
    }
    if (m_failure.empty() && m_answered < first + count) {
        m_failure = "the server has not answered every client";
    }
    return m_failure.empty() ? std::expected<void, std::string>() : std::unexpected(m_failure);
}

void TrafficRun::awaitStartFile()
{
    const auto deadline = Clock::now() + startPatience;
    while (!m_options.startFile.empty() && m_failure.empty()
           && !std::filesystem::exists(m_options.startFile)) {
        pollOnce(5ms);
        if (Clock::now() > deadline) {
            m_failure = m_options.startFile + " has not appeared";
        }
    }
}

void TrafficRun::flow(Clock::time_point end)
{
    while (m_failure.empty() && Clock::now() < end) {
        if (m_options.rate > 0) {
            publishDue();
        } else {
            publishWithinWindow();
        }
        pollOnce(m_options.rate > 0 ? 1ms : 100ms);
    }
}

void TrafficRun::drain()
{
    const auto expected = [this] {
        std::uint64_t sent = 0;
        for (const Publisher &publisher : m_publishers) {
            sent += publisher.sent;
        }
        return sent * m_copies;
    }();
    auto lastProgress = Clock::now();
    while (m_failure.empty() && m_received < expected && Clock::now() < lastProgress + patience) {
        const std::uint64_t before = m_received;
        pollOnce(100ms);
        if (m_received != before) {
            lastProgress = Clock::now();
        }
    }
}

void TrafficRun::pollOnce(std::chrono::milliseconds timeout)
{
    for (const epoll_event &event : m_epoll.wait(timeout)) {
        const std::uint32_t number = event.data.u32;
        BenchClient &client = *m_clients[number];
        if ((event.events & EPOLLOUT) != 0) {
            client.handleWritable();
        }
        if ((event.events & ~std::uint32_t(EPOLLOUT)) == 0) {
            continue;
        }
        const std::uint64_t now = nanosecondsOf(Clock::now());
        m_reply.clear();
        m_speeches[number]->hear(client.receive(), m_reply, [&](const Heard &heard) {
            switch (heard.kind) {
            case Heard::Kind::Message:
                handleMessage(number, heard.text, now);
                break;
            case Heard::Kind::Answer:
                ++m_answered;
                break;
            case Heard::Kind::Error:
                m_failure = heard.text;
                break;
            }
        });
        if (!m_reply.empty()) {
            client.send(m_reply);
        }
        if (client.isClosed()) {
            m_failure = "the server has closed a connection";
            return;
        }
    }
}

void TrafficRun::handleMessage(std::uint32_t client, std::string_view payload, std::uint64_t now)
{
    const auto stamp = readStamp(payload);
    if (!stamp || stamp->publisher >= m_publishers.size()) {
        return;
    }
    ++m_received;
    m_checks[client].note(stamp->publisher, stamp->sequence);
    if (m_measuring) {
        m_latency.add(now > stamp->sentAt ? now - stamp->sentAt : 0);
    }
    std::vector<std::uint32_t> &missing = m_publishers[stamp->publisher].missing;
    std::uint32_t &receipts = missing[stamp->sequence % missing.size()];
    receipts -= receipts > 0 ? 1 : 0;
}

void TrafficRun::publishWithinWindow()
{
    for (std::uint32_t i = 0; i < m_publishers.size(); ++i) {
        const Publisher &publisher = m_publishers[i];
        const std::uint64_t now = nanosecondsOf(Clock::now());
        while (publisher.missing[publisher.sent % publisher.missing.size()] == 0) {
            publish(i, now);
        }
        sendBatch(i);
    }
}

void TrafficRun::publishDue()
{
    const auto elapsed = static_cast<double>(nanosecondsOf(Clock::now()) - m_paceStart);
    const auto due = static_cast<std::uint64_t>(elapsed * m_options.rate / 1e9);
    const Publisher &publisher = m_publishers.front();
    while (publisher.sent < due
           && publisher.missing[publisher.sent % publisher.missing.size()] == 0) {
        const double dueAfter = static_cast<double>(publisher.sent) * 1e9 / m_options.rate;
        publish(0, m_paceStart + static_cast<std::uint64_t>(dueAfter));
    }
    sendBatch(0);
}

void TrafficRun::publish(std::uint32_t number, std::uint64_t sentAt)
{
    Publisher &publisher = m_publishers[number];
    const Stamp::Payload payload = writeStamp({number, publisher.sent, sentAt});
    m_speeches[number]->publish(m_batch, payload);
    publisher.missing[publisher.sent % publisher.missing.size()] = m_copies;
    ++publisher.sent;
}

void TrafficRun::sendBatch(std::uint32_t number)
{
    if (!m_batch.empty()) {
        m_clients[number]->send(m_batch);
        m_batch.clear();
    }
}

TrafficRun::Snapshot TrafficRun::snapshot() const
{
    return {Clock::now(), cpuTime(m_options.serverPid), m_received};
}

RunResult TrafficRun::result(const Snapshot &begin, const Snapshot &end) const
{
    std::uint64_t sent = 0;
    for (const Publisher &publisher : m_publishers) {
        sent += publisher.sent;
    }
    std::uint64_t outOfOrder = 0;
    for (const DeliveryCheck &check : m_checks) {
        outOfOrder += check.outOfOrder();
    }
    const auto delivered = static_cast<double>(end.received - begin.received);
    const std::chrono::duration<double, std::micro> cpu = end.serverCpu - begin.serverCpu;
    const std::chrono::duration<double> seconds = end.time - begin.time;
    RunResult result{m_options.label.empty() ? m_options.scenario : m_options.label,
                     m_options.rate > 0 ? std::to_string(m_options.rate) + "/s"
                                        : std::to_string(m_options.window),
                     {}};
    result.figures["cpu_us"] = delivered > 0 ? cpu.count() / delivered : 0;
    result.figures["delivered_per_s"] = delivered / seconds.count();
    result.figures["copies"] = m_copies;
    result.figures["p50_us"] = static_cast<double>(m_latency.percentile(50)) / 1'000;
    result.figures["p99_us"] = static_cast<double>(m_latency.percentile(99)) / 1'000;
    if (m_topology.shape == Shape::Alone) {
        result.figures["sent"] = static_cast<double>(sent);
    }
    const std::uint64_t expected = sent * m_copies;
    result.figures["lost"] = static_cast<double>(expected - std::min(expected, m_received));
    result.figures["out_of_order"] = static_cast<double>(outOfOrder);
    return result;
}

} // namespace corkboard::bench
