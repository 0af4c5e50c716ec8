#include "ui/appearance.h"

#include "ui/settings.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>

#include <algorithm>

namespace corkboard {

namespace {

constexpr int zoomStep = 10;
constexpr int smallestZoom = 50;
constexpr int largestZoom = 300;

} // namespace

Appearance::Appearance(Settings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_normalFont(QApplication::font())
    , m_themes(new QActionGroup(this))
{
    addTheme(ThemeMode::System, tr("Colours of the &system"));
    addTheme(ThemeMode::Light, tr("&Light colours"));
    addTheme(ThemeMode::Dark, tr("&Dark colours"));
    Theme::apply(settings.theme());

    auto *larger = new QAction(tr("Larg&er text"), this);
    larger->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    auto *smaller = new QAction(tr("S&maller text"), this);
    smaller->setShortcut(Qt::CTRL | Qt::Key_Minus);
    auto *normal = new QAction(tr("&Normal text size"), this);
    normal->setShortcut(Qt::CTRL | Qt::Key_0);
    connect(larger, &QAction::triggered, this, [this] { setZoom(m_zoom + zoomStep); });
    connect(smaller, &QAction::triggered, this, [this] { setZoom(m_zoom - zoomStep); });
    connect(normal, &QAction::triggered, this, [this] { setZoom(100); });
    m_zoomActions = {larger, smaller, normal};
    if (settings.zoomPercent() != m_zoom) {
        setZoom(settings.zoomPercent());
    }
}

void Appearance::overrideTheme(ThemeMode mode)
{
    Theme::apply(mode);
    m_themes->actions().at(static_cast<qsizetype>(mode))->setChecked(true);
}

QList<QAction *> Appearance::themeActions() const
{
    return m_themes->actions();
}

QList<QAction *> Appearance::zoomActions() const
{
    return m_zoomActions;
}

void Appearance::addTheme(ThemeMode mode, const QString &text)
{
    QAction *action = m_themes->addAction(text);
    action->setCheckable(true);
    action->setChecked(mode == m_settings.theme());
    connect(action, &QAction::triggered, this, [this, mode] {
        Theme::apply(mode);
        m_settings.setTheme(mode);
    });
}

void Appearance::setZoom(int percent)
{
    m_zoom = std::clamp(percent, smallestZoom, largestZoom);
    QFont font = m_normalFont;
    font.setPointSizeF(m_normalFont.pointSizeF() * m_zoom / 100.0);
    QApplication::setFont(font);
    m_settings.setZoomPercent(m_zoom);
}

} // namespace corkboard
