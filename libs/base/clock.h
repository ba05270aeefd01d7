#pragma once

#include "absl/time/time.h"

namespace nexus {

// What time it is. Passed in wherever time matters, so that a test can say.
// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock : public Clock {
 public:
  absl::Time Now() const override;
};

}  // namespace nexus
