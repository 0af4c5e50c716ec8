#include "connection/localbroker.h"
#include "patience.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

LocalBrokerInfo infoOf(const QSignalSpy &spy)
{
    return spy.last().first().value<LocalBrokerInfo>();
}

} // namespace

/// The argument with which this program only starts a broker and waits.
constexpr auto holdBroker = "--hold-broker"_L1;

/// Starts the server that is named, says its process id, and waits to be killed.
int holdABroker(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    LocalBroker broker(application.arguments().at(2));
    QObject::connect(&broker, &LocalBroker::ready, &application, [&broker] {
        std::printf("%lld\n", static_cast<long long>(broker.processId()));
        std::fflush(stdout);
    });
    broker.start({});
    return QCoreApplication::exec();
}

/// LocalBroker with shell scripts in the place of the server.
class TestLocalBroker final : public QObject {
    Q_OBJECT

private slots:
    void init();
    void readsPortAndAddresses();
    void argumentsFollowTheReach_data();
    void argumentsFollowTheReach();
    void aPortThatIsTakenIsToldApart_data();
    void aPortThatIsTakenIsToldApart();
    void aProgramThatIsNotThere();
    void noProgramAtAll();
    void aServerThatEndsByItself();
    void stopEndsTheProcess();
    void theProcessEndsWithTheObject();
    void theProcessEndsWhenOurProgramIsKilled();
    void logLinesAreEscaped();
    void canBeStartedAgain();

private:
    /// Writes a program that does @p commands; returns its path.
    QString script(const QByteArray &commands);

    QTemporaryDir m_folder;
};

void TestLocalBroker::init()
{
#ifdef Q_OS_WIN
    QSKIP("the stand-ins for the server are shell scripts");
#endif
    QVERIFY(m_folder.isValid());
}

QString TestLocalBroker::script(const QByteArray &commands)
{
    const QString path = m_folder.filePath(u"server"_s);
    QFile::remove(path);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + commands + '\n') < 0) {
        return {};
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

void TestLocalBroker::readsPortAndAddresses()
{
    LocalBroker broker(script("echo 'Server is listening on port 4711'\n"
                              "echo '  for the classroom protocol (try: nc localhost 4711)'\n"
                              "echo '  join at classroom://192.168.1.7:4711'\n"
                              "echo '  join at classroom://10.0.0.3:4711'\n"
                              "exec sleep 100"));
    QSignalSpy ready(&broker, &LocalBroker::ready);
    QSignalSpy states(&broker, &LocalBroker::stateChanged);
    broker.start({});
    QCOMPARE(broker.state(), LocalBroker::State::Starting);
    QTRY_COMPARE_WITH_TIMEOUT(
        broker.info().addresses,
        QStringList({u"classroom://192.168.1.7:4711"_s, u"classroom://10.0.0.3:4711"_s}), patience);
    QCOMPARE(broker.state(), LocalBroker::State::Running);
    QCOMPARE(infoOf(ready).port, quint16(4711));
    QCOMPARE(infoOf(ready), broker.info());
    QVERIFY(broker.processId() > 0);
}

void TestLocalBroker::argumentsFollowTheReach_data()
{
    QTest::addColumn<LocalBroker::Reach>("reach");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("arguments");
    QTest::newRow("this computer") << LocalBroker::Reach::ThisComputer << 8092 << u"--topic A"_s;
    QTest::newRow("any port") << LocalBroker::Reach::ThisComputer << 0
                              << u"--listen classroom://localhost:0 --topic A"_s;
    QTest::newRow("the room") << LocalBroker::Reach::Room << 8092 << u"--open-to-lan --topic A"_s;
    QTest::newRow("the room, another port")
        << LocalBroker::Reach::Room << 9000
        << u"--listen classroom://*:9000 --allow-anonymous --topic A"_s;
    QTest::newRow("the room, any port")
        << LocalBroker::Reach::Room << 0
        << u"--listen classroom://*:0 --allow-anonymous --topic A"_s;
}

void TestLocalBroker::argumentsFollowTheReach()
{
    QFETCH(LocalBroker::Reach, reach);
    QFETCH(int, port);
    QFETCH(QString, arguments);
    LocalBroker broker(script("echo \"$*\"\nexec sleep 100"));
    QSignalSpy logged(&broker, &LocalBroker::logged);
    broker.start({reach, quint16(port), {u"--topic"_s, u"A"_s}});
    QVERIFY(logged.wait(patience));
    QCOMPARE(logged.first().first().toStringList(), QStringList{arguments});
}

void TestLocalBroker::aPortThatIsTakenIsToldApart_data()
{
    QTest::addColumn<QByteArray>("commands");
    QTest::addColumn<bool>("taken");
    QTest::newRow("taken") << QByteArray("echo 'Cannot listen on port 8092 (localhost:8092): The "
                                         "bound address is already in use.' >&2; exit 1")
                           << true;
    QTest::newRow("no line end") << QByteArray("printf 'port 8092 is taken' >&2; exit 1") << true;
    QTest::newRow("another port") << QByteArray("echo 'Cannot listen on port 80923' >&2; exit 1")
                                  << false;
    QTest::newRow("not allowed") << QByteArray(
        "echo 'Cannot listen on port 8092: The address is protected' >&2; exit 1")
                                 << false;
    QTest::newRow("bad option") << QByteArray("echo 'port 8092: bad option' >&2; exit 2") << false;
    QTest::newRow("no word") << QByteArray("exit 1") << false;
}

void TestLocalBroker::aPortThatIsTakenIsToldApart()
{
    QFETCH(QByteArray, commands);
    QFETCH(bool, taken);
    LocalBroker broker(script(commands));
    QSignalSpy portTaken(&broker, &LocalBroker::portTaken);
    QSignalSpy failed(&broker, &LocalBroker::failed);
    broker.start({});
    QTRY_COMPARE_WITH_TIMEOUT(broker.state(), LocalBroker::State::Stopped, patience);
    QTRY_COMPARE_WITH_TIMEOUT(portTaken.size() + failed.size(), 1, patience);
    QCOMPARE(portTaken.size(), taken ? 1 : 0);
    if (taken) {
        QCOMPARE(portTaken.first().first().value<quint16>(), quint16(8092));
    }
}

void TestLocalBroker::aProgramThatIsNotThere()
{
    LocalBroker broker(m_folder.filePath(u"nothing-here"_s));
    QSignalSpy failed(&broker, &LocalBroker::failed);
    broker.start({});
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, patience);
    QCOMPARE(broker.state(), LocalBroker::State::Stopped);
    QVERIFY(failed.first().first().toString().contains(u"nothing-here"_s));
}

void TestLocalBroker::noProgramAtAll()
{
    LocalBroker broker((QString()));
    QSignalSpy failed(&broker, &LocalBroker::failed);
    broker.start({});
    QCOMPARE(failed.size(), 1);
    QVERIFY(failed.first().first().toString().contains(u"corkboard-server"_s));
    QCOMPARE(broker.state(), LocalBroker::State::Stopped);
}

void TestLocalBroker::aServerThatEndsByItself()
{
    LocalBroker broker(script("echo 'Server is listening on port 4711'\n"
                              "echo 'out of memory' >&2\nexit 3"));
    QSignalSpy failed(&broker, &LocalBroker::failed);
    QSignalSpy stopped(&broker, &LocalBroker::stopped);
    broker.start({});
    QVERIFY(failed.wait(patience));
    QVERIFY(failed.first().first().toString().contains(u"out of memory"_s));
    QVERIFY(stopped.isEmpty());
    QCOMPARE(broker.state(), LocalBroker::State::Stopped);
}

void TestLocalBroker::stopEndsTheProcess()
{
    LocalBroker broker(script("echo 'Server is listening on port 4711'\nexec sleep 100"));
    QSignalSpy ready(&broker, &LocalBroker::ready);
    QSignalSpy stopped(&broker, &LocalBroker::stopped);
    QSignalSpy failed(&broker, &LocalBroker::failed);
    broker.stop();
    QVERIFY(stopped.isEmpty());
    broker.start({});
    QVERIFY(ready.wait(patience));
    broker.stop();
    QCOMPARE(broker.state(), LocalBroker::State::Stopping);
    QVERIFY(stopped.wait(patience));
    QCOMPARE(broker.state(), LocalBroker::State::Stopped);
    QCOMPARE(broker.processId(), 0);
    QVERIFY(failed.isEmpty());
}

void TestLocalBroker::theProcessEndsWithTheObject()
{
    const QString mark = m_folder.filePath(u"ended"_s);
    {
        LocalBroker broker(script("trap 'touch \"" + mark.toUtf8()
                                  + "\"; exit 0' TERM\n"
                                    "echo 'Server is listening on port 4711'\n"
                                    "while true; do sleep 0.01; done"));
        QSignalSpy ready(&broker, &LocalBroker::ready);
        broker.start({});
        QVERIFY(ready.wait(patience));
    }
    QVERIFY(QFile::exists(mark));
}

void TestLocalBroker::theProcessEndsWhenOurProgramIsKilled()
{
#ifndef Q_OS_LINUX
    QSKIP("only Linux ties the two processes together");
#endif
    const QString server = script("echo 'Server is listening on port 4711'\nexec sleep 100");
    QProcess program;
    program.start(QCoreApplication::applicationFilePath(), {QString(holdBroker), server});
    QTRY_VERIFY_WITH_TIMEOUT(program.canReadLine(), patience);
    const QString folder = u"/proc/"_s + QString::fromLatin1(program.readLine().trimmed());
    QVERIFY(QFile::exists(folder));
    program.kill();
    QVERIFY(program.waitForFinished(patience));
    // What nobody has waited for yet is still in the table, as a zombie.
    QTRY_VERIFY_WITH_TIMEOUT(([&folder] {
                                 QFile file(folder + u"/stat"_s);
                                 return !file.open(QIODevice::ReadOnly)
                                     || file.readAll().contains(") Z ");
                             })(),
                             patience);
}

void TestLocalBroker::logLinesAreEscaped()
{
    LocalBroker broker(script("printf 'one\\ntwo \\033[2J\\nthree' >&2; exit 0"));
    QStringList lines;
    QObject context;
    connect(&broker, &LocalBroker::logged, &context,
            [&lines](const QStringList &batch) { lines += batch; });
    broker.start({});
    QTRY_COMPARE_WITH_TIMEOUT(lines, QStringList({u"one"_s, u"two \\x1B[2J"_s, u"three"_s}),
                              patience);
}

void TestLocalBroker::canBeStartedAgain()
{
    LocalBroker broker(script("echo 'Server is listening on port 4711'\nexec sleep 100"));
    for (int i = 0; i < 2; ++i) {
        QSignalSpy ready(&broker, &LocalBroker::ready);
        QSignalSpy stopped(&broker, &LocalBroker::stopped);
        broker.start({});
        QVERIFY(ready.wait(patience));
        QCOMPARE(broker.info().port, quint16(4711));
        broker.stop();
        QVERIFY(stopped.wait(patience));
    }
}

} // namespace corkboard

int main(int argc, char *argv[])
{
    if (argc == 3 && QLatin1StringView(argv[1]) == corkboard::holdBroker) {
        return corkboard::holdABroker(argc, argv);
    }
    QCoreApplication application(argc, argv);
    corkboard::TestLocalBroker test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_localbroker.moc"
