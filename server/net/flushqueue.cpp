#include "net/flushqueue.h"

#include "net/clienthandler.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace corkboard {

FlushQueue::FlushQueue(QObject *parent)
    : QObject(parent)
{
}

void FlushQueue::add(ClientHandler *handler)
{
    if (m_handlers.empty()) {
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }
    m_handlers.push_back(handler);
}

void FlushQueue::remove(ClientHandler *handler)
{
    std::ranges::replace(m_handlers, handler, nullptr);
}

void FlushQueue::flush()
{
    // A flush may bring new output (a client's backlog), which then belongs to the next turn.
    for (ClientHandler *handler : std::exchange(m_handlers, {})) {
        if (handler != nullptr) {
            handler->flush();
        }
    }
}

void FlushQueue::customEvent(QEvent *)
{
    flush();
}

} // namespace corkboard
