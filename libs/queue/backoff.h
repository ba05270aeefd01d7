#pragma once

#include <optional>

#include "absl/random/bit_gen_ref.h"
#include "absl/time/time.h"

namespace nexus::queue {

// How long a task waits before it is begun again: full jitter, so that what
// failed together does not come back together.
struct Backoff {
  absl::Duration base = absl::Seconds(2);
  absl::Duration cap = absl::Seconds(60);

  // random(0, min(cap, base * 2^(attempt - 1))), but not before `retry_after`.
  absl::Duration DelayAfter(int attempt, std::optional<absl::Duration> retry_after,
                            absl::BitGenRef random) const;
};

}  // namespace nexus::queue
