#include "connection/processlifeline.h"

namespace corkboard {

void endTogetherWithUs(QProcess &) { }

} // namespace corkboard
