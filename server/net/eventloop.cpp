#include "net/eventloop.h"

#include <QCoreApplication>

#include <memory>

#ifdef Q_OS_LINUX
#include "net/epolleventdispatcher.h"
#endif

namespace corkboard {

void chooseEventLoop()
{
    qputenv("QT_NO_GLIB", "1");
#ifdef Q_OS_LINUX
    auto dispatcher = std::make_unique<EpollEventDispatcher>();
    if (dispatcher->isValid()) {
        QCoreApplication::setEventDispatcher(dispatcher.release()); // the application owns it
    }
#endif
}

} // namespace corkboard
