#pragma once

#include "ui/theme.h"

#include <QFont>
#include <QList>
#include <QObject>

class QAction;
class QActionGroup;

namespace corkboard {

class Settings;

/// Colours and text size of the whole application, with their actions; both are remembered.
class Appearance final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Appearance)

public:
    /// @param settings  must outlive this object
    explicit Appearance(Settings &settings, QObject *parent = nullptr);

    /// Uses @p mode for this run without remembering it.
    void overrideTheme(ThemeMode mode);

    /// System, light, dark: one of them is checked.
    [[nodiscard]] QList<QAction *> themeActions() const;

    /// Larger, smaller, normal.
    [[nodiscard]] QList<QAction *> zoomActions() const;

private:
    void addTheme(ThemeMode mode, const QString &text);
    void setZoom(int percent);

    Settings &m_settings;
    QFont m_normalFont;
    int m_zoom = 100;
    QActionGroup *m_themes;
    QList<QAction *> m_zoomActions;
};

} // namespace corkboard
