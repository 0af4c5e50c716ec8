#include "ui/iconset.h"
#include "ui/theme.h"

#include <QApplication>
#include <QImage>
#include <QPixmap>
#include <QTest>

using namespace corkboard;

class TestIconSet : public QObject {
    Q_OBJECT

private slots:
    void everyActionHasAPicture_data();
    void everyActionHasAPicture();
    void pictureFollowsThePalette();
    void applicationIconHasAllSizes();
};

namespace {

/// The colour of the most opaque pixel.
QColor inkOf(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QRgb best = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            best = qAlpha(image.pixel(x, y)) > qAlpha(best) ? image.pixel(x, y) : best;
        }
    }
    return QColor::fromRgba(best);
}

} // namespace

void TestIconSet::everyActionHasAPicture_data()
{
    QTest::addColumn<int>("number");
    for (int i = 0; i <= static_cast<int>(IconName::Wire); ++i) {
        QTest::addRow("%d", i) << i;
    }
}

void TestIconSet::everyActionHasAPicture()
{
    QFETCH(int, number);
    const QIcon icon = corkboard::icon(static_cast<IconName>(number));
    for (const int size : {16, 24, 32, 48}) {
        const QPixmap pixmap = icon.pixmap(size);
        QCOMPARE(pixmap.width(), size);
        QVERIFY(inkOf(pixmap).alpha() > 150);
    }
}

void TestIconSet::pictureFollowsThePalette()
{
    const QIcon icon = corkboard::icon(IconName::Publish);
    Theme::apply(ThemeMode::Light);
    QVERIFY(inkOf(icon.pixmap(32)).lightness() < 80);
    Theme::apply(ThemeMode::Dark);
    QVERIFY(inkOf(icon.pixmap(32)).lightness() > 170);
    QVERIFY(inkOf(icon.pixmap(QSize(32, 32), QIcon::Disabled)).lightness() < 170);
}

void TestIconSet::applicationIconHasAllSizes()
{
    const QIcon icon = applicationIcon();
    for (const int size : {16, 32, 48, 64, 128, 256}) {
        QCOMPARE(icon.actualSize(QSize(size, size)), QSize(size, size));
    }
    QVERIFY(inkOf(icon.pixmap(64)).alpha() == 255);
}

QTEST_MAIN(TestIconSet)
#include "tst_iconset.moc"
