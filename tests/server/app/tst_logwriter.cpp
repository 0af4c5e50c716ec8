#include "app/logwriter.h"
#include "errorpipe.h"

#include <QLoggingCategory>
#include <QRegularExpression>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(category, "corkboard.test", QtInfoMsg)

} // namespace

class TestLogWriter : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void aLineHasTimeLevelCategoryAndText();
    void levels_data();
    void levels();
    void textIsOneEscapedLineOfAtMost512Bytes();
    void aFullPipeHoldsNothingUp();

private:
    QtMessageHandler m_before = nullptr;
};

void TestLogWriter::init()
{
    m_before = qInstallMessageHandler(nullptr);
    qInstallMessageHandler(m_before);
}

void TestLogWriter::cleanup()
{
    qInstallMessageHandler(m_before);
    QLoggingCategory::setFilterRules({});
}

void TestLogWriter::aLineHasTimeLevelCategoryAndText()
{
    const ErrorPipe pipe;
    installLogWriter(LogLevel::Info);
    qCInfo(category) << "Anna joined";
    const QString line = QString::fromUtf8(pipe.read());
    static const QRegularExpression form(
        u"^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} info    test: Anna joined\n$"_s);
    QVERIFY2(form.match(line).hasMatch(), qPrintable(line));
}

void TestLogWriter::levels_data()
{
    QTest::addColumn<LogLevel>("level");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("error") << LogLevel::Error << QByteArray("4");
    QTest::newRow("warning") << LogLevel::Warning << QByteArray("34");
    QTest::newRow("info") << LogLevel::Info << QByteArray("234");
    QTest::newRow("debug") << LogLevel::Debug << QByteArray("1234");
}

void TestLogWriter::levels()
{
    QFETCH(const LogLevel, level);
    QFETCH(const QByteArray, expected);
    const ErrorPipe pipe;
    installLogWriter(level);
    qCDebug(category) << "#1";
    qCInfo(category) << "#2";
    qCWarning(category) << "#3";
    qCCritical(category) << "#4";
    QByteArray shown;
    const QByteArray written = pipe.read();
    for (qsizetype i = written.indexOf('#'); i >= 0; i = written.indexOf('#', i + 1)) {
        shown += written[i + 1];
    }
    QCOMPARE(shown, expected);
}

void TestLogWriter::textIsOneEscapedLineOfAtMost512Bytes()
{
    const ErrorPipe pipe;
    installLogWriter(LogLevel::Info);
    qCInfo(category).noquote() << u"a\r\nb\x1B[2J\u202E"_s + QString(64 * 1024, u'x');
    const QByteArray line = pipe.read();
    QCOMPARE(line.count('\n'), 1);
    QVERIFY(line.contains("a\\r\\nb\\x1B[2J\\u{202E}xxx"));
    const qsizetype text = line.indexOf("test: ") + 6;
    QVERIFY(line.size() - 1 - text <= 512);
    QVERIFY(line.size() - 1 - text > 500);
}

void TestLogWriter::aFullPipeHoldsNothingUp()
{
    constexpr int lines = 2000;
    const ErrorPipe pipe;
    installLogWriter(LogLevel::Info);
    const QString text(400, u'x');
    for (int i = 0; i < lines; ++i) {
        qCInfo(category).noquote() << text; // would never return if it waited for the reader
    }
    const qsizetype written = pipe.read().count('\n');
    QVERIFY(written > 0);
    QVERIFY(written < lines);
    qCInfo(category) << "there is room again";
    const QByteArray after = pipe.read();
    QVERIFY2(after.contains(QByteArray::number(lines - written) + " lines were left out"),
             after.constData());
    QVERIFY(after.contains("there is room again"));
}

QTEST_GUILESS_MAIN(TestLogWriter)

#include "tst_logwriter.moc"
