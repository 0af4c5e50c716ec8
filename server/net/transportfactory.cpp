#include "net/transportfactory.h"

#include <QtGlobal>

#ifdef Q_OS_UNIX
#include "net/descriptortransport.h"
#else
#include "net/tcpsockettransport.h"
#endif

namespace corkboard {

std::unique_ptr<Transport> makeTransport(qintptr descriptor)
{
#ifdef Q_OS_UNIX
    return std::make_unique<DescriptorTransport>(descriptor);
#else
    return std::make_unique<TcpSocketTransport>(descriptor);
#endif
}

} // namespace corkboard
