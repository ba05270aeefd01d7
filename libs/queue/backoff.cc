#include "libs/queue/backoff.h"

#include <algorithm>

#include "absl/random/random.h"

namespace nexus::queue {

absl::Duration Backoff::DelayAfter(int attempt, std::optional<absl::Duration> retry_after,
                                   absl::BitGenRef random) const {
  constexpr int kMostDoublings = 20;
  const int doublings = std::clamp(attempt - 1, 0, kMostDoublings);
  const absl::Duration ceiling = std::min(cap, base * (std::int64_t{1} << doublings));
  const absl::Duration jittered = ceiling * absl::Uniform(random, 0.0, 1.0);
  return std::max(jittered, retry_after.value_or(absl::ZeroDuration()));
}

}  // namespace nexus::queue
