#include "ui/iconset.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>

#ifdef CORKBOARD_HAS_SVG
#include <QSvgRenderer>
#endif

#include <array>

// A static library's resources are not registered by themselves. Q_INIT_RESOURCE declares a
// function in the namespace around it, and that function is a global one.
// NOLINTNEXTLINE(misc-use-anonymous-namespace)
static void registerResources()
{
    Q_INIT_RESOURCE(corkboard);
}

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array fileNames{
    "branch"_L1, "broker"_L1,    "clear"_L1,  "connect"_L1,     "copy"_L1,    "disconnect"_L1,
    "filter"_L1, "level"_L1,     "newest"_L1, "pause"_L1,       "pin"_L1,     "publish"_L1,
    "resume"_L1, "subscribe"_L1, "undo"_L1,   "unsubscribe"_L1, "warning"_L1, "wire"_L1};
static_assert(fileNames.size() == static_cast<std::size_t>(IconName::Wire) + 1);

/// The shape in black on transparent, @p size pixels.
QPixmap shapeOf(const QString &base, const QSize &size)
{
    QPixmap shape(size);
    shape.fill(Qt::transparent);
    QPainter painter(&shape);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
#ifdef CORKBOARD_HAS_SVG
    QSvgRenderer(base + ".svg"_L1).render(&painter, QRectF(QPointF(), size));
#else
    const int wanted = size.width();
    const int file = wanted <= 16 ? 16 : wanted <= 32 ? 32 : 64;
    painter.drawPixmap(QRect(QPoint(), size), QPixmap(u"%1-%2.png"_s.arg(base).arg(file)));
#endif
    return shape;
}

/// Draws a shape in the colour that text has on a button, at the moment of drawing.
class TintedIconEngine final : public QIconEngine {
public:
    explicit TintedIconEngine(QString base)
        : m_base(std::move(base))
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QColor color = tint(mode);
        const QString key = u"corkboard:%1:%2x%3:%4"_s.arg(m_base)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(color.rgba());
        QPixmap result;
        if (size.isEmpty() || QPixmapCache::find(key, &result)) {
            return result;
        }
        result = shapeOf(m_base, size);
        QPainter painter(&result);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(result.rect(), color);
        painter.end();
        QPixmapCache::insert(key, result);
        return result;
    }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }

    [[nodiscard]] QIconEngine *clone() const override { return new TintedIconEngine(m_base); }

private:
    static QColor tint(QIcon::Mode mode)
    {
        const QPalette palette = QGuiApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        case QIcon::Selected:
            return palette.color(QPalette::HighlightedText);
        case QIcon::Normal:
        case QIcon::Active:
            break;
        }
        return palette.color(QPalette::ButtonText);
    }

    QString m_base;
};

} // namespace

QIcon icon(IconName name)
{
    registerResources();
    const auto file = fileNames.at(static_cast<std::size_t>(name));
    return QIcon(new TintedIconEngine(u":/icons/actions/%1"_s.arg(file)));
}

QIcon applicationIcon()
{
    registerResources();
    QIcon result;
    for (const int size : {16, 32, 48, 64, 128, 256}) {
        result.addFile(u":/icons/corkboard-%1.png"_s.arg(size), QSize(size, size));
    }
    return result;
}

} // namespace corkboard
