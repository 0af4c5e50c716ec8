#include "ui/brokercontrol.h"

namespace corkboard {

using namespace Qt::StringLiterals;

BrokerControl::BrokerControl(BrokerConnection &connection, const QString &serverProgram,
                             QObject *parent)
    : QObject(parent)
    , m_connection(connection)
    , m_broker(serverProgram.isEmpty() ? LocalBroker::findProgram() : serverProgram)
{
    connect(&m_broker, &LocalBroker::stateChanged, this, &BrokerControl::stateChanged);
    connect(&m_broker, &LocalBroker::ready, this, &BrokerControl::handleReady);
    connect(&m_broker, &LocalBroker::failed, this, &BrokerControl::failed);
    connect(&m_broker, &LocalBroker::portTaken, this, &BrokerControl::portTaken);
}

void BrokerControl::start(LocalBroker::Reach reach, quint16 port, const QString &name)
{
    m_options.reach = reach;
    m_options.port = port;
    m_name = name;
    m_connectWhenReady = true;
    m_broker.start(m_options);
}

void BrokerControl::connectToHolder()
{
    m_connection.connectToBroker({u"localhost"_s, m_options.port}, m_name);
}

void BrokerControl::startOnFreePort()
{
    start(m_options.reach, 0, m_name);
}

void BrokerControl::stop()
{
    // The goodbye first: it is on the wire before the broker is asked to end.
    const bool isOurs
        = m_connection.address() == BrokerAddress{u"localhost"_s, m_broker.info().port};
    if (isOurs && m_connection.state() != BrokerConnection::State::Disconnected) {
        m_connection.disconnectFromBroker();
    }
    m_broker.stop();
}

QStringList BrokerControl::joinAddresses() const
{
    const bool room = m_options.reach == LocalBroker::Reach::Room
        && m_broker.state() == LocalBroker::State::Running;
    return room ? m_broker.info().addresses : QStringList();
}

void BrokerControl::handleReady(const LocalBrokerInfo &info)
{
    if (!joinAddresses().isEmpty()) {
        emit joinable(joinAddresses());
    }
    // ready() comes again when more addresses are known; we connect once.
    if (std::exchange(m_connectWhenReady, false)) {
        m_connection.connectToBroker({u"localhost"_s, info.port}, m_name);
        emit started(info.port);
    }
}

} // namespace corkboard
