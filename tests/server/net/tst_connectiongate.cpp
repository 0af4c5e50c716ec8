#include "net/connectiongate.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Verdict = ConnectionGate::Verdict;

/// Who is let in, with the time as an argument.
class TestConnectionGate : public QObject {
    Q_OBJECT

private slots:
    void allTogetherHaveABound();
    void eachAddressHasABound();
    void oneAddressIsTheSameByBothProtocols();
    void aBurstAndThenSoManyASecond();
    void thisComputerIsExempt();
    void thisComputerCanBeIncluded();
    void defaults();
};

namespace {

const QHostAddress anna(u"192.0.2.1"_s);
const QHostAddress bert(u"192.0.2.2"_s);

ConnectionGate::TimePoint at(std::chrono::milliseconds time)
{
    return ConnectionGate::TimePoint(1h + time);
}

} // namespace

void TestConnectionGate::allTogetherHaveABound()
{
    const ConnectionLimits limits{.maxConnections = 2, .deadlines = {}};
    ConnectionGate gate(limits);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(QHostAddress(QHostAddress::LocalHost), at(0ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(bert, at(0ms)), Verdict::Full);
    QCOMPARE(gate.count(), 2);
    gate.leave(anna);
    QCOMPARE(gate.count(), 1);
    QCOMPARE(gate.admit(bert, at(0ms)), Verdict::Admitted);
}

void TestConnectionGate::eachAddressHasABound()
{
    const ConnectionLimits limits{.maxConnectionsPerAddress = 2, .deadlines = {}};
    ConnectionGate gate(limits);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::FullForAddress);
    QCOMPARE(gate.admit(bert, at(0ms)), Verdict::Admitted);
    gate.leave(anna);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::FullForAddress);
    QCOMPARE(gate.count(), 3);
}

void TestConnectionGate::oneAddressIsTheSameByBothProtocols()
{
    const ConnectionLimits limits{.maxConnectionsPerAddress = 1, .deadlines = {}};
    ConnectionGate gate(limits);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
    const QHostAddress mapped(u"::ffff:192.0.2.1"_s);
    QCOMPARE(gate.admit(mapped, at(0ms)), Verdict::FullForAddress);
    gate.leave(mapped);
    QCOMPARE(gate.admit(mapped, at(0ms)), Verdict::Admitted);
}

void TestConnectionGate::aBurstAndThenSoManyASecond()
{
    const ConnectionLimits limits{
        .connectionsPerSecond = 10, .connectionBurst = 3, .deadlines = {}};
    ConnectionGate gate(limits);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
    }
    QCOMPARE(gate.admit(bert, at(0ms)), Verdict::TooFast); // whoever it is
    QCOMPARE(gate.admit(anna, at(50ms)), Verdict::TooFast); // half of one
    QCOMPARE(gate.admit(anna, at(110ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(anna, at(120ms)), Verdict::TooFast);
    // However long it is quiet, the burst is the most.
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(gate.admit(anna, at(1h)), Verdict::Admitted);
    }
    QCOMPARE(gate.admit(anna, at(1h)), Verdict::TooFast);
}

void TestConnectionGate::thisComputerIsExempt()
{
    const ConnectionLimits limits{.maxConnectionsPerAddress = 1,
                                  .connectionsPerSecond = 0,
                                  .connectionBurst = 1,
                                  .deadlines = {}};
    ConnectionGate gate(limits);
    for (const QString &address :
         {u"127.0.0.1"_s, u"127.0.0.2"_s, u"::1"_s, u"::ffff:127.0.0.1"_s}) {
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(gate.admit(QHostAddress(address), at(0ms)), Verdict::Admitted);
        }
    }
    QCOMPARE(gate.count(), 12);
    QCOMPARE(gate.admit(anna, at(0ms)), Verdict::Admitted);
}

void TestConnectionGate::thisComputerCanBeIncluded()
{
    const ConnectionLimits limits{
        .maxConnectionsPerAddress = 1, .limitsLoopback = true, .deadlines = {}};
    ConnectionGate gate(limits);
    const QHostAddress local(QHostAddress::LocalHost);
    QCOMPARE(gate.admit(local, at(0ms)), Verdict::Admitted);
    QCOMPARE(gate.admit(local, at(0ms)), Verdict::FullForAddress);
    gate.leave(local);
    QCOMPARE(gate.admit(local, at(0ms)), Verdict::Admitted);
}

void TestConnectionGate::defaults()
{
    const ConnectionLimits limits;
    QCOMPARE(limits.maxConnections, 2'000);
    QCOMPARE(limits.maxConnectionsPerAddress, 100);
    QCOMPARE(limits.connectionsPerSecond, 200);
    QCOMPARE(limits.connectionBurst, 400);
    QCOMPARE(limits.maxHeldBytes, 256 * 1024 * 1024);
}

QTEST_GUILESS_MAIN(TestConnectionGate)
#include "tst_connectiongate.moc"
