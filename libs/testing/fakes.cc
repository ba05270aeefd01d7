#include "libs/testing/fakes.h"

#include <fmt/format.h>

namespace nexus::testing {

absl::Time FakeClock::Now() const {
  absl::MutexLock lock(&mutex_);
  return now_;
}

void FakeClock::Advance(absl::Duration by) {
  absl::MutexLock lock(&mutex_);
  now_ += by;
}

void FakeClock::Set(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  now_ = now;
}

std::string SequentialIds::NewId() {
  return fmt::format("00000000-0000-7000-8000-{:012}", next_++);
}

}  // namespace nexus::testing
