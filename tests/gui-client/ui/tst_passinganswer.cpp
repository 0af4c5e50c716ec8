#include "ui/passinganswer.h"

#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestPassingAnswer : public QObject {
    Q_OBJECT

private slots:
    void saysAndFallsSilent();
    void speaksInsteadOfAnother();
};

void TestPassingAnswer::saysAndFallsSilent()
{
    QWidget window;
    auto *answer = new PassingAnswer(&window);
    window.show();
    QVERIFY(!answer->isVisible());
    answer->setStay(1h);
    answer->say(u"Copied <b>3</b> messages."_s);
    QVERIFY(answer->isVisible());
    QCOMPARE(answer->text(), u"Copied <b>3</b> messages."_s);
    QCOMPARE(answer->textFormat(), Qt::PlainText);
    answer->say(u"Nothing is selected."_s);
    QCOMPARE(answer->text(), u"Nothing is selected."_s);
    answer->setStay(1ms);
    QTRY_VERIFY_WITH_TIMEOUT(!answer->isVisible(), 30'000);
    QCOMPARE(answer->text(), QString());
}

void TestPassingAnswer::speaksInsteadOfAnother()
{
    QWidget window;
    auto *answer = new PassingAnswer(&window);
    QLabel other(&window);
    answer->setInsteadOf(&other);
    answer->setStay(1h);
    window.show();
    QVERIFY(other.isVisible());
    answer->say(u"Copied."_s);
    QVERIFY(!other.isVisible());
    answer->setStay(1ms);
    QTRY_VERIFY_WITH_TIMEOUT(other.isVisible(), 30'000);
    QVERIFY(!answer->isVisible());
}

QTEST_MAIN(TestPassingAnswer)
#include "tst_passinganswer.moc"
