#include "net/dialect.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestDialect : public QObject {
    Q_OBJECT

private slots:
    void schemesGoBothWays();
    void unknownSchemes_data();
    void unknownSchemes();
    void languages_data();
    void languages();
};

void TestDialect::schemesGoBothWays()
{
    QCOMPARE(schemeOf(Dialect::Classroom), u"classroom"_s);
    QCOMPARE(schemeOf(Dialect::Mqtt), u"mqtt"_s);
    QCOMPARE(schemeOf(Dialect::Original), u"original"_s);
    for (const Dialect dialect : {Dialect::Classroom, Dialect::Mqtt, Dialect::Original}) {
        QCOMPARE(dialectFromScheme(schemeOf(dialect)), std::optional(dialect));
        QCOMPARE(dialectFromScheme(schemeOf(dialect).toUpper()), std::optional(dialect));
    }
}

void TestDialect::unknownSchemes_data()
{
    QTest::addColumn<QString>("scheme");

    QTest::newRow("empty") << QString();
    QTest::newRow("another protocol") << u"https"_s;
    QTest::newRow("the beginning") << u"class"_s;
    QTest::newRow("more") << u"classrooms"_s;
    QTest::newRow("a space") << u" classroom"_s;
}

void TestDialect::unknownSchemes()
{
    QFETCH(const QString, scheme);
    QVERIFY(!dialectFromScheme(scheme).has_value());
}

void TestDialect::languages_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QString>("onClassroom"); ///< empty: closed
    QTest::addColumn<QString>("onMqtt");

    const QString lines = u"classroom"_s;
    const QString mqtt = u"mqtt"_s;
    const QString closed;
    QTest::newRow("MQTT CONNECT") << QByteArray("\x10\x0C\x00\x04MQTT", 8) << mqtt << mqtt;
    QTest::newRow("MQTT by one byte") << QByteArray("\x10") << mqtt << mqtt;
    QTest::newRow("TLS ClientHello") << QByteArray("\x16\x03\x01") << closed << closed;
    QTest::newRow("a frame") << QByteArray("<CONN>\n") << lines << lines;
    QTest::newRow("a command") << QByteArray("/LIST\n") << lines << lines;
    QTest::newRow("an empty line") << QByteArray("\n") << lines << closed;
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\n") << lines << closed;
    QTest::newRow("C05 telnet IAC") << QByteArray("\xFF\xFB\x01") << lines << closed;
    QTest::newRow("NUL") << QByteArray("\0", 1) << lines << closed;
    QTest::newRow("another MQTT packet") << QByteArray("\xC0\x00", 2) << lines << closed;
}

void TestDialect::languages()
{
    QFETCH(const QByteArray, first);
    const auto name = [&](Dialect dialect) {
        const auto language = languageOf(dialect, first);
        if (!language) {
            return QString();
        }
        return *language == Language::Mqtt ? u"mqtt"_s : u"classroom"_s;
    };
    QTEST(name(Dialect::Classroom), "onClassroom");
    QTEST(name(Dialect::Mqtt), "onMqtt");
    const QString why = first.startsWith('\x16') ? u"TLS"_s
        : first.startsWith('G')                  ? u"WebSocket"_s
                                                 : u"neither"_s;
    QVERIFY(whyForeign(first).contains(why));
}

QTEST_GUILESS_MAIN(TestDialect)
#include "tst_dialect.moc"
