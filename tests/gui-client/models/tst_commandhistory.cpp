#include "models/commandhistory.h"

#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestCommandHistory final : public QObject {
    Q_OBJECT

private slots:
    void upAndDown();
    void whatIsBeingTypedIsKept();
    void emptyLinesAndRepetitionsAreNotKept();
    void theOldestGo();
    void anEmptyHistoryChangesNothing();
    void savedLinesComeBack();
};

void TestCommandHistory::upAndDown()
{
    CommandHistory history;
    history.add(u"/LIST"_s);
    history.add(u"/HELP"_s);
    history.add(u"/PING"_s);
    QCOMPARE(history.previous({}), u"/PING"_s);
    QCOMPARE(history.previous(u"/PING"_s), u"/HELP"_s);
    QCOMPARE(history.previous(u"/HELP"_s), u"/LIST"_s);
    QCOMPARE(history.previous(u"/LIST"_s), u"/LIST"_s);
    QCOMPARE(history.next(u"/LIST"_s), u"/HELP"_s);
    QCOMPARE(history.next(u"/HELP"_s), u"/PING"_s);
    QCOMPARE(history.next(u"/PING"_s), QString());
}

void TestCommandHistory::whatIsBeingTypedIsKept()
{
    CommandHistory history;
    history.add(u"/LIST"_s);
    QCOMPARE(history.next(u"/SU"_s), u"/SU"_s);
    QCOMPARE(history.previous(u"/SU"_s), u"/LIST"_s);
    QCOMPARE(history.next(u"/LIST"_s), u"/SU"_s);
    QCOMPARE(history.next(u"/SUB"_s), u"/SUB"_s);
    history.add(u"/SUB NEWS"_s);
    QCOMPARE(history.previous({}), u"/SUB NEWS"_s);
    QCOMPARE(history.next(u"/SUB NEWS"_s), QString());
}

void TestCommandHistory::emptyLinesAndRepetitionsAreNotKept()
{
    CommandHistory history;
    history.add(u"/LIST"_s);
    history.add({});
    history.add(u"/LIST"_s);
    history.add(u"/HELP"_s);
    history.add(u"/LIST"_s);
    QCOMPARE(history.lines(), QStringList({u"/LIST"_s, u"/HELP"_s, u"/LIST"_s}));
}

void TestCommandHistory::theOldestGo()
{
    CommandHistory history(2);
    history.add(u"a"_s);
    history.add(u"b"_s);
    history.add(u"c"_s);
    QCOMPARE(history.lines(), QStringList({u"b"_s, u"c"_s}));
    QCOMPARE(history.previous({}), u"c"_s);
    QCOMPARE(history.previous({}), u"b"_s);
    QCOMPARE(history.previous({}), u"b"_s);
}

void TestCommandHistory::anEmptyHistoryChangesNothing()
{
    CommandHistory history;
    QCOMPARE(history.previous(u"x"_s), u"x"_s);
    QCOMPARE(history.next(u"x"_s), u"x"_s);
}

void TestCommandHistory::savedLinesComeBack()
{
    CommandHistory history(3);
    history.setLines({u"a"_s, u"b"_s, u"c"_s, u"d"_s});
    QCOMPARE(history.lines(), QStringList({u"b"_s, u"c"_s, u"d"_s}));
    QCOMPARE(history.previous(u"typed"_s), u"d"_s);
    QCOMPARE(history.next(u"d"_s), u"typed"_s);
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestCommandHistory)
#include "tst_commandhistory.moc"
