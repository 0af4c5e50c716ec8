#include "handlerfixture.h"
#include "net/refusalprotocol.h"

#include <QCoreApplication>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestRefusalProtocol : public QObject {
    Q_OBJECT

private slots:
    void saysItsWordsAndLeaves();
    void maySayNothing();
    void hearsNothing();
};

namespace {

/// A handler whose protocol refuses with @p words.
class Refused {
public:
    explicit Refused(const QByteArray &words)
        : factory([words](QByteArrayView, ProtocolHost &host) {
            return std::make_unique<RefusalProtocol>(host, words);
        })
    {
        auto owned = std::make_unique<FakeTransport>();
        transport = owned.get();
        handler = std::make_unique<ClientHandler>(std::move(owned), fixture.environment, factory,
                                                  ClientHandler::Start::FirstByte);
        handler->start();
    }

    HandlerFixture fixture;
    ProtocolFactory factory;
    FakeTransport *transport = nullptr;
    std::unique_ptr<ClientHandler> handler;
};

} // namespace

void TestRefusalProtocol::saysItsWordsAndLeaves()
{
    const Refused refused("<ERROR, CONN, limit, Full.>\n");
    refused.transport->say("<CONN>\n");
    QCoreApplication::sendPostedEvents();
    QCOMPARE(refused.transport->written, "<ERROR, CONN, limit, Full.>\n");
    QVERIFY(refused.transport->outputShutDown);
    QVERIFY(!refused.transport->closed); // the client gets time to read it
    refused.transport->endInput();
    QVERIFY(refused.transport->closed);
    QCOMPARE(refused.handler->closeReason(), u"it was refused"_s);
}

void TestRefusalProtocol::maySayNothing()
{
    const Refused refused({});
    refused.transport->say("\x16");
    QCoreApplication::sendPostedEvents();
    QCOMPARE(refused.transport->written, QByteArray());
    QVERIFY(refused.transport->outputShutDown);
}

void TestRefusalProtocol::hearsNothing()
{
    const Refused refused("no\n");
    refused.transport->say(QByteArray(10'000, 'x'));
    QCoreApplication::sendPostedEvents();
    refused.transport->say("<SUB, NEWS>\n<DISC>\n");
    QCoreApplication::sendPostedEvents();
    QCOMPARE(refused.transport->written, "no\n");
    QVERIFY(refused.transport->input.isEmpty()); // read, and thrown away
}

QTEST_GUILESS_MAIN(TestRefusalProtocol)
#include "tst_refusalprotocol.moc"
