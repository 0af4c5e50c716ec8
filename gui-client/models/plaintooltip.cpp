#include "models/plaintooltip.h"

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

/// Letters without a blank after which a line may end, lest a tip be wider than the screen.
constexpr int longestWord = 48;

} // namespace

QString plainToolTip(QStringView text)
{
    if (text.isEmpty()) {
        return {};
    }
    QString breakable;
    breakable.reserve(text.size() + text.size() / longestWord);
    int wordLength = 0;
    for (const QChar c : text) {
        if (c.isSpace()) {
            wordLength = 0;
        } else if (++wordLength > longestWord && !c.isLowSurrogate()) {
            breakable += QChar(0x200B);
            wordLength = 1;
        }
        breakable += c;
    }
    return "<qt><p style=\"white-space:pre-wrap\">"_L1 + breakable.toHtmlEscaped() + "</p></qt>"_L1;
}

} // namespace corkboard
