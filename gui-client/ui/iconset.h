#pragma once

#include <QIcon>
#include <QStringView>

namespace corkboard {

/// The pictures of the window's own actions; files of these names lie in resources/icons/actions.
enum class IconName {
    Branch,
    Broker,
    Clear,
    Connect,
    Copy,
    Disconnect,
    Filter,
    Level,
    Newest,
    Pause,
    Pin,
    Publish,
    Resume,
    Subscribe,
    Undo,
    Unsubscribe,
    Warning,
    Wire,
};

/**
 * One of our one-colour pictures, tinted to the application's palette each time it is drawn.
 *
 * Needs no icon theme of the desktop. Drawn from SVG where Qt Svg is built in, else from PNG.
 */
[[nodiscard]] QIcon icon(IconName name);

/// The application's icon in all its sizes.
[[nodiscard]] QIcon applicationIcon();

} // namespace corkboard
