#include "connection/walltime.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace corkboard {

namespace {

QTime localClock(WallTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count()).time();
}

} // namespace

WallTime currentWallTime()
{
    return WallTime(std::chrono::milliseconds(QDateTime::currentMSecsSinceEpoch()));
}

QString shortClockText(WallTime time)
{
    return localClock(time).toString(u"HH:mm"_s);
}

QString exactClockText(WallTime time)
{
    return localClock(time).toString(u"HH:mm:ss.zzz"_s);
}

} // namespace corkboard
