#pragma once

#include <chrono>

#include "absl/time/time.h"

namespace nexus::rpc {

// What is left of the call that this thread works on; for ever outside of any.
absl::Duration TimeLeft();

// Makes `deadline` this thread's for its own lifetime.
class ScopedDeadline {
 public:
  explicit ScopedDeadline(std::chrono::system_clock::time_point deadline);
  ~ScopedDeadline();

  ScopedDeadline(const ScopedDeadline&) = delete;
  ScopedDeadline& operator=(const ScopedDeadline&) = delete;

 private:
  std::chrono::system_clock::time_point former_;
};

}  // namespace nexus::rpc
