#include "ui/palettestyle.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

/// Half a pixel in, so that a line of one pixel is sharp.
constexpr qreal inset = 0.5;
constexpr qreal corner = 2.0;

void drawBorder(QPainter &painter, const QRect &rect, const QColor &color, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, radius > 0);
    painter.setPen(color);
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter.restore();
}

} // namespace

PaletteStyle::PaletteStyle()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

void PaletteStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option,
                                 QPainter *painter, const QWidget *widget) const
{
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const QPalette &palette = option->palette;
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        drawBorder(*painter, option->rect, palette.color(QPalette::PlaceholderText), corner);
        break;
    case PE_FrameLineEdit:
        // The border that shows the keyboard focus is Fusion's own.
        if (!option->state.testFlag(State_HasFocus)) {
            drawBorder(*painter, option->rect, palette.color(QPalette::Mid), corner);
        }
        break;
    case PE_Frame:
        drawBorder(*painter, option->rect, palette.color(QPalette::Mid), 0);
        break;
    default:
        break;
    }
}

} // namespace corkboard
