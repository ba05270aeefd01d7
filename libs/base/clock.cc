#include "libs/base/clock.h"

#include "absl/time/clock.h"

namespace nexus {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace nexus
