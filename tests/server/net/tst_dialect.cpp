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
    void foreignLanguages_data();
    void foreignLanguages();
};

void TestDialect::schemesGoBothWays()
{
    QCOMPARE(schemeOf(Dialect::Classroom), u"classroom"_s);
    QCOMPARE(schemeOf(Dialect::Original), u"original"_s);
    for (const Dialect dialect : {Dialect::Classroom, Dialect::Original}) {
        QCOMPARE(dialectFromScheme(schemeOf(dialect)), std::optional(dialect));
        QCOMPARE(dialectFromScheme(schemeOf(dialect).toUpper()), std::optional(dialect));
    }
}

void TestDialect::unknownSchemes_data()
{
    QTest::addColumn<QString>("scheme");

    QTest::newRow("empty") << QString();
    QTest::newRow("another protocol") << u"mqtt"_s;
    QTest::newRow("the beginning") << u"class"_s;
    QTest::newRow("more") << u"classrooms"_s;
    QTest::newRow("a space") << u" classroom"_s;
}

void TestDialect::unknownSchemes()
{
    QFETCH(const QString, scheme);
    QVERIFY(!dialectFromScheme(scheme).has_value());
}

void TestDialect::foreignLanguages_data()
{
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QString>("named");

    QTest::newRow("MQTT CONNECT") << QByteArray("\x10\x0C\x00\x04MQTT", 8) << u"MQTT"_s;
    QTest::newRow("TLS ClientHello") << QByteArray("\x16\x03\x01") << u"TLS"_s;
    QTest::newRow("MQTT by one byte") << QByteArray("\x10") << u"MQTT"_s;
    QTest::newRow("a frame") << QByteArray("<CONN>\n") << QString();
    QTest::newRow("a command") << QByteArray("/LIST\n") << QString();
    QTest::newRow("an empty line") << QByteArray("\n") << QString();
    QTest::newRow("HTTP") << QByteArray("GET / HTTP/1.1\r\n") << QString();
    QTest::newRow("C05 telnet IAC") << QByteArray("\xFF\xFB\x01") << QString();
    QTest::newRow("NUL") << QByteArray("\0", 1) << QString();
}

void TestDialect::foreignLanguages()
{
    QFETCH(const QByteArray, first);
    QFETCH(const QString, named);

    const QString foreign = foreignLanguage(first);
    QCOMPARE(foreign.isEmpty(), named.isEmpty());
    QVERIFY2(foreign.contains(named), qPrintable(foreign));
}

QTEST_GUILESS_MAIN(TestDialect)
#include "tst_dialect.moc"
