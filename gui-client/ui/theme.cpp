#include "ui/theme.h"

#include "ui/palettestyle.h"

#include <QApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// The colours of one palette; each is 0xRRGGBB.
struct Swatches {
    QRgb window, base, alternate, text, button, border, highlight, highlightedText, placeholder,
        disabled, link;
};

constexpr Swatches lightSwatches{.window = 0xF4F1EB,
                                 .base = 0xFFFFFF,
                                 .alternate = 0xFAF8F4,
                                 .text = 0x1F1D1A,
                                 .button = 0xEAE5DC,
                                 .border = 0xB9B1A4,
                                 .highlight = 0x1F5FBF,
                                 .highlightedText = 0xFFFFFF,
                                 .placeholder = 0x6A645B,
                                 .disabled = 0x938C81,
                                 .link = 0x1A56B0};

constexpr Swatches darkSwatches{.window = 0x262421,
                                .base = 0x1B1A18,
                                .alternate = 0x211F1D,
                                .text = 0xECE8E1,
                                .button = 0x37342F,
                                .border = 0x57524A,
                                .highlight = 0x2F66B8,
                                .highlightedText = 0xFFFFFF,
                                .placeholder = 0xA39C91,
                                .disabled = 0x7D776D,
                                .link = 0x86B6FF};

struct RoleColors {
    ThemeColor role;
    QRgb light;
    QRgb dark;
    bool isText;
};

constexpr std::array roleColors{
    RoleColors{ThemeColor::Good, 0x14682C, 0x5CCB7A, true},
    RoleColors{ThemeColor::Busy, 0x7D5300, 0xE6B84C, true},
    RoleColors{ThemeColor::Bad, 0xA81F15, 0xFF938A, true},
    RoleColors{ThemeColor::Muted, 0x5F5A52, 0xAFA89D, true},
    RoleColors{ThemeColor::Live, 0x1A56B0, 0x86B6FF, true},
    RoleColors{ThemeColor::Stored, 0x854600, 0xF0B060, true},
    RoleColors{ThemeColor::Sent, 0x14682C, 0x5CCB7A, true},
    RoleColors{ThemeColor::Received, 0x1A56B0, 0x86B6FF, true},
    RoleColors{ThemeColor::MatchBackground, 0xFFEFA6, 0x4A3F12, false},
    RoleColors{ThemeColor::NoticeBackground, 0xFFF6D8, 0x3B3520, false},
    RoleColors{ThemeColor::ErrorBackground, 0xFCE9E6, 0x44231F, false},
};

QColor opaque(QRgb rgb)
{
    return QColor::fromRgb(rgb | 0xFF00'0000U);
}

QPalette paletteOf(const Swatches &swatches)
{
    // The constructor derives the shades of frames and bevels from button and window.
    QPalette palette(opaque(swatches.button), opaque(swatches.window));
    const QColor text = opaque(swatches.text);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, opaque(swatches.base));
    palette.setColor(QPalette::AlternateBase, opaque(swatches.alternate));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, opaque(swatches.highlightedText));
    palette.setColor(QPalette::ToolTipBase, opaque(swatches.base));
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::PlaceholderText, opaque(swatches.placeholder));
    palette.setColor(QPalette::Mid, opaque(swatches.border));
    palette.setColor(QPalette::Highlight, opaque(swatches.highlight));
    palette.setColor(QPalette::HighlightedText, opaque(swatches.highlightedText));
    palette.setColor(QPalette::Link, opaque(swatches.link));
    palette.setColor(QPalette::LinkVisited, opaque(swatches.link));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, opaque(swatches.disabled));
    }
    palette.setColor(QPalette::Disabled, QPalette::Base, opaque(swatches.window));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, opaque(swatches.border));
    return palette;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

QList<ThemeColor> rolesWhere(bool isText)
{
    QList<ThemeColor> roles;
    for (const RoleColors &entry : roleColors) {
        if (entry.isText == isText) {
            roles.append(entry.role);
        }
    }
    return roles;
}

} // namespace

QPalette Theme::lightPalette()
{
    return paletteOf(lightSwatches);
}

QPalette Theme::darkPalette()
{
    return paletteOf(darkSwatches);
}

void Theme::apply(ThemeMode mode)
{
    // Fusion draws with the palette alone, so that both palettes look right on every system.
    if (!qobject_cast<PaletteStyle *>(QApplication::style())) {
        QApplication::setStyle(new PaletteStyle);
    }
    switch (mode) {
    case ThemeMode::System:
        QApplication::setPalette(QPalette());
        break;
    case ThemeMode::Light:
        QApplication::setPalette(lightPalette());
        break;
    case ThemeMode::Dark:
        QApplication::setPalette(darkPalette());
        break;
    }
}

bool Theme::isDark(const QPalette &palette)
{
    return luminance(palette.color(QPalette::WindowText))
        > luminance(palette.color(QPalette::Window));
}

QColor Theme::color(ThemeColor role, const QPalette &palette)
{
    const auto entry = std::ranges::find(roleColors, role, &RoleColors::role);
    Q_ASSERT(entry != roleColors.end());
    return opaque(isDark(palette) ? entry->dark : entry->light);
}

QList<ThemeColor> Theme::textColors()
{
    return rolesWhere(true);
}

QList<ThemeColor> Theme::backgroundColors()
{
    return rolesWhere(false);
}

double Theme::contrast(const QColor &a, const QColor &b)
{
    const auto [dark, light] = std::minmax({luminance(a), luminance(b)});
    return (light + 0.05) / (dark + 0.05);
}

QString themeModeName(ThemeMode mode)
{
    switch (mode) {
    case ThemeMode::Light:
        return u"light"_s;
    case ThemeMode::Dark:
        return u"dark"_s;
    case ThemeMode::System:
        break;
    }
    return u"system"_s;
}

ThemeMode themeModeFromString(QStringView name)
{
    if (name == "light"_L1) {
        return ThemeMode::Light;
    }
    return name == "dark"_L1 ? ThemeMode::Dark : ThemeMode::System;
}

} // namespace corkboard
