#include "ui/elidedlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QPushButton>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>

using namespace corkboard;
using namespace Qt::StringLiterals;

class TestElidedLabel : public QObject {
    Q_OBJECT

private slots:
    void noTextMakesTheWindowWider();
    void withoutStretchingItTakesWhatItNeeds();
    void whatDoesNotFitIsCut();
    void theToolTipIsTheWholeTextAsItIs();
    void theAccessibleNameIsTheWholeText();
    void oneLineStaysOne();
    void theFontMakesItHigher();

private:
    static QString toolTipOf(ElidedLabel &label);
};

QString TestElidedLabel::toolTipOf(ElidedLabel &label)
{
    QToolTip::hideText();
    // It goes with a delay.
    if (!QTest::qWaitFor([] { return !QToolTip::isVisible(); }, 30'000)) {
        return u"the one before"_s;
    }
    QHelpEvent help(QEvent::ToolTip, QPoint(2, 2), label.mapToGlobal(QPoint(2, 2)));
    QCoreApplication::sendEvent(&label, &help);
    QTextDocument shown;
    shown.setHtml(QToolTip::text());
    return shown.toPlainText();
}

void TestElidedLabel::noTextMakesTheWindowWider()
{
    QWidget window;
    auto *label = new ElidedLabel(&window);
    auto *layout = new QHBoxLayout(&window);
    layout->addWidget(label, 1);
    layout->addWidget(new QPushButton(u"Button"_s, &window));
    const QSize hint = window.sizeHint();
    const QSize minimum = window.minimumSizeHint();
    window.resize(300, 60);
    window.show();
    label->setText(u"x/"_s.repeated(10'000));
    layout->activate();
    QCOMPARE(window.sizeHint(), hint);
    QCOMPARE(window.minimumSizeHint(), minimum);
    QCOMPARE(window.width(), 300);
    // It has what the button leaves.
    QTRY_VERIFY_WITH_TIMEOUT(label->width() > 150, 30'000);
}

void TestElidedLabel::withoutStretchingItTakesWhatItNeeds()
{
    QWidget window;
    auto *label = new ElidedLabel(&window);
    label->setStretching(false);
    auto *layout = new QHBoxLayout(&window);
    layout->addWidget(new ElidedLabel(&window), 1);
    layout->addWidget(label);
    window.resize(400, 60);
    window.show();
    const QSize minimum = window.minimumSizeHint();
    label->setText(u"what it needs"_s);
    layout->activate();
    QVERIFY(!label->isElided());
    QVERIFY(label->width() < 200);
    label->setText(u"x"_s.repeated(10'000));
    layout->activate();
    QVERIFY(label->isElided());
    QCOMPARE(window.minimumSizeHint(), minimum);
    QCOMPARE(window.width(), 400);
}

void TestElidedLabel::whatDoesNotFitIsCut()
{
    ElidedLabel label;
    label.resize(2'000, 30);
    label.setText(u"short & sweet"_s);
    QCOMPARE(label.shownText(), u"short & sweet"_s);
    QVERIFY(!label.isElided());
    label.setText(u"begin "_s + QString(1'000, u'x') + u" end"_s);
    label.resize(200, 30);
    QVERIFY(label.isElided());
    QVERIFY(label.shownText().startsWith("begin x"_L1));
    QVERIFY(label.shownText().endsWith(u'…'));
    label.setElideMode(Qt::ElideMiddle);
    QVERIFY(label.shownText().startsWith("begin"_L1));
    QVERIFY(label.shownText().endsWith("end"_L1));
    QVERIFY(label.text().size() > 1'000);
    QVERIFY(!label.grab().isNull());
}

void TestElidedLabel::theToolTipIsTheWholeTextAsItIs()
{
    ElidedLabel label;
    label.resize(100, 30);
    label.show();
    const QString text = u"<h1>A heading</h1> <img src=\"x\"> &amp; more of it"_s;
    label.setText(text);
    QCOMPARE(toolTipOf(label), text);
    // Where all of it is seen there is nothing to add, but for a tip of one's own.
    label.setText(u"a"_s);
    QCOMPARE(toolTipOf(label), QString());
    label.setToolTip(u"what it means"_s);
    QCOMPARE(toolTipOf(label), u"what it means"_s);
}

void TestElidedLabel::theAccessibleNameIsTheWholeText()
{
    ElidedLabel label;
    label.resize(50, 30);
    const QString text = u"<b>a long text</b> that is cut"_s;
    label.setText(text);
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&label);
    QVERIFY(interface);
    QCOMPARE(interface->text(QAccessible::Name), text);
    QCOMPARE(interface->role(), QAccessible::StaticText);
}

void TestElidedLabel::oneLineStaysOne()
{
    ElidedLabel label;
    label.resize(2'000, 30);
    const QSize hint = label.sizeHint();
    label.setText(u"one\ntwo\u2028three"_s);
    QCOMPARE(label.shownText(), u"one two three"_s);
    QVERIFY(!label.isElided());
    QCOMPARE(label.sizeHint(), hint);
}

void TestElidedLabel::theFontMakesItHigher()
{
    ElidedLabel label;
    const QSize hint = label.sizeHint();
    QFont large = label.font();
    large.setPointSizeF(large.pointSizeF() * 2);
    label.setFont(large);
    QVERIFY(label.sizeHint().height() > hint.height());
    QVERIFY(label.sizeHint().width() > hint.width());
}

QTEST_MAIN(TestElidedLabel)
#include "tst_elidedlabel.moc"
