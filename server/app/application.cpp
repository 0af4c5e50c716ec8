#include "app/application.h"

#include "net/listener.h"

#include <QHostAddress>
#include <QLoggingCategory>
#include <QNetworkInterface>

#include <chrono>
#include <cstdio>

namespace corkboard {

namespace {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(log, "corkboard.app", QtInfoMsg)

/// Less than the 5 s that a service manager or an impatient person is promised.
constexpr auto stopTime = std::chrono::seconds(4);

/// Ports tried where any will do but 127.0.0.1 and ::1 must agree on it.
constexpr int maxPortTries = 20;

QString url(Dialect dialect, const QString &host, quint16 port)
{
    const QString shownHost = host.contains(u':') ? u"[%1]"_s.arg(host) : host;
    return u"%1://%2:%3"_s.arg(schemeOf(dialect), shownHost, QString::number(port));
}

/// The addresses by which other computers reach this one.
QStringList addressesToJoin()
{
    QStringList result;
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (!address.isLoopback() && !address.isLinkLocal()) {
            result.append(address.toString());
        }
    }
    return result;
}

/// What is spoken at @p address, for a person.
QString purposeOf(const ListenAddress &address)
{
    switch (address.dialect) {
    case Dialect::Classroom:
        return u"for the classroom protocol (try: nc localhost %1, then /HELP) and MQTT"_s.arg(
            address.port);
    case Dialect::Mqtt:
        return u"for MQTT 3.1.1 and 5.0, and the classroom protocol's lines"_s;
    case Dialect::Original:
        return u"for the original system's client"_s;
    }
    Q_UNREACHABLE();
}

void print(const QString &line)
{
    std::fputs(qPrintable(line + u'\n'), stdout);
    std::fflush(stdout);
}

} // namespace

Application::Application(const ServerOptions &options, QObject *parent)
    : QObject(parent)
    , m_options(options)
    , m_broker(options.brokerLimits)
    , m_clock(m_broker)
    , m_clients(m_broker, options.connectionLimits)
    , m_sysTopics(m_broker, m_clients)
{
    for (const TopicName &topic : options.topics) {
        m_broker.addTopic(topic);
    }
    m_stopTimer.setSingleShot(true);
    connect(&m_stopTimer, &QTimer::timeout, this, [this] {
        qCWarning(log) << m_clients.count() << "clients did not take all of their messages in time";
        emit stopped();
    });
    connect(&m_clients, &ClientHub::allClosed, this, [this] {
        m_stopTimer.stop();
        emit stopped();
    });
}

Application::~Application() = default;

std::expected<quint16, Application::OpenProblem> Application::openOne(const QString &host,
                                                                      quint16 port, Dialect dialect)
{
    auto listener = std::make_unique<Listener>(m_clients, dialect);
    const QHostAddress address
        = host == "*"_L1 ? QHostAddress(QHostAddress::Any) : QHostAddress(host);
    if (!listener->listen(address, port)) {
        const auto error = listener->serverError();
        return std::unexpected(OpenProblem{
            u"Cannot listen on port %1 (%2): %3. Is another server running there? Stop it, or "
            "choose another port with --listen."_s.arg(
                QString::number(port), url(dialect, host, port), listener->errorString()),
            error == QAbstractSocket::SocketAddressNotAvailableError
                || error == QAbstractSocket::UnsupportedSocketOperationError});
    }
    const quint16 opened = listener->serverPort();
    m_listeners.push_back(std::move(listener));
    return opened;
}

std::expected<Application::OpenPort, QString> Application::open(const ListenAddress &address)
{
    const bool localhost = address.host == "localhost"_L1;
    const QString first = localhost ? u"127.0.0.1"_s : address.host;
    QString problem;
    // Once, except where any port will do and the one that was free for IPv4 is taken for IPv6.
    for (int tries = address.port == 0 && localhost ? maxPortTries : 1; tries > 0; --tries) {
        const auto port = openOne(first, address.port, address.dialect);
        if (!port) {
            return std::unexpected(port.error().sentence);
        }
        OpenPort result{address, {url(address.dialect, first, *port)}};
        result.address.port = *port;
        if (address.host == "*"_L1) {
            result.urls.clear();
            for (const QString &host : addressesToJoin()) {
                result.urls.append(url(address.dialect, host, *port));
            }
        }
        if (!localhost) {
            return result;
        }
        // Whether there is an IPv6 is seen by trying: a list of the computer's addresses needs a
        // netlink socket, which a container or a service may not have.
        const auto second = openOne(u"::1"_s, *port, address.dialect);
        if (second) {
            result.urls.append(url(address.dialect, u"::1"_s, *port));
        }
        if (second || second.error().isAbsent) {
            return result;
        }
        m_listeners.pop_back();
        problem = second.error().sentence;
    }
    return std::unexpected(problem);
}

std::expected<void, QString> Application::listen()
{
    for (const ListenAddress &address : std::as_const(m_options.listen)) {
        auto port = open(address);
        if (!port) {
            m_listeners.clear();
            m_openPorts.clear();
            return std::unexpected(port.error());
        }
        m_openPorts.push_back(*std::move(port));
    }
    for (const ListenAddress &address : std::as_const(m_options.listenIfFree)) {
        openIfFree(address);
    }
    for (const OpenPort &port : m_openPorts) {
        announce(port);
    }
    return {};
}

void Application::openIfFree(const ListenAddress &address)
{
    if (auto port = open(address)) {
        m_openPorts.push_back(*std::move(port));
        return;
    }
    qCWarning(log).noquote()
        << u"PORT %1 IS NOT OURS: something else, perhaps another broker, listens there, so "
           u"clients "
           "that try it do not reach this server. Stop that and start this server again, or let "
           "them use port %2, where MQTT is spoken too."_s.arg(
               QString::number(address.port), QString::number(m_openPorts.front().address.port));
}

QList<ListenAddress> Application::openPorts() const
{
    QList<ListenAddress> addresses;
    for (const OpenPort &port : m_openPorts) {
        addresses.append(port.address);
    }
    return addresses;
}

void Application::announce(const OpenPort &port) const
{
    print(u"Server is listening on port %1"_s.arg(port.address.port));
    print(u"  "_s + purposeOf(port.address));
    const bool forTheRoom = port.address.host == "*"_L1;
    if (forTheRoom && port.urls.isEmpty()) {
        print(u"  this computer has no network address that others could join at the moment"_s);
    }
    for (const QString &each : port.urls) {
        print((forTheRoom ? u"  join at %1"_s : u"  at %1"_s).arg(each));
    }
}

void Application::stop()
{
    if (m_stopTimer.isActive()) {
        return;
    }
    for (const auto &listener : m_listeners) {
        listener->close();
    }
    m_stopTimer.start(stopTime);
    m_clients.shutDown();
}

} // namespace corkboard
