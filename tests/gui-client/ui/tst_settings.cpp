#include "ui/settings.h"

#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestSettings : public QObject {
    Q_OBJECT

private slots:
    void init();
    void nothingKeptGivesDefaults();
    void everythingIsReadBack();
    void historiesAreBounded();
    void rubbishGivesDefaults_data();
    void rubbishGivesDefaults();
    void binaryRubbishGivesDefaults();
    void anotherVersionLosesTheLayoutOnly();

private:
    QTemporaryDir m_dir;
    QString m_file;
};

void TestSettings::init()
{
    QVERIFY(m_dir.isValid());
    m_file = m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction()) + ".ini"_L1);
    QFile::remove(m_file);
}

void TestSettings::nothingKeptGivesDefaults()
{
    const Settings settings(m_file);
    QCOMPARE(settings.lastAddress(), QString());
    QCOMPARE(settings.clientName(), QString());
    QCOMPARE(settings.theme(), ThemeMode::System);
    QCOMPARE(settings.zoomPercent(), 100);
    QCOMPARE(settings.commandHistory(), QStringList());
    QCOMPARE(settings.layoutState(u"window"_s), QByteArray());
}

void TestSettings::everythingIsReadBack()
{
    {
        Settings settings(m_file);
        settings.setLastAddress(u"localhost:8092"_s);
        settings.setLastAddress(u"desk:9000"_s);
        settings.setLastAddress(u"localhost:8092"_s);
        settings.setClientName(u"Änne, 3b"_s);
        settings.setTheme(ThemeMode::Dark);
        settings.setZoomPercent(140);
        settings.setCommandHistory({u"/SUB A"_s, u"/PUB A hello, world"_s});
        settings.setLayoutState(u"window"_s, QByteArray("\0\1\xFF", 3));
    }
    const Settings settings(m_file);
    QCOMPARE(settings.recentAddresses(), QStringList({u"localhost:8092"_s, u"desk:9000"_s}));
    QCOMPARE(settings.clientName(), u"Änne, 3b"_s);
    QCOMPARE(settings.theme(), ThemeMode::Dark);
    QCOMPARE(settings.zoomPercent(), 140);
    QCOMPARE(settings.commandHistory(), QStringList({u"/SUB A"_s, u"/PUB A hello, world"_s}));
    QCOMPARE(settings.layoutState(u"window"_s), QByteArray("\0\1\xFF", 3));
}

void TestSettings::historiesAreBounded()
{
    Settings settings(m_file);
    QStringList commands;
    for (int i = 0; i < 250; ++i) {
        commands.append(u"/SUB T%1"_s.arg(i));
        settings.setLastAddress(u"host%1:1"_s.arg(i));
    }
    settings.setCommandHistory(commands);
    QCOMPARE(settings.commandHistory().size(), Settings::maxHistory);
    QCOMPARE(settings.commandHistory().constLast(), u"/SUB T249"_s);
    QCOMPARE(settings.recentAddresses().size(), 10);
    QCOMPARE(settings.lastAddress(), u"host249:1"_s);
}

void TestSettings::rubbishGivesDefaults_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("zoom is a word") << u"view/zoom"_s << QVariant(u"huge"_s);
    QTest::newRow("zoom too large") << u"view/zoom"_s << QVariant(100'000);
    QTest::newRow("zoom is a list") << u"view/zoom"_s << QVariant(QStringList{u"1"_s, u"2"_s});
    QTest::newRow("theme") << u"view/theme"_s << QVariant(QByteArray("\xFF\0", 2));
    QTest::newRow("name with a line end") << u"connection/name"_s << QVariant(u"a\nb"_s);
    QTest::newRow("name too long") << u"connection/name"_s << QVariant(QString(65, u'x'));
    QTest::newRow("endless address")
        << u"connection/addresses"_s << QVariant(QString(100'000, u'x'));
    QTest::newRow("command with ESC") << u"commands"_s << QVariant(u"\x1b[2J"_s);
    QTest::newRow("huge state") << u"layout/window"_s << QVariant(QByteArray(1'000'000, 'x'));
    QTest::newRow("state is a map") << u"layout/window"_s << QVariant(QVariantMap{{u"a"_s, 1}});
    QTest::newRow("version") << u"version"_s << QVariant(u"one"_s);
}

void TestSettings::rubbishGivesDefaults()
{
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    {
        QSettings raw(m_file, QSettings::IniFormat);
        raw.setValue("version"_L1, Settings::version);
        raw.setValue(key, value);
    }
    nothingKeptGivesDefaults();
}

void TestSettings::binaryRubbishGivesDefaults()
{
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QByteArray rubbish;
    for (int i = 0; i < 4'096; ++i) {
        rubbish.append(char(i * 7 % 251));
    }
    QCOMPARE(file.write(rubbish), rubbish.size());
    file.close();
    nothingKeptGivesDefaults();
}

void TestSettings::anotherVersionLosesTheLayoutOnly()
{
    {
        Settings settings(m_file);
        settings.setClientName(u"Anna"_s);
        settings.setLayoutState(u"window"_s, "state");
    }
    {
        QSettings raw(m_file, QSettings::IniFormat);
        raw.setValue("version"_L1, Settings::version + 1);
    }
    const Settings settings(m_file);
    QCOMPARE(settings.clientName(), u"Anna"_s);
    QCOMPARE(settings.layoutState(u"window"_s), QByteArray());
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
