#pragma once

#include <atomic>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

#include "libs/base/clock.h"
#include "libs/base/ids.h"

namespace nexus::testing {

// Stands still until it is told. Starts at 2026-01-01 00:00 UTC. Thread-safe.
class FakeClock : public Clock {
 public:
  absl::Time Now() const override;
  void Advance(absl::Duration by);
  void Set(absl::Time now);

 private:
  mutable absl::Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = absl::FromUnixSeconds(1767225600);
};

// 00000000-0000-7000-8000-000000000001, …2, and so on. Thread-safe.
class SequentialIds : public IdSource {
 public:
  std::string NewId() override;

 private:
  std::atomic<int> next_ = 1;
};

}  // namespace nexus::testing
