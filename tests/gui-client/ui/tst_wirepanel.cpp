#include "models/wirelogmodel.h"
#include "ui/wirepanel.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace corkboard;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; ///< ms, for a loaded machine

WireRecord sent(const QByteArray &line)
{
    return {{}, WireRecord::Direction::Sent, line};
}

WireRecord received(const QByteArray &line)
{
    return {{}, WireRecord::Direction::Received, line};
}

} // namespace

class TestWirePanel : public QObject {
    Q_OBJECT

private slots:
    void init();

    void theLimitsAreShown();
    void copyForNcAnswers();
    void copyIsWholeAndAnswers();
    void newestGoesToTheEnd();
    void nothingMakesItWider();

private:
    [[nodiscard]] QAction *action(const QString &name) const
    {
        return m_panel->findChild<QAction *>(name);
    }
    [[nodiscard]] QString answer() const
    {
        return m_panel->findChild<QLabel *>(u"answer"_s)->text();
    }
    [[nodiscard]] QTableView *view() const { return m_panel->findChild<QTableView *>(u"wire"_s); }

    std::unique_ptr<WireLogModel> m_model;
    std::unique_ptr<WirePanel> m_panel;
};

void TestWirePanel::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QGuiApplication::clipboard()->clear();
    m_panel.reset();
    m_model = std::make_unique<WireLogModel>();
    m_panel = std::make_unique<WirePanel>(*m_model);
    m_panel->resize(300, 300);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get(), patience));
}

void TestWirePanel::theLimitsAreShown()
{
    const auto shown = [this] { return m_panel->findChild<QLabel *>(u"wireCounts"_s)->text(); };
    QCOMPARE(shown(), u"0 of 5,000 lines, 0.0 of 16 MB"_s);
    m_model->append({sent("<PING>"), received("<PONG>")}, 0);
    QCOMPARE(shown(), u"2 of 5,000 lines, 0.0 of 16 MB"_s);
    m_model->append({received(QByteArray(2 * 1024 * 1024, 'x'))}, 1'234);
    QCOMPARE(shown(), u"3 of 5,000 lines, 2.0 of 16 MB · 1,234 older not kept"_s);
    m_model->clear();
    QCOMPARE(shown(), u"0 of 5,000 lines, 0.0 of 16 MB"_s);
}

void TestWirePanel::copyForNcAnswers()
{
    m_model->append({sent("<PING>"), received("<PONG>")}, 0);
    action(u"copyForNc"_s)->trigger();
    QCOMPARE(answer(), u"Select one line first."_s);
    view()->selectRow(1);
    action(u"copyForNc"_s)->trigger();
    QCOMPARE(answer(), u"Only sent lines (→) are for nc."_s);
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    view()->selectRow(0);
    action(u"copyForNc"_s)->trigger();
    QCOMPARE(answer(), u"Copied: paste it in a terminal."_s);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_model->lineForNc(0));
}

void TestWirePanel::copyIsWholeAndAnswers()
{
    action(u"copyLines"_s)->trigger();
    QCOMPARE(answer(), u"No line is selected."_s);
    const QByteArray line = "<PUB, NEWS, " + QByteArray(5'000, 'x') + '>';
    m_model->append({received(line), sent("<PING>")}, 0);
    view()->selectRow(0);
    action(u"copyLines"_s)->trigger();
    QCOMPARE(answer(), u"Copied 1 line."_s);
    QVERIFY(QGuiApplication::clipboard()->text().endsWith(u'\t' + QString::fromUtf8(line) + u'\n'));
    view()->selectAll();
    action(u"copyLines"_s)->trigger();
    QCOMPARE(answer(), u"Copied 2 lines."_s);
}

void TestWirePanel::newestGoesToTheEnd()
{
    QAction *newest = action(u"newestLine"_s);
    m_model->append(QList<WireRecord>(200, received("<PONG>")), 0);
    QVERIFY(!newest->isEnabled());
    view()->setCurrentIndex(m_model->index(100, WireLogModel::LineColumn));
    QTest::keyClick(view(), Qt::Key_Home);
    QVERIFY(newest->isEnabled());
    m_model->append(QList<WireRecord>(12, received("<PONG>")), 0);
    QVERIFY(newest->toolTip().contains("12"_L1));
    newest->trigger();
    QVERIFY(!newest->isEnabled());
    const QRect last = view()->visualRect(m_model->index(211, WireLogModel::LineColumn));
    QVERIFY(view()->viewport()->rect().intersects(last));
}

void TestWirePanel::nothingMakesItWider()
{
    const int width = m_panel->minimumSizeHint().width();
    m_model->append(QList<WireRecord>(7'000, received(QByteArray(1'000, 'x'))), 1'000'000'000);
    action(u"copyForNc"_s)->trigger();
    QCOMPARE(m_panel->minimumSizeHint().width(), width);
    QCOMPARE(m_panel->width(), 300);
}

QTEST_MAIN(TestWirePanel)
#include "tst_wirepanel.moc"
