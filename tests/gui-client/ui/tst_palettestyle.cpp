#include "ui/palettestyle.h"
#include "ui/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QImage>
#include <QTest>

using namespace corkboard;

class TestPaletteStyle : public QObject {
    Q_OBJECT

private slots:
    void boxThatIsNotTickedIsSeen_data();
    void boxThatIsNotTickedIsSeen();
};

void TestPaletteStyle::boxThatIsNotTickedIsSeen_data()
{
    QTest::addColumn<ThemeMode>("mode");
    QTest::newRow("light") << ThemeMode::Light;
    QTest::newRow("dark") << ThemeMode::Dark;
}

void TestPaletteStyle::boxThatIsNotTickedIsSeen()
{
    QFETCH(ThemeMode, mode);
    Theme::apply(mode);
    QCheckBox box;
    box.resize(30, 30);
    const QImage image = box.grab().toImage();
    const QColor behind = box.palette().color(QPalette::Window);
    double best = 1;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            best = std::max(best, Theme::contrast(behind, image.pixelColor(x, y)));
        }
    }
    // Source: WCAG 2.1, success criterion 1.4.11: 3 to 1 for parts of a control.
    QVERIFY2(best >= 3.0, qPrintable(QString::number(best)));
}

QTEST_MAIN(TestPaletteStyle)
#include "tst_palettestyle.moc"
