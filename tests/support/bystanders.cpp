#include "support/bystanders.h"

#include "support/testclient.h"

#include <chrono>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

QString join(TestClient &client)
{
    QByteArray answer = client.ask("<CONN>");
    if (answer == "<CONN_ACK>") {
        answer = client.ask("<SUB, BYSTANDERS>");
    }
    return answer == "<SUCCESS, SUB, BYSTANDERS>"
        ? QString()
        : u"A bystander could not join: "_s + QString::fromUtf8(answer);
}

QString exchangeOne(TestClient &publisher, TestClient &subscriber, int number)
{
    const QByteArray message = "<PUB, BYSTANDERS, message " + QByteArray::number(number) + '>';
    const QByteArray own = publisher.ask(message);
    const QByteArray received = own == message ? subscriber.readLine() : own;
    return received == message ? QString()
                               : u"A bystander waited for %1 and heard %2"_s.arg(
                                     QString::fromUtf8(message), QString::fromUtf8(received));
}

} // namespace

Bystanders::Bystanders(quint16 port)
    : m_thread([this, port] { run(port); })
{
}

Bystanders::~Bystanders()
{
    m_stopping = true;
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

QString Bystanders::finish()
{
    m_stopping = true;
    if (m_thread.joinable()) {
        m_thread.join();
    }
    return m_failure;
}

void Bystanders::run(quint16 port)
{
    // The pause makes them bystanders: they are not to be the load themselves.
    constexpr std::chrono::milliseconds pause(5);
    TestClient publisher(port);
    TestClient subscriber(port);
    m_failure = join(publisher);
    if (m_failure.isEmpty()) {
        m_failure = join(subscriber);
    }
    bool last = false;
    while (m_failure.isEmpty() && !last) {
        // One exchange begins after finish() was called: the server still works then.
        last = m_stopping;
        m_failure = exchangeOne(publisher, subscriber, m_exchanged);
        ++m_exchanged;
        std::this_thread::sleep_for(pause);
    }
}

} // namespace corkboard
