#pragma once

#include "ui/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace corkboard {

/**
 * What the window remembers from one start to the next.
 *
 * Every value is checked when it is read: rubbish in the file gives the default, never an error. A
 * file of another version of the layout keeps the person's words (addresses, name, history) and
 * loses the geometry. GUI thread only.
 */
class Settings final {
public:
    /// The layout's version; raised when docks or columns change their meaning.
    static constexpr int version = 1;

    /// Entries kept of each history.
    static constexpr qsizetype maxHistory = 100;

    /// @param file  an INI file of its own (tests); empty: where the system keeps settings
    explicit Settings(const QString &file = {});

    [[nodiscard]] QString lastAddress() const;
    void setLastAddress(const QString &address);

    /// Addresses used before, newest first, at most 10.
    [[nodiscard]] QStringList recentAddresses() const;

    [[nodiscard]] QString clientName() const;
    void setClientName(const QString &name);

    [[nodiscard]] ThemeMode theme() const;
    void setTheme(ThemeMode mode);

    /// Size of all text in percent: 50 to 300, 100 where nothing was kept.
    [[nodiscard]] int zoomPercent() const;
    void setZoomPercent(int percent);

    /// Commands typed before, oldest first.
    [[nodiscard]] QStringList commandHistory() const;
    void setCommandHistory(const QStringList &commands);

    /// The states that QMainWindow, headers and splitters give as bytes; empty where none was kept.
    [[nodiscard]] QByteArray layoutState(const QString &name) const;
    void setLayoutState(const QString &name, const QByteArray &state);

    /// Forgets all layout states.
    void clearLayout();

    /// Writes to the disk now.
    void sync();

private:
    [[nodiscard]] QStringList history(const QString &key, qsizetype limit) const;

    mutable QSettings m_settings;
};

} // namespace corkboard
