#include "ui/palettestyle.h"
#include "ui/theme.h"

#include <QApplication>
#include <QStyle>
#include <QTest>

using namespace corkboard;
using namespace Qt::StringLiterals;

namespace {

/// Source: WCAG 2.1, success criterion 1.4.3.
constexpr double wantedContrast = 4.5;

} // namespace

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void contrastIsThatOfTheStandard();
    void textOfThePaletteIsReadable_data();
    void textOfThePaletteIsReadable();
    void ownTextColorsAreReadable_data() { palettes(); }
    void ownTextColorsAreReadable();
    void textIsReadableOnOwnBackgrounds_data() { palettes(); }
    void textIsReadableOnOwnBackgrounds();
    void applyChangesTheApplication();
    void modeNamesAreReadBack();

private:
    static void palettes();
};

void TestTheme::palettes()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << Theme::lightPalette();
    QTest::newRow("dark") << Theme::darkPalette();
}

void TestTheme::contrastIsThatOfTheStandard()
{
    QCOMPARE(Theme::contrast(Qt::black, Qt::white), 21.0);
    QCOMPARE(Theme::contrast(Qt::white, Qt::black), 21.0);
    QCOMPARE(Theme::contrast(Qt::red, Qt::red), 1.0);
    // The grey that the standard's own notes give as the lightest one that is readable on white.
    QVERIFY(qAbs(Theme::contrast(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
}

void TestTheme::textOfThePaletteIsReadable_data()
{
    using Role = QPalette::ColorRole;
    QTest::addColumn<QPalette>("palette");
    QTest::addColumn<Role>("text");
    QTest::addColumn<Role>("background");
    const struct {
        const char *name;
        Role text, background;
    } pairs[] = {
        {"window", QPalette::WindowText, QPalette::Window},
        {"view", QPalette::Text, QPalette::Base},
        {"alternate rows", QPalette::Text, QPalette::AlternateBase},
        {"button", QPalette::ButtonText, QPalette::Button},
        {"selection", QPalette::HighlightedText, QPalette::Highlight},
        {"placeholder", QPalette::PlaceholderText, QPalette::Base},
        {"tool tip", QPalette::ToolTipText, QPalette::ToolTipBase},
        {"link", QPalette::Link, QPalette::Base},
    };
    for (const auto &pair : pairs) {
        QTest::addRow("light, %s", pair.name)
            << Theme::lightPalette() << pair.text << pair.background;
        QTest::addRow("dark, %s", pair.name)
            << Theme::darkPalette() << pair.text << pair.background;
    }
}

void TestTheme::textOfThePaletteIsReadable()
{
    QFETCH(QPalette, palette);
    QFETCH(QPalette::ColorRole, text);
    QFETCH(QPalette::ColorRole, background);
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        QCOMPARE_GE(Theme::contrast(palette.color(group, text), palette.color(group, background)),
                    wantedContrast);
    }
}

void TestTheme::ownTextColorsAreReadable()
{
    QFETCH(QPalette, palette);
    for (const ThemeColor role : Theme::textColors()) {
        const QColor color = Theme::color(role, palette);
        for (const auto behind : {QPalette::Window, QPalette::Base, QPalette::AlternateBase}) {
            QCOMPARE_GE(Theme::contrast(color, palette.color(behind)), wantedContrast);
        }
    }
}

void TestTheme::textIsReadableOnOwnBackgrounds()
{
    QFETCH(QPalette, palette);
    for (const ThemeColor role : Theme::backgroundColors()) {
        QCOMPARE_GE(Theme::contrast(palette.color(QPalette::Text), Theme::color(role, palette)),
                    wantedContrast);
    }
}

void TestTheme::applyChangesTheApplication()
{
    Theme::apply(ThemeMode::Dark);
    QVERIFY(Theme::isDark(QApplication::palette()));
    QVERIFY(qobject_cast<PaletteStyle *>(QApplication::style()));
    Theme::apply(ThemeMode::Light);
    QVERIFY(!Theme::isDark(QApplication::palette()));
    QCOMPARE(QApplication::palette().color(QPalette::Base),
             Theme::lightPalette().color(QPalette::Base));
    // The system's own palette comes back, whatever it is.
    const QColor system = QApplication::style()->standardPalette().color(QPalette::Window);
    Theme::apply(ThemeMode::System);
    QCOMPARE(QApplication::palette().color(QPalette::Window), system);
}

void TestTheme::modeNamesAreReadBack()
{
    for (const ThemeMode mode : {ThemeMode::System, ThemeMode::Light, ThemeMode::Dark}) {
        QCOMPARE(themeModeFromString(themeModeName(mode)), mode);
    }
    QCOMPARE(themeModeFromString(u"purple"), ThemeMode::System);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
