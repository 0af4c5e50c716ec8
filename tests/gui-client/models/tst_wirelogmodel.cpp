#include "models/wirelogmodel.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QDateTime>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

constexpr int patience = 30'000; ///< ms, for a loaded machine

WireRecord sent(const QByteArray &line)
{
    return {atMinute(2), WireRecord::Direction::Sent, line};
}

WireRecord received(const QByteArray &line)
{
    return {atMinute(3), WireRecord::Direction::Received, line};
}

QList<WireRecord> numberedRecords(int count, int first = 1)
{
    QList<WireRecord> records;
    for (int i = 0; i < count; ++i) {
        records.append(received(QByteArray::number(first + i)));
    }
    return records;
}

} // namespace

class TestWireLogModel final : public QObject {
    Q_OBJECT

private slots:
    void rowsShowTheLines();
    void rowsAreBounded();
    void bytesAreBounded();
    void whatWasLeftOutIsCounted();
    void linesForNc_data();
    void linesForNc();
    void aShellWritesTheSameBytes_data();
    void aShellWritesTheSameBytes();
    void hostsForNc();
    void cutLinesHaveAToolTip();
    void rowsAsText();
};

void TestWireLogModel::rowsShowTheLines()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    WireLogModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.append({sent("<SUB, NEWS>"), received("<SUCCESS, SUB, NEWS>"),
                  received("<PUB, NEWS, " + QByteArray(1'000, 'x') + '>')},
                 0);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(columnTexts(model, WireLogModel::TimeColumn),
             QStringList({u"10:02:11.204"_s, u"10:03:11.204"_s, u"10:03:11.204"_s}));
    QCOMPARE(columnTexts(model, WireLogModel::DirectionColumn),
             QStringList({u"→"_s, u"←"_s, u"←"_s}));
    QCOMPARE(model.index(0, WireLogModel::LineColumn).data().toString(), u"<SUB, NEWS>"_s);
    const QModelIndex longRow = model.index(2, WireLogModel::LineColumn);
    QVERIFY(longRow.data().toString().endsWith(u"… (1,013 bytes)"_s));
    QCOMPARE(longRow.data(WireLogModel::LineRole).toByteArray().size(), 1'013);
    QCOMPARE(model.index(0, 0).data(WireLogModel::SentRole).toBool(), true);
    QCOMPARE(model.index(1, 0).data(WireLogModel::SentRole).toBool(), false);
    QCOMPARE(model.index(0, 0).data(WireLogModel::TimeRole).toDateTime().toMSecsSinceEpoch(),
             atMinute(2).time_since_epoch().count());
    QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), u"sent: <SUB, NEWS>"_s);
    for (int column = 0; column < WireLogModel::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
    }
}

void TestWireLogModel::rowsAreBounded()
{
    WireLogModel model;
    const QAbstractItemModelTester tester(&model);
    model.append(numberedRecords(int(WireLogModel::maxRows)), 0);
    QCOMPARE(model.rowCount(), int(WireLogModel::maxRows));
    model.append(numberedRecords(1, 5'001), 0);
    QCOMPARE(model.rowCount(), 5'000 - 256 + 1);
    QCOMPARE(model.index(0, 0).data(WireLogModel::LineRole).toByteArray(), QByteArray("257"));
    QCOMPARE(model.leftOut(), 256ULL);
    model.append(numberedRecords(7'000, 5'002), 0);
    QCOMPARE(model.rowCount(), 5'000);
    QCOMPARE(model.index(4'999, 0).data(WireLogModel::LineRole).toByteArray(), QByteArray("12001"));
    QCOMPARE(model.leftOut(), 12'001ULL - 5'000ULL);
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.leftOut(), 0ULL);
}

void TestWireLogModel::bytesAreBounded()
{
    WireLogModel model;
    const QAbstractItemModelTester tester(&model);
    const QByteArray line(1024 * 1024, 'x');
    for (int i = 0; i < 40; ++i) {
        model.append({received(line)}, 0);
    }
    QCOMPARE(model.rowCount(), 15);
    model.append({received(QByteArray(20 * 1024 * 1024, 'x'))}, 0);
    QCOMPARE(model.rowCount(), 1);
    model.append({received("a"), received("b")}, 0);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.leftOut(), 41ULL);
}

void TestWireLogModel::whatWasLeftOutIsCounted()
{
    WireLogModel model;
    const QAbstractItemModelTester tester(&model);
    QSignalSpy leftOut(&model, &WireLogModel::leftOutChanged);
    model.append({received("a")}, 0);
    QVERIFY(leftOut.isEmpty());
    model.append({received("b")}, 17);
    QCOMPARE(leftOut.size(), 1);
    QCOMPARE(leftOut[0][0].toULongLong(), 17ULL);
    model.append({}, 0);
    QCOMPARE(model.rowCount(), 2);
}

void TestWireLogModel::linesForNc_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("shell");
    QTest::newRow("SUB") << QByteArray("<SUB, WEATHER>")
                         << u"printf '%s\\n' '<CONN>' '<SUB, WEATHER>' | nc -N localhost 8092"_s;
    QTest::newRow("PUB") << QByteArray("<PUB, NEWS, it's, 100% so>")
                         << u"printf '%s\\n' '<CONN>' '<SUB, NEWS>' '<PUB, NEWS, it'\\''s, 100% "
                            "so>' | nc -N localhost 8092"_s;
    QTest::newRow("escapes stay as they are")
        << QByteArray("<PUBR, a\\,b, x\\ny\\\\>")
        << u"printf '%s\\n' '<CONN>' '<SUB, a\\,b>' '<PUBR, a\\,b, x\\ny\\\\>' | nc -N localhost "
           "8092"_s;
    QTest::newRow("what a shell would do") << QByteArray("<PUB, A, $(reboot) `x` \"y\" !z>")
                                           << u"printf '%s\\n' '<CONN>' '<SUB, A>' '<PUB, A, "
                                              u"$(reboot) `x` \"y\" !z>' | nc -N localhost "
                                              "8092"_s;
    QTest::newRow("UNSUB")
        << QByteArray("<UNSUB, +>")
        << u"printf '%s\\n' '<CONN>' '<SUB, +>' '<UNSUB, +>' | nc -N localhost 8092"_s;
    QTest::newRow("LIST") << QByteArray("<LIST>")
                          << u"printf '%s\\n' '<CONN>' '<LIST>' | nc -N localhost 8092"_s;
    QTest::newRow("CONN") << QByteArray("<CONN, Anna>")
                          << u"printf '%s\\n' '<CONN, Anna>' | nc -N localhost 8092"_s;
    QTest::newRow("PING") << QByteArray("<PING>")
                          << u"printf '%s\\n' '<PING>' | nc -N localhost 8092"_s;
}

void TestWireLogModel::linesForNc()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, shell);
    WireLogModel model;
    model.append({sent(line), received(line)}, 0);
    QCOMPARE(model.lineForNc(0), shell);
    QVERIFY(model.lineForNc(1).isEmpty());
    QVERIFY(model.lineForNc(2).isEmpty());
    QVERIFY(model.lineForNc(-1).isEmpty());
}

void TestWireLogModel::aShellWritesTheSameBytes_data()
{
    QTest::addColumn<QByteArray>("payload");
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte) {
        if (byte != '\n') {
            all += char(byte);
        }
    }
    const QList<std::pair<const char *, QByteArray>> payloads{
        {"a word", "snow"},
        {"quotes", "it's \"so\" `and` $HOME ${x} $(reboot) !! ; & | < > * ? ~ # \\"},
        {"quotes only", "''''"},
        {"escapes", "\\n \\\\ \\0101 \\x41 \\c \\' %s %d %%"},
        {"letters", "Zw\xC3\xB6lf \xE2\x98\x83 \xF0\x9D\x84\x9E"},
        {"controls, with escapes beside them",
         "a\x1B[2J\tb\r\\n\x07"
         "7\x7F"
         "'\\"},
        {"no UTF-8",
         "\xFF\xFE"
         "7\xC3'\\\xE2\x98"},
        {"what misleads",
         "a\xE2\x80\xAE"
         "b\xE2\x80\x8B"},
        {"every byte but the line end", all},
        {"empty", {}},
    };
    for (const auto &[name, payload] : payloads) {
        QTest::newRow(name) << payload;
    }
}

void TestWireLogModel::aShellWritesTheSameBytes()
{
    QFETCH(QByteArray, payload);
    WireLogModel model;
    const QByteArray line = "<PUB, NEWS, " + payload + '>';
    model.append({sent(line)}, 0);
    const QString shellLine = model.lineForNc(0);
    for (const uint c : shellLine.toUcs4()) {
        QVERIFY2(QChar::isPrint(c), "what is pasted into a terminal must not steer it");
    }
    const qsizetype pipe = shellLine.lastIndexOf(u" | nc "_s);
    QVERIFY(pipe > 0);
    int shells = 0;
    for (const QString &shell : {u"sh"_s, u"bash"_s, u"dash"_s}) {
        QProcess process;
        process.start(shell, {u"-c"_s, shellLine.first(pipe)});
        if (!process.waitForStarted(patience)) {
            continue;
        }
        ++shells;
        QVERIFY(process.waitForFinished(patience));
        const QByteArray written = process.readAllStandardOutput();
        QVERIFY2(written == line + '\n' || written.endsWith('\n' + line + '\n'),
                 written.toPercentEncoding().constData());
        QVERIFY(process.readAllStandardError().isEmpty());
    }
    if (shells == 0) {
        QSKIP("no POSIX shell here");
    }
}

void TestWireLogModel::cutLinesHaveAToolTip()
{
    WireLogModel model;
    model.append({sent("<b>short</b>"), sent("<b>" + QByteArray(1'000, 'x') + " end")}, 0);
    QVERIFY(model.index(0, WireLogModel::LineColumn).data(Qt::ToolTipRole).toString().isEmpty());
    const QString tip = model.index(1, WireLogModel::LineColumn).data(Qt::ToolTipRole).toString();
    QVERIFY(tip.contains("&lt;b&gt;xxx"_L1));
    QVERIFY(tip.contains("end"_L1));
    QVERIFY(model.index(1, WireLogModel::TimeColumn).data(Qt::ToolTipRole).toString().isEmpty());
}

void TestWireLogModel::hostsForNc()
{
    WireLogModel model;
    model.append({sent("<PING>")}, 0);
    model.setNcTarget(u"192.168.1.7"_s, 9000);
    QVERIFY(model.lineForNc(0).endsWith(u"| nc -N 192.168.1.7 9000"_s));
    model.setNcTarget(u"fe80::2"_s, 1);
    QVERIFY(model.lineForNc(0).endsWith(u"| nc -N fe80::2 1"_s));
    model.setNcTarget(u"a; reboot"_s, 1);
    QVERIFY(model.lineForNc(0).endsWith(u"| nc -N -- 'a; reboot' 1"_s));
    model.setNcTarget(u"-e/bin/sh"_s, 1);
    QVERIFY(model.lineForNc(0).endsWith(u"| nc -N -- '-e/bin/sh' 1"_s));
}

void TestWireLogModel::rowsAsText()
{
    WireLogModel model;
    model.append({sent("<PING>"), received("<PONG>")}, 0);
    QCOMPARE(model.rowsAsText({0, 1, 9}), u"10:02:11.204\t→\t<PING>\n10:03:11.204\t←\t<PONG>\n"_s);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestWireLogModel)
#include "tst_wirelogmodel.moc"
