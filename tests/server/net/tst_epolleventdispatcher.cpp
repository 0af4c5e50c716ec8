#include "net/epolleventdispatcher.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QSemaphore>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <array>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

using namespace corkboard;
using namespace std::chrono_literals;

namespace {

/// A connected pair of descriptors, closed with the object.
struct Pair {
    Pair()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0) {
            qFatal("no socket pair");
        }
    }
    ~Pair()
    {
        close(0);
        close(1);
    }
    Q_DISABLE_COPY_MOVE(Pair)

    void close(size_t end)
    {
        if (ends[end] >= 0) {
            ::close(std::exchange(ends[end], -1));
        }
    }
    void say(char byte) const { QCOMPARE(::write(ends[1], &byte, 1), ssize_t(1)); }
    [[nodiscard]] char hear() const
    {
        char byte = 0;
        return ::read(ends[0], &byte, 1) == 1 ? byte : '\0';
    }

    std::array<int, 2> ends{-1, -1};
};

} // namespace

class TestEpollEventDispatcher : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isInstalled();
    void readableDescriptorActivates();
    void disabledNotifierIsSilent();
    void writeAndReadNotifierOfOneDescriptor();
    void hangUpActivatesTheReader();
    void notifierDeletedInItsOwnSlot();
    void notifierDeletedByAnotherOfTheSameTurn();
    void reusedDescriptorIsWatchedAnew();
    void manyDescriptorsInOneTurn();
    void timersOfEveryKind_data();
    void timersOfEveryKind();
    void zeroTimerFiresOncePerTurn();
    void timerStoppedInItsOwnSlot();
    void timerOfADeletedObject();
    void timersFireInOrderOfTime();
    void remainingTimeAndRegisteredTimers();
    void nestedLoop();
    void timerDoesNotFireInsideItself();
    void wakeUpFromAnotherThread();
    void quitFromAnotherThread();
    void postedEventsAreSentBeforeWaiting();
    void processEventsWithoutWaitingReturns();
    void socketNotifiersCanBeExcluded();
    void tcpSocketsWork();
};

void TestEpollEventDispatcher::isInstalled()
{
    QVERIFY(qobject_cast<EpollEventDispatcher *>(QAbstractEventDispatcher::instance()));
}

void TestEpollEventDispatcher::readableDescriptorActivates()
{
    const Pair pair;
    QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
    QByteArray heard;
    connect(&notifier, &QSocketNotifier::activated, this, [&] { heard += pair.hear(); });
    pair.say('a');
    pair.say('b');
    QTRY_COMPARE(heard, QByteArray("ab"));
}

void TestEpollEventDispatcher::disabledNotifierIsSilent()
{
    const Pair pair;
    QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
    int count = 0;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        (void)pair.hear();
        ++count;
    });
    notifier.setEnabled(false);
    pair.say('a');
    for (int turn = 0; turn < 5; ++turn) {
        QCoreApplication::processEvents();
    }
    QCOMPARE(count, 0);
    notifier.setEnabled(true);
    QTRY_COMPARE(count, 1);
}

void TestEpollEventDispatcher::writeAndReadNotifierOfOneDescriptor()
{
    const Pair pair;
    QSocketNotifier reader(pair.ends[0], QSocketNotifier::Read);
    QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
    int reads = 0;
    int writes = 0;
    connect(&reader, &QSocketNotifier::activated, this, [&] {
        (void)pair.hear();
        ++reads;
    });
    connect(&writer, &QSocketNotifier::activated, this, [&] {
        ++writes;
        writer.setEnabled(false);
    });
    QTRY_COMPARE(writes, 1);
    QCOMPARE(reads, 0);
    pair.say('a');
    QTRY_COMPARE(reads, 1);
    QCOMPARE(writes, 1);
    writer.setEnabled(true);
    QTRY_COMPARE(writes, 2);
}

void TestEpollEventDispatcher::hangUpActivatesTheReader()
{
    Pair pair;
    QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
    bool ended = false;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        char byte = 0;
        ended = ::read(pair.ends[0], &byte, 1) == 0;
        notifier.setEnabled(false);
    });
    pair.close(1);
    QTRY_VERIFY(ended);
}

void TestEpollEventDispatcher::notifierDeletedInItsOwnSlot()
{
    const Pair pair;
    auto *notifier = new QSocketNotifier(pair.ends[0], QSocketNotifier::Read);
    int count = 0;
    connect(notifier, &QSocketNotifier::activated, this, [&] {
        ++count;
        delete std::exchange(notifier, nullptr);
    });
    pair.say('a');
    QTRY_COMPARE(count, 1);
    for (int turn = 0; turn < 5; ++turn) {
        QCoreApplication::processEvents();
    }
    QCOMPARE(count, 1);
}

void TestEpollEventDispatcher::notifierDeletedByAnotherOfTheSameTurn()
{
    const Pair first;
    const Pair second;
    std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers{
        std::make_unique<QSocketNotifier>(first.ends[0], QSocketNotifier::Read),
        std::make_unique<QSocketNotifier>(second.ends[0], QSocketNotifier::Read)};
    int count = 0;
    for (size_t i = 0; i < notifiers.size(); ++i) {
        connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
            ++count;
            notifiers[1 - i].reset();
            notifiers[i]->setEnabled(false);
        });
    }
    first.say('a');
    second.say('a');
    QTRY_COMPARE(count, 1);
    for (int turn = 0; turn < 5; ++turn) {
        QCoreApplication::processEvents();
    }
    QCOMPARE(count, 1);
}

void TestEpollEventDispatcher::reusedDescriptorIsWatchedAnew()
{
    auto before = std::make_unique<Pair>();
    const int number = before->ends[0];
    auto notifier = std::make_unique<QSocketNotifier>(number, QSocketNotifier::Read);
    QCoreApplication::processEvents(); // the system has been told of it
    notifier.reset();
    before.reset();
    // All in one turn: the same number is another socket now.
    const Pair after;
    QVERIFY(number == after.ends[0] || number == after.ends[1]);
    const size_t reused = number == after.ends[0] ? 0 : 1;
    QSocketNotifier again(number, QSocketNotifier::Read);
    QSignalSpy activated(&again, &QSocketNotifier::activated);
    connect(&again, &QSocketNotifier::activated, this, [&] { again.setEnabled(false); });
    QCOMPARE(::write(after.ends[1 - reused], "x", 1), ssize_t(1));
    QTRY_COMPARE(activated.count(), 1);
}

void TestEpollEventDispatcher::manyDescriptorsInOneTurn()
{
    constexpr size_t count = 400; // more than one epoll_wait() takes
    std::vector<std::unique_ptr<Pair>> pairs;
    std::vector<std::unique_ptr<QSocketNotifier>> notifiers;
    std::vector<int> heard(count, 0);
    for (size_t i = 0; i < count; ++i) {
        pairs.push_back(std::make_unique<Pair>());
        notifiers.push_back(
            std::make_unique<QSocketNotifier>(pairs[i]->ends[0], QSocketNotifier::Read));
        connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
            (void)pairs[i]->hear();
            ++heard[i];
        });
    }
    for (const auto &pair : pairs) {
        pair->say('a');
    }
    QTRY_COMPARE(heard, std::vector<int>(count, 1));
}

void TestEpollEventDispatcher::timersOfEveryKind_data()
{
    QTest::addColumn<Qt::TimerType>("type");
    QTest::addColumn<int>("interval");
    QTest::newRow("precise") << Qt::PreciseTimer << 20;
    QTest::newRow("coarse") << Qt::CoarseTimer << 20;
    QTest::newRow("very coarse") << Qt::VeryCoarseTimer << 1000;
}

void TestEpollEventDispatcher::timersOfEveryKind()
{
    QFETCH(const Qt::TimerType, type);
    QFETCH(const int, interval);
    QTimer timer;
    timer.setTimerType(type);
    QElapsedTimer clock;
    clock.start();
    QSignalSpy timeout(&timer, &QTimer::timeout);
    timer.start(interval);
    QTRY_VERIFY(timeout.count() >= 2);
    // Never early: a very coarse one may be by half a second for each of its two rounds.
    const qint64 least = type == Qt::VeryCoarseTimer ? 2 * interval - 1000 : 2 * interval - 1;
    QVERIFY2(clock.elapsed() >= least, qPrintable(QString::number(clock.elapsed())));
}

void TestEpollEventDispatcher::zeroTimerFiresOncePerTurn()
{
    QTimer timer;
    int count = 0;
    connect(&timer, &QTimer::timeout, this, [&count] { ++count; });
    timer.start(0);
    QCoreApplication::processEvents();
    QCOMPARE(count, 1);
    QCoreApplication::processEvents();
    QCOMPARE(count, 2);
}

void TestEpollEventDispatcher::timerStoppedInItsOwnSlot()
{
    QTimer timer;
    QTimer later;
    int count = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        ++count;
        timer.stop();
    });
    QSignalSpy laterTimeout(&later, &QTimer::timeout);
    timer.start(1);
    later.start(30);
    QTRY_VERIFY(laterTimeout.count() >= 1);
    QCOMPARE(count, 1);
}

void TestEpollEventDispatcher::timerOfADeletedObject()
{
    auto timer = std::make_unique<QTimer>();
    auto other = std::make_unique<QTimer>();
    int count = 0;
    connect(timer.get(), &QTimer::timeout, this, [&] {
        ++count;
        other.reset();
        timer->stop();
    });
    connect(other.get(), &QTimer::timeout, this, [&] {
        ++count;
        timer.reset();
        other->stop();
    });
    timer->start(5ms);
    other->start(5ms);
    QTRY_COMPARE(count, 1);
    for (int turn = 0; turn < 5; ++turn) {
        QCoreApplication::processEvents();
    }
    QCOMPARE(count, 1);
}

void TestEpollEventDispatcher::timersFireInOrderOfTime()
{
    QList<int> order;
    std::vector<std::unique_ptr<QTimer>> timers;
    for (const int wait : {30, 10, 20}) {
        timers.push_back(std::make_unique<QTimer>());
        timers.back()->setSingleShot(true);
        timers.back()->setTimerType(Qt::PreciseTimer);
        connect(timers.back().get(), &QTimer::timeout, this, [&order, wait] { order += wait; });
        timers.back()->start(wait);
    }
    QTRY_COMPARE(order.size(), 3);
    QCOMPARE(order, (QList<int>{10, 20, 30}));
}

void TestEpollEventDispatcher::remainingTimeAndRegisteredTimers()
{
    QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
    QObject object;
    const int id = object.startTimer(1h, Qt::PreciseTimer);
    const auto timers = dispatcher->registeredTimers(&object);
    QCOMPARE(timers.size(), 1);
    QCOMPARE(timers[0].timerId, id);
    QCOMPARE(timers[0].interval, 3'600'000);
    QCOMPARE(timers[0].timerType, Qt::PreciseTimer);
    QVERIFY(dispatcher->remainingTime(id) > 3'500'000);
    QVERIFY(dispatcher->remainingTime(id) <= 3'600'000);
    object.killTimer(id);
    QVERIFY(dispatcher->registeredTimers(&object).isEmpty());
    QCOMPARE(dispatcher->remainingTime(id), -1);
}

void TestEpollEventDispatcher::nestedLoop()
{
    const Pair outer;
    const Pair inner;
    QSocketNotifier outerNotifier(outer.ends[0], QSocketNotifier::Read);
    QSocketNotifier innerNotifier(inner.ends[0], QSocketNotifier::Read);
    QStringList order;
    connect(&outerNotifier, &QSocketNotifier::activated, this, [&] {
        (void)outer.hear();
        order += QStringLiteral("outer begins");
        QEventLoop loop;
        connect(&innerNotifier, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
        QTimer::singleShot(0ms, &loop, [&inner] { inner.say('b'); });
        loop.exec();
        order += QStringLiteral("outer ends");
    });
    connect(&innerNotifier, &QSocketNotifier::activated, this, [&] {
        (void)inner.hear();
        order += QStringLiteral("inner");
    });
    outer.say('a');
    QTRY_COMPARE(order.size(), 3);
    QCOMPARE(order.join(u','), QStringLiteral("outer begins,inner,outer ends"));
}

void TestEpollEventDispatcher::timerDoesNotFireInsideItself()
{
    QTimer timer;
    int depth = 0;
    int deepest = 0;
    int count = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
        deepest = qMax(deepest, ++depth);
        QEventLoop loop;
        QTimer::singleShot(10ms, &loop, &QEventLoop::quit);
        loop.exec();
        --depth;
        ++count;
    });
    timer.start(1);
    QTRY_VERIFY(count >= 3);
    timer.stop();
    QCOMPARE(deepest, 1);
}

void TestEpollEventDispatcher::wakeUpFromAnotherThread()
{
    // Each event is posted when the loop has nothing else to do and waits without an end.
    constexpr int rounds = 200;
    QSemaphore received;
    int count = 0;
    std::unique_ptr<QThread> thread(QThread::create([&] {
        for (int i = 0; i < rounds; ++i) {
            QMetaObject::invokeMethod(this, [&] {
                ++count;
                received.release();
            });
            received.acquire();
        }
    }));
    QEventLoop loop;
    connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    thread->start();
    loop.exec();
    QCOMPARE(count, rounds);
}

void TestEpollEventDispatcher::quitFromAnotherThread()
{
    for (int i = 0; i < 50; ++i) {
        QEventLoop loop;
        QSemaphore started;
        std::unique_ptr<QThread> thread(QThread::create([&] {
            started.acquire();
            loop.exit(i);
        }));
        thread->start();
        QMetaObject::invokeMethod(this, [&started] { started.release(); }, Qt::QueuedConnection);
        QCOMPARE(loop.exec(), i);
        QVERIFY(thread->wait());
    }
}

void TestEpollEventDispatcher::postedEventsAreSentBeforeWaiting()
{
    int count = 0;
    QEventLoop loop;
    // Each one posts the next; the loop must never sleep in between, for nothing else wakes it.
    std::function<void()> next = [&] {
        if (++count == 100) {
            loop.quit();
        } else {
            QMetaObject::invokeMethod(this, next, Qt::QueuedConnection);
        }
    };
    QMetaObject::invokeMethod(this, next, Qt::QueuedConnection);
    loop.exec();
    QCOMPARE(count, 100);
}

void TestEpollEventDispatcher::processEventsWithoutWaitingReturns()
{
    QCoreApplication::processEvents();
    QVERIFY(!QAbstractEventDispatcher::instance()->processEvents(QEventLoop::AllEvents));
}

void TestEpollEventDispatcher::socketNotifiersCanBeExcluded()
{
    const Pair pair;
    QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
    int count = 0;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
        (void)pair.hear();
        ++count;
    });
    pair.say('a');
    QCoreApplication::processEvents(QEventLoop::ExcludeSocketNotifiers);
    QCOMPARE(count, 0);
    QTRY_COMPARE(count, 1);
}

void TestEpollEventDispatcher::tcpSocketsWork()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, server.serverPort());
    QTRY_VERIFY(server.hasPendingConnections());
    std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
    const QByteArray sent(1'000'000, 'x');
    QTRY_COMPARE(client.state(), QAbstractSocket::ConnectedState);
    client.write(sent);
    QByteArray received;
    connect(peer.get(), &QTcpSocket::readyRead, this, [&] { received += peer->readAll(); });
    QTRY_COMPARE(received.size(), sent.size());
    QSignalSpy disconnected(&client, &QTcpSocket::disconnected);
    peer->close();
    QTRY_COMPARE(disconnected.count(), 1);
}

int main(int argc, char *argv[])
{
    QCoreApplication::setEventDispatcher(new EpollEventDispatcher);
    QCoreApplication application(argc, argv);
    TestEpollEventDispatcher test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_epolleventdispatcher.moc"
