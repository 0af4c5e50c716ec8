#include "connectionrun.h"

#include "serverusage.h"

#include <utility>

namespace corkboard::bench {

using namespace std::chrono_literals;

namespace {

constexpr auto patience = 30s;

constexpr qsizetype maxLineBytes = 16 * 1024 * 1024;

/// Connections before the first figure is taken, so that what the server needs once for all of them
/// is not counted for any.
constexpr std::uint32_t connectionsBefore = 20;

} // namespace

ConnectionRun::ConnectionRun(BenchOptions options)
    : m_options(std::move(options))
{
}

std::expected<RunResult, std::string> ConnectionRun::burst()
{
    if (auto connected = connectMore(connectionsBefore); !connected) {
        return std::unexpected(connected.error());
    }
    const auto cpuBefore = cpuTime(m_options.serverPid);
    const auto begin = std::chrono::steady_clock::now();
    if (auto connected = connectMore(m_options.connections); !connected) {
        return std::unexpected(connected.error());
    }
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
    const std::chrono::duration<double, std::micro> cpu = cpuTime(m_options.serverPid) - cpuBefore;
    const auto count = static_cast<double>(m_options.connections);
    return RunResult{"connect",
                     "-",
                     {{"connections", count},
                      {"all_ms", time.count()},
                      {"cpu_us_per_connect", cpu.count() / count}}};
}

std::expected<RunResult, std::string> ConnectionRun::idle()
{
    if (auto connected = connectMore(connectionsBefore); !connected) {
        return std::unexpected(connected.error());
    }
    if (auto said = ask("<SUB, bench/idle>\n", "<SUCCESS"); !said) {
        return std::unexpected(said.error());
    }
    const auto before = static_cast<double>(residentBytes(m_options.serverPid));
    const auto count = static_cast<double>(m_options.connections);
    if (auto connected = connectMore(m_options.connections); !connected) {
        return std::unexpected(connected.error());
    }
    const double connected = (static_cast<double>(residentBytes(m_options.serverPid)) - before);
    if (auto said = ask("<SUB, bench/idle>\n<PING>\n", "<PONG>"); !said) {
        return std::unexpected(said.error());
    }
    const double subscribed = (static_cast<double>(residentBytes(m_options.serverPid)) - before);
    return RunResult{"idle",
                     "-",
                     {{"connections", count},
                      {"bytes_per_connection", connected / count},
                      {"bytes_subscribed", subscribed / count}}};
}

std::expected<void, std::string> ConnectionRun::connectMore(std::uint32_t count)
{
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto number = static_cast<std::uint32_t>(m_clients.size());
        m_clients.push_back(std::make_unique<BenchClient>(m_epoll, m_options.port, number));
        m_readers.emplace_back(maxLineBytes);
        m_clients.back()->send("<CONN>\n");
    }
    return await("<CONN_ACK", count);
}

std::expected<void, std::string> ConnectionRun::ask(std::string_view request,
                                                    std::string_view answer)
{
    for (const auto &client : m_clients) {
        client->send(request);
    }
    return await(answer, m_clients.size());
}

std::expected<void, std::string> ConnectionRun::await(std::string_view answer, std::size_t count)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    const QByteArrayView wanted(answer.data(), static_cast<qsizetype>(answer.size()));
    std::size_t answers = 0;
    bool open = true;
    while (open && answers < count && std::chrono::steady_clock::now() < deadline) {
        for (const epoll_event &event : m_epoll.wait(100ms)) {
            BenchClient &client = *m_clients[event.data.u32];
            if ((event.events & EPOLLOUT) != 0) {
                client.handleWritable();
            }
            FrameReader &reader = m_readers[event.data.u32];
            const std::string_view bytes = client.receive();
            reader.feed(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
            for (auto line = reader.next(); line && *line; line = reader.next()) {
                answers += (*line)->startsWith(wanted) ? 1 : 0;
            }
            open = open && !client.isClosed();
        }
    }
    if (!open) {
        return std::unexpected("the server has closed a connection");
    }
    if (answers < count) {
        return std::unexpected(std::to_string(answers) + " of " + std::to_string(count)
                               + " clients were answered");
    }
    return {};
}

} // namespace corkboard::bench
