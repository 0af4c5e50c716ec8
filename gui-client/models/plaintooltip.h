#pragma once

#include <QString>
#include <QStringView>

namespace corkboard {

/**
 * A tool tip that shows @p text letter by letter, whatever it is; an empty text gives none.
 *
 * Tool tips take what looks like HTML for HTML, so text from outside must not get there raw: it
 * could pretend to be the window, or load pictures. Line ends and blanks stay, long lines wrap, and
 * so do long words: invisible U+200B stand in them.
 */
[[nodiscard]] QString plainToolTip(QStringView text);

} // namespace corkboard
