#include "net/memorybudget.h"

#include <QCoreApplication>

namespace corkboard {

MemoryBudget::MemoryBudget(qsizetype limit, QObject *parent)
    : QObject(parent)
    , m_limit(limit)
{
}

void MemoryBudget::share(const QByteArray &bytes)
{
    if (++m_holders[bytes.constData()] == 1) {
        add(bytes.size());
    }
}

void MemoryBudget::unshare(const QByteArray &bytes)
{
    const auto holders = m_holders.find(bytes.constData());
    Q_ASSERT(holders != m_holders.end());
    if (--*holders == 0) {
        m_holders.erase(holders);
        add(-bytes.size());
    }
}

void MemoryBudget::sayExceeded()
{
    if (!m_saying) {
        m_saying = true;
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
    }
}

void MemoryBudget::customEvent(QEvent *)
{
    m_saying = false;
    emit exceeded();
}

} // namespace corkboard
