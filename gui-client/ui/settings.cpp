#include "ui/settings.h"

#include "base/limits.h"

#include <algorithm>

namespace corkboard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxTextLength = 4'096;
constexpr qsizetype maxRecentAddresses = 10;
constexpr qsizetype maxStateBytes = 64 * 1024;
constexpr int smallestZoom = 50;
constexpr int largestZoom = 300;

/// One line of text of bounded length, or nothing.
QString cleanLine(const QVariant &value)
{
    const QString text = value.toString();
    const bool isLine
        = std::ranges::none_of(text, [](QChar c) { return c.category() == QChar::Other_Control; });
    return isLine && text.size() <= maxTextLength ? text : QString();
}

} // namespace

Settings::Settings(const QString &file)
    : m_settings(file.isEmpty() ? QSettings(QSettings::IniFormat, QSettings::UserScope,
                                            u"Corkboard"_s, u"corkboard"_s)
                                      .fileName()
                                : file,
                 QSettings::IniFormat)
{
    if (m_settings.value("version"_L1).toInt() != version) {
        clearLayout();
        m_settings.setValue("version"_L1, version);
    }
}

QString Settings::lastAddress() const
{
    return recentAddresses().value(0);
}

void Settings::setLastAddress(const QString &address)
{
    QStringList addresses = recentAddresses();
    addresses.removeAll(address);
    addresses.prepend(address);
    m_settings.setValue("connection/addresses"_L1, addresses.mid(0, maxRecentAddresses));
}

QStringList Settings::recentAddresses() const
{
    return history(u"connection/addresses"_s, maxRecentAddresses);
}

QString Settings::clientName() const
{
    const QString name = cleanLine(m_settings.value("connection/name"_L1));
    return name.toUtf8().size() <= limits::maxClientNameBytes ? name : QString();
}

void Settings::setClientName(const QString &name)
{
    m_settings.setValue("connection/name"_L1, name);
}

ThemeMode Settings::theme() const
{
    return themeModeFromString(m_settings.value("view/theme"_L1).toString());
}

void Settings::setTheme(ThemeMode mode)
{
    m_settings.setValue("view/theme"_L1, themeModeName(mode));
}

int Settings::zoomPercent() const
{
    bool ok = false;
    const int percent = m_settings.value("view/zoom"_L1, 100).toInt(&ok);
    return ok && percent >= smallestZoom && percent <= largestZoom ? percent : 100;
}

void Settings::setZoomPercent(int percent)
{
    m_settings.setValue("view/zoom"_L1, std::clamp(percent, smallestZoom, largestZoom));
}

QStringList Settings::commandHistory() const
{
    return history(u"commands"_s, maxHistory);
}

void Settings::setCommandHistory(const QStringList &commands)
{
    m_settings.setValue("commands"_L1,
                        commands.mid(std::max<qsizetype>(0, commands.size() - maxHistory)));
}

QByteArray Settings::layoutState(const QString &name) const
{
    const QByteArray state = m_settings.value("layout/"_L1 + name).toByteArray();
    return state.size() <= maxStateBytes ? state : QByteArray();
}

void Settings::setLayoutState(const QString &name, const QByteArray &state)
{
    m_settings.setValue("layout/"_L1 + name, state);
}

void Settings::clearLayout()
{
    m_settings.remove("layout"_L1);
}

void Settings::sync()
{
    m_settings.sync();
}

QStringList Settings::history(const QString &key, qsizetype limit) const
{
    QStringList lines;
    const QStringList kept = m_settings.value(key).toStringList();
    for (const QString &line : kept) {
        if (const QString clean = cleanLine(line); !clean.isEmpty()) {
            lines.append(clean);
        }
    }
    return lines.mid(0, limit);
}

} // namespace corkboard
