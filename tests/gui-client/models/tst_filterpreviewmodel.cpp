#include "models/filterpreviewmodel.h"
#include "modelvalues.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace corkboard {

class TestFilterPreviewModel final : public QObject {
    Q_OBJECT

private slots:
    void linesAreMatchesThenReasons();
    void whatIsNotNamedIsCounted();
    void nothingNewIsNoReset();
    void namesFromOutsideAreEscaped();
};

void TestFilterPreviewModel::linesAreMatchesThenReasons()
{
    FilterPreview preview;
    preview.setTopics(topicList({u"NEWS"_s, u"WEATHER"_s, u"WEATHER/MN"_s}));
    FilterPreviewModel model;
    const QAbstractItemModelTester tester(&model);
    model.setResult(preview.evaluate(u"WEATHER/+"), u"NEWS: chosen"_s);
    const QStringList lines = columnTexts(model, 0);
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0], u"NEWS: chosen"_s);
    QCOMPARE(lines[1], u"✓ WEATHER/MN"_s);
    QVERIFY(lines[2].startsWith(u"✗ WEATHER: Level 2"_s));
    QVERIFY(lines[3].startsWith(u"✗ NEWS: Level 1"_s));
    model.setResult(preview.evaluate(u"#/x"), u"NEWS: chosen"_s);
    QCOMPARE(model.rowCount(), 0);
}

void TestFilterPreviewModel::whatIsNotNamedIsCounted()
{
    QList<TopicName> topics;
    for (int i = 0; i < 300; ++i) {
        topics += topic(u"%1/%2"_s.arg(i % 2 == 0 ? u"even"_s : u"odd"_s).arg(i));
    }
    FilterPreview preview;
    preview.setTopics(topics);
    FilterPreviewModel model;
    const QAbstractItemModelTester tester(&model);
    model.setResult(preview.evaluate(u"even/+"), {});
    const QStringList lines = columnTexts(model, 0);
    QCOMPARE(lines.filter(u"✓ "_s).size(), FilterPreview::maxListed);
    QCOMPARE(lines[100], u"… and 50 more match"_s);
    QCOMPARE(lines.filter(u"✗ "_s).size(), FilterPreviewModel::maxMisses);
    QCOMPARE(lines.last(), u"… and 130 more do not match"_s);
}

void TestFilterPreviewModel::nothingNewIsNoReset()
{
    FilterPreview preview;
    preview.setTopics(topicList({u"a"_s}));
    FilterPreviewModel model;
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setResult(preview.evaluate(u"+"), {});
    model.setResult(preview.evaluate(u"#"), {});
    QCOMPARE(reset.size(), 1);
}

void TestFilterPreviewModel::namesFromOutsideAreEscaped()
{
    FilterPreview preview;
    preview.setTopics(topicList({u"<b>\u202Ex"_s}));
    FilterPreviewModel model;
    model.setResult(preview.evaluate(u"#"), {});
    QVERIFY(!columnTexts(model, 0).constFirst().contains(QChar(0x202E)));
    QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains("&lt;b&gt;"_L1));
}

} // namespace corkboard

QTEST_GUILESS_MAIN(corkboard::TestFilterPreviewModel)
#include "tst_filterpreviewmodel.moc"
