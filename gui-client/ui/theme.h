#pragma once

#include <QColor>
#include <QPalette>

class QWidget;

namespace corkboard {

/// Which colours the person asked for in the View menu.
enum class ThemeMode {
    System, ///< those of the desktop
    Light,
    Dark,
};

/// Colours with a meaning of our own, besides those of QPalette.
enum class ThemeColor {
    Good, ///< text: connected, done
    Busy, ///< text: connecting, waiting
    Bad, ///< text: refused, lost
    Muted, ///< text of less weight
    Live, ///< text: the mark of a live message
    Stored, ///< text: the mark of a stored copy
    Sent, ///< text: a frame that went out
    Received, ///< text: a frame that came in
    MatchBackground, ///< behind topics that the typed filter matches
    NoticeBackground, ///< behind a sentence with something to do
    ErrorBackground, ///< behind a sentence that says what went wrong
};

/**
 * The one place with literal colours: light and dark palettes, and the colours with a meaning.
 *
 * Everything else asks the widget's palette or color(). Text colours reach a contrast of 4.5 to 1
 * on the window, on views and on the notices (tst_theme computes it). GUI thread only.
 */
class Theme {
public:
    [[nodiscard]] static QPalette lightPalette();
    [[nodiscard]] static QPalette darkPalette();

    /// Puts the Fusion style and the palette of @p mode on the whole application.
    static void apply(ThemeMode mode);

    /// True where text is lighter than the window behind it.
    [[nodiscard]] static bool isDark(const QPalette &palette);

    /// The colour of @p role that fits @p palette.
    [[nodiscard]] static QColor color(ThemeColor role, const QPalette &palette);

    /// All roles that are used for text.
    [[nodiscard]] static QList<ThemeColor> textColors();

    /// All roles that are used behind text.
    [[nodiscard]] static QList<ThemeColor> backgroundColors();

    /// The contrast of two opaque colours, 1 to 21. Source: WCAG 2.1, definition of contrast ratio.
    [[nodiscard]] static double contrast(const QColor &a, const QColor &b);
};

/// The name under which a mode is kept in the settings: "system", "light", "dark".
[[nodiscard]] QString themeModeName(ThemeMode mode);

/// The mode of that name; System for anything else.
[[nodiscard]] ThemeMode themeModeFromString(QStringView name);

} // namespace corkboard
