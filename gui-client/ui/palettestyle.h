#pragma once

#include <QProxyStyle>

namespace corkboard {

/**
 * Fusion with borders that are seen on a dark window too.
 *
 * Fusion draws every border darker than the window, which vanishes where the window is dark: a box
 * that is not ticked would be invisible. Here check boxes have a border of text colour, input boxes
 * and views one of the palette's Mid.
 */
class PaletteStyle final : public QProxyStyle {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaletteStyle)

public:
    PaletteStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
};

} // namespace corkboard
